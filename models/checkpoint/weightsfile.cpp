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
    std::string prefix; ///< of every name in the file
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
std::string commonPrefix(const TensorFile &file)
{
    std::string prefix;
    const auto isLonger = [&](std::string_view word) {
        return std::ranges::all_of(file.tensors, [&](const auto &tensor) {
            return std::string_view(tensor.first).substr(prefix.size()).starts_with(word);
        });
    };
    constexpr std::array<std::string_view, 2> words{"module.", "model."};
    for (const auto *found = words.begin();
         !file.tensors.empty() && (found = std::ranges::find_if(words, isLonger)) != words.end();)
        prefix += *found;
    return prefix;
}

/// The file's names for a candidate.
NameMap namesOf(WeightSource source, const std::string &prefix)
{
    if (prefix.empty())
        return sourceNames(source);
    return [names = sourceNames(source), prefix](const NetworkGraph &graph,
                                                 const ParameterSpec &spec) {
        return prefix + names(graph, spec);
    };
}

Candidate compare(const NetworkFamily &family, const NetworkGraph &graph, WeightSource source,
                  const TensorFile &file, const std::string &prefix)
{
    Candidate candidate{&family, source, prefix, 0, 0, 0, {}, true};
    const NameMap names = namesOf(source, prefix);
    for (const ParameterSpec &spec : graph.parameterSpecs()) {
        const std::string name = names(graph, spec);
        ++candidate.needed;
        if (file.tensors.contains(name))
            continue;
        if (candidate.missing++ == 0)
            candidate.firstMissing = name.substr(prefix.size());
        candidate.onlyClassifierMissing &= spec.layer == graph.logits();
    }
    candidate.unexpected = file.tensors.size() - (candidate.needed - candidate.missing);
    return candidate;
}

