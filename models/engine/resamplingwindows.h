#pragma once

#include "engine/preprocessing.h"

#include <cstdint>
#include <span>
#include <vector>

namespace inceptoscope {

/// Weights are fixed point: with 8-bit pixels and as many bits of sign and overflow, this many are
/// left for the fraction.
constexpr int fractionBits = 32 - 8 - 2;

/// The input pixels one output pixel is made of.
struct ResamplingWindow
{
    std::int64_t first = 0;
    std::span<const std::int32_t> weights;

    std::int64_t end() const { return first + static_cast<std::int64_t>(weights.size()); }
};

/// The windows of a run of output pixels along one axis, with Pillow's weights: the filter is
/// stretched by the reduction factor, weights are normalised to 1 in double precision and then
/// rounded to fixed point.
class ResamplingWindows
{
public:
    /// `count` output pixels from `firstOutput` on, of `outputSize` made of `inputSize`.
    ResamplingWindows(std::int64_t inputSize, std::int64_t outputSize, std::int64_t firstOutput,
                      int count, Interpolation interpolation);

    int count() const { return static_cast<int>(m_starts.size()); }

    ResamplingWindow operator[](int index) const
    {
        const auto i = static_cast<std::size_t>(index);
        return {m_starts[i],
                std::span(m_weights).subspan(m_offsets[i], m_offsets[i + 1] - m_offsets[i])};
    }

    /// The input pixels that all of them are made of.
    std::int64_t begin() const { return (*this)[0].first; }
    std::int64_t end() const { return (*this)[count() - 1].end(); }

private:
    struct Filter
    {
        double (*weight)(double);
        double support;
    };
    static Filter filterOf(Interpolation interpolation);

    void add(std::int64_t inputSize, double centre, double stretch, const Filter &filter);

    std::vector<std::int64_t> m_starts;
    std::vector<std::size_t> m_offsets;
    std::vector<std::int32_t> m_weights;
    std::vector<double> m_exact;
};

} // namespace inceptoscope
