#pragma once

#include "engine/engine.h"
#include "training/trainingengine.h"

#include <memory>

namespace inceptoscope {

/// Everything that needs oneDNN, behind an interface, as torchruntime.h for LibTorch. Implemented
/// by the module inceptoscope_onednn.
class OnednnRuntime
{
public:
    virtual ~OnednnRuntime() = default;

    virtual Expected<std::unique_ptr<Engine>>
    makeEngine(const NetworkGraph &graph, const Weights &weights, const EngineOptions &options) = 0;
    virtual Expected<std::unique_ptr<TrainingEngine>>
    makeTrainingEngine(const NetworkGraph &graph, const TrainingEngineOptions &options) = 0;
};

/// Loads the module at the first call, which may come from any thread; later calls are free.
Expected<OnednnRuntime *> onednnRuntime();

} // namespace inceptoscope
