#include "export/onnxgraph.h"

#include <algorithm>

namespace inceptoscope {

namespace {

OnnxAttribute one(std::string name, std::int64_t value)
{
    return {std::move(name), {value}, false};
}

/// Rows or columns of padding behind the picture. Rounding up makes room for a last window that
/// reaches beyond the padding; told by padding, since runtimes differ in which windows they drop.
int paddingBehind(int in, int out, int kernel, int stride, int padding, bool roundUp)
{
    return roundUp ? std::max(padding, (out - 1) * stride + kernel - in - padding) : padding;
}

Extent paddingBehind(const Layer &layer)
{
    const Extent padding = layer.paddingCells();
    return {paddingBehind(layer.in.height, layer.out.height, layer.kernel.height, layer.stride,
                          padding.height, layer.roundUp),
            paddingBehind(layer.in.width, layer.out.width, layer.kernel.width, layer.stride,
                          padding.width, layer.roundUp)};
}

/// Of a convolution or a pool.
std::vector<OnnxAttribute> window(const Layer &layer)
{
    const Extent before = layer.paddingCells();
    const Extent behind = paddingBehind(layer);
    return {{"kernel_shape", {layer.kernel.height, layer.kernel.width}},
            {"pads", {before.height, before.width, behind.height, behind.width}},
            {"strides", {layer.stride, layer.stride}}};
}

std::vector<bool> layersToWrite(const NetworkGraph &graph)
{
    std::vector<bool> write(graph.layers().size(), true);
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            for (const int index : block.layers)
                write[static_cast<std::size_t>(index)] = !stage.auxiliary;
        }
    }
    return write;
}

/// Takes the layers in their order.
class Translation
{
public:
    explicit Translation(const NetworkGraph &graph)
        : m_graph(graph)
        , m_outputs(graph.layers().size())
    {
        const GridShape in = graph.input();
        m_result.input = {"input", {in.channels, in.height, in.width}};
    }

    Expected<OnnxGraph> run()
    {
        const std::vector<bool> write = layersToWrite(m_graph);
        for (std::size_t i = 0; i < write.size(); ++i) {
            if (!write[i])
                continue;
            if (auto added = add(static_cast<int>(i)); !added)
                return tl::unexpected(added.error());
        }
        return std::move(m_result);
    }

private:
    /// What a layer reads.
    const OnnxValue &input(const Layer &layer, std::size_t number = 0) const
    {
        return layer.inputs.empty() ? m_result.input
                                    : m_outputs[static_cast<std::size_t>(layer.inputs[number])];
    }

    Expected<void> add(int index)
    {
        const Layer &layer = m_graph.layer(index);
        OnnxValue &output = m_outputs[static_cast<std::size_t>(index)];
        if (layer.kind == LayerKind::Dropout) {
            output = input(layer);
            return {};
        }
        output = outputOf(index);
        const bool last = index == m_graph.logits() || layer.kind == LayerKind::Softmax;
        (last ? m_result.outputs : m_result.values).push_back(output);
        return translate(index, output.name);
    }

    OnnxValue outputOf(int index) const
    {
        const Layer &layer = m_graph.layer(index);
        if (index == m_graph.logits())
            return {"logits", {layer.out.channels}};
        switch (layer.kind) {
        case LayerKind::GlobalAveragePool:
        case LayerKind::Linear:
            return {layer.id, {layer.out.channels}};
        case LayerKind::Softmax:
            return {"probabilities", {layer.out.channels}};
        default:
            return {layer.id, {layer.out.channels, layer.out.height, layer.out.width}};
        }
    }

    Expected<void> translate(int index, const std::string &output)
    {
        const Layer &layer = m_graph.layer(index);
        switch (layer.kind) {
        case LayerKind::Convolution:
            addConvolution(index, output);
            break;
        case LayerKind::MaxPool:
            addNode("MaxPool", layer.id, {input(layer).name}, output, window(layer));
            break;
        case LayerKind::AveragePool:
            return addAveragePool(layer, output);
        case LayerKind::GlobalAveragePool:
            addNode("GlobalAveragePool", layer.id, {input(layer).name}, layer.id + ".grid");
            addNode("Flatten", layer.id + ".flatten", {layer.id + ".grid"}, output);
            break;
        case LayerKind::Concatenation:
            addConcatenation(layer, output);
            break;
        case LayerKind::ResidualAdd:
            addResidual(layer, output);
            break;
        case LayerKind::Linear:
            addLinear(index, output);
            break;
        case LayerKind::Softmax:
            addNode("Softmax", layer.id, {input(layer).name}, output, {one("axis", 1)});
            break;
        case LayerKind::Dropout:
            break;
        }
        return {};
    }

