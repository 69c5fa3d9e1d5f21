#pragma once

#include "curves/series.h"

#include <vector>

namespace inceptoscope {

/// One point of a curve that is drawn or compared.
struct CurvePoint
{
    double x = 0.0;
    double y = 0.0;

    bool operator==(const CurvePoint &) const = default;
};

/// What a curve is drawn against.
enum class CurveAxis {
    Step,
    Epoch, ///< steps where the log knows no epochs
    Relative, ///< seconds since the series' first point
    Wall, ///< seconds, see Series::walls
};

/// Values and where they stand on an axis, as many of both.
struct PlacedValues
{
    std::vector<double> x;
    std::vector<double> y;
};

/// The series against an axis, without what was overwritten and without points whose place on the
/// axis is not known.
PlacedValues placedValues(const Series &series, CurveAxis axis);
/// What was overwritten, in pieces whose places rise; the first hundred of those.
std::vector<PlacedValues> overwrittenValues(const Series &series, CurveAxis axis);
/// The same as placedValues, point by point.
std::vector<CurvePoint> curvePoints(const Series &series, CurveAxis axis);

} // namespace inceptoscope
