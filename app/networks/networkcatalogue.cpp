#include "networks/networkcatalogue.h"

#include "checkpoint/printable.h"
#include "networks/weightsentry.h"
#include "resourcelocator.h"
#include "weights/publicweights.h"
#include "weights/weightstore.h"

#include <algorithm>
#include <fmt/format.h>
#include <system_error>

namespace inceptoscope {

namespace {

namespace fs = std::filesystem;

fs::path bundledFolder()
{
    return resourcePath(QStringLiteral("networks")).toStdString();
}

/// Whether weights may go by a family's id: those for the family as published take its place.
bool mayBeCalled(const CatalogueEntry &entry, const NetworkFamily &family)
{
    const auto published = family.build({});
    const auto graph = buildNetwork(entry.network, entry.options);
    return published && graph && *published == *graph;
}

/// Why the entry's id is not free, after "the id … "; empty where it is.
std::string collision(const NetworkCatalogue &catalogue, const CatalogueEntry &entry)
{
    if (const CatalogueEntry *other = catalogue.find(entry.id))
        return fmt::format("is already that of {}", printable(other->file.string()));
    const NetworkFamily *family = findNetworkFamily(entry.id);
    if (family && !mayBeCalled(entry, *family))
        return fmt::format("is that of {} as published", family->title);
    return {};
}

void addFolder(NetworkCatalogue &catalogue, const fs::path &folder, CatalogueEntry::Weights weights)
{
    for (const fs::path &path : weightFilesIn(folder)) {
        auto entry = readEntry(path, weights);
        if (!entry) {
            catalogue.problems.push_back(entry.error().message);
            continue;
        }
        const std::string reason = collision(catalogue, *entry);
        if (reason.empty())
            catalogue.entries.push_back(std::move(*entry));
        else
            catalogue.problems.push_back(fmt::format("{} is left out: its id \"{}\" {}",
                                                     printable(path.string()), entry->id, reason));
    }
}

void addFamilies(NetworkCatalogue &catalogue)
{
    for (const NetworkFamily &family : networkFamilies()) {
        if (!catalogue.find(family.id))
            catalogue.entries.push_back({std::string(family.id), std::string(family.title),
                                         std::string(family.id), NetworkOptions{},
                                         CatalogueEntry::Weights::None, fs::path(), fs::path()});
    }
}

std::string whereToGet(const CatalogueEntry &entry)
{
    const std::string folder = printable(installedWeightsFolder().string());
    const auto weights = publicWeightsFor(entry.network);
    if (!weights)
        return fmt::format(
            "put a safetensors or PyTorch file with some into {}, or choose a network that "
            "comes with weights",
            folder);
    return fmt::format("download some with \"inceptoscope weights get {}\"", weights->id);
}

} // namespace

CatalogueEntry entryFor(const ModelDescription &description, const fs::path &file,
                        CatalogueEntry::Weights weights)
{
    CatalogueEntry entry{description.id,
                         description.title,
                         description.network,
                         description.options,
                         weights,
                         file,
                         {}};
    std::error_code ignored;
    entry.modified = fs::last_write_time(file, ignored);
    const fs::path card = file.parent_path() / description.card;
    if (!description.card.empty() && fs::is_regular_file(card, ignored))
        entry.card = card;
    return entry;
}

const CatalogueEntry *NetworkCatalogue::find(std::string_view id) const
{
    const auto found = std::ranges::find(entries, id, &CatalogueEntry::id);
    return found == entries.end() ? nullptr : &*found;
}

NetworkCatalogue scanNetworks()
{
    NetworkCatalogue catalogue;
    addFolder(catalogue, bundledFolder(), CatalogueEntry::Weights::Bundled);
    addFolder(catalogue, installedWeightsFolder(), CatalogueEntry::Weights::Installed);
    addFamilies(catalogue);
    return catalogue;
}

/// Under the title of the entry, by which its errors call it, too.
static Expected<NetworkGraph> named(const NetworkGraph &graph, const CatalogueEntry &entry,
                                    Extent input)
{
    return NetworkGraph::create(graph.id(), printable(entry.title), input, graph.layers(),
                                graph.stages());
}

Expected<NetworkGraph> graphOf(const CatalogueEntry &entry, int inputSize)
{
    const auto graph = buildNetwork(entry.network, entry.options);
    if (!graph)
        return graph;
    const Extent own = graph->input().grid();
    return named(*graph, entry, inputSize == 0 ? own : Extent{inputSize, inputSize});
}

Error noWeights(const CatalogueEntry &entry)
{
    return {fmt::format("there are no weights for {} here: {}", entry.title, whereToGet(entry))};
}

Expected<LoadedModel> loadNetwork(const CatalogueEntry &entry)
{
    if (entry.weights == CatalogueEntry::Weights::None)
        return tl::unexpected(noWeights(entry));
    auto model = loadWeightsFile(entry.file, entry.network);
    if (!model)
        return model;
    if (auto graph = named(model->graph, entry, model->graph.input().grid()))
        model->graph = std::move(*graph);
    if (std::cmp_equal(entry.labels.size(), model->graph.classes()))
        model->description.labels = entry.labels;
    return model;
}

} // namespace inceptoscope
