#include "engine/resamplingwindows.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

static double triangle(double x)
{
    x = std::abs(x);
    return x < 1.0 ? 1.0 - x : 0.0;
}

static double cubic(double x)
{
    constexpr double a = -0.5;
    x = std::abs(x);
    if (x < 1.0)
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
    if (x < 2.0)
        return (((x - 5.0) * x + 8.0) * x - 4.0) * a;
    return 0.0;
}

ResamplingWindows::Filter ResamplingWindows::filterOf(Interpolation interpolation)
{
    return interpolation == Interpolation::Bicubic ? Filter{cubic, 2.0} : Filter{triangle, 1.0};
}

ResamplingWindows::ResamplingWindows(std::int64_t inputSize, std::int64_t outputSize,
                                     std::int64_t firstOutput, int count,
                                     Interpolation interpolation)
    : m_offsets(1, 0)
{
    const Filter filter = filterOf(interpolation);
    m_starts.reserve(static_cast<std::size_t>(count));
    const double scale = static_cast<double>(inputSize) / static_cast<double>(outputSize);
    for (int i = 0; i < count; ++i)
        add(inputSize, (static_cast<double>(firstOutput + i) + 0.5) * scale, std::max(scale, 1.0),
            filter);
}

void ResamplingWindows::add(std::int64_t inputSize, double centre, double stretch,
                            const Filter &filter)
{
    const double support = filter.support * stretch;
    // A half added and the fraction cut off, as in Pillow: not the same as rounding below zero.
    const double from = centre - support + 0.5;
    const double to = centre + support + 0.5;
    const auto first = std::max<std::int64_t>(static_cast<std::int64_t>(from), 0);
    const auto end = std::min(static_cast<std::int64_t>(to), inputSize);
    m_exact.clear();
    double sum = 0.0;
    for (std::int64_t x = first; x < end; ++x) {
        const double distance = static_cast<double>(x) - centre + 0.5;
        m_exact.push_back(filter.weight(distance * (1.0 / stretch)));
        sum += m_exact.back();
    }
    for (const double exact : m_exact) {
        const double weight = (sum == 0.0 ? exact : exact / sum) * (1 << fractionBits);
        m_weights.push_back(static_cast<std::int32_t>(weight < 0.0 ? weight - 0.5 : weight + 0.5));
    }
    m_starts.push_back(first);
    m_offsets.push_back(m_weights.size());
}

} // namespace inceptoscope
