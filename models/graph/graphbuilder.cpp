#include "graph/graphbuilder.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr double batchNormEpsilon = 0.001;
constexpr int channelMultiple = 8; // keeps narrow networks friendly to vector units

} // namespace

Step conv(Extent kernel, int filters)
{
    Layer layer;
    layer.kind = LayerKind::Convolution;
    layer.kernel = kernel;
    layer.filters = filters;
    layer.batchNormEpsilon = batchNormEpsilon;
    layer.relu = true;
    return {layer, {}};
}

Step convValid(Extent kernel, int filters, int stride)
{
    Step step = conv(kernel, filters);
    step.layer.padding = Padding::Valid;
    step.layer.stride = stride;
    return step;
}

Step maxPool()
{
    Layer layer;
    layer.kind = LayerKind::MaxPool;
    layer.kernel = {3, 3};
    layer.stride = 2;
    layer.padding = Padding::Valid;
    return {layer, {}};
}

Step averagePool(bool countPadding)
{
    Layer layer;
    layer.kind = LayerKind::AveragePool;
    layer.kernel = {3, 3};
    layer.countPadding = countPadding;
    return {layer, {}};
}

Step globalAveragePool()
{
    Layer layer;
    layer.kind = LayerKind::GlobalAveragePool;
    return {layer, {}};
}

Step linear(int filters)
{
    Layer layer;
    layer.kind = LayerKind::Linear;
    layer.filters = filters;
    layer.bias = true;
    return {layer, {}};
}

Step fork(std::vector<Steps> branches)
{
    return {{}, std::move(branches)};
}

GraphBuilder::GraphBuilder(std::string id, std::string title, double width)
    : m_id(std::move(id))
    , m_title(std::move(title))
    , m_width(width)
{
}

int GraphBuilder::scaled(int filters) const
{
    if (m_width == 1.0)
        return filters;
    const auto steps = static_cast<int>(std::lround(filters * m_width / channelMultiple));
    return std::max(1, steps) * channelMultiple;
}

GraphBuilder &GraphBuilder::stage(std::string id, std::string title)
{
    m_stages.push_back({std::move(id), std::move(title), {}, false});
    return *this;
}

Block &GraphBuilder::newBlock(std::string_view name)
{
    Stage &stage = m_stages.back();
    Block block;
    block.id = name.empty() ? stage.id : stage.id + "." + std::string(name);
    block.title = stage.title;
    block.trunk = m_trunk;
    stage.blocks.push_back(std::move(block));
    return stage.blocks.back();
}

int GraphBuilder::add(Layer layer, std::string id, std::vector<int> inputs)
{
    layer.id = std::move(id);
    layer.inputs = std::move(inputs);
    std::erase(layer.inputs, -1);
    int channels = layer.inputs.empty() ? 3 : m_channels[static_cast<std::size_t>(layer.inputs[0])];
    if (layer.kind == LayerKind::Convolution || layer.kind == LayerKind::Linear)
        channels = layer.filters;
    if (layer.kind == LayerKind::Concatenation) {
        channels = 0;
        for (int input : layer.inputs)
            channels += m_channels[static_cast<std::size_t>(input)];
    }
    m_channels.push_back(channels);
    m_layers.push_back(std::move(layer));
    return static_cast<int>(m_layers.size()) - 1;
}

GraphBuilder &GraphBuilder::single(std::string_view name, Step step)
{
    Block &block = newBlock(name);
    if (step.layer.kind == LayerKind::Convolution)
        step.layer.filters = scaled(step.layer.filters);
    m_trunk = add(step.layer, block.id, {m_trunk});
    block.layers = {m_trunk};
    block.output = m_trunk;
    return *this;
}

/// Layers of a sequence are numbered; those of a fork's arms take the number of the fork and a
/// letter: branch1.1a, branch1.1b.
void GraphBuilder::addBranch(Block &block, const std::string &id, const Steps &steps, int input,
                             std::vector<int> &outputs, Branch &branch)
{
    int last = input;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const std::string stepId = id + "." + std::to_string(i);
        if (!steps[i].fork.empty()) {
            for (std::size_t arm = 0; arm < steps[i].fork.size(); ++arm) {
                Layer layer = steps[i].fork[arm].front().layer;
                layer.filters = scaled(layer.filters);
                outputs.push_back(add(layer, stepId + static_cast<char>('a' + arm), {last}));
                branch.layers.push_back(outputs.back());
                block.layers.push_back(outputs.back());
            }
            return; // a fork ends its branch
        }
        Layer layer = steps[i].layer;
        if (layer.kind == LayerKind::Convolution)
            layer.filters = scaled(layer.filters);
        last = add(layer, stepId, {last});
        branch.layers.push_back(last);
        block.layers.push_back(last);
    }
    outputs.push_back(last);
}

