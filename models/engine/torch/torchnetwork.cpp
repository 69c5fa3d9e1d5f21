#include "engine/torch/torchnetwork.h"

#include "checkpoint/tensorvalues.h"
#include "training/trainingengine.h"

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

namespace {

Expected<at::Tensor> tensorOf(const Weights::Entry &entry)
{
    at::Tensor tensor = at::empty(entry.spec.shape);
    const auto copied = copyFloats(
        entry.tensor, {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())});
    if (!copied)
        return tl::unexpected(copied.error());
    return tensor;
}

/// What a BatchNorm multiplies each filter's output with; 1 where there is none.
at::Tensor factorsOf(const Layer &layer, const LayerTensors &tensors)
{
    if (!layer.batchNormEpsilon)
        return at::ones(layer.filters, at::kDouble);
    return tensors.scale.to(at::kDouble)
        / at::sqrt(tensors.runningVariance.to(at::kDouble) + *layer.batchNormEpsilon);
}

at::Tensor foldedBias(const LayerTensors &tensors, const at::Tensor &factors)
{
    at::Tensor bias = -tensors.runningMean.to(at::kDouble);
    if (tensors.bias.defined())
        bias = bias + tensors.bias.to(at::kDouble);
    return (bias * factors + tensors.shift.to(at::kDouble)).to(at::kFloat);
}

/// [filters, in, cells of the kernel] becomes [filters, cells, in], the layout convolutions like
/// best, each filter times its factor. One pass with no memory between: most of the time would go
/// into that.
at::Tensor scaledWeight(const ParameterSpec &spec, std::span<const float> values,
                        const at::Tensor &factors)
{
    const std::int64_t filters = spec.shape[0];
    const std::int64_t inputs = spec.shape[1];
    const std::int64_t cells = spec.elements() / (filters * inputs);
    const auto format = cells > 1 ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous;
    at::Tensor weight = at::empty(spec.shape, at::TensorOptions().memory_format(format));
    const float *from = values.data();
    auto *to = weight.data_ptr<float>();
    for (std::int64_t filter = 0; filter < filters; ++filter) {
        const double factor = factors.data_ptr<double>()[filter];
        for (std::int64_t cell = 0; cell < cells; ++cell) {
            for (std::int64_t input = 0; input < inputs; ++input)
                *to++ =
                    static_cast<float>(static_cast<double>(from[input * cells + cell]) * factor);
        }
        from += inputs * cells;
    }
    return weight;
}

/// Those of one layer, whose weight comes first.
Expected<LayerTensors> evaluationTensors(const Layer &layer,
                                         std::span<const Weights::Entry> entries,
                                         std::vector<float> &buffer)
{
    LayerTensors tensors;
    for (const Weights::Entry &entry : entries.subspan(1)) {
        const auto tensor = tensorOf(entry);
        if (!tensor)
            return tl::unexpected(tensor.error());
        tensors[entry.spec.role] = *tensor;
    }
    const at::Tensor factors = factorsOf(layer, tensors);
    buffer.resize(static_cast<std::size_t>(entries.front().spec.elements()));
    if (const auto read = copyFloats(entries.front().tensor, buffer); !read)
        return tl::unexpected(read.error());
    LayerTensors result;
    result.weight = scaledWeight(entries.front().spec, buffer, factors);
    result.bias = layer.batchNormEpsilon ? foldedBias(tensors, factors) : tensors.bias;
    return result;
}

} // namespace

Expected<NetworkTensors> evaluationTensors(const NetworkGraph &graph, const Weights &weights,
                                           const std::stop_token &stop)
{
    NetworkTensors result(graph.layers().size());
    std::vector<float> buffer; // of one layer's weight after another
    std::span<const Weights::Entry> rest = weights.entries();
    while (!rest.empty()) {
        if (stop.stop_requested())
            return failure("cancelled");
        const int index = rest.front().spec.layer;
        const auto end = std::ranges::find_if(
            rest, [index](const Weights::Entry &entry) { return entry.spec.layer != index; });
        const auto count = static_cast<std::size_t>(end - rest.begin());
        auto tensors = evaluationTensors(graph.layer(index), rest.first(count), buffer);
        if (!tensors)
            return tl::unexpected(tensors.error());
        result[static_cast<std::size_t>(index)] = std::move(*tensors);
        rest = rest.subspan(count);
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

/// By the factors that every engine draws.
at::Tensor dropped(const NetworkGraph &graph, int index, const at::Tensor &x,
                   const ForwardMode &mode)
{
    if (!mode.training)
        return x;
    const auto factors =
        dropoutFactors(mode.dropoutSeed, index, {0, static_cast<std::size_t>(x.numel())},
                       graph.layer(index).keepProbability);
    return x * at::tensor(factors).view_as(x);
}

at::Tensor output(const NetworkGraph &graph, int index, LayerTensors &tensors,
                  const std::vector<at::Tensor> &inputs, const ForwardMode &mode)
{
    const Layer &layer = graph.layer(index);
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
        return dropped(graph, index, x, mode);
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
        outputs[i] = output(graph, static_cast<int>(i), tensors[i], inputs, mode);
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
