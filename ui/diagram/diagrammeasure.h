#pragma once

#include "diagram/diagramspec.h"

#include <QFont>
#include <QSizeF>

namespace inceptoscope {

/// The two sizes of type of the diagram, at zoom 1.
struct DiagramFonts
{
    QFont text;
    QFont title; ///< of stages and blocks
    QFont caption; ///< grids and second lines

    static DiagramFonts from(const QFont &base);
};

/// Measures shared by measuring, layout and painting, in units of the diagram (pixels at zoom 1).
namespace diagrammetrics {
inline constexpr double padding = 8.0; ///< between a box and its text
inline constexpr double chevron = 10.0; ///< side of the mark that opens and closes
inline constexpr double glyphCell = 7.0; ///< pitch of the cells of a glyph
inline constexpr double glyphGap = 1.5; ///< of that, between cells
inline constexpr double captionGap = 3.0; ///< between a box and the grid under it
} // namespace diagrammetrics

struct NodeSize
{
    QSizeF box; ///< of a frame: the least width, and the height of its title
    QSizeF caption; ///< of the grid under the box; empty where none is shown there

    bool operator==(const NodeSize &) const = default;
};

/// Sizes of the nodes of `spec`, in their order.
std::vector<NodeSize> measureDiagram(const DiagramSpec &spec, const DiagramFonts &fonts);

/// Size of a glyph; empty for one without cells.
QSizeF glyphSize(const std::vector<GlyphCell> &glyph);

/// The lines of a box below its first: "224  V" for 224 filters without padding.
QString secondLine(const DiagramNode &node);

} // namespace inceptoscope
