#pragma once

#include "engine/activations.h"
#include "explain/residualfigures.h"
#include "graph/networkgraph.h"

#include <optional>
#include <string>
#include <string_view>

namespace inceptoscope {

/// Something of a network that has an output of its own: a block or, by its id, a stage, a branch
/// or a layer.
struct ObservedBlock
{
    std::string id;
    int output = -1; ///< layer
    int residualAdd = -1; ///< of a residual block: layer

    /// The layers whose outputs its figures are made of.
    CaptureSet captures(const NetworkGraph &graph) const;
};

ObservedBlock observedBlock(const Block &block);
/// Nothing where the network has no such thing. A stage counts as its last block.
std::optional<ObservedBlock> findObservedBlock(const NetworkGraph &graph, std::string_view id);

struct BlockFigures
{
    GridShape shape;
    ActivationStatistics statistics;
    std::optional<ResidualFigures> residual;
};

/// `answer` has what the block's `captures` ask for.
BlockFigures blockFigures(const NetworkGraph &graph, const ObservedBlock &block,
                          const Activations &answer);

} // namespace inceptoscope
