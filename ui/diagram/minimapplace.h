#pragma once

#include "diagram/diagramlayout.h"

#include <QTransform>

#include <optional>

namespace inceptoscope {

/// What of the diagram a mini-map must not hide, in a view that shows it through `toView`: boxes
/// with their grids, and the titles of frames. Lines may go on below it.
std::vector<QRectF> shownContent(const DiagramLayout &layout, const QTransform &toView,
                                 const QSizeF &view);

/// The corner of the view where a mini-map of that size hides nothing of `content`: `before` where
/// it still is one, else the lower right one first. Nothing where each of them has something.
std::optional<QRectF> freeCorner(const std::vector<QRectF> &content, const QSizeF &view,
                                 const QSizeF &map, const QRectF &before);

} // namespace inceptoscope
