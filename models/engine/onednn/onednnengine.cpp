#include "engine/onednn/onednnengine.h"

#include "engine/onednn/compilednetwork.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <list>
#include <numeric>
#include <omp.h>

namespace inceptoscope {

namespace {

using dnnl::memory;

/// Networks that stay compiled: what a person looks at, and the labels of the other photos.
constexpr std::size_t mostCompiled = 3;

/// Channels that lie together in the layout this processor's convolutions like best.
int bestLanes()
{
    int lanes = 1;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f"))
        lanes = 16;
    else if (__builtin_cpu_supports("avx2"))
        lanes = 8;
#endif
    return lanes;
}

bool hasBrainFloats()
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16");
#else
    return false;
#endif
}

std::vector<float> softmax(const std::vector<float> &logits)
{
    const double largest = *std::ranges::max_element(logits);
    std::vector<double> powers;
    for (float logit : logits)
        powers.push_back(std::exp(logit - largest));
    const double sum = std::accumulate(powers.begin(), powers.end(), 0.0);
    std::vector<float> probabilities;
    for (double power : powers)
        probabilities.push_back(static_cast<float>(power / sum));
    return probabilities;
}

int softmaxLayer(const NetworkGraph &graph)
{
    const auto found = std::ranges::find(graph.layers(), LayerKind::Softmax, &Layer::kind);
    return found == graph.layers().end() ? -1 : static_cast<int>(found - graph.layers().begin());
}

class OnednnEngine : public Engine
{
public:
    OnednnEngine(const NetworkGraph &graph, const Weights &weights, const EngineOptions &options)
        : m_graph(graph)
        , m_specs(graph.parameterSpecs())
        , m_threads(options.threads > 0 ? options.threads : availableProcessors())
        , m_type(options.precision == Precision::BFloat16 ? memory::data_type::bf16
                                                          : memory::data_type::f32)
        , m_engine(dnnl::engine::kind::cpu, 0)
        , m_packer(m_engine, LayerFolder(graph, weights))
    {
    }

    const NetworkGraph &graph() const override { return m_graph; }

    Expected<void> setGraph(const NetworkGraph &graph) override
    {
        if (graph.parameterSpecs() != m_specs)
            return failure(graph.title() + " needs other weights than those loaded for "
                           + m_graph.title());
        m_graph = graph;
        return {};
    }

    Expected<std::vector<Activations>> run(std::span<const std::vector<float>> inputs,
                                           const CaptureSet &capture, std::stop_token stop,
                                           const ForwardProgress &progress) override;

private:
    struct Compiled
    {
        NetworkGraph graph;
        CompiledNetwork network;
    };

    Expected<void> check(std::span<const std::vector<float>> inputs) const;
    CompiledNetwork &compiled(const CaptureSet &capture);
    Expected<Activations> answer(const std::vector<float> &input, const CaptureSet &capture,
                                 const CompiledNetwork::Visitor &visit);

    NetworkGraph m_graph;
    std::vector<ParameterSpec> m_specs;
    int m_threads;
    memory::data_type m_type;
    dnnl::engine m_engine;
    WeightPacker m_packer;
    BufferPool m_pool;
    std::list<Compiled> m_compiled; ///< used last first
};

Expected<void> OnednnEngine::check(std::span<const std::vector<float>> inputs) const
{
    const GridShape shape = m_graph.input();
    for (const std::vector<float> &input : inputs) {
        if (static_cast<std::int64_t>(input.size()) != shape.elements())
            return failure(m_graph.title() + " was given " + std::to_string(input.size())
                           + " values for an input of " + formatShape(shape));
    }
    return {};
}

CompiledNetwork &OnednnEngine::compiled(const CaptureSet &capture)
{
    const CompileOptions wanted{capture, bestLanes(), m_type};
    const auto found = std::ranges::find_if(m_compiled, [&](const Compiled &each) {
        return each.network.options() == wanted && each.graph == m_graph;
    });
    if (found != m_compiled.end()) {
        m_compiled.splice(m_compiled.begin(), m_compiled, found);
        return m_compiled.front().network;
    }
    m_compiled.push_front({m_graph, CompiledNetwork(m_graph, wanted, m_engine, m_packer)});
    if (m_compiled.size() > mostCompiled)
        m_compiled.pop_back();
    return m_compiled.front().network;
}

Expected<std::vector<Activations>> OnednnEngine::run(std::span<const std::vector<float>> inputs,
                                                     const CaptureSet &capture,
                                                     std::stop_token stop,
                                                     const ForwardProgress &progress)
{
    if (const auto fits = check(inputs); !fits)
        return tl::unexpected(fits.error());
    const int layers = static_cast<int>(m_graph.layers().size());
    const int total = layers * static_cast<int>(inputs.size());
    std::vector<Activations> answers;
    const auto visit = [&](int done) {
        if (progress)
            progress(static_cast<int>(answers.size()) * layers + done, total);
        return !stop.stop_requested();
    };
    try {
        for (const std::vector<float> &input : inputs) {
            auto one = answer(input, capture, visit);
            if (!one)
                return tl::unexpected(one.error());
            answers.push_back(std::move(*one));
        }
    } catch (const std::bad_alloc &) {
        return failure("there is not enough memory for this network; try a smaller input size");
    } catch (const dnnl::error &error) {
        return failure(std::string("oneDNN cannot go on: ") + error.message);
    }
    return answers;
}

Expected<Activations> OnednnEngine::answer(const std::vector<float> &input,
                                           const CaptureSet &capture,
                                           const CompiledNetwork::Visitor &visit)
{
    omp_set_num_threads(m_threads);
    CompiledNetwork &network = compiled(capture);
    const auto start = std::chrono::steady_clock::now();
    if (!network.run(input.data(), m_pool, visit))
        return failure("cancelled");
    const std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;

    Activations answer;
    answer.forwardMilliseconds = elapsed.count();
    answer.logits = network.logits();
    if (!std::ranges::all_of(answer.logits, [](float logit) { return std::isfinite(logit); }))
        return failure(m_graph.title()
                       + " answers with values that are not numbers; its weights are damaged");
    answer.probabilities = softmax(answer.logits);
    for (int layer : capture) {
        answer.captured[layer] = layer == softmaxLayer(m_graph)
            ? Activation{m_graph.layer(layer).out,
                         std::make_shared<const LazyValues>(answer.probabilities)}
            : network.captured(layer);
    }
    return answer;
}

} // namespace

Expected<std::unique_ptr<Engine>>
createOnednnEngine(const NetworkGraph &graph, const Weights &weights, const EngineOptions &options)
{
    const std::vector<ParameterSpec> specs = graph.parameterSpecs();
    const bool fits = !weights.empty()
        && std::ranges::equal(specs, weights.entries(), {}, {}, &Weights::Entry::spec);
    if (!fits)
        return failure("the weights do not belong to " + graph.title());
    if (options.precision == Precision::BFloat16 && !hasBrainFloats())
        return failure("this processor does not compute in bfloat16");
    try {
        return std::make_unique<OnednnEngine>(graph, weights, options);
    } catch (const dnnl::error &error) {
        return failure(std::string("oneDNN cannot start: ") + error.message);
    }
}

} // namespace inceptoscope
