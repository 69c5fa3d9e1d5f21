#pragma once

#include "graph/layer.h"

#include <cstddef>
#include <span>
#include <vector>

namespace inceptoscope {

/// How the elements of one picture lie in a buffer.
struct BufferLayout
{
    int lanes = 1; ///< channels that lie together; the rest are rows and columns of such groups
    bool brain = false; ///< bfloat16 instead of float
};

/// A layer's channels in channel, row, column order. `start` is where the layer starts, `channels`
/// where each of them lies from there on.
std::vector<float> plainValues(const std::byte *start, const BufferLayout &layout,
                               std::span<const int> channels, const GridShape &shape);

} // namespace inceptoscope
