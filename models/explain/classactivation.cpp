#include "explain/classactivation.h"

#include "checkpoint/tensorvalues.h"

#include <algorithm>

namespace inceptoscope {

namespace {

tl::unexpected<Error> inexact(const NetworkGraph &graph, const std::string &layer)
{
    return failure(graph.title() + " has no exact class activation map: " + layer
                   + " stands between the average pooling and the classes; Grad-CAM needs no such "
                     "thing");
}

Expected<std::vector<float>> weightsOf(const NetworkGraph &graph, const Weights &weights, int layer)
{
    const auto found = std::ranges::find_if(weights.entries(), [&](const Weights::Entry &entry) {
        return entry.spec.layer == layer && entry.spec.role == ParameterRole::Weight;
    });
    if (found == weights.entries().end())
        return failure("the weights do not belong to " + graph.title());
    std::vector<float> values(static_cast<std::size_t>(found->spec.elements()));
    if (const auto read = copyFloats(found->tensor, values); !read)
        return tl::unexpected(read.error());
    return values;
}

} // namespace

Expected<ClassActivationLayers> classActivationLayers(const NetworkGraph &graph)
{
    const int linear = graph.logits();
    if (graph.layer(linear).batchNormEpsilon)
        return inexact(graph, "the BatchNorm of " + graph.layer(linear).id);
    int layer = graph.layer(linear).inputs.front();
    while (graph.layer(layer).kind == LayerKind::Dropout)
        layer = graph.layer(layer).inputs.front();
    if (graph.layer(layer).kind != LayerKind::GlobalAveragePool)
        return inexact(graph, graph.layer(layer).id);
    return ClassActivationLayers{graph.layer(layer).inputs.front(), linear};
}

Expected<SaliencyMap> classActivationMap(const NetworkGraph &graph, const Weights &weights,
                                         const Activation &features, int classIndex)
{
    const auto layers = classActivationLayers(graph);
    if (!layers)
        return tl::unexpected(layers.error());
    if (const auto sound = checkExplainable(graph, layers->features, classIndex); !sound)
        return tl::unexpected(sound.error());
    const auto matrix = weightsOf(graph, weights, layers->linear);
    if (!matrix)
        return tl::unexpected(matrix.error());
    SaliencyMap map =
        emptyMap(graph, layers->features, classIndex, SaliencyMethod::ClassActivation);
    const auto channels = static_cast<std::size_t>(features.shape.channels);
    const float *row = matrix->data() + static_cast<std::size_t>(classIndex) * channels;
    std::vector<double> sums(map.values.size());
    for (std::size_t channel = 0; channel < channels; ++channel) {
        const auto cells = features.channel(static_cast<int>(channel));
        for (std::size_t cell = 0; cell < sums.size(); ++cell)
            sums[cell] += double{row[channel]} * double{cells[cell]};
    }
    std::ranges::transform(sums, map.values.begin(),
                           [](double sum) { return static_cast<float>(sum); });
    return map;
}

} // namespace inceptoscope
