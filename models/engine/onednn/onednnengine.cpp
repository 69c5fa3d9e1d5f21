#include "engine/onednn/onednnengine.h"

#include "engine/enginechecks.h"
#include "engine/onednn/compilednetworks.h"
#include "engine/onednn/instructions.h"
#include "engine/onednn/threads.h"
#include "measuring/layertimes.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>
#include <numeric>
#include <system_error>
#include <thread>

namespace inceptoscope {

namespace {

using dnnl::memory;

/// What oneDNN's convolutions like best: matrix units (AMX) are used where channels are last only,
/// and outweigh by far that branches are then copied to their concatenation.
ChannelLayout bestLayout(memory::data_type type)
{
    const int lanes = computesWith(dnnl::cpu_isa::avx512_core) ? 16 : 8;
    const bool matrixUnits =
        type == memory::data_type::bf16 && computesWith(dnnl::cpu_isa::avx512_core_amx);
    return {lanes, matrixUnits ? ChannelLayout::Order::Last : ChannelLayout::Order::Grouped};
}

std::vector<float> softmax(const std::vector<float> &logits)
{
    const double largest = *std::ranges::max_element(logits);
    std::vector<double> powers(logits.size());
    std::ranges::transform(logits, powers.begin(),
                           [&](float logit) { return std::exp(logit - largest); });
    const double sum = std::accumulate(powers.begin(), powers.end(), 0.0);
    std::vector<float> probabilities(logits.size());
    std::ranges::transform(powers, probabilities.begin(),
                           [&](double power) { return static_cast<float>(power / sum); });
    return probabilities;
}

int softmaxLayer(const NetworkGraph &graph)
{
    const auto found = std::ranges::find(graph.layers(), LayerKind::Softmax, &Layer::kind);
    return found == graph.layers().end() ? -1 : static_cast<int>(found - graph.layers().begin());
}

/// Does the same work on so many threads, this one among them; on fewer where no more can be
/// started.
template<typename Work> void shareAmongThreads(std::size_t count, Work work)
{
    std::vector<std::jthread> others;
    others.reserve(count - 1);
    try {
        while (others.size() + 1 < count)
            others.emplace_back(work);
    } catch (const std::system_error &) { // those that are there do all of it
    }
    work();
}

/// Tells of the progress of a batch, and whether it is to go on. Many threads may ask at once.
class BatchProgress
{
public:
    BatchProgress(std::stop_token stop, const ForwardProgress &report, int total)
        : m_stop(std::move(stop))
        , m_report(report)
        , m_total(total)
    {
    }

    bool goesOn() const { return !m_stop.stop_requested(); }

    bool advance(int layers)
    {
        if (m_report) {
            const std::scoped_lock lock(m_mutex);
            m_done += layers;
            m_report(m_done, m_total);
        }
        return goesOn();
    }

private:
    std::stop_token m_stop;
    const ForwardProgress &m_report;
    std::mutex m_mutex;
    int m_done = 0;
    int m_total;
};

class OnednnEngine : public Engine
{
public:
    OnednnEngine(const NetworkGraph &graph, const Weights &weights, const EngineOptions &options)
        : m_graph(graph)
        , m_threads(startableThreads(options.threads > 0 ? options.threads : availableProcessors()))
        , m_type(options.precision == Precision::BFloat16 ? memory::data_type::bf16
                                                          : memory::data_type::f32)
        , m_networks(dnnl::engine(dnnl::engine::kind::cpu, 0), LayerFolder(graph, weights),
                     m_threads)
    {
    }

    const NetworkGraph &graph() const override { return m_graph; }

    Expected<void> prepare(const CaptureSet &capture, const std::stop_token &stop,
                           const ForwardProgress &progress) override;

    Expected<void> setGraph(const NetworkGraph &graph) override
    {
        auto shared = checkSharesWeights(m_graph, graph);
        if (shared)
            m_graph = graph;
        return shared;
    }

    Expected<std::vector<Activations>> run(std::span<const std::vector<float>> inputs,
                                           const CaptureSet &capture, std::stop_token stop,
                                           const ForwardProgress &progress) override;

    Expected<std::vector<double>> timeLayers(const std::vector<float> &input,
                                             std::stop_token stop) override;

private:
    using Answers = std::vector<Expected<Activations>>;

    void answerAll(std::span<const std::vector<float>> inputs, const CaptureSet &capture,
                   BatchProgress &progress, Answers &answers);
    Expected<Activations> answer(const std::vector<float> &input, const CaptureSet &capture,
                                 int threads, BatchProgress &progress);
    template<typename Compute>
    static auto withoutExceptions(Compute compute) -> decltype(compute());
    Expected<Activations> pass(CompiledNetwork &network, const std::vector<float> &input,
                               BatchProgress &progress);
    Expected<Activations> answerOf(const CompiledNetwork &network) const;

