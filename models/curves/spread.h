#pragma once

#include "curves/curvepoints.h"

#include <span>
#include <vector>

namespace inceptoscope {

/// What a band around the mean of several curves tells.
enum class SpreadBand {
    Extremes, ///< from the lowest to the highest
    Deviation, ///< one standard deviation of a sample (n − 1) below and above the mean
};

/// Several curves as one: at each x their mean, and the edges of the band, of which one curve has
/// none.
struct Spread
{
    std::vector<CurvePoint> mean;
    std::vector<CurvePoint> low;
    std::vector<CurvePoint> high;
};

/// Curves that rise in x, where all of them have begun and none is over: at every x that one of
/// them has, the others read off the line between their neighbours. Values that are not finite do
/// not count. Empty where one has none.
std::vector<std::vector<CurvePoint>>
atCommonPlaces(std::span<const std::vector<CurvePoint>> curves);

/// Of curves at their common places. Empty where they have none.
Spread spreadOf(std::span<const std::vector<CurvePoint>> curves,
                SpreadBand band = SpreadBand::Extremes);

/// `a` less `b` at their common places.
std::vector<CurvePoint> difference(const std::vector<CurvePoint> &a,
                                   const std::vector<CurvePoint> &b);

/// By trapezoids between finite values, in the units of both axes; 0 for less than two.
double areaUnder(const std::vector<CurvePoint> &curve);

} // namespace inceptoscope