/// The closest of all; of two that are as close, the one that leaves fewer tensors over.
Expected<Candidate> closest(const TensorFile &file, std::string_view network)
{
    std::vector<Candidate> candidates;
    const std::string prefix = commonPrefix(file);
    for (const NetworkFamily &family : networkFamilies()) {
        if (!network.empty() && family.id != network)
            continue;
        const auto graph = family.build({});
        if (!graph)
            return tl::unexpected(graph.error());
        for (const WeightSource source : weightSources(*graph))
            candidates.push_back(compare(family, *graph, source, file, prefix));
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
Expected<int> classesOf(const TensorFile &file, const NetworkGraph &graph, const NameMap &names)
{
    for (const ParameterSpec &spec : graph.parameterSpecs()) {
        if (spec.layer != graph.logits() || spec.role != ParameterRole::Weight)
            continue;
        const std::string name = names(graph, spec);
        const auto tensor = file.tensors.find(name);
        if (tensor == file.tensors.end())
            return failure(fmt::format("the classifier's weight \"{}\" is missing", name));
        const std::vector<std::int64_t> &shape = tensor->second.shape;
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
                                       WeightSource source, std::string prefix)
{
    auto graph = buildDescribed(description);
    if (!graph)
        return cannotBeUsed(file, graph.error().message);
    return RecognisedWeights{std::move(description), std::move(*graph), source, std::move(prefix)};
}

/// Whose the candidate's weights are, and so how pictures are prepared for them.
Publication publicationFor(const Candidate &candidate, const TensorFile &file,
                           const Sidecar &sidecar, int classes)
{
    const bool head = file.tensors.contains(candidate.prefix + "AuxLogits.fc.weight");
    return publicationOf(
        {candidate.family->id, candidate.source, classes, head, hintsOf(file, sidecar)});
}

/// Takes the file for weights of the candidate, with as many classes as its classifier has.
Expected<RecognisedWeights> takenFor(const Candidate &candidate, const TensorFile &file,
                                     const Sidecar &beside)
{
    const auto published = candidate.family->build({});
    if (!published)
        return tl::unexpected(published.error());
    const auto classes = classesOf(file, *published, namesOf(candidate.source, candidate.prefix));
    if (!classes)
        return cannotBeUsed(file, classes.error().message);
    const Sidecar sidecar = sidecarFor(candidate.family->id, beside);
    const Publication publication = publicationFor(candidate, file, sidecar, *classes);
    ModelDescription description = describe(file, candidate, publication, *classes);
    if (auto applied = apply(sidecar, *classes, description); !applied)
        return cannotBeUsed(file, applied.error().message);
    return recognised(file, std::move(description), publication.source, candidate.prefix);
}

Expected<RecognisedWeights> recogniseByNames(const TensorFile &file, std::string_view network,
                                             const Sidecar &beside)
{
    const auto best = closest(file, network);
    if (!best)
        return tl::unexpected(best.error());
    if (best->missing > 0)
        return failure(doesNotFit(file, *best, network));
    return takenFor(*best, file, beside);
}

/// The network that a description names, though something else be wrong with it; empty: none.
std::string_view networkSaid(const TensorFile &file)
{
    const auto said = file.metadata.find("network");
    const bool known = describesItself(file) && said != file.metadata.end()
        && findNetworkFamily(said->second) != nullptr;
    return known ? std::string_view(said->second) : std::string_view();
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
    auto found = recognised(file, std::move(*description), WeightSource::Own, {});
    if (found)
        found->source = detectSource(found->graph, file);
    return found;
}

} // namespace

NameMap RecognisedWeights::names() const
{
    return namesOf(source, prefix);
}

Expected<RecognisedWeights> recogniseWeights(const TensorFile &file, std::string_view network)
{
    if (!network.empty() && !findNetworkFamily(network))
        return tl::unexpected(buildNetwork(network).error());
    auto sidecar = readSidecar(file.path);
    if (!sidecar)
        return tl::unexpected(sidecar.error());
    return describesItself(file)
        ? recogniseDescribed(file, network, sidecarForDescribed(std::move(*sidecar)))
        : recogniseByNames(file, network, *sidecar);
}

Expected<RecognisedWeights> closestWeights(const TensorFile &file, std::string_view network)
{
    auto recognised = recogniseWeights(file, network);
    if (recognised || (!network.empty() && !findNetworkFamily(network)))
        return recognised;
    const auto best = closest(file, network.empty() ? networkSaid(file) : network);
    if (!best)
        return tl::unexpected(best.error());
    if (network.empty() && best->missing == best->needed)
        return failure(doesNotFit(file, *best, network));
    if (auto taken = takenFor(*best, file, {}))
        return taken;
    auto published = best->family->build({});
    if (!published)
        return tl::unexpected(published.error());
    const Publication publication = publicationFor(*best, file, {}, published->classes());
    ModelDescription description = describe(file, *best, publication, published->classes());
    return RecognisedWeights{std::move(description), std::move(*published), best->source,
                             best->prefix};
}

Expected<LoadedModel> bindRecognised(RecognisedWeights recognised, const TensorFile &file)
{
    BoundWeights bound = bindWeights(recognised.graph, file, recognised.names());
    if (!bound.report.complete())
        return cannotBeUsed(file,
                            fmt::format("its tensors do not fit {}: {}", recognised.graph.title(),
                                        bound.report.summary()));
    return LoadedModel{std::move(recognised.description), std::move(recognised.graph),
                       std::move(bound.weights)};
}

Expected<LoadedModel> loadWeightsFile(const std::filesystem::path &path, std::string_view network)
{
    const auto file = readTensorFile(path);
    if (!file)
        return tl::unexpected(file.error());
    return recogniseWeights(*file, network).and_then([&](RecognisedWeights recognised) {
        return bindRecognised(std::move(recognised), *file);
    });
}

Expected<void> relabel(LoadedModel &model, const std::filesystem::path &path)
{
    auto labels = readFittingLabels(path, model.graph.classes());
    if (!labels)
        return tl::unexpected(labels.error());
    model.description.labels = std::move(*labels);
    return {};
}

} // namespace inceptoscope