int GraphBuilder::addBranches(Block &block, const std::vector<Steps> &branches)
{
    std::vector<int> outputs;
    for (std::size_t i = 0; i < branches.size(); ++i) {
        Branch branch{block.id + ".branch" + std::to_string(i), {}};
        addBranch(block, branch.id, branches[i], m_trunk, outputs, branch);
        block.branches.push_back(std::move(branch));
    }
    Layer concatenation;
    concatenation.kind = LayerKind::Concatenation;
    const int index = add(concatenation, block.id + ".concat", outputs);
    block.layers.push_back(index);
    return index;
}

GraphBuilder &GraphBuilder::inception(std::string_view name, const std::vector<Steps> &branches)
{
    Block &block = newBlock(name);
    m_trunk = addBranches(block, branches);
    block.output = m_trunk;
    return *this;
}

GraphBuilder &GraphBuilder::residual(std::string_view name, const std::vector<Steps> &branches,
                                     double scale, bool relu)
{
    Block &block = newBlock(name);
    const int concatenation = addBranches(block, branches);

    Layer expansion;
    expansion.kind = LayerKind::Convolution;
    expansion.filters = m_channels[static_cast<std::size_t>(m_trunk)];
    expansion.bias = true;
    block.expansion = add(expansion, block.id + ".expansion", {concatenation});

    Layer addition;
    addition.kind = LayerKind::ResidualAdd;
    addition.residualScale = scale;
    addition.relu = relu;
    block.residualAdd = add(addition, block.id + ".add", {m_trunk, block.expansion});

    block.layers.push_back(block.expansion);
    block.layers.push_back(block.residualAdd);
    m_trunk = block.output = block.residualAdd;
    return *this;
}

GraphBuilder &GraphBuilder::repeated(std::string id, std::string title,
                                     const std::vector<Steps> &branches, int count)
{
    stage(std::move(id), std::move(title));
    for (int i = 0; i < count; ++i)
        inception(std::to_string(i), branches);
    return *this;
}

GraphBuilder &GraphBuilder::repeatedResidual(std::string id, std::string title,
                                             const std::vector<Steps> &branches, int count,
                                             double scale)
{
    stage(std::move(id), std::move(title));
    for (int i = 0; i < count; ++i)
        residual(std::to_string(i), branches, scale);
    return *this;
}

GraphBuilder &GraphBuilder::classifier(int classes, double keepProbability)
{
    return averagePooling().dropout(keepProbability).softmax(classes);
}

GraphBuilder &GraphBuilder::averagePooling()
{
    return stage("average_pool", "Average pooling").single("", globalAveragePool());
}

GraphBuilder &GraphBuilder::dropout(double keepProbability)
{
    if (keepProbability == 1.0)
        return *this;
    Layer layer;
    layer.kind = LayerKind::Dropout;
    layer.keepProbability = keepProbability;
    return stage("dropout", "Dropout").single("", {layer, {}});
}

GraphBuilder &GraphBuilder::softmax(int classes)
{
    Layer layer;
    layer.kind = LayerKind::Softmax;
    return stage("classifier", "Softmax")
        .single("linear", linear(classes))
        .single("softmax", {layer, {}});
}

GraphBuilder &GraphBuilder::beginAuxiliary(std::string id, std::string title)
{
    stage(std::move(id), std::move(title));
    m_stages.back().auxiliary = true;
    m_trunkBesideAuxiliary = m_trunk;
    return *this;
}

GraphBuilder &GraphBuilder::endAuxiliary()
{
    m_trunk = m_trunkBesideAuxiliary;
    return *this;
}

GraphBuilder &GraphBuilder::released(const std::vector<std::string> &names)
{
    std::vector<Block> &blocks = m_stages.back().blocks;
    for (std::size_t i = 0; i < std::min(names.size(), blocks.size()); ++i)
        blocks[i].released = names[i];
    return *this;
}

GraphBuilder &GraphBuilder::titled(const std::vector<std::string> &titles)
{
    std::vector<Block> &blocks = m_stages.back().blocks;
    for (std::size_t i = 0; i < std::min(titles.size(), blocks.size()); ++i)
        blocks[i].title = titles[i];
    return *this;
}

Expected<NetworkGraph> GraphBuilder::build(Extent input)
{
    for (Stage &stage : m_stages) {
        if (stage.blocks.size() < 2)
            continue;
        for (std::size_t i = 0; i < stage.blocks.size(); ++i) {
            if (stage.blocks[i].title == stage.title)
                stage.blocks[i].title += " " + std::to_string(i + 1);
        }
    }
    return NetworkGraph::create(m_id, m_title, input, m_layers, std::move(m_stages));
}

} // namespace inceptoscope
