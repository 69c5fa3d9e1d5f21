#pragma once

#include "engine/onednn/executionplan.h"

#include <cstddef>
#include <vector>

namespace inceptoscope {

/// How the elements of one picture lie in a buffer.
struct BufferLayout
{
    GridShape shape;
    int lanes = 1; ///< channels that lie together; the rest are rows and columns of such groups
    bool brain = false; ///< bfloat16 instead of float

    bool operator==(const BufferLayout &) const = default;
};

/// Some of a buffer's channels in channel, row, column order. `buffer` is where the picture starts.
std::vector<float> plainValues(const std::byte *buffer, const BufferLayout &layout, int channel,
                               const GridShape &shape);

} // namespace inceptoscope
