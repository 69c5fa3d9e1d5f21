#pragma once

#include "engine/activations.h"
#include "graph/networkgraph.h"

#include <optional>
#include <string>
#include <vector>

namespace inceptoscope {

/// What a residual block's addition was given for one photo (section 3.3 of the paper).
struct ResidualFigures
{
    std::string block; ///< its id
    double scale = 1.0; ///< factor of the residual
    double trunkRms = 0.0; ///< of what came in
    double residualRms = 0.0; ///< of what was added, after scaling

    /// Residual to trunk; 0 where the trunk is all zero.
    double ratio() const { return trunkRms > 0.0 ? residualRms / trunkRms : 0.0; }
    bool operator==(const ResidualFigures &) const = default;
};

/// The layers to capture for residualFigures: both inputs of every addition.
CaptureSet residualInputs(const NetworkGraph &graph);

/// Of every residual block whose addition's inputs were captured, along the depth.
std::vector<ResidualFigures> residualFigures(const NetworkGraph &graph, const Activations &answer);

/// A network that died in training as section 3.3 describes: nothing but zeros is left before the
/// average pooling, whatever the photo.
struct DeadNetwork
{
    std::string firstBlock; ///< from which on everything is zero

    bool operator==(const DeadNetwork &) const = default;
};

/// Nothing where the last block before the pooling puts out anything but zeros. Blocks' outputs
/// must have been captured.
std::optional<DeadNetwork> findDeath(const NetworkGraph &graph, const Activations &answer);

} // namespace inceptoscope
