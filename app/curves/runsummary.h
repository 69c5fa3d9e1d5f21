#pragma once

#include "curves/curveset.h"
#include "curves/runmeasures.h"

namespace inceptoscope {

/// How far the shown runs came on the validation photos, in two lines: "Validation top-1 error of
/// 35 %: A after 5 epochs, B after 7." and "Best: A 21.4 %, B 22.0 %." The first error is the
/// lowest multiple of 5 % that all of them reach. Of the metric, or of the top-1 error where that
/// is a loss. Empty where it is a tag, or no run has a value.
QString runSummary(const std::vector<RunLog> &runs, const std::vector<bool> &shown,
                   CurveMetric metric);

/// The error of a run.
struct ComparedError
{
    Series series; ///< empty where the run is not shown, or has none
    CurveUnit unit = CurveUnit::Error;
};

/// What it is about where these are drawn: the first error among them, else a loss, else a tag.
CurveMetric comparedMetric(const std::vector<Metric> &metrics);
/// What it is made of, by run.
std::vector<ComparedError> comparedErrors(const std::vector<RunLog> &runs,
                                          const std::vector<bool> &shown, CurveMetric metric);
/// Groups stand for their runs where they are joined.
QString runSummary(const std::vector<ComparedError> &compared, const RunArrangement &arrangement,
                   bool joinsGroups, CurveMetric metric);

} // namespace inceptoscope
