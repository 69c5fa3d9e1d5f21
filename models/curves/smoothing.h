#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace inceptoscope {

/// What an exponential average has after a value, before it is debiased; of several averages at a
/// time, too.
template<typename Numbers> Numbers nextSum(double weight, Numbers sum, Numbers value)
{
    return weight * sum + (1 - weight) * value;
}

/// The exponential average that TensorBoard draws, value by value: debiased, so that the first ones
/// are not drawn towards zero. A value that is not finite passes through and changes nothing.
class ExponentialAverage
{
public:
    /// `weight` is clamped to 0 (no smoothing) to 1; NaN counts as 0.
    explicit ExponentialAverage(double weight)
        : m_weight(weight > 0 ? std::min(weight, 1.0) : 0.0)
        , m_bias(m_weight < 1 ? 1.0 : 0.0)
    {
    }
    /// As it was when `sum` and `bias` were its own.
    ExponentialAverage(double weight, double sum, double bias)
        : m_weight(weight)
        , m_sum(sum)
        , m_bias(toldBias(bias))
    {
    }

    double weight() const { return m_weight; }
    double sum() const { return m_sum; }
    /// The weight to the power of the number of finite values; zero once it no longer tells, and
    /// always where the weight is 1, which leaves nothing to divide by.
    double bias() const { return m_bias; }

    double next(double value)
    {
        if (!std::isfinite(value))
            return value;
        m_sum = nextSum(m_weight, m_sum, value);
        if (m_bias == 0)
            return m_sum;
        m_bias = toldBias(m_bias * m_weight);
        return m_sum / (1 - m_bias);
    }

private:
    static double toldBias(double bias)
    {
        constexpr double negligible = 0x1p-60; // 1 less that is 1
        return bias < negligible ? 0 : bias;
    }

    double m_weight;
    double m_sum = 0;
    double m_bias;
};

/// All values through one average. A constant series is returned as it is.
std::vector<double> smoothed(std::span<const double> values, double weight);

} // namespace inceptoscope
