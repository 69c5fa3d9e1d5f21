#pragma once

#include "training/trainingbackend.h"

namespace inceptoscope {

/// Random initial weights: He's normal for convolutions, a small normal for linear layers.
Expected<std::unique_ptr<TrainingBackend>>
createTorchTrainingBackend(const NetworkGraph &graph, const OptimizerSettings &settings);

} // namespace inceptoscope
