#include "training/onednn/trainingpass.h"

#include "engine/onednn/layerwindows.h"
#include "engine/onednn/threads.h"
#include "training/crossentropy.h"
#include "training/distributed/passexchange.h"
#include "training/onednn/batchnorm.h"
#include "training/onednn/memorypool.h"
#include "training/onednn/sharedrows.h"
#include "training/onednn/trainingprimitives.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <map>
#include <optional>
#include <ranges>
#include <unordered_map>

namespace inceptoscope {

using dnnl::memory;

namespace {

/// What a pass is run with.
struct Run
{
    const Batch &batch;
    const PassSettings &settings;
    std::span<float> values;
    std::span<float> gradients;
    PassResult result{};
    std::optional<Error> error{}; ///< of another rank, or of the way there

    void check(const Expected<void> &done)
    {
        if (!done)
            error = done.error();
    }
};

using Command = std::function<void(Run &)>;

std::vector<bool> layersToRun(const NetworkGraph &graph)
{
    std::vector<bool> run(graph.layers().size(), true);
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            for (int index : block.layers)
                run[static_cast<std::size_t>(index)] =
                    !stage.auxiliary && graph.layer(index).kind != LayerKind::Softmax;
        }
    }
    return run;
}

template<typename Stored> constexpr memory::data_type storedType = memory::data_type::f32;
template<> constexpr memory::data_type storedType<Brain> = memory::data_type::bf16;

template<typename Stored> class CompiledPass : public TrainingPass
{
public:
    CompiledPass(const NetworkGraph &graph, const PassOptions &options, const dnnl::engine &engine);

    Expected<PassResult> run(const Batch &batch, const PassSettings &settings,
                             std::span<float> values, std::span<float> gradients) override;
    std::int64_t bytes() const override
    {
        return static_cast<std::int64_t>(m_pool.bytes()) + m_scratchBytes;
    }

private:
    const Layer &layer(int index) const { return m_graph.layer(index); }
    CellRange cellsOf(const GridShape &shape) const
    {
        return {static_cast<std::size_t>(m_options.batch) * static_cast<std::size_t>(shape.height)
                    * static_cast<std::size_t>(shape.width),
                static_cast<std::size_t>(shape.channels)};
    }
    memory::desc describe(const GridShape &shape, memory::data_type type = storedType<Stored>) const
    {
        return {{m_options.batch, shape.channels, shape.height, shape.width},
                type,
                memory::format_tag::nhwc};
    }
    memory at(const memory::desc &desc, const void *where)
    {
        return {desc, m_engine, const_cast<void *>(where)};
    }
    memory own(const memory::desc &desc) { return at(desc, m_pool.take(desc.get_size())); }
    Stored *newValues(const CellRange &cells)
    {
        return reinterpret_cast<Stored *>(m_pool.take(cells.elements() * sizeof(Stored)));
    }
    /// -1: the network's input.
    Stored *&output(int index)
    {
        return m_outputs[static_cast<std::size_t>(std::ptrdiff_t{index} + 1)];
    }
    Stored *&gradient(int index) { return m_gradients[static_cast<std::size_t>(index)]; }
    int inputOf(int index) const
    {
        return layer(index).inputs.empty() ? -1 : layer(index).inputs.front();
    }

    void addInput();
    void addLayer(int index);
    void addConvolution(int index);
    void addPool(int index);
    void addConcatenation(int index);
    void addResidual(int index);
    void addDropout(int index);
    void addLoss();
    void addBackwards();
    BatchNormPass normPass(const Run &run, const CellRange &cells) const;

    struct Convolution;
    void addForward(const Convolution &convolution);
    void addBackward(const Convolution &convolution);
    void addWeightGradients(const Convolution &convolution);
    void contribute(int input, const std::function<Command(Stored *)> &into);
    void releaseGradient(int index);
    Command copyChannels(int part, std::size_t first, int whole);
    Command takeChannels(int whole, std::size_t first, int part, Stored *to);

    NetworkGraph m_graph;
    ParameterTable m_table;
    PassOptions m_options;
    dnnl::engine m_engine;
    dnnl::stream m_stream;
    const TrainingKernels<Stored> &m_kernels = trainingKernels<Stored>();
    MemoryPool m_pool;
    std::int64_t m_scratchBytes = 0; ///< of oneDNN, which takes it once for all primitives
    std::vector<Stored *> m_outputs; ///< the input's first
    std::vector<Stored *> m_gradients; ///< of outputs, while the pass is compiled
    std::vector<float> m_logits;
    std::vector<float> m_logitGradients;
    std::vector<Command> m_forward;
    std::map<int, std::function<void()>> m_backwardOf; ///< adds a layer's commands
    std::vector<Command> m_backward;
    std::optional<PassExchange> m_exchange; ///< none: no other ranks
};

