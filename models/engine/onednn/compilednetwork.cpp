#include "engine/onednn/compilednetwork.h"

#include "engine/onednn/layerwindows.h"
#include "engine/onednn/plainvalues.h"
#include "engine/onednn/threads.h"
#include "engine/onednn/winogradconvolution.h"

#include <algorithm>
#include <numeric>

namespace inceptoscope {

using dnnl::memory;

namespace {

memory::format_tag tagOf(const ChannelLayout &layout)
{
    if (layout.order == ChannelLayout::Order::Last)
        return memory::format_tag::nhwc;
    return layout.lanes == 16 ? memory::format_tag::nChw16c : memory::format_tag::nChw8c;
}

} // namespace

CompiledNetwork::CompiledNetwork(const NetworkGraph &graph, CompileOptions options,
                                 const dnnl::engine &engine, WeightPacker &packer,
                                 const Visitor &visit)
    : m_graph(graph)
    , m_options(std::move(options))
    , m_engine(engine)
    , m_stream(engine)
    , m_packer(packer)
    , m_plan(planExecution(graph, m_options.capture, m_options.layout))
    , m_kept(m_plan.buffers.size())
{
    useThreads(m_options.threads);
    m_arena = alignedMemory(static_cast<std::size_t>(m_plan.arena)
                            * memory::data_type_size(m_options.type));
    for (const PlanStep &step : m_plan.steps) {
        if (visit && !visit(m_commands.empty() ? 0 : m_commands.back().done, {}))
            throw tl::bad_expected_access<Error>(Error{"cancelled"});
        compile(step);
    }
    m_scratch = alignedMemory(m_scratchBytes);
    for (memory &user : m_scratchUsers)
        user.set_data_handle(m_scratch.get());
}

/// In bytes.
std::size_t CompiledNetwork::sizeOf(const PlannedBuffer &buffer) const
{
    const std::size_t size = buffer.wide ? sizeof(float) : memory::data_type_size(m_options.type);
    return static_cast<std::size_t>(elementsOf(buffer, m_options.layout.lanes)) * size;
}

/// Of a place in its buffer, in bytes.
std::size_t CompiledNetwork::offsetOf(const Place &place) const
{
    GridShape before{place.channel, 1, 1};
    if (m_options.layout.order == ChannelLayout::Order::Grouped) {
        const GridShape shape = m_plan.buffers[static_cast<std::size_t>(place.buffer)].shape;
        before = {place.channel, shape.height, shape.width};
    }
    return static_cast<std::size_t>(before.elements()) * memory::data_type_size(m_options.type);
}

memory::data_type CompiledNetwork::typeOf(int index) const
{
    return layer(index).kind == LayerKind::Linear ? memory::data_type::f32 : m_options.type;
}

/// -1: of the network's input.
ChannelMap CompiledNetwork::channelsOf(int index) const
{
    if (index >= 0)
        return m_plan.channels[static_cast<std::size_t>(index)];
    ChannelMap map{std::vector<int>(static_cast<std::size_t>(m_graph.input().channels)),
                   m_graph.input().channels};
    std::iota(map.at.begin(), map.at.end(), 0);
    return map;
}

WeightRecipe CompiledNetwork::recipeFor(const PlanStep &step) const
{
    WeightRecipe recipe{step.layers, {}, channelsOf(step.input), step.scale};
    for (int index : step.layers)
        recipe.outputs.push_back(channelsOf(index));
    return recipe;
}

memory::desc CompiledNetwork::describe(const GridShape &shape) const
{
    return {
        {1, shape.channels, shape.height, shape.width}, m_options.type, tagOf(m_options.layout)};
}

/// Of the channels that a step writes, among those of its buffer.
memory::desc CompiledNetwork::describePart(const PlanStep &step) const
{
    if (m_options.layout.hasSlices())
        return describe(step.shape);
    const auto buffer = static_cast<std::size_t>(step.target.buffer);
    return describe(m_plan.buffers[buffer].shape)
        .submemory_desc({1, step.shape.channels, step.shape.height, step.shape.width},
                        {0, 0, 0, 0});
}

memory::desc CompiledNetwork::describeOutput(int index) const
{
    GridShape shape = layer(index).out;
    shape.channels = channelsOf(index).width;
    if (layer(index).kind == LayerKind::Linear)
        return {{1, shape.channels}, memory::data_type::f32, memory::format_tag::nc};
    return describe(shape);
}

memory CompiledNetwork::memoryAt(const memory::desc &desc, const Place &place)
{
    if (place.buffer < 0 || m_plan.buffers[static_cast<std::size_t>(place.buffer)].kept) {
        memory bound(desc, m_engine, nullptr);
        m_rebound.push_back({bound, place});
        return bound;
    }
    return {desc, m_engine, const_cast<std::byte *>(address(place))};
}

/// In the arena, or among what the last pass kept.
const std::byte *CompiledNetwork::address(const Place &place) const
{
    const auto index = static_cast<std::size_t>(place.buffer);
    const PlannedBuffer &buffer = m_plan.buffers[index];
    if (buffer.kept)
        return m_kept[index].get() + offsetOf(place);
    const auto elements = static_cast<std::size_t>(buffer.offset);
    return m_arena.get() + elements * memory::data_type_size(m_options.type) + offsetOf(place);
}

memory CompiledNetwork::output(int index)
{
    return memoryAt(describeOutput(index), m_plan.places[static_cast<std::size_t>(index)]);
}

/// The network's input, brought into the layout its reader wants.
memory CompiledNetwork::input(const memory::desc &wanted)
{
    const GridShape shape = m_graph.input();
    const memory::desc given({1, shape.channels, shape.height, shape.width}, memory::data_type::f32,
                             memory::format_tag::nchw);
    memory pixels = memoryAt(given, {});
    if (given == wanted)
        return pixels;
    memory target(wanted, m_engine);
    m_commands.push_back({[this, reorder = dnnl::reorder(pixels, target), pixels,
                           target]() mutable { reorder.execute(m_stream, pixels, target); },
                          0});
    return target;
}

dnnl::primitive_attr CompiledNetwork::attributes(const dnnl::post_ops &operations) const
{
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    attributes.set_post_ops(operations);
    return attributes;
}

/// Memory that nothing is left in.
memory CompiledNetwork::scratch(const memory::desc &desc)
{
    m_scratchBytes = std::max(m_scratchBytes, desc.get_size());
    m_scratchUsers.emplace_back(desc, m_engine, nullptr);
    return m_scratchUsers.back();
}

void CompiledNetwork::add(std::function<void()> execute, const PlanStep &step)
{
    const int before = m_commands.empty() ? 0 : m_commands.back().done;
    m_commands.push_back(
        {std::move(execute), std::max(before, step.layers.back() + 1), step.layers});
}

template<typename Primitive, typename Desc>
void CompiledNetwork::add(const Desc &desc, std::unordered_map<int, memory> arguments,
                          const PlanStep &step)
{
    if (desc.scratchpad_desc().get_size() > 0)
        arguments.emplace(DNNL_ARG_SCRATCHPAD, scratch(desc.scratchpad_desc()));
    add([this, primitive = Primitive(desc),
         arguments = std::move(arguments)] { primitive.execute(m_stream, arguments); },
        step);
}

void CompiledNetwork::compile(const PlanStep &step)
{
    switch (step.kind) {
    case PlanStep::Kind::Convolution:
        return compileConvolution(step);
    case PlanStep::Kind::Pool:
        return compilePool(step);
    case PlanStep::Kind::Linear:
        return compileLinear(step);
    case PlanStep::Kind::Copy:
        return compileCopy(step);
    case PlanStep::Kind::Add:
        return compileAdd(step);
    }
}

void CompiledNetwork::compileConvolution(const PlanStep &step)
{
    const Layer &first = layer(step.layers.front());
    if (const auto tiling = tilingOf(step))
        return compileInTiles(step, *tiling);
    const memory::dims weightDims{step.shape.channels, channelsOf(step.input).width,
                                  first.kernel.height, first.kernel.width};
    const memory::desc anyWeights(weightDims, m_options.type, memory::format_tag::any);
    const memory::desc bias({step.shape.channels}, memory::data_type::f32, memory::format_tag::a);
    const GridShape &in = first.in;
    const memory::desc source = step.input >= 0
        ? describeOutput(step.input)
        : memory::desc({1, in.channels, in.height, in.width}, m_options.type,
                       memory::format_tag::any);
    const memory::desc target = describe(step.shape);

    dnnl::post_ops operations;
    const bool inPlace =
        step.addend >= 0 && m_plan.places[static_cast<std::size_t>(step.addend)] == step.target;
    // With channels last, oneDNN 2.6's convolution on matrix units that adds another buffer reads
    // and writes beyond its memory on grids of three tiles (6×6): there the trunk is copied first.
    const bool copied = step.addend >= 0 && !inPlace && !m_options.layout.hasSlices();
    if (copied)
        addCopy(output(step.addend), memoryAt(target, step.target), step);
    if (inPlace || copied)
        operations.append_sum(1.0F);
    else if (step.addend >= 0)
        operations.append_binary(dnnl::algorithm::binary_add, describeOutput(step.addend));
    if (step.relu)
        appendRelu(operations);
    auto desc = convolutionDesc(m_engine, source, anyWeights, bias, target, windowsOf(first),
                                attributes(operations));
    avoidRace(desc, first.stride);
    m_weights.push_back(m_packer.pack(recipeFor(step), desc.weights_desc()));
    std::unordered_map<int, memory> arguments{
        {DNNL_ARG_SRC, step.input >= 0 ? output(step.input) : input(desc.src_desc())},
        {DNNL_ARG_WEIGHTS, m_weights.back()->weights},
        {DNNL_ARG_BIAS, m_weights.back()->bias},
        {DNNL_ARG_DST, memoryAt(target, step.target)}};
    if (step.addend >= 0 && !inPlace && !copied)
        arguments.emplace(DNNL_ARG_ATTR_MULTIPLE_POST_OP(0) | DNNL_ARG_SRC_1, output(step.addend));
    add<dnnl::convolution_forward>(desc, std::move(arguments), step);
}

/// Nothing where the convolution is computed directly.
std::optional<WinogradTiling> CompiledNetwork::tilingOf(const PlanStep &step) const
{
    const bool plain = m_options.type == memory::data_type::f32
        && m_options.layout.order == ChannelLayout::Order::Grouped && step.input >= 0
        && step.addend < 0 && step.layers.size() == 1;
    return plain ? winogradTiling(layer(step.layers.front())) : std::nullopt;
}

void CompiledNetwork::compileInTiles(const PlanStep &step, const WinogradTiling &tiling)
{
    const Layer &first = layer(step.layers.front());
    GridShape in = first.in;
    in.channels = channelsOf(step.input).width;
    const auto convolution = std::make_shared<const WinogradConvolution>(
        m_engine,
        WinogradShape{in, step.shape, first.paddingCells(), tiling, m_options.layout.lanes},
        attributes());
    WeightRecipe recipe = recipeFor(step);
    recipe.tiling = tiling;
    const auto weights = m_packer.pack(recipe, convolution->filtersDesc());
    m_weights.push_back(weights);
    const memory room = scratch({{static_cast<memory::dim>(convolution->scratchBytes())},
                                 memory::data_type::u8,
                                 memory::format_tag::a});
    add(
        [this, convolution, weights, room, relu = step.relu, in = output(step.input),
         out = memoryAt(describe(step.shape), step.target)] {
            const auto *bias = static_cast<const float *>(weights->bias.get_data_handle());
            convolution->run(m_stream, static_cast<const float *>(in.get_data_handle()),
                             weights->weights, {bias, relu},
                             static_cast<float *>(out.get_data_handle()),
                             static_cast<std::byte *>(room.get_data_handle()));
        },
        step);
}

void CompiledNetwork::compilePool(const PlanStep &step)
{
    const Layer &pool = layer(step.layers.front());
    const bool first = step.input < 0;
    const memory::desc source = first ? describe(m_graph.input()) : describeOutput(step.input);
    const memory::desc target = describe(step.shape);
    const auto desc =
        poolingDesc(m_engine, poolingOf(pool), source, target, windowsOf(pool), attributes());
    add<dnnl::pooling_forward>(desc,
                               {{DNNL_ARG_SRC, first ? input(source) : output(step.input)},
                                {DNNL_ARG_DST, memoryAt(target, step.target)}},
                               step);
}

void CompiledNetwork::compileLinear(const PlanStep &step)
{
    const int index = step.layers.front();
    const memory::desc source = describeOutput(step.input);
    memory::dims weightDims = dnnlDims(source);
    weightDims.front() = layer(index).filters;
    const memory::desc anyWeights(weightDims, typeOf(step.input), memory::format_tag::any);
    const memory::desc bias({weightDims.front()}, memory::data_type::f32, memory::format_tag::a);
    const auto desc =
        linearDesc(m_engine, source, anyWeights, bias, describeOutput(index), attributes());
    m_weights.push_back(m_packer.pack(recipeFor(step), desc.weights_desc()));
    add<dnnl::inner_product_forward>(desc,
                                     {{DNNL_ARG_SRC, output(step.input)},
                                      {DNNL_ARG_WEIGHTS, m_weights.back()->weights},
                                      {DNNL_ARG_BIAS, m_weights.back()->bias},
                                      {DNNL_ARG_DST, output(index)}},
                                     step);
}

void CompiledNetwork::compileCopy(const PlanStep &step)
{
    addCopy(output(step.input), memoryAt(describePart(step), step.target), step);
}

void CompiledNetwork::addCopy(const memory &from, const memory &to, const PlanStep &step)
{
    const dnnl::reorder::primitive_desc desc(m_engine, from.get_desc(), m_engine, to.get_desc(),
                                             attributes());
    add<dnnl::reorder>(desc, {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}}, step);
}

