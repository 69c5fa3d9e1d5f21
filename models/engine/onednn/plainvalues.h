#pragma once

#include "engine/activations.h"
#include "engine/onednn/channellayout.h"

#include <cstddef>
#include <span>
#include <vector>

namespace inceptoscope {

/// How the elements of one picture lie in a buffer.
struct BufferLayout
{
    ChannelLayout channels{}; ///< of 16 or 8 lanes
    int width = 0; ///< channels of the buffer, with those that fill up
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
