#include "checkpoint/weightsexport.h"

#include <algorithm>

namespace inceptoscope {

namespace {

/// The counter that lies beside a running mean.
std::string counterBeside(std::string runningMean)
{
    constexpr std::string_view end = "running_mean";
    runningMean.resize(runningMean.size() - end.size());
    return runningMean.append(batchCounter);
}

} // namespace

WeightSource exportNames(const ModelDescription &description, const NetworkGraph &graph)
{
    const auto sources = weightSources(graph);
    if (std::ranges::find(sources, WeightSource::Timm) == sources.end())
        return WeightSource::Own;
    NetworkOptions options; // all that may differ from the network as published
    options.input = description.options.input;
    options.classes = description.options.classes;
    options.keepProbability = description.options.keepProbability;
    options.auxiliaryHead = description.options.auxiliaryHead;
    const auto published = buildNetwork(description.network, options);
    return published && *published == graph ? WeightSource::Timm : WeightSource::Own;
}

TensorFile exportedFile(const TensorFile &file, const RecognisedWeights &recognised)
{
    TensorFile result;
    const NetworkGraph &graph = recognised.graph;
    const NameMap from = recognised.names();
    const NameMap to = sourceNames(exportNames(recognised.description, graph));
    const auto take = [&](const std::string &name, const std::string &newName) {
        if (const auto found = file.tensors.find(name); found != file.tensors.end())
            result.tensors.emplace(newName, found->second);
    };
    for (const ParameterSpec &spec : graph.parameterSpecs()) {
        take(from(graph, spec), to(graph, spec));
        if (spec.role == ParameterRole::RunningMean)
            take(counterBeside(from(graph, spec)), counterBeside(to(graph, spec)));
    }
    writeModelDescription(recognised.description, result);
    return result;
}

Expected<ExportedWeights> exportWeights(const std::filesystem::path &from,
                                        const std::filesystem::path &to, std::string_view network)
{
    const auto file = readTensorFile(from);
    if (!file)
        return tl::unexpected(file.error());
    const auto recognised = recogniseWeights(*file, network);
    if (!recognised)
        return tl::unexpected(recognised.error());
    if (const auto bound = bindRecognised(*recognised, *file); !bound)
        return tl::unexpected(bound.error());
    const TensorFile exported = exportedFile(*file, *recognised);
    if (auto written = writeSafetensors(to, exported); !written)
        return tl::unexpected(written.error());
    std::error_code ignored;
    return ExportedWeights{exportNames(recognised->description, recognised->graph),
                           exported.tensors.size(), std::filesystem::file_size(to, ignored)};
}

} // namespace inceptoscope
