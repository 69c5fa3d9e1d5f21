#pragma once

#include "graph/networkgraph.h"

#include <vector>

namespace inceptoscope {

/// The scale of each stage of residual blocks, in order: that of its first block. Empty for a
/// network without.
std::vector<double> residualScales(const NetworkGraph &graph);

} // namespace inceptoscope
