#include "engine/activations.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inceptoscope {

LazyValues::LazyValues(std::vector<float> values)
    : m_values(std::move(values))
{
}

LazyValues::LazyValues(std::unique_ptr<const StoredValues> stored)
    : m_stored(std::move(stored))
{
}

const std::vector<float> &LazyValues::get() const
{
    std::call_once(m_once, [this] {
        if (!m_stored)
            return;
        m_values = m_stored->plain();
        const std::scoped_lock lock(m_mutex);
        m_stored.reset();
    });
    return m_values;
}

ValueSums LazyValues::sums() const
{
    std::shared_ptr<const StoredValues> stored;
    {
        const std::scoped_lock lock(m_mutex);
        stored = m_stored;
    }
    return stored ? stored->sums() : valueSums(get());
}

ValueSums valueSums(std::span<const float> values)
{
    ValueSums sums;
    for (float value : values) {
        const bool finite = std::isfinite(value);
        const double kept = finite ? value : 0.0;
        sums.squares += kept * kept;
        sums.finite += finite ? 1 : 0;
        sums.zeros += value == 0.0F ? 1 : 0;
    }
    return sums;
}

namespace {

/// Mean first, then the squares: a single pass loses the digits of a small spread around a large
/// mean.
double meanSquareAround(double mean, std::span<const float> values, std::int64_t finite)
{
    double sum = 0.0;
    for (float value : values) {
        const double distance = value - mean;
        sum += std::isfinite(value) ? distance * distance : 0.0;
    }
    return sum / static_cast<double>(finite);
}

bool isZero(float value)
{
    return value == 0.0F;
}

int deadChannels(const Activation &activation)
{
    int dead = 0;
    for (int channel = 0; channel < activation.shape.channels; ++channel)
        dead += std::ranges::all_of(activation.channel(channel), isZero) ? 1 : 0;
    return dead;
}

} // namespace

ActivationStatistics statistics(const Activation &activation)
{
    const auto values = activation.all();
    ActivationStatistics result;
    if (values.empty())
        return result;
    result.zeroFraction = static_cast<double>(std::ranges::count_if(values, isZero))
        / static_cast<double>(values.size());
    result.deadChannels = deadChannels(activation);

    double sum = 0.0;
    float least = std::numeric_limits<float>::infinity();
    float greatest = -least;
    for (float value : values) {
        if (!std::isfinite(value)) {
            ++result.nonFinite;
            continue;
        }
        sum += value;
        least = std::min(least, value);
        greatest = std::max(greatest, value);
    }
    const auto finite = static_cast<std::int64_t>(values.size()) - result.nonFinite;
    if (finite == 0)
        return result;
    result.mean = sum / static_cast<double>(finite);
    result.std = std::sqrt(meanSquareAround(result.mean, values, finite));
    result.min = least;
    result.max = greatest;
    return result;
}

double rootMeanSquare(const ValueSums &sums)
{
    return sums.finite == 0 ? 0.0 : std::sqrt(sums.squares / static_cast<double>(sums.finite));
}

double rootMeanSquare(const Activation &activation)
{
    return rootMeanSquare(activation.values->sums());
}

} // namespace inceptoscope
