#pragma once

#include "engine/activations.h"
#include "graph/networkgraph.h"

namespace inceptoscope {

/// The layers whose output is a block's, but for those of the auxiliary head.
CaptureSet blockOutputs(const NetworkGraph &graph);

} // namespace inceptoscope
