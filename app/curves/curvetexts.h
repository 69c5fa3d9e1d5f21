#pragma once

#include "curves/curveset.h"

namespace inceptoscope {

/// "22.0 %", "1.357" or "1.5e-05".
QString curveValueText(CurveMetric metric, double value);
/// In the unit of the set's vertical axis.
QString curveValueText(const CurveSet &curves, double value);
/// "5", or "2.5" where a run logs more often.
QString epochText(double epoch);
/// "Epoch 5", "Step 1234567", "After 2.5 h" or "2026-03-01 12:30:00".
QString placeText(const CurveSet &curves, double x);
/// With its sign: "−3.2 points" where values are in percent, else in their own unit.
QString curveChangeText(const CurveSet &curves, double change);
/// With its sign: "+30" epochs or steps, "−1.20 h", or "+1 d 2 h" between dates.
QString placeChangeText(const CurveSet &curves, double from, double to);

/// "epoch", "time since the start (h)", …
QString axisTitle(const CurveSet &curves);

} // namespace inceptoscope
