#include "commandline/networkscommand.h"

#include "commandline/commandoutput.h"
#include "commandline/texttable.h"
#include "networks/networkcatalogue.h"
#include "weights/publicweights.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <memory>

namespace inceptoscope {

namespace {

using nlohmann::ordered_json;

std::string_view weightsText(CatalogueEntry::Weights weights)
{
    switch (weights) {
    case CatalogueEntry::Weights::None:
        return "none";
    case CatalogueEntry::Weights::Bundled:
        return "bundled";
    case CatalogueEntry::Weights::Installed:
        return "installed";
    }
    return {};
}

ordered_json filesOf(const CatalogueEntry &entry)
{
    auto files = ordered_json::array();
    for (const auto &path : {entry.file, entry.card}) {
        if (!path.empty())
            files.push_back(path.string());
    }
    return files;
}

/// Where to get weights for it, where it has none.
ordered_json urlOf(const CatalogueEntry &entry)
{
    if (entry.weights != CatalogueEntry::Weights::None)
        return nullptr;
    const auto weights = publicWeightsFor(entry.network);
    return weights ? ordered_json(weights->url) : ordered_json();
}

ordered_json jsonOf(const CatalogueEntry &entry, const NetworkGraph &graph)
{
    const GridShape input = graph.input();
    return {{"id", entry.id},
            {"title", entry.title},
            {"classes", graph.classes()},
            {"input", {input.channels, input.height, input.width}},
            {"parameters", graph.parameters()},
            {"multiply_adds", graph.multiplyAdds()},
            {"weights", weightsText(entry.weights)},
            {"files", filesOf(entry)},
            {"get", urlOf(entry)}};
}

TextTable emptyTable()
{
    using enum TextTable::Align;
    return TextTable({{"id"},
                      {"title"},
                      {"input"},
                      {"classes", Right},
                      {"parameters", Right},
                      {"multiply-adds", Right},
                      {"weights"}});
}

std::vector<std::string> rowOf(const CatalogueEntry &entry, const NetworkGraph &graph)
{
    return {entry.id,
            entry.title,
            formatShape(graph.input()),
            grouped(graph.classes()),
            grouped(graph.parameters()),
            grouped(graph.multiplyAdds()),
            std::string(weightsText(entry.weights))};
}

int runNetworks(bool json)
{
    const NetworkCatalogue catalogue = scanNetworks();
    auto networks = ordered_json::array();
    TextTable table = emptyTable();
    for (const CatalogueEntry &entry : catalogue.entries) {
        const auto graph = graphOf(entry);
        if (!graph)
            return report({SomethingFailed, graph.error().message});
        networks.push_back(jsonOf(entry, *graph));
        table.add(rowOf(entry, *graph));
    }
    if (json)
        printJson({{"networks", networks}});
    else
        print(table.text());
    for (const std::string &problem : catalogue.problems)
        complain(problem);
    return catalogue.problems.empty() ? AllDone : SomethingFailed;
}

} // namespace

void addNetworksCommand(CLI::App &app, int &status)
{
    CLI::App *command = app.add_subcommand("networks", "List the networks and their weights");
    auto json = std::make_shared<bool>(false);
    command->add_flag("--json", *json, "Print JSON");
    command->callback([json, &status] { status = runNetworks(*json); });
}

} // namespace inceptoscope
