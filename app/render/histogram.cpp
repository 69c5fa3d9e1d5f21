#include "render/histogram.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace inceptoscope {

std::int64_t Histogram::mostInABin() const
{
    return counts.empty() ? 0 : *std::ranges::max_element(counts);
}

std::int64_t Histogram::total() const
{
    return std::accumulate(counts.begin(), counts.end(), zeros + outside + nonFinite);
}

static void count(Histogram &histogram, std::span<const float> values)
{
    const auto bins = static_cast<std::int64_t>(histogram.counts.size());
    const double perValue = static_cast<double>(bins) / (histogram.high - histogram.low);
    for (const float value : values) {
        if (!std::isfinite(value)) {
            ++histogram.nonFinite;
        } else if (value == 0.0F) {
            ++histogram.zeros;
        } else if (bins == 0 || value < histogram.low || value > histogram.high) {
            ++histogram.outside;
        } else {
            const auto bin = static_cast<std::int64_t>((value - histogram.low) * perValue);
            ++histogram.counts[static_cast<std::size_t>(std::min(bin, bins - 1))];
        }
    }
}

Histogram histogramOf(std::span<const float> values, const Extremes &extremes, int bins)
{
    Histogram histogram;
    if (!extremes.isEmpty()) {
        histogram.low = std::min(double{extremes.min}, 0.0);
        histogram.high = std::max(double{extremes.max}, 0.0);
    }
    if (histogram.low < histogram.high)
        histogram.counts.resize(static_cast<std::size_t>(bins));
    count(histogram, values);
    return histogram;
}

Histogram histogramLike(const Histogram &whole, std::span<const float> values)
{
    Histogram histogram;
    histogram.low = whole.low;
    histogram.high = whole.high;
    histogram.counts.resize(whole.counts.size());
    count(histogram, values);
    return histogram;
}

} // namespace inceptoscope