    NetworkGraph m_graph;
    int m_threads;
    memory::data_type m_type;
    BufferPool m_pool;
    CompiledNetworks m_networks;
};

Expected<std::vector<Activations>> OnednnEngine::run(std::span<const std::vector<float>> inputs,
                                                     const CaptureSet &capture,
                                                     std::stop_token stop,
                                                     const ForwardProgress &progress)
{
    if (const auto fit = checkInputs(m_graph, inputs); !fit)
        return tl::unexpected(fit.error());
    const int layers = static_cast<int>(m_graph.layers().size());
    BatchProgress batch(std::move(stop), progress, layers * static_cast<int>(inputs.size()));
    Answers outcomes(inputs.size());
    answerAll(inputs, capture, batch, outcomes);
    std::vector<Activations> answers;
    for (Expected<Activations> &outcome : outcomes) {
        if (!outcome)
            return tl::unexpected(outcome.error());
        answers.push_back(std::move(*outcome));
    }
    return answers;
}

/// A picture for each thread at a time: threads that share one wait for each other after each
/// layer. A single picture, or the last one, is shared by all.
void OnednnEngine::answerAll(std::span<const std::vector<float>> inputs, const CaptureSet &capture,
                             BatchProgress &progress, Answers &answers)
{
    const auto threads = static_cast<std::size_t>(m_threads);
    const std::size_t alone = inputs.size() - inputs.size() % threads;
    if (threads > 1 && alone > 0) {
        std::atomic<std::size_t> next = 0;
        shareAmongThreads(threads, [&] {
            for (std::size_t i = next++; i < alone; i = next++)
                answers[i] = answer(inputs[i], capture, 1, progress);
        });
    }
    for (std::size_t i = threads > 1 ? alone : 0; i < inputs.size(); ++i)
        answers[i] = answer(inputs[i], capture, m_threads, progress);
}

template<typename Compute>
auto OnednnEngine::withoutExceptions(Compute compute) -> decltype(compute())
{
    try {
        return compute();
    } catch (const tl::bad_expected_access<Error> &error) { // cancelled, or weights cannot be read
        return tl::unexpected(error.error());
    } catch (const std::bad_alloc &) {
        return failure("there is not enough memory for this network; try a smaller input size");
    } catch (const dnnl::error &error) {
        return failure(std::string("oneDNN cannot go on: ") + error.message);
    } catch (const std::exception &exception) {
        return failure(std::string("this network cannot be computed: ") + exception.what());
    }
}

Expected<Activations> OnednnEngine::answer(const std::vector<float> &input,
                                           const CaptureSet &capture, int threads,
                                           BatchProgress &progress)
{
    return withoutExceptions([&] {
        auto network = m_networks.take(m_graph, {capture, bestLayout(m_type), m_type, threads},
                                       [&](int, const auto &) { return progress.goesOn(); });
        auto answer = pass(*network, input, progress);
        m_networks.giveBack(std::move(network)); // also of a pass that was cancelled
        return answer;
    });
}

/// What brings the input into its layout belongs to the first layer.
Expected<std::vector<double>> OnednnEngine::timeLayers(const std::vector<float> &input,
                                                       std::stop_token stop)
{
    if (const auto fit = checkInputs(m_graph, {&input, 1}); !fit)
        return tl::unexpected(fit.error());
    std::vector<double> times(m_graph.layers().size());
    return withoutExceptions([&]() -> Expected<std::vector<double>> {
        auto network = m_networks.take(m_graph, {{}, bestLayout(m_type), m_type, m_threads},
                                       [&](int, const auto &) { return !stop.stop_requested(); });
        auto last = std::chrono::steady_clock::now();
        const bool finished =
            network->run(input.data(), m_pool, [&](int, const std::vector<int> &layers) {
                const auto now = std::chrono::steady_clock::now();
                const std::chrono::duration<double, std::milli> elapsed = now - last;
                addSharedTime(m_graph, layers.empty() ? std::vector{0} : layers, elapsed.count(),
                              times);
                last = std::chrono::steady_clock::now();
                return !stop.stop_requested();
            });
        m_networks.giveBack(std::move(network));
        if (!finished)
            return failure("cancelled");
        return times;
    });
}

/// What run() needs for a single picture.
Expected<void> OnednnEngine::prepare(const CaptureSet &capture, const std::stop_token &stop,
                                     const ForwardProgress &progress)
{
    return withoutExceptions([&]() -> Expected<void> {
        const int layers = static_cast<int>(m_graph.layers().size());
        m_networks.giveBack(m_networks.take(
            m_graph, {capture, bestLayout(m_type), m_type, m_threads}, [&](int done, const auto &) {
                if (progress && done > 0)
                    progress(done, layers);
                return !stop.stop_requested();
            }));
        return {};
    });
}

Expected<Activations> OnednnEngine::pass(CompiledNetwork &network, const std::vector<float> &input,
                                         BatchProgress &progress)
{
    const auto start = std::chrono::steady_clock::now();
    int before = 0;
    const bool finished = network.run(input.data(), m_pool, [&](int done, const auto &) {
        return progress.advance(done - std::exchange(before, done));
    });
    if (!finished)
        return failure("cancelled");
    const std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;
    auto answer = answerOf(network);
    if (answer) // of the time of all threads, the share that this picture took
        answer->forwardMilliseconds = elapsed.count() * network.options().threads / m_threads;
    return answer;
}

Expected<Activations> OnednnEngine::answerOf(const CompiledNetwork &network) const
{
    Activations answer;
    answer.logits = network.logits();
    if (const auto sound = checkLogits(m_graph, answer.logits); !sound)
        return tl::unexpected(sound.error());
    answer.probabilities = softmax(answer.logits);
    for (int layer : network.options().capture) {
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
    if (const auto fit = checkWeights(graph, weights); !fit)
        return tl::unexpected(fit.error());
    if (options.precision == Precision::BFloat16 && !computesWith(dnnl::cpu_isa::avx512_core_bf16))
        return failure("oneDNN does not compute in bfloat16 on this processor");
    try {
        return std::make_unique<OnednnEngine>(graph, weights, options);
    } catch (const dnnl::error &error) {
        return failure(std::string("oneDNN cannot start: ") + error.message);
    }
}

} // namespace inceptoscope
