#pragma once

#include "curves/curveset.h"

namespace inceptoscope {

/// How a plot lays curves out.
struct CurveScales
{
    bool xLogarithmic = false;
    bool yLogarithmic = false;
    bool withoutOutliers = false; ///< the range leaves them out; they are drawn all the same

    bool operator==(const CurveScales &) const = default;
};

/// What a plot shows of the plane, in the axis' and in the metric's unit.
struct CurveRanges
{
    double xFrom = 0.0;
    double xTo = 1.0;
    double yFrom = 0.0;
    double yTo = 1.0;

    bool operator==(const CurveRanges &) const = default;
};

/// All finite points with some room around them; on a logarithmic axis, all that are positive
/// there. Without outliers: of each curve the values from the 5th to the 95th percentile, as they
/// are drawn, so that no curve is out of sight.
CurveRanges fittedRanges(const CurveSet &curves, const CurveScales &scales);

/// How many curves have nothing above zero, which is all that a logarithmic axis shows, though they
/// have finite values. None where both axes are linear.
std::size_t curvesBelowLogarithms(const CurveSet &curves, const CurveScales &scales);

/// Of a curve the values from the 5th to the 95th percentile, of those that are drawn.
Bounds withoutOutliers(const Curve &curve, const CurveScales &scales);

/// Where the ticks of a logarithmic axis stand: at 1, 2 and 5 times the powers of ten, or at all
/// digits times these in a range that is less than a factor of ten, or at few powers alone in one
/// of more than five.
std::vector<double> logarithmicTicks(double from, double to);

} // namespace inceptoscope
