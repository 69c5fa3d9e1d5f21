#pragma once

#include "render/valuerange.h"

#include <cstdint>
#include <span>
#include <vector>

namespace inceptoscope {

/// How often which values are there. A ReLU leaves so many zeros that nothing else would be seen
/// beside them, so they are counted by themselves.
struct Histogram
{
    double low = 0.0; ///< where the first bin begins …
    double high = 0.0; ///< … and the last one ends
    std::vector<std::int64_t> counts; ///< in bins of one width; zeros left out
    std::int64_t zeros = 0;
    std::int64_t outside = 0; ///< below `low` or above `high`
    std::int64_t nonFinite = 0; ///< NaN and infinite values

    std::int64_t mostInABin() const;
    std::int64_t total() const;
    bool operator==(const Histogram &) const = default;
};

inline constexpr int histogramBins = 64;

/// Bins from the least to the greatest value, 0 between them or at one end; none where there is
/// nothing but zeros.
Histogram histogramOf(std::span<const float> values, const Extremes &extremes,
                      int bins = histogramBins);
/// Of some of the values that `whole` is of, in the same bins.
Histogram histogramLike(const Histogram &whole, std::span<const float> values);

} // namespace inceptoscope