template<typename Stored>
CompiledPass<Stored>::CompiledPass(const NetworkGraph &graph, const PassOptions &options,
                                   const dnnl::engine &engine)
    : m_graph(graph)
    , m_table(graph)
    , m_options(options)
    , m_engine(engine)
    , m_stream(engine)
    , m_outputs(graph.layers().size() + 1)
    , m_gradients(graph.layers().size())
{
    useThreads(m_options.threads);
    addInput();
    const std::vector<bool> run = layersToRun(graph);
    for (int index = 0; index < static_cast<int>(run.size()); ++index) {
        if (run[static_cast<std::size_t>(index)])
            addLayer(index);
    }
    addLoss();
    addBackwards();
}

/// From the last layer to the first.
template<typename Stored> void CompiledPass<Stored>::addBackwards()
{
    const auto layers = m_backwardOf | std::views::reverse | std::views::keys;
    if (m_options.together.ranks) {
        m_exchange.emplace(m_options.together, m_table, std::vector(layers.begin(), layers.end()));
        m_backward.push_back(
            [this](Run &run) { run.check(m_exchange->sendStatistics(run.batch, run.values)); });
    }
    for (int index : layers) {
        m_backwardOf.at(index)();
        if (m_exchange)
            m_backward.push_back([this, index](Run &run) {
                run.check(m_exchange->layerDone(index, run.gradients));
            });
    }
    if (m_exchange)
        m_backward.push_back([this](Run &run) { run.check(m_exchange->finish(run.values)); });
}

template<typename Stored>
Expected<PassResult> CompiledPass<Stored>::run(const Batch &batch, const PassSettings &settings,
                                               std::span<float> values, std::span<float> gradients)
{
    useThreads(m_options.threads);
    std::ranges::fill(gradients, 0.0F);
    if (m_exchange)
        m_exchange->begin();
    Run run{batch, settings, values, gradients};
    for (const auto *commands : {&m_forward, &m_backward}) {
        for (const Command &command : *commands) {
            command(run);
            if (run.error)
                return tl::unexpected(*run.error);
        }
    }
    return run.result;
}

template<typename Stored>
BatchNormPass CompiledPass<Stored>::normPass(const Run &run, const CellRange &cells) const
{
    const std::size_t ofPicture = cells.rows / run.batch.size();
    const std::size_t pictures =
        m_options.together.batchNorm ? run.batch.wholeSize() : run.batch.size();
    return {run.settings.batchNormMomentum, static_cast<double>(ofPicture * pictures)};
}

template<typename Stored> void CompiledPass<Stored>::addInput()
{
    const GridShape shape = m_graph.input();
    output(-1) = newValues(cellsOf(shape));
    memory given = at({{m_options.batch, shape.channels, shape.height, shape.width},
                       memory::data_type::f32,
                       memory::format_tag::nchw},
                      nullptr);
    memory target = at(describe(shape), output(-1));
    m_forward.push_back(
        [this, reorder = dnnl::reorder(given, target), given, target](Run &run) mutable {
            given.set_data_handle(const_cast<float *>(run.batch.pictures.data())); // only read
            reorder.execute(m_stream, given, target);
        });
}

