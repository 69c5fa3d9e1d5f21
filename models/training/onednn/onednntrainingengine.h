#pragma once

#include "training/trainingengine.h"

#include <memory>

namespace inceptoscope {

Expected<std::unique_ptr<TrainingEngine>>
createOnednnTrainingEngine(const NetworkGraph &graph, const TrainingEngineOptions &options);

} // namespace inceptoscope
