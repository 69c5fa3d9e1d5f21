#pragma once

#include "graph/networkgraph.h"

#include <string>

namespace inceptoscope::test {

/// A network as a table: a line for each run of equal blocks of a stage, with its output grid, and
/// under it a line for each branch in the notation of the papers' figures, "1×1 64 -> 3×3/2 V 96".
/// V marks Valid padding; a residual block ends in its linear expansion and its scale.
std::string graphText(const NetworkGraph &graph);

} // namespace inceptoscope::test