template<typename Stored> void CompiledPass<Stored>::addLayer(int index)
{
    output(index) = newValues(cellsOf(layer(index).out));
    switch (layer(index).kind) {
    case LayerKind::Convolution:
    case LayerKind::Linear:
        return addConvolution(index);
    case LayerKind::MaxPool:
    case LayerKind::AveragePool:
    case LayerKind::GlobalAveragePool:
        return addPool(index);
    case LayerKind::Concatenation:
        return addConcatenation(index);
    case LayerKind::ResidualAdd:
        return addResidual(index);
    case LayerKind::Dropout:
        return addDropout(index);
    case LayerKind::Softmax:
        break;
    }
}

/// Adds to the gradient of a layer's output what one of its readers makes of its own. The first one
/// writes it; `into` says what is to be done to have it at a place.
template<typename Stored>
void CompiledPass<Stored>::contribute(int input, const std::function<Command(Stored *)> &into)
{
    if (input < 0)
        return;
    const CellRange cells = cellsOf(layer(input).out);
    if (!gradient(input)) {
        gradient(input) = newValues(cells);
        m_backward.push_back(into(gradient(input)));
        return;
    }
    Stored *more = newValues(cells);
    m_backward.push_back(into(more));
    m_backward.push_back([this, more, cells, sum = gradient(input)](Run &) {
        shareRows(cells.elements(), [&](std::size_t, std::size_t begin, std::size_t end) {
            m_kernels.accumulate(more + begin, end - begin, sum + begin);
        });
    });
    m_pool.giveBack(reinterpret_cast<std::byte *>(more));
}

template<typename Stored> void CompiledPass<Stored>::releaseGradient(int index)
{
    m_pool.giveBack(reinterpret_cast<std::byte *>(gradient(index)));
    gradient(index) = nullptr;
}

/// A convolution, or a linear layer as one on a grid of a single cell.
template<typename Stored> struct CompiledPass<Stored>::Convolution
{
    int index;
    bool logits; ///< its output is float
    Stored *sum; ///< what it puts out, before a BatchNorm
    memory::desc plainWeights;
    const ParameterTable::Row *weights;
    const ParameterTable::Row *bias; ///< nullptr: none
    ConvolutionShapes shapes{};
    ConvolutionPrimitives primitives{};
    std::shared_ptr<BatchNorm<Stored>> norm{}; ///< none where there is none
};

template<typename Stored> void CompiledPass<Stored>::addConvolution(int index)
{
    const Layer &own = layer(index);
    GridShape in = own.in;
    if (own.kind == LayerKind::Linear)
        in = {static_cast<int>(own.in.elements()), 1, 1};
    const memory::dims dims{own.filters, in.channels, own.kernel.height, own.kernel.width};
    Convolution convolution{index,
                            index == m_graph.logits() && !own.batchNormEpsilon,
                            own.batchNormEpsilon ? newValues(cellsOf(own.out)) : output(index),
                            {dims, memory::data_type::f32, memory::format_tag::abcd},
                            m_table.find(index, ParameterRole::Weight),
                            m_table.find(index, ParameterRole::Bias)};
    const auto any = memory::format_tag::any;
    convolution.shapes = {
        describe(in),
        {dims, storedType<Stored>, any},
        {dims, memory::data_type::f32, any},
        convolution.bias
            ? memory::desc({own.filters}, memory::data_type::f32, memory::format_tag::a)
            : memory::desc(),
        describe(own.out, convolution.logits ? memory::data_type::f32 : storedType<Stored>),
        describe(own.out)};
    const Windows windows =
        own.kind == LayerKind::Linear ? Windows{{1, 1}, {1, 1}, {0, 0}, {0, 0}} : windowsOf(own);
    const bool relu = own.relu && !own.batchNormEpsilon;
    convolution.primitives = trainingConvolution(m_engine, convolution.shapes, windows, relu);
    m_scratchBytes = std::max(m_scratchBytes, scratchBytes(convolution.primitives));
    if (own.batchNormEpsilon)
        convolution.norm = std::make_shared<BatchNorm<Stored>>(
            BatchNormLayer{cellsOf(own.out), *own.batchNormEpsilon, own.relu,
                           m_options.together.batchNorm ? m_options.together.ranks.get() : nullptr},
            m_table, index, m_options.threads);
    addForward(convolution);
    m_backwardOf[index] = [this, convolution] { addBackward(convolution); };
}

