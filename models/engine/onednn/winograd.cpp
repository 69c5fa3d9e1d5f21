#include "engine/onednn/winograd.h"

namespace inceptoscope {

/// The largest tiles whose rounding errors stay small beside those of a sum over all channels:
/// F(6, 7) has 12 points, F(4, 3) has 6. 0: this program has no transform for so many taps.
static int outputsFor(int taps)
{
    switch (taps) {
    case 1:
        return 1;
    case 3:
        return 4;
    case 5:
        return 2;
    case 7:
        return 6;
    default:
        return 0;
    }
}

/// In one direction three taps save half of the multiplications, too little for the way there and
/// back.
static bool isWorthwhile(Extent taps)
{
    return taps.height * taps.width > 3 && outputsFor(taps.height) > 0
        && outputsFor(taps.width) > 0;
}

std::optional<WinogradTiling> winogradTiling(const Layer &convolution)
{
    constexpr int fewestChannels = 16; // the transforms cost the same for each filter
    constexpr int fewestTiles = 32; // as reading the filters does, which are more than before
    if (convolution.kind != LayerKind::Convolution || convolution.stride != 1
        || convolution.in.channels < fewestChannels || !isWorthwhile(convolution.kernel))
        return std::nullopt;
    const Extent taps = convolution.kernel;
    const Extent outputs{outputsFor(taps.height), outputsFor(taps.width)};
    const Extent grid = convolution.out.grid();
    const Extent tiles{(grid.height + outputs.height - 1) / outputs.height,
                       (grid.width + outputs.width - 1) / outputs.width};
    if (tiles.height * tiles.width < fewestTiles)
        return std::nullopt;
    return WinogradTiling{outputs, taps, tiles};
}

} // namespace inceptoscope
