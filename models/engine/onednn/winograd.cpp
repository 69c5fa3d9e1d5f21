#include "engine/onednn/winograd.h"

#include <algorithm>

namespace inceptoscope {

std::optional<WinogradTiling> winogradTiling(const Layer &convolution)
{
    constexpr int fewestChannels = 16; // the transforms cost the same for each filter
    constexpr int fewestTiles = 32; // as reading the filters does, which are more than before
    if (convolution.kind != LayerKind::Convolution || convolution.stride != 1
        || convolution.in.channels < fewestChannels)
        return std::nullopt;
    const auto *tile = std::ranges::find(winogradTiles, convolution.kernel, &WinogradTile::taps);
    if (tile == winogradTiles.end())
        return std::nullopt;
    const Extent outputs = tile->outputs;
    const Extent grid = convolution.out.grid();
    const Extent tiles{(grid.height + outputs.height - 1) / outputs.height,
                       (grid.width + outputs.width - 1) / outputs.width};
    if (tiles.height * tiles.width < fewestTiles)
        return std::nullopt;
    return WinogradTiling{outputs, tile->taps, tiles};
}

} // namespace inceptoscope