template<typename Stored> void CompiledPass<Stored>::addForward(const Convolution &convolution)
{
    const int index = convolution.index;
    if (convolution.logits)
        m_logits.resize(cellsOf(layer(index).out).elements());
    const auto &desc = convolution.primitives.forward;
    memory plain = at(convolution.plainWeights, nullptr);
    memory packed = own(desc.weights_desc());
    memory bias = at(convolution.shapes.bias, nullptr);
    void *target = convolution.logits ? static_cast<void *>(m_logits.data()) : convolution.sum;
    std::unordered_map<int, memory> arguments{
        {DNNL_ARG_SRC, at(convolution.shapes.source, output(inputOf(index)))},
        {DNNL_ARG_WEIGHTS, packed},
        {DNNL_ARG_DST, at(convolution.shapes.target, target)}};
    if (convolution.bias)
        arguments.emplace(DNNL_ARG_BIAS, bias);
    m_forward.push_back([this, pack = dnnl::reorder(plain, packed), plain, packed, bias,
                         convolution, primitive = dnnl::convolution_forward(desc),
                         arguments](Run &run) mutable {
        plain.set_data_handle(convolution.weights->of(run.values).data());
        pack.execute(m_stream, plain, packed);
        if (convolution.bias)
            bias.set_data_handle(convolution.bias->of(run.values).data());
        primitive.execute(m_stream, arguments);
    });
    Stored *out = output(index);
    if (convolution.norm) {
        m_forward.push_back([this, norm = convolution.norm, sum = convolution.sum, out,
                             cells = cellsOf(layer(index).out)](Run &run) {
            run.check(norm->forward(sum, out, run.values, normPass(run, cells)));
        });
    }
}

template<typename Stored> void CompiledPass<Stored>::addBackward(const Convolution &convolution)
{
    const int index = convolution.index;
    Stored *own = gradient(index);
    if (convolution.norm) {
        m_backward.push_back([this, norm = convolution.norm, sum = convolution.sum, own,
                              cells = cellsOf(layer(index).out)](Run &run) {
            run.check(norm->backward(own, sum, run.values, run.gradients, normPass(run, cells)));
        });
    } else if (layer(index).relu) {
        m_backward.push_back([this, own, out = output(index),
                              cells = cellsOf(layer(index).out)](Run &) {
            shareRows(cells.elements(), [&](std::size_t, std::size_t begin, std::size_t end) {
                m_kernels.scaleBack(own + begin, out + begin, end - begin, 1.0F, true, own + begin);
            });
        });
    }
    addWeightGradients(convolution);
    contribute(inputOf(index), [&](Stored *to) -> Command {
        const auto &desc = convolution.primitives.data;
        memory plain = at(convolution.plainWeights, nullptr);
        memory packed = this->own(desc.weights_desc());
        std::unordered_map<int, memory> arguments{
            {DNNL_ARG_DIFF_DST, at(convolution.shapes.targetGradient, own)},
            {DNNL_ARG_WEIGHTS, packed},
            {DNNL_ARG_DIFF_SRC, at(convolution.shapes.source, to)}};
        return [this, pack = dnnl::reorder(plain, packed), plain, packed, row = convolution.weights,
                primitive = dnnl::convolution_backward_data(desc), arguments](Run &run) mutable {
            plain.set_data_handle(row->of(run.values).data());
            pack.execute(m_stream, plain, packed);
            primitive.execute(m_stream, arguments);
        };
    });
    releaseGradient(index);
}