void CompiledNetwork::compileAdd(const PlanStep &step)
{
    const memory::desc target = describe(step.shape);
    memory sum = memoryAt(target, step.target);
    const auto desc =
        sumDesc(m_engine, target, {1.0F, static_cast<float>(step.scale)},
                {describeOutput(step.input), describeOutput(step.addend)}, attributes());
    add<dnnl::sum>(desc,
                   {{DNNL_ARG_MULTIPLE_SRC, output(step.input)},
                    {DNNL_ARG_MULTIPLE_SRC + 1, output(step.addend)},
                    {DNNL_ARG_DST, sum}},
                   step);
    if (step.relu)
        add<dnnl::eltwise_forward>(reluDesc(m_engine, target, attributes()),
                                   {{DNNL_ARG_SRC, sum}, {DNNL_ARG_DST, sum}}, step);
}

bool CompiledNetwork::run(const float *input, BufferPool &pool, const Visitor &visit)
{
    useThreads(m_options.threads);
    for (std::size_t i = 0; i < m_kept.size(); ++i) {
        if (m_plan.buffers[i].kept)
            m_kept[i] = pool.take(sizeOf(m_plan.buffers[i]));
    }
    for (Rebound &rebound : m_rebound) {
        const void *where =
            rebound.place.buffer < 0 ? static_cast<const void *>(input) : address(rebound.place);
        rebound.memory.set_data_handle(const_cast<void *>(where)); // the input is only read
    }
    for (const Command &command : m_commands) {
        command.execute();
        if (visit && !visit(command.done, command.layers))
            return false;
    }
    m_stream.wait();
    return true;
}

