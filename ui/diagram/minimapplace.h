#pragma once

#include "diagram/diagramlayout.h"

#include <QTransform>

#include <optional>

namespace inceptoscope {

/// What of the diagram a mini-map must not hide, in a view that shows it through `toView`: boxes
/// with their grids, frames with their titles, and lines.
std::vector<QRectF> shownContent(const DiagramLayout &layout, const QTransform &toView,
                                 const QSizeF &view);

/// Along the border of the view, where a mini-map of that size hides nothing of `content`: `before`
/// where it still does not, else a corner, the lower right one first, else between them. Nothing
/// where there is no such place.
std::optional<QRectF> freePlace(const std::vector<QRectF> &content, const QSizeF &view,
                                const QSizeF &map, const QRectF &before);

} // namespace inceptoscope
