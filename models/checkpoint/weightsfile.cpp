#include "checkpoint/weightsfile.h"

#include "checkpoint/printable.h"
#include "checkpoint/publisher.h"
#include "checkpoint/sidecar.h"

#include <algorithm>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

/// How well a file's names answer to a network under one publisher's names.
struct Candidate
{
    const NetworkFamily *family;
    WeightSource source;
    std::size_t needed;
    std::size_t missing;
    std::size_t unexpected;
    std::string firstMissing;
    bool onlyClassifierMissing = true; ///< where anything is

    double found() const
    {
        return 1.0 - static_cast<double>(missing) / static_cast<double>(needed);
    }
};

tl::unexpected<Error> cannotBeUsed(const TensorFile &file, std::string_view reason)
{
    return failure(fmt::format("{} cannot be used: {}", printable(file.path.string()), reason));
}

std::string missingTensors(const Candidate &candidate)
{
    return fmt::format("{} of {} tensors missing (first {})", candidate.missing, candidate.needed,
                       candidate.firstMissing);
}

/// Wrappers put a word of their own before every name, one around another.
TensorFile withoutPrefixes(const TensorFile &file)
{
    TensorFile bare = file;
    const auto isPrefix = [&](std::string_view prefix) {
        return !bare.tensors.empty() && std::ranges::all_of(bare.tensors, [&](const auto &tensor) {
            return tensor.first.starts_with(prefix);
        });
    };
    constexpr std::array<std::string_view, 2> prefixes{"module.", "model."};
    for (const auto *found = prefixes.begin();
         (found = std::ranges::find_if(prefixes, isPrefix)) != prefixes.end();) {
        decltype(bare.tensors) tensors;
        for (auto &[name, tensor] : bare.tensors)
            tensors.emplace(name.substr(found->size()), std::move(tensor));
        bare.tensors = std::move(tensors);
    }
    return bare;
}

Candidate compare(const NetworkFamily &family, const NetworkGraph &graph, WeightSource source,
                  const TensorFile &file)
{
    Candidate candidate{&family, source, 0, 0, 0, {}, true};
    const NameMap names = sourceNames(source);
    for (const ParameterSpec &spec : graph.parameterSpecs()) {
        const std::string name = names(graph, spec);
        ++candidate.needed;
        if (file.tensors.contains(name))
            continue;
        if (candidate.missing++ == 0)
            candidate.firstMissing = name;
        candidate.onlyClassifierMissing &= spec.layer == graph.logits();
    }
    candidate.unexpected = file.tensors.size() - (candidate.needed - candidate.missing);
    return candidate;
}

/// The closest of all; of two that are as close, the one that leaves fewer tensors over.
Expected<Candidate> closest(const TensorFile &file, std::string_view network)
{
    std::vector<Candidate> candidates;
    for (const NetworkFamily &family : networkFamilies()) {
        if (!network.empty() && family.id != network)
            continue;
        const auto graph = family.build({});
        if (!graph)
            return tl::unexpected(graph.error());
        for (const WeightSource source : weightSources(*graph))
            candidates.push_back(compare(family, *graph, source, file));
    }
    return *std::ranges::max_element(candidates, [](const Candidate &a, const Candidate &b) {
        return std::pair(a.found(), b.unexpected) < std::pair(b.found(), a.unexpected);
    });
}

std::string doesNotFit(const TensorFile &file, const Candidate &best, std::string_view network)
{
    const std::string path = printable(file.path.string());
    const std::string_view title = best.family->title;
    if (best.onlyClassifierMissing)
        return fmt::format("{} cannot be used: it is {} without its classifier ({}), so there are "
                           "no classes to answer with; choose weights that were saved whole",
                           path, title, best.firstMissing);
    if (!network.empty())
        return fmt::format("{} does not fit {}: it has {}", path, title, missingTensors(best));
    if (best.missing == best.needed)
        return fmt::format("{} fits no known network: none of its {} tensors has a name of theirs",
                           path, file.tensors.size());
    return fmt::format("{} fits no known network: closest is {} with {}", path, title,
                       missingTensors(best));
}

/// Rows of the classifier's weight.
Expected<int> classesOf(const TensorFile &file, const NetworkGraph &graph, WeightSource source)
{
    for (const ParameterSpec &spec : graph.parameterSpecs()) {
        if (spec.layer != graph.logits() || spec.role != ParameterRole::Weight)
            continue;
        const std::string name = sourceNames(source)(graph, spec);
        const std::vector<std::int64_t> &shape = file.tensors.find(name)->second.shape;
        if (shape.size() != 2 || !std::in_range<int>(shape.front()) || shape.front() < 1)
            return failure(fmt::format("the classifier's weight \"{}\" is no matrix", name));
        return static_cast<int>(shape.front());
    }
    return failure("the network has no classifier");
}

/// Names that may tell whose weights these are, the most telling first.
std::vector<std::string> hintsOf(const TensorFile &file, const Sidecar &sidecar)
{
    const std::filesystem::path folder = file.path.parent_path().filename();
    return {sidecar.architecture, sidecar.source.value_or(""), sidecar.id.value_or(""),
            file.path.stem().string(), folder.string()};
}

ModelDescription describe(const TensorFile &file, const Candidate &candidate,
                          const Publication &publication, int classes)
{
    ModelDescription description;
    description.id = modelIdFor(file.path.stem().string());
    description.title = fmt::format("{} · {}", candidate.family->title, publication.title);
    description.network = candidate.family->id;
    if (classes != candidate.family->classes)
        description.options.classes = classes;
    description.preprocessing = publication.preprocessing;
    if (publication.imagenet)
        description.labels = fittingLabels(imagenetLabels(), classes).value_or(Labels());
    return description;
}

