#pragma once

#include "curves/runlogwriter.h"
#include "training/trainer.h"

#include <map>
#include <string>

namespace inceptoscope {

struct TrainingPlan;

/// What the first line of a run's log tells.
RunSettings settingsOf(const TrainingSettings &settings, const TrainingPlan &plan);
/// By the tags of the log: "residual_ratio/inception_resnet_a.0" of each residual block,
/// "dead_share/stem.conv1" of each block, "zeros_before_pool".
std::map<std::string, double> seriesOf(const NetworkHealth &health);
/// The log's line of an epoch, after which so many steps are taken.
std::string logLineOf(const EpochResult &result, std::int64_t steps);

} // namespace inceptoscope
