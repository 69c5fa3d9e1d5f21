#pragma once

#include <cstdint>

namespace inceptoscope {

/// Random numbers that are the same on every machine and need no state kept between steps: a
/// stream is named by the run's seed and by what it is for. (SplitMix64; the standard library's
/// distributions differ between implementations.)
class RandomNumbers
{
public:
    RandomNumbers(std::uint64_t seed, std::uint64_t stream)
        : m_state(mixed(seed + golden) ^ mixed(stream * golden + 1))
    {
    }

    std::uint64_t next() { return mixed(m_state += golden); }
    /// From 0 to 1, 1 left out.
    double uniform() { return static_cast<double>(next() >> 11U) * 0x1p-53; }
    /// Of mean 0 and deviation 1, near enough: the sum of twelve uniform ones, which needs none of
    /// the functions that differ between C libraries.
    double normal()
    {
        double sum = -6.0;
        for (int i = 0; i < 12; ++i)
            sum += uniform();
        return sum;
    }

private:
    static constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;

    static std::uint64_t mixed(std::uint64_t value)
    {
        value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27U)) * 0x94d049bb133111eb;
        return value ^ (value >> 31U);
    }

    std::uint64_t m_state;
};

} // namespace inceptoscope
