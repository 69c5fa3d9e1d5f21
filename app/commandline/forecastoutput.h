#pragma once

#include "training/forecast.h"

namespace inceptoscope {

/// What `train --dry-run` prints, for people or, in the shape of docs/command-line.md, as JSON.
void printForecast(const TrainingSettings &settings, const TrainingForecast &forecast, bool json);

} // namespace inceptoscope
