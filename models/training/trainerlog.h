#pragma once

#include "curves/runlogwriter.h"
#include "training/trainer.h"

namespace inceptoscope {

struct TrainingPlan;

/// What the first line of a run's log tells.
RunSettings settingsOf(const TrainingSettings &settings, const TrainingPlan &plan);
/// The log's line of an epoch, after which so many steps are taken.
std::string logLineOf(const EpochResult &result, std::int64_t steps);

} // namespace inceptoscope
