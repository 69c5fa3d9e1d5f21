#include "training/onednn/onednntrainingengine.h"

#include "engine/engine.h"
#include "engine/onednn/instructions.h"
#include "engine/onednn/threads.h"
#include "training/onednn/trainingpass.h"

#include <map>
#include <new>

namespace inceptoscope {

namespace {

class OnednnTrainingEngine : public TrainingEngine
{
public:
    OnednnTrainingEngine(const NetworkGraph &graph, const TrainingEngineOptions &options)
        : m_graph(graph)
        , m_options(options)
        , m_engine(dnnl::engine::kind::cpu, 0)
    {
    }

    Expected<void> setGraph(const NetworkGraph &graph) override
    {
        if (!(graph == m_graph))
            m_passes.clear(); // of another input size, whose memory is not needed any more
        m_graph = graph;
        return {};
    }

    Expected<PassResult> pass(const Batch &batch, const PassSettings &settings,
                              std::span<float> values, std::span<float> gradients) override
    {
        if (const auto fits = checkBatch(m_graph, batch); !fits)
            return tl::unexpected(fits.error());
        try {
            return compiled(static_cast<int>(batch.size())).run(batch, settings, values, gradients);
        } catch (const std::bad_alloc &) {
            return failure("there is not enough memory to train on batches of "
                           + std::to_string(batch.size()) + " pictures; try smaller ones");
        } catch (const dnnl::error &error) {
            return failure(std::string("oneDNN cannot go on: ") + error.message);
        }
    }

    std::int64_t passBytes() const override
    {
        std::int64_t bytes = 0;
        for (const auto &[batch, pass] : m_passes)
            bytes += pass->bytes();
        return bytes;
    }

private:
    TrainingPass &compiled(int batch)
    {
        auto &pass = m_passes[batch];
        if (!pass)
            pass = compileTrainingPass(
                m_graph, {batch, m_options.brain, m_options.threads, m_options.together}, m_engine);
        return *pass;
    }

    NetworkGraph m_graph;
    TrainingEngineOptions m_options;
    dnnl::engine m_engine;
    std::map<int, std::unique_ptr<TrainingPass>> m_passes; ///< by batch size
};

} // namespace

Expected<std::unique_ptr<TrainingEngine>>
createOnednnTrainingEngine(const NetworkGraph &graph, const TrainingEngineOptions &options)
{
    TrainingEngineOptions own = options;
    if (own.threads == 0)
        own.threads = availableProcessors();
    own.threads = startableThreads(own.threads);
    if (own.brain && !computesWith(dnnl::cpu_isa::avx512_core_bf16))
        return failure("oneDNN does not compute in bfloat16 on this processor");
    try {
        return std::make_unique<OnednnTrainingEngine>(graph, own);
    } catch (const dnnl::error &error) {
        return failure(std::string("oneDNN cannot start: ") + error.message);
    }
}

} // namespace inceptoscope
