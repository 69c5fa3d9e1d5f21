#pragma once

#include "training/trainingengine.h"

#include <memory>

namespace inceptoscope {

/// By autograd: what oneDNN's engine is held to.
Expected<std::unique_ptr<TrainingEngine>>
createTorchTrainingEngine(const NetworkGraph &graph, const TrainingEngineOptions &options);

} // namespace inceptoscope
