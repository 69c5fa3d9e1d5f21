#include "engine/torch/torchnetwork.h"

#include "checkpoint/tensorvalues.h"

#include <algorithm>

namespace inceptoscope {

at::Tensor &LayerTensors::operator[](ParameterRole role)
{
    switch (role) {
    case ParameterRole::Weight:
        return weight;
    case ParameterRole::Bias:
        return bias;
    case ParameterRole::BatchNormScale:
        return scale;
    case ParameterRole::BatchNormShift:
        return shift;
    case ParameterRole::RunningMean:
        return runningMean;
    case ParameterRole::RunningVariance:
        break;
    }
    return runningVariance;
}

static at::Tensor channelsLast(const at::Tensor &tensor)
{
    return tensor.dim() == 4 ? tensor.contiguous(at::MemoryFormat::ChannelsLast) : tensor;
}

static Expected<at::Tensor> tensorOf(const Weights::Entry &entry)
{
    at::Tensor tensor = at::empty(entry.spec.shape);
    const auto copied = copyFloats(
        entry.tensor, {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())});
    if (!copied)
        return tl::unexpected(copied.error());
    return tensor;
}

static LayerTensors folded(const Layer &layer, const LayerTensors &tensors)
{
    const at::Tensor factor = tensors.scale.to(at::kDouble)
        / at::sqrt(tensors.runningVariance.to(at::kDouble) + *layer.batchNormEpsilon);
    std::vector<std::int64_t> perFilter(static_cast<std::size_t>(tensors.weight.dim()), 1);
    perFilter[0] = -1;

    LayerTensors result;
    result.weight = tensors.weight.to(at::kDouble).mul_(factor.reshape(perFilter)).to(at::kFloat);
    at::Tensor bias = -tensors.runningMean.to(at::kDouble);
    if (tensors.bias.defined())
        bias = bias + tensors.bias.to(at::kDouble);
    result.bias = (bias * factor + tensors.shift.to(at::kDouble)).to(at::kFloat);
    return result;
}

Expected<NetworkTensors> evaluationTensors(const NetworkGraph &graph, const Weights &weights)
{
    NetworkTensors result(graph.layers().size());
    const std::vector<Weights::Entry> &entries = weights.entries();
    for (auto entry = entries.begin(); entry != entries.end();) {
        const int index = entry->spec.layer;
        LayerTensors tensors;
        for (; entry != entries.end() && entry->spec.layer == index; ++entry) {
            const auto tensor = tensorOf(*entry);
            if (!tensor)
                return tl::unexpected(tensor.error());
            tensors[entry->spec.role] = *tensor;
        }
        if (graph.layer(index).batchNormEpsilon)
            tensors = folded(graph.layer(index), tensors);
        tensors.weight = channelsLast(tensors.weight);
        result[static_cast<std::size_t>(index)] = std::move(tensors);
    }
    return result;
}

