#pragma once

#include <cmath>
#include <cstdint>

namespace inceptoscope {

/// Smoothed speed: what was measured loses weight over a few seconds, so that the number can be
/// read, and a connection that stands still is seen to.
class SpeedMeter
{
public:
    static constexpr double memory = 3.0; ///< seconds after which a measurement counts 1/e

    void add(std::int64_t bytes) { m_pending += bytes; }

    /// Takes in what was added in the last `seconds` (above 0); bytes a second.
    double measure(double seconds)
    {
        const double kept = std::exp(-seconds / memory);
        m_sum = kept * m_sum + (1.0 - kept) * static_cast<double>(m_pending) / seconds;
        m_weight = kept * m_weight + (1.0 - kept);
        m_pending = 0;
        return m_sum / m_weight;
    }

    void reset() { *this = SpeedMeter(); }

private:
    std::int64_t m_pending = 0;
    double m_sum = 0.0;
    double m_weight = 0.0; ///< of what is in the sum; nears 1
};

} // namespace inceptoscope
