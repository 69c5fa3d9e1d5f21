#include "engine/torch/torchborder.h"
#include "engine/torch/torchengine.h"
#include "engine/torchruntime.h"
#include "explain/torch/torchgradientengine.h"
#include "training/distributed/torch/gloocollective.h"
#include "training/torch/torchtrainingengine.h"

namespace inceptoscope {

namespace {

class Runtime : public TorchRuntime
{
public:
    Expected<std::unique_ptr<Engine>> makeEngine(const NetworkGraph &graph, const Weights &weights,
                                                 const EngineOptions &options,
                                                 const std::stop_token &stop) override
    {
        return withoutExceptions([&] { return createTorchEngine(graph, weights, options, stop); });
    }

    Expected<std::unique_ptr<GradientEngine>>
    makeGradientEngine(const NetworkGraph &graph, const Weights &weights,
                       const EngineOptions &options) override
    {
        return withoutExceptions(
            [&] { return createTorchGradientEngine(graph, weights, options); });
    }

    Expected<std::unique_ptr<TrainingEngine>>
    makeTrainingEngine(const NetworkGraph &graph, const TrainingEngineOptions &options) override
    {
        return withoutExceptions([&] { return createTorchTrainingEngine(graph, options); });
    }

    Expected<std::shared_ptr<Collective>> joinRanks(const RankPlace &place,
                                                    const JoinSettings &settings) override
    {
        return withoutExceptions([&] { return joinThroughGloo(place, settings); });
    }
};

} // namespace

} // namespace inceptoscope

extern "C" inceptoscope::TorchRuntime *inceptoscopeTorchRuntime()
{
    static inceptoscope::Runtime runtime;
    return &runtime;
}
