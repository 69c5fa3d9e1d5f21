#pragma once

#include "engine/engine.h"
#include "explain/gradcam.h"
#include "training/distributed/collective.h"
#include "training/distributed/joinsettings.h"
#include "training/distributed/rankplace.h"
#include "training/trainingengine.h"

#include <memory>

namespace inceptoscope {

/// Everything that needs LibTorch, behind an interface, so that the program starts without loading
/// it. Implemented by the module inceptoscope_torch.
class TorchRuntime
{
public:
    virtual ~TorchRuntime() = default;

    virtual Expected<std::unique_ptr<Engine>> makeEngine(const NetworkGraph &graph,
                                                         const Weights &weights,
                                                         const EngineOptions &options,
                                                         const std::stop_token &stop) = 0;
    /// The reference for oneDNN's.
    virtual Expected<std::unique_ptr<TrainingEngine>>
    makeTrainingEngine(const NetworkGraph &graph, const TrainingEngineOptions &options) = 0;
    /// Waits for the other ranks of a data-parallel run.
    virtual Expected<std::shared_ptr<Collective>> joinRanks(const RankPlace &place,
                                                            const JoinSettings &settings) = 0;
    virtual Expected<std::unique_ptr<GradientEngine>>
    makeGradientEngine(const NetworkGraph &graph, const Weights &weights,
                       const EngineOptions &options) = 0;
};

/// Loads the module at the first call, which may come from any thread; later calls are free.
Expected<TorchRuntime *> torchRuntime();

} // namespace inceptoscope
