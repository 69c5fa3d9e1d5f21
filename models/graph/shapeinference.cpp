#include "graph/shapeinference.h"

#include <algorithm>
#include <array>

namespace inceptoscope {

/// Output size along one axis; 0 where no window fits. Rounding up follows PyTorch's rule: a
/// window that would start in the padding beyond the input is dropped.
static int outputSize(int in, int kernel, int stride, int padding, bool roundUp)
{
    const int span = in + 2 * padding - kernel;
    if (!roundUp)
        return span < 0 ? 0 : span / stride + 1;
    if (span + stride - 1 < 0)
        return 0;
    int out = (span + stride - 1) / stride + 1;
    if ((out - 1) * stride >= in + padding)
        --out;
    return out;
}

static GridShape windowed(const Layer &layer, const GridShape &in, int channels)
{
    const Extent padding = layer.paddingCells();
    return {channels,
            outputSize(in.height, layer.kernel.height, layer.stride, padding.height, layer.roundUp),
            outputSize(in.width, layer.kernel.width, layer.stride, padding.width, layer.roundUp)};
}

static Expected<GridShape> concatenated(const Layer &layer, const std::vector<GridShape> &inputs)
{
    GridShape out = inputs.front();
    for (std::size_t i = 1; i < inputs.size(); ++i) {
        if (inputs[i].grid() != out.grid())
            return failure(layer.id + ": its inputs are " + formatShape(inputs[0]) + " and "
                           + formatShape(inputs[i]) + ", which cannot be concatenated");
        out.channels += inputs[i].channels;
    }
    return out;
}

static Expected<GridShape> outputShape(const Layer &layer, const std::vector<GridShape> &inputs)
{
    const GridShape &in = inputs.front();
    switch (layer.kind) {
    case LayerKind::Convolution:
        return windowed(layer, in, layer.filters);
    case LayerKind::MaxPool:
    case LayerKind::AveragePool:
        return windowed(layer, in, in.channels);
    case LayerKind::GlobalAveragePool:
        return GridShape{in.channels, 1, 1};
    case LayerKind::Concatenation:
        return concatenated(layer, inputs);
    case LayerKind::ResidualAdd:
        if (inputs.size() != 2 || inputs[0] != inputs[1])
            return failure(layer.id + ": the trunk and the residual differ in shape");
        return in;
    case LayerKind::Linear:
        return GridShape{layer.filters, 1, 1};
    case LayerKind::Dropout:
    case LayerKind::Softmax:
        return in;
    }
    return in;
}

static std::int64_t trainableParameters(const Layer &layer)
{
    std::int64_t sum = 0;
    for (const ParameterSpec &spec : parametersOf(layer, 0))
        sum += spec.trainable() ? spec.elements() : 0;
    return sum;
}

static std::int64_t multiplyAdds(const Layer &layer)
{
    if (layer.kind == LayerKind::Linear)
        return layer.in.elements() * layer.filters;
    if (layer.kind != LayerKind::Convolution)
        return 0;
    return layer.out.elements() * layer.in.channels * layer.kernel.height * layer.kernel.width;
}

static Expected<GridShape> checkedOutput(const Layer &layer, const std::vector<GridShape> &inputs)
{
    const auto out = outputShape(layer, inputs);
    if (out && !hasGrid(*out))
        return failure(layer.id + ": the grid vanishes, since " + layer.title()
                       + " does not fit on a grid of " + std::to_string(inputs.front().height) + "×"
                       + std::to_string(inputs.front().width));
    return out;
}

static std::vector<GridShape> inputsOf(const Layer &layer, const std::vector<Layer> &layers,
                                       Extent input)
{
    std::vector<GridShape> inputs;
    for (int index : layer.inputs)
        inputs.push_back(layers[static_cast<std::size_t>(index)].out);
    if (inputs.empty())
        inputs.push_back({3, input.height, input.width});
    return inputs;
}

static int channelsOf(const Layer &layer, const std::vector<GridShape> &inputs)
{
    if (layer.kind == LayerKind::Convolution || layer.kind == LayerKind::Linear)
        return layer.filters;
    if (layer.kind != LayerKind::Concatenation)
        return inputs.front().channels;
    int sum = 0;
    for (const GridShape &each : inputs)
        sum += each.channels;
    return sum;
}

Expected<std::vector<Layer>> inferShapes(std::vector<Layer> layers, Extent input)
{
    for (Layer &layer : layers) {
        const std::vector<GridShape> inputs = inputsOf(layer, layers, input);
        const auto out = checkedOutput(layer, inputs);
        if (!out)
            return tl::unexpected(out.error());
        layer.in = inputs.front();
        layer.out = *out;
        layer.parameters = trainableParameters(layer);
        layer.multiplyAdds = multiplyAdds(layer);
    }
    return layers;
}

std::vector<Layer> inferShapesAsFarAsTheyGo(std::vector<Layer> layers, Extent input)
{
    for (Layer &layer : layers) {
        const std::vector<GridShape> inputs = inputsOf(layer, layers, input);
        const auto out = std::ranges::all_of(inputs, hasGrid) ? checkedOutput(layer, inputs)
                                                              : tl::unexpected(Error());
        layer.in = inputs.front();
        layer.out = out.value_or(GridShape{channelsOf(layer, inputs), 0, 0});
        layer.parameters = trainableParameters(layer);
        layer.multiplyAdds = hasGrid(layer.out) ? multiplyAdds(layer) : 0;
    }
    return layers;
}

} // namespace inceptoscope
