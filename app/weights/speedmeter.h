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
        const double speed = static_cast<double>(m_pending) / seconds;
        m_pending = 0;
        const double weight = m_isFirst ? 1.0 : 1.0 - std::exp(-seconds / memory);
        m_isFirst = false;
        m_speed += weight * (speed - m_speed);
        return m_speed;
    }

    void reset() { *this = SpeedMeter(); }

private:
    std::int64_t m_pending = 0;
    double m_speed = 0.0;
    bool m_isFirst = true;
};

} // namespace inceptoscope
