#pragma once

#include "engine/activations.h"
#include "graph/networkgraph.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace inceptoscope {

/// What a residual block's addition was given for one photo, and what it made of it (section 3.3 of
/// the paper).
struct ResidualFigures
{
    std::string block; ///< its id
    double scale = 1.0; ///< factor of the residual
    double trunkRms = 0.0; ///< of what came in
    double residualRms = 0.0; ///< of what was added, after scaling
    double sumRms = 0.0; ///< of what goes on: the sum, after its ReLU where it has one

    /// Residual to trunk; 0 where the trunk is all zero.
    double ratio() const { return trunkRms > 0.0 ? residualRms / trunkRms : 0.0; }
    bool operator==(const ResidualFigures &) const = default;
};

/// The layers to capture for residualFigures: both inputs of every addition, and its output.
CaptureSet residualLayers(const NetworkGraph &graph);
CaptureSet residualLayers(const NetworkGraph &graph, int addition);

/// Of the addition of one residual block, whose layers were captured.
ResidualFigures residualFigures(const NetworkGraph &graph, std::string block, int addition,
                                const Activations &answer);

/// A network that died in training as section 3.3 describes: nothing but zeros is left before the
/// average pooling, whatever the photo.
struct DeadNetwork
{
    std::string firstBlock; ///< from which on everything is zero

    bool operator==(const DeadNetwork &) const = default;
};

/// What there is to tell of the blocks on the way to the average pooling, of any network.
struct NetworkFigures
{
    std::vector<ResidualFigures> residuals; ///< of the residual ones, along the depth
    std::vector<std::string> deadBlocks; ///< that put out nothing but zeros, along the depth
    std::optional<DeadNetwork> death; ///< where the last block before the pooling is dead

    bool operator==(const NetworkFigures &) const = default;
};

/// From what was captured; blocks of which something is missing are left out. Nothing is brought
/// into plain order. Looks at `stop` between layers, and is then without meaning.
NetworkFigures networkFigures(const NetworkGraph &graph, const Activations &answer,
                              const std::stop_token &stop = {});

} // namespace inceptoscope
