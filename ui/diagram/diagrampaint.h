#pragma once

#include "diagram/diagramlayout.h"
#include "diagram/overlayscale.h"
#include "style/theme.h"

#include <QHash>
#include <QString>

class QPainter;

namespace inceptoscope {

/// What the painting depends on besides the layout.
struct DiagramState
{
    QString current; ///< id of the selected element
    QString hovered;
    bool focused = false; ///< draws the ring of the keyboard's focus around the current one
    bool interactive = true; ///< with the marks that open and close; without, all detail is drawn
    double edgeOpacity = 1.0;
    /// Boxes are tinted by these values instead of their kinds; one without a value has no tint.
    OverlayValues overlay{};
    std::optional<OverlayScale> scale{};
    QHash<QString, QString> flags{}; ///< what is flagged as dead, by id: the text of the flag
};

/// Paints what intersects `exposed` (units of the diagram) with the painter's transformation. Text
/// too small to be read, and then marks and edges, are left out.
void paintDiagram(QPainter &painter, const DiagramLayout &layout, const Theme &theme,
                  const DiagramFonts &fonts, const DiagramState &state, const QRectF &exposed);

/// Where the mark that opens or closes `node` is to be hit; empty for one that does not open.
QRectF chevronArea(const DiagramLayout &layout, int node);

} // namespace inceptoscope
