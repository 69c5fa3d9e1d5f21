#pragma once

#include "graph/networkgraph.h"

namespace inceptoscope {

/// A rectangle in pixels of the network's input, from its top left corner; borders may cut through
/// pixels.
struct InputRegion
{
    double left = 0.0;
    double top = 0.0;
    double width = 0.0;
    double height = 0.0;

    bool operator==(const InputRegion &) const = default;
};

/// The part of the input that a layer's grid lies over: each cell around the middle of the pixels
/// it is computed from, as wide as the step from one cell to the next. Layers without padding (V)
/// leave a border of the input uncovered, so a map stretched over the whole input would lie beside
/// what it shows; a pooling that rounds up reaches beyond it. The whole input for layers that mix
/// all of it.
InputRegion coveredRegion(const NetworkGraph &graph, int layer);

} // namespace inceptoscope
