#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace inceptoscope {

/// The exponential average that TensorBoard draws, value by value: debiased, so that the first ones
/// are not drawn towards zero. A value that is not finite passes through and changes nothing.
class ExponentialAverage
{
public:
    /// `weight` is clamped to 0 (no smoothing) to 1; NaN counts as 0.
    explicit ExponentialAverage(double weight)
        : m_weight(weight > 0 ? std::min(weight, 1.0) : 0.0)
    {
    }
    /// As it was when `sum` and `bias` were its own.
    ExponentialAverage(double weight, double sum, double bias)
        : m_weight(weight)
        , m_sum(sum)
        , m_bias(bias)
    {
    }

    double weight() const { return m_weight; }
    double sum() const { return m_sum; }
    /// The weight to the power of the number of finite values; zero once it no longer tells.
    double bias() const { return m_bias; }

    /// The same for a finite value where the bias is zero.
    double nextUnbiased(double value)
    {
        m_sum = m_weight * m_sum + (1 - m_weight) * value;
        return m_sum;
    }

    double next(double value)
    {
        constexpr double negligible = 0x1p-60; // 1 less that is 1
        if (!std::isfinite(value))
            return value;
        nextUnbiased(value);
        if (m_bias == 0)
            return m_sum;
        m_bias *= m_weight;
        if (m_bias < negligible)
            m_bias = 0;
        return m_weight < 1 ? m_sum / (1 - m_bias) : m_sum;
    }

private:
    double m_weight;
    double m_sum = 0;
    double m_bias = 1;
};

/// All values through one average. A constant series is returned as it is.
std::vector<double> smoothed(std::span<const double> values, double weight);

} // namespace inceptoscope
