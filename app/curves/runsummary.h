#pragma once

#include "curves/curveset.h"

namespace inceptoscope {

/// How far the shown runs came on the validation photos, in two lines: "Validation top-1 error of
/// 35 %: A after 5 epochs, B after 7." and "Best: A 21.4 %, B 22.0 %." The first error is the
/// lowest multiple of 5 % that all of them reach. Of the metric, or of the top-1 error where the
/// metric is no error. Empty where no run has a value.
QString runSummary(const std::vector<RunLog> &runs, const std::vector<bool> &shown,
                   CurveMetric metric);

/// What it is made of: the error of each run, empty where that is not shown.
std::vector<Series> comparedSeries(const std::vector<RunLog> &runs, const std::vector<bool> &shown,
                                   CurveMetric metric);
QString runSummary(const std::vector<Series> &compared, const QStringList &titles,
                   CurveMetric metric);

} // namespace inceptoscope
