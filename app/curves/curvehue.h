#pragma once

#include "curves/runcollection.h"

namespace inceptoscope {

inline constexpr int hueCount = 6; ///< as many kinds of layers have strokes that differ
inline constexpr int lightnessCount = 3; ///< of each hue

/// What a shade without a colour by hand is drawn as.
struct CurveHue
{
    int hue = 0;
    int lightness = 0;
    bool isPale = false;

    auto operator<=>(const CurveHue &) const = default;
};

CurveHue hueOf(const RunShade &shade);

} // namespace inceptoscope
