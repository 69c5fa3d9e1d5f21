#pragma once

#include "activations/layerpanel.h"
#include "graph/networkgraph.h"

namespace inceptoscope {

/// What can be looked at beside an element: of a stage its blocks; of a block, and of what is in
/// it, the block with its branches and layers, in the order of the data. Each with the grid it puts
/// out. Nothing for an unknown id.
QList<LayerPanel::Part> partsAround(const NetworkGraph &graph, const QString &element);

} // namespace inceptoscope
