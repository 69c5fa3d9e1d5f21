#pragma once

#include "curves/curveranges.h"
#include "graph/error.h"

#include <stop_token>

namespace inceptoscope {

/// Writes the points of all curves that are in sight of the horizontal axis as CSV (RFC 4180), one
/// a line: the curve's label, its place and its value, with as many digits as it takes to read the
/// same numbers back. Where curves are smoothed, what was logged stands behind; where seeds are
/// drawn as one, the lowest and the highest value. The first line names the columns after the axes.
/// Written beside and renamed; returns how many points there are. Waits for the disk. Error: also
/// "cancelled", once `stop` is requested.
Expected<std::size_t> writeCurveValues(const CurveSet &curves, const CurveRanges &ranges,
                                       const QString &path, const std::stop_token &stop = {});

} // namespace inceptoscope
