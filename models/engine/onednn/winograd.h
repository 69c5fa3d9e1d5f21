#pragma once

#include "graph/layer.h"

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

/// For 3×3, 5×5, 1×7 and 7×1 with stride 1, where there are enough channels. Nothing where tiles
/// would not make the convolution clearly cheaper.
std::optional<WinogradTiling> winogradTiling(const Layer &convolution);

} // namespace inceptoscope
