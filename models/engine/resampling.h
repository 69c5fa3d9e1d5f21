#pragma once

#include "engine/preprocessing.h"

#include <cstdint>

namespace inceptoscope {

/// Size of a picture that is never made whole: 64 bits, for a 1×5000 picture enlarged to a shorter
/// side of 341 would be 1,705,000 pixels long.
struct VirtualSize
{
    std::int64_t width = 0;
    std::int64_t height = 0;
};

/// Part of a resized picture, pixels.
struct Region
{
    std::int64_t left = 0;
    std::int64_t top = 0;
    int width = 0;
    int height = 0;
};

/// The pixels of `region` of a picture resized to `full`, equal to Pillow's resize to the last bit,
/// at the cost of the region alone. `region` lies inside `full`. Memory beside the result: at most
/// 3 bytes × region.width × the rows that the region is made of, and 16 rows.
RgbImage resizedRegion(const PictureView &picture, VirtualSize full, Interpolation filter,
                       const Region &region);

} // namespace inceptoscope
