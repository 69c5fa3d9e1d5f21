#include "commandline/networkchoice.h"

#include "checkpoint/fileformat.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

std::string knownIds(const NetworkCatalogue &catalogue)
{
    std::string known;
    for (const CatalogueEntry &entry : catalogue.entries)
        known += (known.empty() ? "" : ", ") + entry.id;
    return known;
}

/// Files that cannot be used are told here, since one of them may have been meant.
tl::unexpected<CommandFailure> unknownNetwork(const NetworkCatalogue &catalogue,
                                              const std::string &id)
{
    for (const std::string &problem : catalogue.problems)
        complain(problem);
    return misused(
        fmt::format("there is no network \"{}\"; the known ones are {}", id, knownIds(catalogue)));
}

CommandResult<CatalogueEntry> findIn(const NetworkCatalogue &catalogue, const std::string &id)
{
    const CatalogueEntry *entry = catalogue.find(id);
    if (!entry)
        return unknownNetwork(catalogue, id);
    return *entry;
}

CommandResult<CatalogueEntry> defaultNetwork(const NetworkCatalogue &catalogue)
{
    const auto bundled = std::ranges::find(catalogue.entries, CatalogueEntry::Weights::Bundled,
                                           &CatalogueEntry::weights);
    if (bundled == catalogue.entries.end())
        return misused("no network comes with weights here: name one with --network, or weights "
                       "with --weights");
    return *bundled;
}

CommandResult<ChosenNetwork> load(const CatalogueEntry &entry, const std::string &network)
{
    auto model = loadNetwork(entry);
    if (!model)
        return workFailed(model.error());
    return ChosenNetwork{network, entry.id, entry.file, std::move(*model)};
}

/// A path, or the id of weights that are not installed.
CommandResult<ChosenNetwork> loadFile(const NetworkCatalogue &catalogue, const std::string &path,
                                      const CatalogueEntry *network)
{
    std::error_code ignored;
    const bool isPath = path.find('/') != std::string::npos || hasWeightSuffix(path);
    if (!isPath && !std::filesystem::exists(path, ignored))
        return unknownNetwork(catalogue, path);
    auto model = loadWeightsFile(path, network ? std::string_view(network->network) : "");
    if (!model)
        return workFailed(model.error());
    std::string id = network ? network->id : model->description.network;
    return ChosenNetwork{std::move(id), path, path, std::move(*model)};
}

CommandResult<ChosenNetwork> loadInstalled(const CatalogueEntry &weights,
                                           const CatalogueEntry *network)
{
    if (network && network->network != weights.network)
        return misused(fmt::format("the weights {} are for {}, not for {}", weights.id,
                                   weights.network, network->network));
    return load(weights, network ? network->id : weights.id);
}

} // namespace

CommandResult<CatalogueEntry> findNetwork(const std::string &id)
{
    return findIn(scanNetworks(), id);
}

void addNetworkOptions(CLI::App &command, NetworkArguments &arguments)
{
    command.add_option("--network", arguments.network, "A network that \"networks\" lists")
        ->type_name("ID");
    command
        .add_option("--weights", arguments.weights,
                    "A safetensors or PyTorch file, or weights by their id")
        ->type_name("FILE|ID");
}

CommandResult<ChosenNetwork> chooseNetwork(const NetworkArguments &arguments)
{
    const NetworkCatalogue catalogue = scanNetworks();
    if (arguments.weights.empty()) {
        const auto entry = arguments.network.empty() ? defaultNetwork(catalogue)
                                                     : findIn(catalogue, arguments.network);
        if (!entry)
            return tl::unexpected(entry.error());
        return load(*entry, entry->id);
    }
    const CatalogueEntry *network = nullptr;
    if (!arguments.network.empty()) {
        network = catalogue.find(arguments.network);
        if (!network)
            return unknownNetwork(catalogue, arguments.network);
    }
    if (const CatalogueEntry *weights = catalogue.find(arguments.weights))
        return loadInstalled(*weights, network);
    return loadFile(catalogue, arguments.weights, network);
}

CommandResult<ChosenNetwork> relabelled(ChosenNetwork network, const std::string &labels)
{
    if (labels.empty())
        return network;
    if (auto done = relabel(network.model, labels); !done)
        return workFailed(done.error());
    return network;
}

} // namespace inceptoscope
