#pragma once

#include "graph/networkgraph.h"

#include <string>
#include <vector>

namespace inceptoscope {

/// How it is found out which places of a picture speak for a class.
enum class SaliencyMethod {
    GradCam, ///< activations weighted by the class's gradient (arXiv 1610.02391)
    ClassActivation, ///< weighted by the last layer's own weights (arXiv 1512.04150)
    Occlusion, ///< what covering a place costs the class (arXiv 1311.2901, section 4.2)
};

/// Which places of a network's input speak for a class, and how much. Cells lie in rows from the
/// top left of the input, each `cellHeight` by `cellWidth` pixels of it.
struct SaliencyMap
{
    SaliencyMethod method = SaliencyMethod::GradCam;
    int classIndex = 0;
    std::string element; ///< id of the layer whose output it was made from; empty: the input
    Extent grid;
    double cellHeight = 0.0;
    double cellWidth = 0.0;
    std::vector<float> values; ///< NaN: not known yet

    bool operator==(const SaliencyMap &) const = default;
};

/// A map of a layer's grid, which covers the whole input; all zero.
SaliencyMap emptyMap(const NetworkGraph &graph, int layer, int classIndex, SaliencyMethod method);

/// Fails where a layer's output has no grid, or the network no such class.
Expected<void> checkExplainable(const NetworkGraph &graph, int layer, int classIndex);

} // namespace inceptoscope