void CompiledNetwork::letGo()
{
    std::ranges::fill(m_kept, nullptr);
}

std::vector<float> CompiledNetwork::logits() const
{
    const int index = m_graph.logits();
    const auto *first =
        reinterpret_cast<const float *>(address(m_plan.places[static_cast<std::size_t>(index)]));
    return {first, first + layer(index).out.channels};
}

namespace {

/// A layer's output as it lies in a buffer, which it keeps.
class KeptValues : public StoredValues
{
public:
    KeptValues(std::shared_ptr<const std::byte> start, BufferLayout layout, ChannelMap channels,
               GridShape shape)
        : m_start(std::move(start))
        , m_layout(layout)
        , m_channels(std::move(channels))
        , m_shape(shape)
    {
    }

    std::vector<float> plain() const override
    {
        return plainValues(m_start.get(), m_layout, m_channels.at, m_shape);
    }

    ValueSums sums() const override
    {
        return sumsInPlace(m_start.get(), m_layout, m_channels.at, m_shape);
    }

private:
    std::shared_ptr<const std::byte> m_start;
    BufferLayout m_layout;
    ChannelMap m_channels;
    GridShape m_shape;
};

} // namespace

Activation CompiledNetwork::captured(int index) const
{
    const GridShape shape = layer(index).out;
    const Place place = m_plan.places[static_cast<std::size_t>(index)];
    const std::shared_ptr<std::byte> &kept = m_kept[static_cast<std::size_t>(place.buffer)];
    const BufferLayout layout{m_options.layout,
                              m_plan.buffers[static_cast<std::size_t>(place.buffer)].shape.channels,
                              typeOf(index) == memory::data_type::bf16};
    auto values = std::make_unique<const KeptValues>(
        std::shared_ptr<const std::byte>(kept, kept.get() + offsetOf(place)), layout,
        channelsOf(index), shape);
    return {shape, std::make_shared<const LazyValues>(std::move(values))};
}

} // namespace inceptoscope
