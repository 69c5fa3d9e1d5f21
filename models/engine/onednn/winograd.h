#pragma once

#include "graph/layer.h"

#include <array>
#include <optional>

namespace inceptoscope {

/// How a convolution is computed in tiles by Winograd's minimal filtering (linetransform.h).
struct WinogradTiling
{
    Extent outputs; ///< cells of the output in a tile
    Extent taps; ///< the kernel
    Extent tiles; ///< how many cover the output

    Extent points() const
    {
        return {outputs.height + taps.height - 1, outputs.width + taps.width - 1};
    }
    bool operator==(const WinogradTiling &) const = default;
};

/// A kernel this program has transforms for, and the tile it is computed in.
struct WinogradTile
{
    Extent taps;
    Extent outputs;
};

/// More outputs in a tile save more multiplications and cost precision. Relative to the largest
/// result, `tst_winograd` holds F(6, 7) to 3e-5, the others to 1e-5, a plain sum being right to
/// some 1e-6. Three taps in one direction save half of the multiplications, too little for the way
/// there and back.
inline constexpr std::array winogradTiles{
    WinogradTile{{3, 3}, {4, 4}}, WinogradTile{{5, 5}, {2, 2}}, WinogradTile{{1, 7}, {1, 6}},
    WinogradTile{{7, 1}, {6, 1}}};

/// For the kernels of `winogradTiles` with stride 1, where there are enough channels. Nothing where
/// tiles would not make the convolution clearly cheaper.
std::optional<WinogradTiling> winogradTiling(const Layer &convolution);

} // namespace inceptoscope
