#pragma once

#include "engine/onednn/winograd.h"

#include <span>
#include <vector>

namespace inceptoscope {

/// A convolution in tiles. Channels lie in groups of `lanes`, one group after the other (nChw16c,
/// nChw8c), and fill whole groups.
struct WinogradShape
{
    GridShape in;
    GridShape out;
    Extent before; ///< padding, rows and columns
    WinogradTiling tiling;
    int lanes = 16;
};

/// A convolution's bias, and whether a ReLU follows it.
struct Finish
{
    const float *bias = nullptr;
    bool relu = false;
};

/// The transforms of one tile of all channels, for the instructions this processor has.
/// `transformed` and `products` are [points, tiles, channels] and begin at the tile; `stride` is
/// their floats from one point to the next.
struct WinogradKernels
{
    void (*input)(const WinogradShape &shape, const float *in, Extent tile, float *transformed,
                  std::size_t stride);
    void (*output)(const WinogradShape &shape, const float *products, std::size_t stride,
                   Extent tile, Finish finish, float *out);
};

WinogradKernels winogradKernels(const WinogradShape &shape);

/// [points, in, out] of filters [out, in, kernel height, kernel width].
std::vector<float> transformedFilters(std::span<const float> filters, int out, int in,
                                      const WinogradTiling &tiling);

} // namespace inceptoscope
