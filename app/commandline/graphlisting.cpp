#include "commandline/graphlisting.h"

#include "commandline/commandoutput.h"
#include "commandline/texttable.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

using nlohmann::ordered_json;

struct Cost
{
    std::int64_t parameters = 0;
    std::int64_t multiplyAdds = 0;
};

Cost costOf(const NetworkGraph &graph, const Block &block)
{
    Cost cost;
    for (int index : block.layers) {
        cost.parameters += graph.layer(index).parameters;
        cost.multiplyAdds += graph.layer(index).multiplyAdds;
    }
    return cost;
}

Cost costOf(const NetworkGraph &graph, const Stage &stage)
{
    Cost cost;
    for (const Block &block : stage.blocks) {
        const Cost part = costOf(graph, block);
        cost.parameters += part.parameters;
        cost.multiplyAdds += part.multiplyAdds;
    }
    return cost;
}

/// Those whose window has a size of its own.
bool hasWindow(const Layer &layer)
{
    return layer.kind == LayerKind::Convolution || layer.kind == LayerKind::MaxPool
        || layer.kind == LayerKind::AveragePool;
}

ordered_json shapeJson(const GridShape &shape)
{
    return {shape.channels, shape.height, shape.width};
}

ordered_json gridJson(const GridShape &shape)
{
    return {shape.height, shape.width};
}

void addCost(ordered_json &json, const GridShape &out, const Cost &cost)
{
    json["grid"] = gridJson(out);
    json["channels"] = out.channels;
    json["parameters"] = cost.parameters;
    json["multiply_adds"] = cost.multiplyAdds;
}

ordered_json layerJson(const Layer &layer)
{
    ordered_json json{{"id", layer.id},
                      {"kind", kindName(layer.kind)},
                      {"kernel", nullptr},
                      {"stride", nullptr},
                      {"padding", nullptr},
                      {"in", shapeJson(layer.in)},
                      {"out", shapeJson(layer.out)},
                      {"grid", gridJson(layer.out)},
                      {"parameters", layer.parameters},
                      {"multiply_adds", layer.multiplyAdds}};
    if (hasWindow(layer)) {
        json["kernel"] = {layer.kernel.height, layer.kernel.width};
        json["stride"] = layer.stride;
        json["padding"] = layer.padding == Padding::Same ? "same" : "valid";
    }
    if (layer.kind == LayerKind::ResidualAdd)
        json["residual_scale"] = layer.residualScale;
    return json;
}

ordered_json blockJson(const NetworkGraph &graph, const Block &block, GraphLevel level)
{
    ordered_json json{{"id", block.id}, {"title", block.title}};
    addCost(json, graph.layer(block.output).out, costOf(graph, block));
    if (level != GraphLevel::Layer)
        return json;
    auto layers = ordered_json::array();
    for (int index : block.layers)
        layers.push_back(layerJson(graph.layer(index)));
    json["layers"] = std::move(layers);
    return json;
}

ordered_json stageJson(const NetworkGraph &graph, const Stage &stage, GraphLevel level)
{
    ordered_json json{{"id", stage.id}, {"title", stage.title}, {"repeats", repeatsOf(stage)}};
    addCost(json, graph.layer(stage.output()).out, costOf(graph, stage));
    if (level == GraphLevel::Stage)
        return json;
    auto blocks = ordered_json::array();
    for (const Block &block : stage.blocks)
        blocks.push_back(blockJson(graph, block, level));
    json["blocks"] = std::move(blocks);
    return json;
}

std::vector<std::string> row(std::string name, std::string what, const GridShape &out,
                             const Cost &cost)
{
    return {std::move(name), std::move(what), formatShape(out), grouped(cost.parameters),
            grouped(cost.multiplyAdds)};
}

/// "1×7 conv", with the V of the paper's figures where there is no padding.
std::string layerText(const Layer &layer)
{
    const bool valid =
        hasWindow(layer) && layer.padding == Padding::Valid && layer.kernel != Extent{1, 1};
    return layer.title() + (valid ? " V" : "");
}

void addLayer(TextTable &table, const std::string &indent, const Layer &layer)
{
    table.add(row(indent + layer.id, layerText(layer), layer.out,
                  {layer.parameters, layer.multiplyAdds}));
}

void addBlock(TextTable &table, const NetworkGraph &graph, const Block &block, GraphLevel level)
{
    if (level == GraphLevel::Layer && block.branches.empty())
        return addLayer(table, "  ", graph.layer(block.output));
    table.add(
        row("  " + block.id, block.title, graph.layer(block.output).out, costOf(graph, block)));
    if (level != GraphLevel::Layer)
        return;
    for (int index : block.layers)
        addLayer(table, "    ", graph.layer(index));
}

} // namespace

int repeatsOf(const Stage &stage)
{
    const std::string &id = stage.blocks.front().id;
    const auto name = id.substr(id.rfind('.') + 1);
    const bool numbered =
        std::ranges::all_of(name, [](unsigned char c) { return std::isdigit(c) != 0; });
    return numbered ? static_cast<int>(stage.blocks.size()) : 1;
}

ordered_json graphJson(const NetworkGraph &graph, const std::string &id, GraphLevel level)
{
    auto stages = ordered_json::array();
    for (const Stage &stage : graph.stages())
        stages.push_back(stageJson(graph, stage, level));
    return {{"network", id},
            {"input", shapeJson(graph.input())},
            {"parameters", graph.parameters()},
            {"multiply_adds", graph.multiplyAdds()},
            {"stages", std::move(stages)}};
}

std::string graphTable(const NetworkGraph &graph, GraphLevel level)
{
    using enum TextTable::Align;
    TextTable table({{"id"}, {""}, {"output"}, {"parameters", Right}, {"multiply-adds", Right}});
    for (const Stage &stage : graph.stages()) {
        const int repeats = repeatsOf(stage);
        const std::string times = repeats > 1 ? fmt::format("{} × ", repeats) : "";
        table.add(row(stage.id, times + stage.title, graph.layer(stage.output()).out,
                      costOf(graph, stage)));
        if (level == GraphLevel::Stage)
            continue;
        for (const Block &block : stage.blocks)
            addBlock(table, graph, block, level);
    }
    return table.text();
}

} // namespace inceptoscope
