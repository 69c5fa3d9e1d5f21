#pragma once

#include "curves/bounds.h"
#include "curves/smoothing.h"
#include "curves/values.h"

#include <cstddef>
#include <span>
#include <vector>

namespace inceptoscope {

/// How many values of a curve are looked at together. The last block may have fewer.
inline constexpr std::size_t blockSize = 16;

/// Smoothed values without the values: the average before each block, from which it goes on where
/// someone looks at a value, and the bounds of each block.
struct SmoothedBlocks
{
    double weight = 0.0;
    std::vector<double> sums;
    std::vector<double> biases; ///< as long as they are not zero
    std::vector<Bounds> bounds;

    ExponentialAverage before(std::size_t block) const
    {
        return {weight, sums[block], block < biases.size() ? biases[block] : 0.0};
    }
};

/// How many series are smoothed in hardly more time than one.
inline constexpr std::size_t smoothedAtOnce = 4;

/// Of each series, to the last bit what ExponentialAverage makes of it, value by value.
std::vector<SmoothedBlocks> smoothedBlocks(std::span<const Values *const> series, double weight);

} // namespace inceptoscope
