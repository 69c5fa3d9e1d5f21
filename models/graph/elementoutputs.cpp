#include "graph/elementoutputs.h"

#include <algorithm>
#include <set>

namespace inceptoscope {

namespace {

/// Layers of a branch that no other layer of it reads.
std::vector<int> endsOf(const NetworkGraph &graph, const Branch &branch)
{
    const auto isRead = [&](int index) {
        return std::ranges::any_of(branch.layers, [&](int other) {
            return std::ranges::find(graph.layer(other).inputs, index)
                != graph.layer(other).inputs.end();
        });
    };
    std::vector<int> ends;
    std::ranges::copy_if(branch.layers, std::back_inserter(ends),
                         [&](int index) { return !isRead(index); });
    return ends;
}

const Branch *findBranch(const NetworkGraph &graph, std::string_view id)
{
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            const auto found = std::ranges::find(block.branches, id, &Branch::id);
            if (found != block.branches.end())
                return &*found;
        }
    }
    return nullptr;
}

/// Joins values and does not change them.
bool passesOn(const Layer &layer)
{
    return layer.kind == LayerKind::Concatenation || layer.kind == LayerKind::Dropout;
}

/// What went into an element's output last.
struct LastActivations
{
    std::set<int> layers; ///< with a ReLU
    std::set<int> joins; ///< between these and the output
};

void collect(const NetworkGraph &graph, int index, LastActivations &found)
{
    const Layer &layer = graph.layer(index);
    if (layer.relu) {
        found.layers.insert(index);
    } else if (passesOn(layer)) {
        found.joins.insert(index);
        for (int input : layer.inputs)
            collect(graph, input, found);
    }
}

/// All that `outputs` are computed from, themselves included.
std::set<int> ancestors(const NetworkGraph &graph, const std::vector<int> &outputs)
{
    std::set<int> all(outputs.begin(), outputs.end());
    for (int i = static_cast<int>(graph.layers().size()) - 1; i >= 0; --i) {
        if (all.contains(i))
            all.insert(graph.layer(i).inputs.begin(), graph.layer(i).inputs.end());
    }
    return all;
}

bool areReadElsewhere(const NetworkGraph &graph, const std::vector<int> &outputs,
                      const LastActivations &last)
{
    return std::ranges::any_of(ancestors(graph, outputs), [&](int reader) {
        return !last.joins.contains(reader)
            && std::ranges::any_of(graph.layer(reader).inputs,
                                   [&](int input) { return last.layers.contains(input); });
    });
}

/// Empty where there are none, or where they cannot be left out.
std::set<int> lastActivations(const NetworkGraph &graph, std::string_view id)
{
    const std::vector<int> outputs = outputsOf(graph, id);
    LastActivations last;
    for (int output : outputs)
        collect(graph, output, last);
    return areReadElsewhere(graph, outputs, last) ? std::set<int>{} : last.layers;
}

} // namespace

std::vector<int> outputsOf(const NetworkGraph &graph, std::string_view id)
{
    const int output = graph.outputOf(id);
    if (output < 0)
        return {};
    const Branch *branch = findBranch(graph, id);
    return branch ? endsOf(graph, *branch) : std::vector{output};
}

GridShape joinedShape(const NetworkGraph &graph, const std::vector<int> &outputs)
{
    GridShape joined;
    for (int output : outputs) {
        const GridShape &shape = graph.layer(output).out;
        joined = {joined.channels + shape.channels, shape.height, shape.width};
    }
    return joined;
}

bool endsInActivation(const NetworkGraph &graph, std::string_view id)
{
    return !lastActivations(graph, id).empty();
}

std::optional<NetworkGraph> withoutLastActivation(const NetworkGraph &graph, std::string_view id)
{
    const std::set<int> last = lastActivations(graph, id);
    if (last.empty())
        return std::nullopt;
    std::vector<Layer> layers = graph.layers();
    for (int index : last)
        layers[static_cast<std::size_t>(index)].relu = false;
    const GridShape input = graph.input();
    auto without =
        NetworkGraph::create(graph.id(), graph.title(), input.grid(), layers, graph.stages());
    return without ? std::optional(std::move(*without)) : std::nullopt;
}

} // namespace inceptoscope
