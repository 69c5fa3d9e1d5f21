#include "graph/layer.h"

#include <cstdio>
#include <functional>
#include <numeric>

namespace inceptoscope {

std::string_view kindName(LayerKind kind)
{
    switch (kind) {
    case LayerKind::Convolution:
        return "convolution";
    case LayerKind::MaxPool:
        return "max_pool";
    case LayerKind::AveragePool:
        return "average_pool";
    case LayerKind::GlobalAveragePool:
        return "global_average_pool";
    case LayerKind::Concatenation:
        return "concatenation";
    case LayerKind::ResidualAdd:
        return "residual_add";
    case LayerKind::Dropout:
        return "dropout";
    case LayerKind::Linear:
        return "linear";
    case LayerKind::Softmax:
        return "softmax";
    }
    return {};
}

Extent Layer::paddingCells() const
{
    if (padding == Padding::Valid)
        return {0, 0};
    return {(kernel.height - 1) / 2, (kernel.width - 1) / 2};
}

static std::string kernelText(const Layer &layer)
{
    auto text = std::to_string(layer.kernel.height) + "×" + std::to_string(layer.kernel.width);
    if (layer.stride > 1)
        text += "/" + std::to_string(layer.stride);
    return text;
}

static std::string decimal(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
}

std::string Layer::title() const
{
    switch (kind) {
    case LayerKind::Convolution:
        return kernelText(*this) + (relu ? " conv" : " linear conv");
    case LayerKind::MaxPool:
        return kernelText(*this) + " max pool";
    case LayerKind::AveragePool:
        return kernelText(*this) + " avg pool";
    case LayerKind::GlobalAveragePool:
        return "average pool";
    case LayerKind::Concatenation:
        return "filter concat";
    case LayerKind::ResidualAdd:
        return residualScale == 1.0 ? "+ residual" : "+ " + decimal(residualScale) + " × residual";
    case LayerKind::Dropout:
        return "dropout (keep " + decimal(keepProbability) + ")";
    case LayerKind::Linear:
        return "linear";
    case LayerKind::Softmax:
        return "softmax";
    }
    return {};
}

std::int64_t ParameterSpec::elements() const
{
    return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

std::vector<ParameterSpec> parametersOf(const Layer &layer, int index)
{
    std::vector<ParameterSpec> specs;
    const auto add = [&](std::string_view suffix, ParameterRole role,
                         std::vector<std::int64_t> shape) {
        specs.push_back({layer.id + std::string(suffix), index, role, std::move(shape)});
    };
    const std::int64_t filters = layer.filters;
    if (layer.kind == LayerKind::Convolution)
        add(".weight", ParameterRole::Weight,
            {filters, layer.in.channels, layer.kernel.height, layer.kernel.width});
    else if (layer.kind == LayerKind::Linear)
        add(".weight", ParameterRole::Weight, {filters, layer.in.elements()});
    else
        return specs;
    if (layer.bias)
        add(".bias", ParameterRole::Bias, {filters});
    if (layer.batchNormEpsilon) {
        add(".bn.weight", ParameterRole::BatchNormScale, {filters});
        add(".bn.bias", ParameterRole::BatchNormShift, {filters});
        add(".bn.running_mean", ParameterRole::RunningMean, {filters});
        add(".bn.running_var", ParameterRole::RunningVariance, {filters});
    }
    return specs;
}

} // namespace inceptoscope
