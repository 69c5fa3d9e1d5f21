#pragma once

#include "graph/networkgraph.h"

#include <QString>

namespace inceptoscope {

/// The grids of a network at a size that it does not take: as they would be, and from where one
/// vanishes, or inputs do not fit together, 0×0.
struct UnfitShapes
{
    GridShape input;
    std::vector<Layer> layers; ///< the graph's, with these grids

    const GridShape &out(int layer) const { return layers[static_cast<std::size_t>(layer)].out; }
    /// Whether this is a layer where a grid ends: it gets one and puts out none.
    bool endsAt(int layer) const;
    bool operator==(const UnfitShapes &) const = default;
};

UnfitShapes unfitShapes(const NetworkGraph &graph, Extent input);

/// What comes into a stage, block or layer and what becomes of it: "2×2×1024 → the grid vanishes".
QString unfitGridText(const NetworkGraph &graph, const UnfitShapes &shapes, const QString &id);

} // namespace inceptoscope
