#pragma once

#include "graph/networkgraph.h"

namespace inceptoscope {

/// The layers with `in`, `out`, `parameters` and `multiplyAdds` filled in for an input of 3
/// channels at `input`. Fails at the first layer whose grid vanishes or whose inputs do not fit
/// together, with a message that begins with the layer's id.
Expected<std::vector<Layer>> inferShapes(std::vector<Layer> layers, Extent input);

/// The same without an error: a layer that does not fit, and whatever reads it, puts out a grid of
/// 0×0 at no cost.
std::vector<Layer> inferShapesAsFarAsTheyGo(std::vector<Layer> layers, Extent input);

constexpr bool hasGrid(const GridShape &shape)
{
    return shape.height > 0 && shape.width > 0;
}

} // namespace inceptoscope
