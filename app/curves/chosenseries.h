#pragma once

#include "curves/curveset.h"
#include "curves/runmeasures.h"

namespace inceptoscope {

/// What a run logged of a metric.
struct ChosenSeries
{
    std::size_t run = 0; ///< its position
    std::size_t metric = 0; ///< its position among the chosen ones
    MeasuredSeries measured;
    bool isDashed =
        false; ///< a measure's on the photos of the training, and of several tags theirs
    bool isWanted = true; ///< validation or training, as chosen
};

/// Of all runs, by run and then by metric. Points into them.
std::vector<ChosenSeries> chosenSeries(const std::vector<RunLog> &runs, const CurveChoice &choice);

} // namespace inceptoscope
