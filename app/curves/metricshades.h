#pragma once

#include "curves/curvehue.h"

#include <map>
#include <set>

namespace inceptoscope {

/// Shades for several metrics of runs: the first metric of a run has the run's own, each other one
/// that no curve has, while there are some.
class MetricShades
{
public:
    /// Those of the runs that are drawn.
    explicit MetricShades(const std::vector<RunShade> &ofRuns);

    RunShade shadeOf(std::size_t run, const RunShade &own, std::size_t metric);

private:
    RunShade next();

    std::set<CurveHue> m_taken;
    std::map<std::pair<std::size_t, std::size_t>, RunShade> m_given; ///< by run and metric
    int m_tried = 0;
};

} // namespace inceptoscope
