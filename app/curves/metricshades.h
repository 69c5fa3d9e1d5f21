#pragma once

#include "curves/chosenseries.h"

#include <map>

namespace inceptoscope {

/// Colours for several metrics of runs: the first solid and the first dashed one of a run have the
/// run's own, each other two one that nothing else has, while there are some. They stay when runs
/// are hidden.
class MetricShades
{
public:
    /// Of the series of all runs. Groups that are drawn as one are coloured as their first run.
    MetricShades(const std::vector<ChosenSeries> &ofAllRuns, const CurveChoice &choice,
                 const RunArrangement &arrangement);

    RunShade of(const ChosenSeries &series) const;

private:
    using OfRun = std::pair<std::size_t, std::size_t>; ///< a run, or the first of its group

    const RunArrangement &m_arrangement;
    std::vector<std::size_t> m_first; ///< of each run's group
    std::map<OfRun, std::size_t> m_ranks; ///< by metric
    std::map<OfRun, RunShade> m_beyond; ///< by rank
};

} // namespace inceptoscope
