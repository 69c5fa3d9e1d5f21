#pragma once

#include "explain/outputfigures.h"
#include "explain/residualfigures.h"
#include "graph/networkgraph.h"

#include <map>
#include <string>
#include <vector>

namespace inceptoscope {

/// What the diagram can show of every stage, block and layer beside its kind.
enum class Overlay {
    None,
    Energy, ///< mean square of the output
    Zeros, ///< share of the output that is zero, 0 to 1
    ResidualRatio, ///< RMS of what a residual block adds, after scaling, to that of its trunk
    MultiplyAdds, ///< for one picture
    Parameters, ///< trainable ones
    Memory, ///< bytes of the output, as float32
    Time, ///< milliseconds, measured
};

/// Whether an overlay is about a photo's way through the network, and so needs an answer.
constexpr bool isOfActivations(Overlay overlay)
{
    return overlay == Overlay::Energy || overlay == Overlay::Zeros
        || overlay == Overlay::ResidualRatio;
}

/// What overlays are made from beside the graph. What was not measured is empty.
struct OverlaySources
{
    FiguresByLayer figures{};
    std::vector<ResidualFigures> residuals{};
    std::vector<double> milliseconds{}; ///< by layer index, or empty
};

/// By the id of the stage, block or layer; those there is no value for are missing. Of a stage or
/// block multiply-adds, parameters and times are the sum over its layers, everything else is that
/// of its output. A residual ratio belongs to the block and its addition, and for a stage is that
/// of its last residual block.
std::map<std::string, double> overlayValues(const NetworkGraph &graph, Overlay overlay,
                                            const OverlaySources &sources);

} // namespace inceptoscope
