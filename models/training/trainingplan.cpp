#include "training/trainingplan.h"

#include "checkpoint/labels.h"
#include "checkpoint/preprocessingjson.h"
#include "checkpoint/printable.h"

#include <algorithm>
#include <fmt/format.h>

namespace inceptoscope {

namespace fs = std::filesystem;

namespace {

/// Centre crop over shorter side, as for the published networks.
constexpr double cropShare = 0.875;

Preprocessing preprocessingFor(int inputSize, bool small)
{
    Preprocessing preprocessing;
    preprocessing.inputSize = inputSize;
    preprocessing.shorterSide = small ? inputSize : static_cast<int>(inputSize / cropShare);
    return preprocessing;
}

/// The name of a folder that may be given as "folder/", "." or "..".
std::string nameOf(const fs::path &folder)
{
    std::error_code ignored;
    const fs::path whole = fs::absolute(folder, ignored) / "";
    return whole.lexically_normal().parent_path().filename().string();
}

/// Folders of ImageNet and its parts are called by WordNet ids, which tell a person nothing.
std::vector<std::string> namesOf(const std::vector<std::string> &classes)
{
    const Labels &ids = imagenetSynsets();
    std::vector<std::string> names;
    for (const std::string &each : classes) {
        const auto id = std::ranges::lower_bound(ids, each);
        if (id == ids.end() || *id != each)
            return classes;
        names.push_back(imagenetLabels()[static_cast<std::size_t>(id - ids.begin())]);
    }
    return names;
}

Expected<std::vector<std::string>> labelsFor(const TrainingSettings &settings,
                                             const std::vector<std::string> &classes)
{
    auto labels = settings.labels.empty() ? namesOf(classes) : settings.labels;
    if (labels.size() != classes.size())
        return failure(fmt::format("there are {} labels for {} classes in {}", labels.size(),
                                   classes.size(), settings.data.string()));
    const auto bad = std::ranges::find_if_not(labels, isUtf8);
    if (bad != labels.end())
        return failure(fmt::format("the label \"{}\" is not UTF-8; give the classes other names "
                                   "with --labels",
                                   printable(*bad)));
    return labels;
}

Expected<ModelDescription> describe(const TrainingSettings &settings, const NetworkGraph &graph,
                                    const std::string &dataset, bool small)
{
    ModelDescription description;
    description.id =
        settings.id.empty() ? modelIdFor(settings.network + "_" + dataset) : settings.id;
    if (!isModelId(description.id))
        return failure(fmt::format("the id \"{}\" is not made of 1 to 100 letters, digits, _, - "
                                   "and .",
                                   printable(description.id)));
    description.title = settings.title.empty()
        ? fmt::format("{} · {}", graph.title(), printable(dataset))
        : settings.title;
    if (!isUtf8(description.title))
        return failure(fmt::format("the title \"{}\" is not UTF-8", printable(description.title)));
    description.network = settings.network;
    description.preprocessing = preprocessingFor(graph.input().height, small);
    if (const auto readable = checkShorterSide(description.preprocessing); !readable)
        return tl::unexpected(readable.error());
    description.card = description.id + ".md";
    return description;
}

/// The network works at `full`, so that the search ends.
int workingSize(const NetworkGraph &graph, int wanted, int full)
{
    for (int size = wanted; size < full; ++size) {
        if (graph.withInput({size, size}))
            return size;
    }
    return full;
}

std::map<int, int> inputSizesOf(const TrainingSettings &settings, const NetworkGraph &graph)
{
    const int full = graph.input().height;
    std::map<int, int> sizes{{full, full}};
    for (int epoch = 1; epoch <= settings.epochs; ++epoch) {
        const int wanted = settings.recipe.inputSizeAt(epoch, settings.epochs, full);
        if (!sizes.contains(wanted))
            sizes[wanted] = workingSize(graph, wanted, full);
    }
    return sizes;
}

} // namespace

Expected<TrainingPlan> planTraining(const TrainingSettings &settings,
                                    const std::vector<std::string> &classes, bool small)
{
    auto labels = labelsFor(settings, classes);
    if (!labels)
        return tl::unexpected(labels.error());
    NetworkOptions options = settings.options;
    options.classes = static_cast<int>(classes.size());
    const auto graph = buildNetwork(settings.network, options);
    if (!graph)
        return tl::unexpected(graph.error());
    if (graph->input().height != graph->input().width)
        return failure("training takes a square input");
    const std::string dataset = nameOf(settings.data);
    auto description = describe(settings, *graph, dataset, small);
    if (!description)
        return tl::unexpected(description.error());
    description->options = options;
    description->labels = std::move(*labels);
    return TrainingPlan{*graph, std::move(*description), dataset, inputSizesOf(settings, *graph)};
}

} // namespace inceptoscope
