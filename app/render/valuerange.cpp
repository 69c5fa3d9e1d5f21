#include "render/valuerange.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

Extremes extremesOf(std::span<const float> values)
{
    Extremes extremes;
    for (const float value : values) {
        if (std::isfinite(value))
            extremes = united(extremes, {value, value});
    }
    return extremes;
}

Extremes united(const Extremes &a, const Extremes &b)
{
    return {std::min(a.min, b.min), std::max(a.max, b.max)};
}

double ValueRange::position(float value) const
{
    if (!std::isfinite(value))
        return std::numeric_limits<double>::quiet_NaN();
    if (!(low < high))
        return value > low ? 1.0 : 0.0;
    // In double, where no difference of two floats is too large.
    return (double{value} - low) / (double{high} - low);
}

ValueRange centred(const ValueRange &range, ColourMap map)
{
    if (!isDiverging(map))
        return range;
    const float far = std::max(std::abs(range.low), std::abs(range.high));
    return {-far, far};
}

ValueRange rangeFor(const Extremes &extremes, ColourMap map)
{
    if (extremes.isEmpty())
        return {};
    if (isDiverging(map))
        return centred({extremes.min, extremes.max}, map);
    return {std::min(extremes.min, 0.0F), extremes.max};
}

} // namespace inceptoscope
