#pragma once

#include "curves/curvemetric.h"
#include "curves/runlog.h"
#include "graph/error.h"

namespace inceptoscope {

/// Everything the runs have that can be drawn: measures, and tags in name order.
std::vector<Metric> metricsOf(const std::vector<RunLog> &runs);

/// What is shown first of these runs: top-1 errors, else losses, else any tag. Nothing where they
/// have nothing.
std::optional<Metric> firstMetric(const std::vector<RunLog> &runs);

/// What a name stands for: a tag of the runs, or the measures "top1_error", "top5_error" and
/// "loss". The error lists the tags there are.
Expected<Metric> metricNamed(const std::string &name, const std::vector<RunLog> &runs);

} // namespace inceptoscope
