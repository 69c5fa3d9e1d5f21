#include "checkpoint/weightsfile.h"

#include "checkpoint/printable.h"

#include <algorithm>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

/// ImageNet's classes and, before them, "background": files made from TensorFlow's.
constexpr int classesWithBackground = 1001;

/// How well a file's names answer to a network under one publisher's names.
struct Candidate
{
    const NetworkFamily *family;
    WeightSource source;
    std::size_t needed;
    std::size_t missing;
    std::size_t unexpected;
    std::string firstMissing;

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

/// Wrappers put a word of their own before every name.
TensorFile withoutPrefixes(const TensorFile &file)
{
    TensorFile bare = file;
    for (const std::string_view prefix : {"module.", "model."}) {
        const bool everywhere = std::ranges::all_of(
            bare.tensors, [&](const auto &tensor) { return tensor.first.starts_with(prefix); });
        if (!everywhere)
            continue;
        decltype(bare.tensors) tensors;
        for (auto &[name, tensor] : bare.tensors)
            tensors.emplace(name.substr(prefix.size()), std::move(tensor));
        bare.tensors = std::move(tensors);
    }
    return bare;
}

Candidate compare(const NetworkFamily &family, const NetworkGraph &graph, WeightSource source,
                  const TensorFile &file)
{
    Candidate candidate{&family, source, 0, 0, 0, {}};
    const NameMap names = sourceNames(source);
    for (const ParameterSpec &spec : graph.parameterSpecs()) {
        const std::string name = names(graph, spec);
        ++candidate.needed;
        if (!file.tensors.contains(name) && candidate.missing++ == 0)
            candidate.firstMissing = name;
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

/// Some publishers share their names; the classes and the auxiliary head tell them apart.
WeightSource publisher(const Candidate &candidate, const TensorFile &file, int classes)
{
    if (candidate.family->id == "inception_v4" && candidate.source == WeightSource::Timm
        && classes == classesWithBackground)
        return WeightSource::Cadene;
    if (candidate.source == WeightSource::Timm && file.tensors.contains("AuxLogits.fc.weight"))
        return WeightSource::Torchvision;
    return candidate.source;
}

/// What the publisher's own evaluation does.
Preprocessing preprocessingOf(const NetworkFamily &family, WeightSource source)
{
    Preprocessing result;
    result.inputSize = family.inputSize;
    result.shorterSide = family.inputSize * 8 / 7; // a crop of 0.875
    if (source == WeightSource::Timm && family.id == "inception_resnet_v2_tfslim")
        result.shorterSide = 333; // 0.8975
    if (source == WeightSource::Cadene || source == WeightSource::Torchvision)
        result.interpolation = Interpolation::Bilinear;
    // Its network turns ImageNet's mean and deviation into 0.5 and 0.5, hence those from the start.
    if (source == WeightSource::Torchvision)
        result.shorterSide = 342;
    if (source == WeightSource::Cadene && family.id == "bn_inception") {
        result.pixelDivisor = 1.0;
        result.mean = {104.0, 117.0, 128.0};
        result.std = {1.0, 1.0, 1.0};
        result.bgr = true;
    }
    if (source == WeightSource::FacenetPyTorch) {
        result.shorterSide = family.inputSize; // faces are cut out before
        result.interpolation = Interpolation::Bilinear;
        result.pixelDivisor = 1.0;
        result.mean = {127.5, 127.5, 127.5};
        result.std = {128.0, 128.0, 128.0};
    }
    return result;
}

ModelDescription describe(const TensorFile &file, const Candidate &candidate, WeightSource source,
                          int classes)
{
    ModelDescription description;
    description.id = modelIdFor(file.path.stem().string());
    description.title = fmt::format("{} · {}", candidate.family->title, sourceName(source));
    description.network = candidate.family->id;
    if (classes != candidate.family->classes)
        description.options.classes = classes;
    description.preprocessing = preprocessingOf(*candidate.family, source);
    return description;
}

Expected<RecognisedWeights> recogniseByNames(const TensorFile &file, std::string_view network)
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
    const WeightSource source = publisher(*best, file, *classes);
    ModelDescription description = describe(file, *best, source, *classes);
    auto graph = buildDescribed(description);
    if (!graph)
        return cannotBeUsed(file, graph.error().message);
    return RecognisedWeights{std::move(description), std::move(*graph), source};
}

bool describesItself(const TensorFile &file)
{
    const auto format = file.metadata.find("format");
    return format != file.metadata.end() && format->second == "inceptoscope";
}

Expected<RecognisedWeights> recogniseDescribed(const TensorFile &file, std::string_view network)
{
    auto description = readModelDescription(file);
    if (!description)
        return tl::unexpected(description.error());
    if (!network.empty() && description->network != network)
        return cannotBeUsed(file,
                            fmt::format("it is for {}, not for {}", description->network, network));
    auto graph = buildDescribed(*description);
    if (!graph)
        return cannotBeUsed(file, graph.error().message);
    return RecognisedWeights{std::move(*description), std::move(*graph), WeightSource::Own};
}

} // namespace

Expected<RecognisedWeights> recogniseWeights(const TensorFile &file, std::string_view network)
{
    if (!network.empty() && !findNetworkFamily(network))
        return tl::unexpected(buildNetwork(network).error());
    return describesItself(file) ? recogniseDescribed(file, network)
                                 : recogniseByNames(withoutPrefixes(file), network);
}

Expected<LoadedModel> loadWeightsFile(const std::filesystem::path &path, std::string_view network)
{
    const auto file = readTensorFile(path);
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

} // namespace inceptoscope
