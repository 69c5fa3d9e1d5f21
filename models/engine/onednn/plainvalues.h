#pragma once

#include "engine/activations.h"

#include <cstddef>
#include <span>
#include <vector>

namespace inceptoscope {

/// How the elements of one picture lie in a buffer.
struct BufferLayout
{
    int lanes =
        16; ///< channels that lie together, 16 or 8; the rest are rows and columns of such groups
    bool brain = false; ///< bfloat16 instead of float
};

/// A layer's channels in channel, row, column order. `start` is where the layer starts, `channels`
/// where each of them lies from there on.
std::vector<float> plainValues(const std::byte *start, const BufferLayout &layout,
                               std::span<const int> channels, const GridShape &shape);

/// Of the same values, read in the order in which they lie.
ValueSums sumsInPlace(const std::byte *start, const BufferLayout &layout,
                      std::span<const int> channels, const GridShape &shape);

} // namespace inceptoscope