namespace {

at::Tensor normalised(const Layer &layer, LayerTensors &tensors, const at::Tensor &x,
                      const ForwardMode &mode)
{
    if (!tensors.scale.defined())
        return x;
    return at::batch_norm(x, tensors.scale, tensors.shift, tensors.runningMean,
                          tensors.runningVariance, mode.training, mode.batchNormMomentum,
                          *layer.batchNormEpsilon, false);
}

at::Tensor maxPooled(const Layer &layer, const at::Tensor &x)
{
    const Extent padding = layer.paddingCells();
    return at::max_pool2d(x, {layer.kernel.height, layer.kernel.width}, layer.stride,
                          {padding.height, padding.width}, 1, layer.roundUp);
}

at::Tensor averagePooled(const Layer &layer, const at::Tensor &x)
{
    const Extent padding = layer.paddingCells();
    return at::avg_pool2d(x, {layer.kernel.height, layer.kernel.width}, layer.stride,
                          {padding.height, padding.width}, layer.roundUp, layer.countPadding);
}

at::Tensor convolved(const Layer &layer, LayerTensors &tensors, const at::Tensor &x,
                     const ForwardMode &mode)
{
    const Extent padding = layer.paddingCells();
    const at::Tensor sum =
        at::conv2d(x, tensors.weight, tensors.bias, layer.stride, {padding.height, padding.width});
    at::Tensor out = normalised(layer, tensors, sum, mode);
    return layer.relu ? at::relu_(out) : out;
}

at::Tensor added(const Layer &layer, const at::Tensor &trunk, const at::Tensor &residual)
{
    at::Tensor sum = at::add(trunk, residual, layer.residualScale);
    return layer.relu ? at::relu_(sum) : sum;
}

at::Tensor output(const Layer &layer, LayerTensors &tensors, const std::vector<at::Tensor> &inputs,
                  const ForwardMode &mode)
{
    const at::Tensor &x = inputs.front();
    switch (layer.kind) {
    case LayerKind::Convolution:
        return convolved(layer, tensors, x, mode);
    case LayerKind::MaxPool:
        return maxPooled(layer, x);
    case LayerKind::AveragePool:
        return averagePooled(layer, x);
    case LayerKind::GlobalAveragePool:
        return at::mean(x, {2, 3});
    case LayerKind::Concatenation:
        return at::cat(inputs, 1);
    case LayerKind::ResidualAdd:
        return added(layer, x, inputs[1]);
    case LayerKind::Dropout:
        return at::dropout(x, 1.0 - layer.keepProbability, mode.training);
    case LayerKind::Linear:
        return normalised(layer, tensors, at::linear(x.flatten(1), tensors.weight, tensors.bias),
                          mode);
    case LayerKind::Softmax:
        return at::softmax(x, 1);
    }
    return x;
}

/// Index of the last layer that reads each layer's output.
std::vector<int> lastReaders(const NetworkGraph &graph)
{
    std::vector<int> readers(graph.layers().size(), -1);
    for (std::size_t i = 0; i < graph.layers().size(); ++i) {
        for (int input : graph.layers()[i].inputs)
            readers[static_cast<std::size_t>(input)] = static_cast<int>(i);
    }
    return readers;
}

std::vector<bool> layersToRun(const NetworkGraph &graph, const ForwardMode &mode, bool visited)
{
    std::vector<bool> run(graph.layers().size(), true);
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            for (int index : block.layers) {
                const bool softmax = graph.layer(index).kind == LayerKind::Softmax;
                run[static_cast<std::size_t>(index)] =
                    (!stage.auxiliary || mode.auxiliary) && (!softmax || visited);
            }
        }
    }
    return run;
}

} // namespace

at::Tensor forward(const NetworkGraph &graph, NetworkTensors &tensors, const at::Tensor &input,
                   const ForwardMode &mode, const LayerVisitor &visit)
{
    const auto &layers = graph.layers();
    const std::vector<int> readers = lastReaders(graph);
    const std::vector<bool> run = layersToRun(graph, mode, static_cast<bool>(visit));
    std::vector<at::Tensor> outputs(layers.size());
    at::Tensor logits;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (!run[i])
            continue;
        std::vector<at::Tensor> inputs;
        for (int index : layers[i].inputs)
            inputs.push_back(outputs[static_cast<std::size_t>(index)]);
        if (inputs.empty())
            inputs.push_back(input);
        outputs[i] = output(layers[i], tensors[i], inputs, mode);
        if (static_cast<int>(i) == graph.logits())
            logits = outputs[i];
        if (visit && !visit(static_cast<int>(i), outputs[i]))
            return {};
        for (int index : layers[i].inputs) {
            if (readers[static_cast<std::size_t>(index)] == static_cast<int>(i))
                outputs[static_cast<std::size_t>(index)].reset();
        }
    }
    return logits;
}

} // namespace inceptoscope