template<typename Stored>
void CompiledPass<Stored>::addWeightGradients(const Convolution &convolution)
{
    const auto &desc = convolution.primitives.weights;
    memory plain = at(convolution.plainWeights, nullptr);
    memory packed = own(desc.diff_weights_desc());
    memory bias = at(convolution.shapes.bias, nullptr);
    std::unordered_map<int, memory> arguments{
        {DNNL_ARG_SRC, at(convolution.shapes.source, output(inputOf(convolution.index)))},
        {DNNL_ARG_DIFF_DST, at(convolution.shapes.targetGradient, gradient(convolution.index))},
        {DNNL_ARG_DIFF_WEIGHTS, packed}};
    if (convolution.bias)
        arguments.emplace(DNNL_ARG_DIFF_BIAS, bias);
    m_backward.push_back([this, unpack = dnnl::reorder(packed, plain), plain, packed, bias,
                          weights = convolution.weights, biasRow = convolution.bias,
                          primitive = dnnl::convolution_backward_weights(desc),
                          arguments](Run &run) mutable {
        if (biasRow)
            bias.set_data_handle(biasRow->of(run.gradients).data());
        primitive.execute(m_stream, arguments);
        plain.set_data_handle(weights->of(run.gradients).data());
        unpack.execute(m_stream, packed, plain);
    });
}

template<typename Stored> void CompiledPass<Stored>::addPool(int index)
{
    const int input = inputOf(index);
    const memory::desc source = describe(layer(index).in);
    const memory::desc target = describe(layer(index).out);
    const PoolingPrimitives pool =
        trainingPooling(m_engine, poolingOf(layer(index)), source, target, windowsOf(layer(index)));
    std::unordered_map<int, memory> arguments{{DNNL_ARG_SRC, at(source, output(input))},
                                              {DNNL_ARG_DST, at(target, output(index))}};
    memory workspace;
    if (pool.forward.workspace_desc().get_size() > 0) {
        workspace = own(pool.forward.workspace_desc());
        arguments.emplace(DNNL_ARG_WORKSPACE, workspace);
    }
    m_forward.push_back([this, primitive = dnnl::pooling_forward(pool.forward), arguments](Run &) {
        primitive.execute(m_stream, arguments);
    });
    m_backwardOf[index] = [this, index, input, pool, source, target, workspace] {
        contribute(input, [&](Stored *to) -> Command {
            std::unordered_map<int, memory> back{{DNNL_ARG_DIFF_DST, at(target, gradient(index))},
                                                 {DNNL_ARG_DIFF_SRC, at(source, to)}};
            if (workspace)
                back.emplace(DNNL_ARG_WORKSPACE, workspace);
            return [this, primitive = dnnl::pooling_backward(pool.backward), back](Run &) {
                primitive.execute(m_stream, back);
            };
        });
        releaseGradient(index);
    };
}

/// Between a part and its channels of the whole, from `first` on.
template<typename Stored>
Command CompiledPass<Stored>::copyChannels(int part, std::size_t first, int whole)
{
    return [from = output(part), to = output(whole), cells = cellsOf(layer(part).out),
            width = cellsOf(layer(whole).out).channels, first](Run &) {
        shareRows(cells.rows, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t row = begin; row < end; ++row)
                std::memcpy(to + row * width + first, from + row * cells.channels,
                            cells.channels * sizeof(Stored));
        });
    };
}

template<typename Stored>
Command CompiledPass<Stored>::takeChannels(int whole, std::size_t first, int part, Stored *to)
{
    return [from = gradient(whole), to, cells = cellsOf(layer(part).out),
            width = cellsOf(layer(whole).out).channels, first](Run &) {
        shareRows(cells.rows, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t row = begin; row < end; ++row)
                std::memcpy(to + row * cells.channels, from + row * width + first,
                            cells.channels * sizeof(Stored));
        });
    };
}

