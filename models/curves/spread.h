#pragma once

#include "curves/curvepoints.h"

#include <span>
#include <vector>

namespace inceptoscope {

/// Several curves as one: at each x the mean, the lowest and the highest of them.
struct Spread
{
    std::vector<CurvePoint> mean;
    std::vector<CurvePoint> low;
    std::vector<CurvePoint> high;
};

/// Of curves that rise in x, where all of them have begun and none is over: at every x that one of
/// them has, the others read off the line between their neighbours. Values that are not finite do
/// not count. Empty where they have no x in common.
Spread spreadOf(std::span<const std::vector<CurvePoint>> curves);

} // namespace inceptoscope
