#pragma once

#include "graph/networkgraph.h"

#include <vector>

namespace inceptoscope {

/// Along the depth, up to the last one before the average pooling that the classes are told from;
/// auxiliary heads, which have a pooling of their own, are not among them. They live as long as the
/// graph and its copies.
std::vector<const Block *> blocksBeforePooling(const NetworkGraph &graph);

/// Those of them whose output has places: more than one cell.
std::vector<const Block *> blocksWithPlaces(const NetworkGraph &graph);

/// Whether anything that `layer` puts out reaches the logits; false for an
/// index of no layer.
bool leadsToLogits(const NetworkGraph &graph, int layer);

} // namespace inceptoscope
