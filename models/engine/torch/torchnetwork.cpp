#include "engine/torch/torchnetwork.h"

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

NetworkTensors tensorsOf(const NetworkGraph &graph, const Weights &weights)
{
    NetworkTensors tensors(graph.layers().size());
    for (const Weights::Entry &entry : weights.entries()) {
        auto *values =
            const_cast<float *>(entry.values->data()); // from_blob's signature; read only
        const at::Tensor tensor = at::from_blob(values, entry.spec.shape).clone();
        tensors[static_cast<std::size_t>(entry.spec.layer)][entry.spec.role] = channelsLast(tensor);
    }
    return tensors;
}

static LayerTensors folded(const Layer &layer, const LayerTensors &tensors)
{
    const at::Tensor factor = tensors.scale.to(at::kDouble)
        / at::sqrt(tensors.runningVariance.to(at::kDouble) + *layer.batchNormEpsilon);
    std::vector<std::int64_t> perFilter(static_cast<std::size_t>(tensors.weight.dim()), 1);
    perFilter[0] = -1;

    LayerTensors result;
    result.weight =
        channelsLast((tensors.weight.to(at::kDouble) * factor.reshape(perFilter)).to(at::kFloat));
    at::Tensor bias = -tensors.runningMean.to(at::kDouble);
    if (tensors.bias.defined())
        bias = bias + tensors.bias.to(at::kDouble);
    result.bias = (bias * factor + tensors.shift.to(at::kDouble)).to(at::kFloat);
    return result;
}

NetworkTensors foldBatchNorms(const NetworkGraph &graph, const NetworkTensors &tensors)
{
    NetworkTensors result = tensors;
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (graph.layers()[i].batchNormEpsilon)
            result[i] = folded(graph.layers()[i], tensors[i]);
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