Expected<void> applyLabels(const Sidecar &sidecar, int classes, ModelDescription &description)
{
    if (!sidecar.labels && !sidecar.imagenetLabels)
        return {};
    auto labels = fittingLabels(sidecar.labels.value_or(imagenetLabels()), classes);
    if (!labels && sidecar.labelsOfFolder)
        return {}; // they are for other weights
    if (!labels)
        return tl::unexpected(labels.error());
    description.labels = std::move(*labels);
    return {};
}

/// What the sidecar says goes before what the file tells. The message is a reason alone.
Expected<void> apply(const Sidecar &sidecar, int classes, ModelDescription &description)
{
    description.id = sidecar.id.value_or(description.id);
    description.title = sidecar.title.value_or(description.title);
    if (sidecar.preprocessing) {
        description.preprocessing = *sidecar.preprocessing;
        const int size = sidecar.preprocessing->inputSize;
        if (findNetworkFamily(description.network)->inputSize != size)
            description.options.input = {size, size};
    }
    return applyLabels(sidecar, classes, description);
}

/// What is beside a file that describes itself is for others, but where it bears the file's name.
Sidecar sidecarForDescribed(Sidecar sidecar)
{
    if (!sidecar.architecture.empty())
        return {};
    if (sidecar.labelsOfFolder)
        sidecar.labels.reset();
    return sidecar;
}

/// A config.json may be about another network whose weights lie in the same folder.
Sidecar sidecarFor(std::string_view network, Sidecar sidecar)
{
    if (sidecar.architecture.empty())
        return sidecar;
    const std::string_view name =
        network == "inception_resnet_v2_tfslim" ? "inception_resnet_v2" : network;
    return sidecar.architecture.find(name) == std::string::npos ? Sidecar() : sidecar;
}

/// The description and the graph that goes with it.
Expected<RecognisedWeights> recognised(const TensorFile &file, ModelDescription description,
                                       WeightSource source)
{
    auto graph = buildDescribed(description);
    if (!graph)
        return cannotBeUsed(file, graph.error().message);
    return RecognisedWeights{std::move(description), std::move(*graph), source};
}

Expected<RecognisedWeights> recogniseByNames(const TensorFile &file, std::string_view network,
                                             const Sidecar &beside)
{
    const auto best = closest(file, network);
    if (!best)
        return tl::unexpected(best.error());
    if (best->missing > 0)
        return failure(doesNotFit(file, *best, network));
    const auto published = best->family->build({});
    if (!published)
        return tl::unexpected(published.error());
    const auto classes = classesOf(file, *published, best->source);
    if (!classes)
        return cannotBeUsed(file, classes.error().message);
    const Sidecar sidecar = sidecarFor(best->family->id, beside);
    const Publication publication =
        publicationOf({best->family->id, best->source, *classes,
                       file.tensors.contains("AuxLogits.fc.weight"), hintsOf(file, sidecar)});
    ModelDescription description = describe(file, *best, publication, *classes);
    if (auto applied = apply(sidecar, *classes, description); !applied)
        return cannotBeUsed(file, applied.error().message);
    return recognised(file, std::move(description), publication.source);
}

bool describesItself(const TensorFile &file)
{
    const auto format = file.metadata.find("format");
    return format != file.metadata.end() && format->second == "inceptoscope";
}

Expected<RecognisedWeights> recogniseDescribed(const TensorFile &file, std::string_view network,
                                               const Sidecar &sidecar)
{
    auto description = readModelDescription(file);
    if (!description)
        return tl::unexpected(description.error());
    if (!network.empty() && description->network != network)
        return cannotBeUsed(file,
                            fmt::format("it is for {}, not for {}", description->network, network));
    const int published = findNetworkFamily(description->network)->classes;
    const int classes = description->options.classes > 0 ? description->options.classes : published;
    if (auto applied = apply(sidecar, classes, *description); !applied)
        return cannotBeUsed(file, applied.error().message);
    return recognised(file, std::move(*description), WeightSource::Own);
}

} // namespace

Expected<RecognisedWeights> recogniseWeights(const TensorFile &file, std::string_view network)
{
    if (!network.empty() && !findNetworkFamily(network))
        return tl::unexpected(buildNetwork(network).error());
    auto sidecar = readSidecar(file.path);
    if (!sidecar)
        return tl::unexpected(sidecar.error());
    return describesItself(file)
        ? recogniseDescribed(file, network, sidecarForDescribed(std::move(*sidecar)))
        : recogniseByNames(withoutPrefixes(file), network, *sidecar);
}

Expected<LoadedModel> loadWeightsFile(const std::filesystem::path &path, std::string_view network)
{
    const auto file = readSafetensors(path);
    if (!file)
        return tl::unexpected(file.error());
    auto recognised = recogniseWeights(*file, network);
    if (!recognised)
        return tl::unexpected(recognised.error());
    const TensorFile bare = describesItself(*file) ? *file : withoutPrefixes(*file);
    BoundWeights bound = bindWeights(recognised->graph, bare, sourceNames(recognised->source));
    if (!bound.report.complete())
        return cannotBeUsed(*file,
                            fmt::format("its tensors do not fit {}: {}", recognised->graph.title(),
                                        bound.report.summary()));
    return LoadedModel{std::move(recognised->description), std::move(recognised->graph),
                       std::move(bound.weights)};
}

Expected<void> relabel(LoadedModel &model, const std::filesystem::path &path)
{
    auto labels = readLabels(path);
    if (!labels)
        return tl::unexpected(labels.error());
    labels = fittingLabels(std::move(*labels), model.graph.classes());
    if (!labels)
        return failure(fmt::format("{} cannot be used as labels: {}", printable(path.string()),
                                   labels.error().message));
    model.description.labels = std::move(*labels);
    return {};
}

} // namespace inceptoscope
