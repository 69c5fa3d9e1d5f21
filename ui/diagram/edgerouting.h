#pragma once

#include "diagram/diagramspec.h"

#include <QPolygonF>
#include <QRectF>

namespace inceptoscope {

/// Room between boxes, in units of the diagram.
namespace diagramroom {
inline constexpr double gap = 24.0; ///< between neighbours in a line
inline constexpr double lineGap = 28.0; ///< between lines
inline constexpr double rowGap = 10.0; ///< between rows of a block
inline constexpr double frame = 20.0; ///< between a frame and its content
inline constexpr double lane = 16.0; ///< for a shortcut over the rows
inline constexpr double corner = 5.0; ///< radius where edges turn
} // namespace diagramroom

/// A placed box with the heights at which data comes in and goes out.
struct PortedBox
{
    QRectF box;
    double in = 0.0;
    double out = 0.0;
    double lineTop = 0.0; ///< of the line it stands in, with what hangs below it
    double lineRight = 0.0;
    double lane = 0.0; ///< of a residual block's frame: height of the shortcut
    bool anyHeight = false; ///< a bar is entered wherever the data comes from
};

/// The way of an edge, in pieces upright or level.
QPolygonF routeEdge(DiagramEdge::Kind kind, const PortedBox &from, const PortedBox &to);

} // namespace inceptoscope
