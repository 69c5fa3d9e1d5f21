#pragma once

#include "graph/networkgraph.h"

namespace inceptoscope {

/// The layers with `in`, `out`, `parameters` and `multiplyAdds` filled in for an input of 3
/// channels at `input`. Fails at the first layer whose grid vanishes or whose inputs do not fit
/// together, with a message that begins with the layer's id.
Expected<std::vector<Layer>> inferShapes(std::vector<Layer> layers, Extent input);

} // namespace inceptoscope