    void addNode(std::string operation, std::string name, std::vector<std::string> inputs,
                 std::string output, std::vector<OnnxAttribute> attributes = {})
    {
        m_result.nodes.push_back({std::move(operation), std::move(name), std::move(inputs),
                                  std::move(output), std::move(attributes)});
    }

    /// The node that does most of a layer, and the ReLU behind it where the layer has one.
    void addActivated(const std::string &operation, const Layer &layer,
                      std::vector<std::string> inputs, const std::string &output,
                      std::vector<OnnxAttribute> attributes = {})
    {
        const std::string sum = layer.relu ? layer.id + ".linear" : output;
        addNode(operation, layer.id, std::move(inputs), sum, std::move(attributes));
        if (layer.relu)
            addNode("Relu", layer.id + ".relu", {sum}, output);
    }

    const OnnxWeights &addWeights(int index)
    {
        const Layer &layer = m_graph.layer(index);
        return m_result.weights.emplace_back(OnnxWeights{index, layer.id + ".weight",
                                                         layer.id + ".bias",
                                                         parametersOf(layer, index).front().shape});
    }

    void addConvolution(int index, const std::string &output)
    {
        const Layer &layer = m_graph.layer(index);
        const OnnxWeights &weights = addWeights(index);
        addActivated("Conv", layer, {input(layer).name, weights.weight, weights.bias}, output,
                     window(layer));
    }

    void addLinear(int index, const std::string &output)
    {
        const Layer &layer = m_graph.layer(index);
        std::string from = input(layer).name;
        if (input(layer).shape.size() > 1) {
            addNode("Flatten", layer.id + ".flatten", {from}, layer.id + ".flat");
            from = layer.id + ".flat";
        }
        const OnnxWeights &weights = addWeights(index);
        addNode("Gemm", layer.id, {from, weights.weight, weights.bias}, output, {one("transB", 1)});
    }

    Expected<void> addAveragePool(const Layer &layer, const std::string &output)
    {
        if (layer.countPadding && paddingBehind(layer) != layer.paddingCells())
            return failure("ONNX has no average pool that rounds up and counts its padding, as "
                           + layer.id + " does; choose an input size where nothing is rounded");
        std::vector<OnnxAttribute> attributes = window(layer);
        attributes.push_back(one("count_include_pad", layer.countPadding ? 1 : 0));
        addNode("AveragePool", layer.id, {input(layer).name}, output, std::move(attributes));
        return {};
    }

    void addConcatenation(const Layer &layer, const std::string &output)
    {
        std::vector<std::string> inputs;
        inputs.reserve(layer.inputs.size());
        for (std::size_t i = 0; i < layer.inputs.size(); ++i)
            inputs.push_back(input(layer, i).name);
        addNode("Concat", layer.id, std::move(inputs), output, {one("axis", 1)});
    }

    void addResidual(const Layer &layer, const std::string &output)
    {
        std::string residual = input(layer, 1).name;
        if (layer.residualScale != 1.0) {
            const std::string scale = layer.id + ".scale";
            m_result.scales.emplace_back(scale, static_cast<float>(layer.residualScale));
            addNode("Mul", layer.id + ".mul", {residual, scale}, layer.id + ".scaled");
            residual = layer.id + ".scaled";
        }
        addActivated("Add", layer, {input(layer).name, residual}, output);
    }

    const NetworkGraph &m_graph;
    std::vector<OnnxValue> m_outputs; ///< of each layer
    OnnxGraph m_result;
};

} // namespace

Expected<OnnxGraph> onnxGraph(const NetworkGraph &graph)
{
    return Translation(graph).run();
}

} // namespace inceptoscope