template<typename Stored> void CompiledPass<Stored>::addConcatenation(int index)
{
    std::size_t first = 0;
    for (int part : layer(index).inputs) {
        m_forward.push_back(copyChannels(part, first, index));
        first += cellsOf(layer(part).out).channels;
    }
    m_backwardOf[index] = [this, index] {
        std::size_t next = 0;
        for (int part : layer(index).inputs) {
            contribute(part, [&](Stored *to) { return takeChannels(index, next, part, to); });
            next += cellsOf(layer(part).out).channels;
        }
        releaseGradient(index);
    };
}

template<typename Stored> void CompiledPass<Stored>::addResidual(int index)
{
    const int trunk = layer(index).inputs.front();
    const int residual = layer(index).inputs.back();
    const std::size_t count = cellsOf(layer(index).out).elements();
    const auto scale = static_cast<float>(layer(index).residualScale);
    const bool relu = layer(index).relu;
    m_forward.push_back([this, count, scale, relu, from = output(trunk), added = output(residual),
                         to = output(index)](Run &) {
        shareRows(count, [&](std::size_t, std::size_t begin, std::size_t end) {
            m_kernels.addScaled(from + begin, added + begin, end - begin, scale, relu, to + begin);
        });
    });
    m_backwardOf[index] = [this, index, trunk, residual, count, scale, relu] {
        const auto back = [&](float factor) {
            return [this, factor, count, relu, own = gradient(index),
                    out = output(index)](Stored *to) -> Command {
                return [this, factor, count, relu, own, out, to](Run &) {
                    shareRows(count, [&](std::size_t, std::size_t begin, std::size_t end) {
                        m_kernels.scaleBack(own + begin, out + begin, end - begin, factor, relu,
                                            to + begin);
                    });
                };
            };
        };
        contribute(residual, back(scale));
        contribute(trunk, back(1.0F));
        releaseGradient(index);
    };
}

template<typename Stored> void CompiledPass<Stored>::addDropout(int index)
{
    const int input = inputOf(index);
    const std::size_t count = cellsOf(layer(index).out).elements();
    const double keep = layer(index).keepProbability;
    const auto factors = std::make_shared<std::vector<float>>(count);
    const auto multiply = [factors](const Stored *from, Stored *to) {
        for (std::size_t i = 0; i < factors->size(); ++i)
            to[i] = stored<Stored>(toFloat(from[i]) * (*factors)[i]);
    };
    m_forward.push_back([factors, multiply, index, count, keep, from = output(input),
                         to = output(index)](Run &run) {
        const std::size_t each = count / run.batch.size();
        *factors =
            dropoutFactors(run.settings.dropoutSeed, index, {run.batch.first * each, count}, keep);
        multiply(from, to);
    });
    m_backwardOf[index] = [this, index, input, multiply] {
        contribute(input, [&](Stored *to) -> Command {
            return [multiply, from = gradient(index), to](Run &) { multiply(from, to); };
        });
        releaseGradient(index);
    };
}

template<typename Stored> void CompiledPass<Stored>::addLoss()
{
    const int index = m_graph.logits();
    const bool inFloat = !m_logits.empty();
    const std::size_t count = cellsOf(layer(index).out).elements();
    m_logits.resize(count);
    m_logitGradients.resize(count);
    gradient(index) = newValues(cellsOf(layer(index).out));
    m_backward.push_back([this, inFloat, from = output(index), to = gradient(index)](Run &run) {
        if (!inFloat)
            std::transform(from, from + m_logits.size(), m_logits.begin(),
                           [](Stored value) { return toFloat(value); });
        run.result =
            crossEntropy(m_logits, run.batch, run.settings.labelSmoothing, m_logitGradients);
        std::ranges::transform(m_logitGradients, to, stored<Stored>);
    });
}

} // namespace

std::unique_ptr<TrainingPass> compileTrainingPass(const NetworkGraph &graph,
                                                  const PassOptions &options,
                                                  const dnnl::engine &engine)
{
    if (options.brain)
        return std::make_unique<CompiledPass<Brain>>(graph, options, engine);
    return std::make_unique<CompiledPass<float>>(graph, options, engine);
}

} // namespace inceptoscope
