#pragma once

#include "render/colourmap.h"

#include <limits>
#include <span>

namespace inceptoscope {

/// Which values the two ends of the colour map stand for: each map's own, so that faint maps are
/// seen too, those of the whole layer, so that its maps can be compared, or two that a person sets,
/// so that layers and photos can.
enum class ScaleMode { PerMap, PerLayer, Fixed };

/// The least and the greatest finite value of some; none at all: `isEmpty()`.
struct Extremes
{
    float min = std::numeric_limits<float>::infinity();
    float max = -std::numeric_limits<float>::infinity();

    bool isEmpty() const { return min > max; }
    bool operator==(const Extremes &) const = default;
};

Extremes extremesOf(std::span<const float> values);
Extremes united(const Extremes &a, const Extremes &b);

/// What the two ends of a colour map stand for.
struct ValueRange
{
    float low = 0.0F;
    float high = 0.0F;

    /// 0 at `low`, 1 at `high`, outside of these for values outside; NaN for a value that is not
    /// finite. Where the ends are the same or exchanged, 0 up to `low` and 1 above it.
    double position(float value) const;
    bool operator==(const ValueRange &) const = default;
};

/// How colours are given to values.
struct MapScale
{
    ScaleMode mode = ScaleMode::PerMap;
    ValueRange fixed{0.0F, 1.0F}; ///< where it is fixed

    bool operator==(const MapScale &) const = default;
};

/// The range as a map shows it: a diverging one around 0, as far as the farther end.
ValueRange centred(const ValueRange &range, ColourMap map);

/// A diverging map is symmetric around 0. A sequential one begins at 0 where no value is negative,
/// else at the least value. 0 to 0 for no values.
ValueRange rangeFor(const Extremes &extremes, ColourMap map);

} // namespace inceptoscope
