#pragma once

#include "diagram/diagrammeasure.h"

#include <QPolygonF>
#include <QRectF>

#include <optional>

namespace inceptoscope {

struct PlacedNode
{
    QRectF box;
    QRectF caption; ///< of the grid; empty where none is shown

    bool operator==(const PlacedNode &) const = default;
};

/// The diagram with sizes and places, in units of the diagram: pixels at zoom 1. `nodes` and
/// `lines` have the order of the spec's nodes and edges; a line starts on the border of its first
/// box and ends on that of its last, all its pieces upright or level.
struct DiagramLayout
{
    DiagramSpec spec;
    std::vector<PlacedNode> nodes;
    std::vector<QPolygonF> lines;
    QRectF bounds; ///< of everything, with a margin; its top left is the origin

    const QRectF &box(int index) const { return nodes[static_cast<std::size_t>(index)].box; }
    /// The innermost box at a place; -1: none.
    int nodeAt(const QPointF &place) const;
    /// Of the frame around a branch.
    QRectF branchBox(const DiagramBranch &branch) const;
    /// Id of what is at a place: a branch only between its boxes. Empty: none.
    QString idAt(const QPointF &place) const;
    /// Where the box or frame for `id` is; nothing where none is shown.
    std::optional<QRectF> placeOf(const QString &id) const;
    bool operator==(const DiagramLayout &) const = default;
};

/// Data flows from left to right. Stages, and the blocks of an opened stage, stand in lines no
/// wider than `wrapWidth` where boxes allow it (0: one line); an auxiliary stage stands below the
/// line it branches off.
DiagramLayout layoutDiagram(DiagramSpec spec, const std::vector<NodeSize> &sizes,
                            double wrapWidth = 0.0);

/// The wrap width with which the diagram can be shown largest in `area`; one line wherever more
/// would gain little.
double bestWrapWidth(const DiagramSpec &spec, const std::vector<NodeSize> &sizes,
                     const QSizeF &area);

} // namespace inceptoscope
