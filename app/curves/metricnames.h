#pragma once

#include "curves/curveset.h"
#include "curves/runlog.h"
#include "graph/error.h"

namespace inceptoscope {

/// Everything the runs have that can be drawn: measures, and tags in name order.
std::vector<Metric> metricsOf(const std::vector<RunLog> &runs);

/// What is shown first of these runs, of what there is with the rest of the choice: top-1 errors,
/// else losses, else any tag. Nothing where they have nothing.
std::optional<Metric> firstMetric(const std::vector<RunLog> &runs, CurveChoice choice = {});

/// "top1_error", "top5_error" or "loss", if any run has it.
Expected<Metric> measureCalled(const std::string &name, const std::vector<RunLog> &runs);
/// What a name stands for: a tag of the runs, or a measure. The error lists the tags there are.
Expected<Metric> metricNamed(const std::string &name, const std::vector<RunLog> &runs);

} // namespace inceptoscope
