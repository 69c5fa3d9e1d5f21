#pragma once

#include "curves/curveset.h"

namespace inceptoscope {

/// Two curves of a set by their positions: of a pair's residual and of its plain run, on the same
/// photos.
struct CurvePair
{
    std::size_t residual = 0;
    std::size_t plain = 0;

    bool operator==(const CurvePair &) const = default;
};

/// Where runs are drawn as the mean of their group, the means are paired; of one mean there is no
/// pair.
std::vector<CurvePair> curvePairs(const CurveSet &curves, const RunArrangement &arrangement);

/// "A − B, validation": what both labels end with is said once.
QString gapLabel(const QString &residual, const QString &plain);

/// The gap: what residual curves have less than, or more than, their plain ones. Errors in
/// percentage points, anything else in its own unit.
CurveSet gapSet(const CurveSet &curves, const std::vector<CurvePair> &pairs);

} // namespace inceptoscope
