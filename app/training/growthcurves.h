#pragma once

#include "curves/curveset.h"
#include "training/runstatus.h"

namespace inceptoscope {

/// Top-1 errors of growing networks on the validation photos and on those they are trained on, in
/// percent against the epoch. They look as on the page Curves.
CurveSet growthCurves(const std::vector<RunStatus> &runs, const QStringList &titles);

/// The one of a run in `growthCurves(runs, …)`; nothing before its first epoch is done.
std::optional<CurveSeries> validationCurve(const CurveSet &curves,
                                           const std::vector<RunStatus> &runs, std::size_t run);

} // namespace inceptoscope
