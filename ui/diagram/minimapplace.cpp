#include "diagram/minimapplace.h"

#include "style/metrics.h"

#include <algorithm>
#include <array>

namespace inceptoscope {

std::vector<QRectF> shownContent(const DiagramLayout &layout, const QTransform &toView,
                                 const QSizeF &view)
{
    constexpr double head = 4.0 * gridUnit;
    const QRectF all(QPointF(), view);
    std::vector<QRectF> content;
    for (int i = 0; i < layout.spec.count(); ++i) {
        const PlacedNode &node = layout.nodes[static_cast<std::size_t>(i)];
        QRectF place = node.box.united(node.caption);
        if (layout.spec.node(i).isFrame())
            place.setHeight(std::min(place.height(), head));
        place = toView.mapRect(place);
        if (place.intersects(all))
            content.push_back(place);
    }
    return content;
}

std::optional<QRectF> freeCorner(const std::vector<QRectF> &content, const QSizeF &view,
                                 const QSizeF &map, const QRectF &before)
{
    const double right = view.width() - map.width() - gridUnit;
    const double below = view.height() - map.height() - gridUnit;
    if (right < gridUnit || below < gridUnit)
        return std::nullopt;
    std::array<QRectF, 4> corners{QRectF({right, below}, map), QRectF({right, gridUnit}, map),
                                  QRectF({gridUnit, below}, map),
                                  QRectF({gridUnit, gridUnit}, map)};
    std::ranges::stable_partition(corners, [&](const QRectF &corner) { return corner == before; });
    const auto isFree = [&](const QRectF &corner) {
        return std::ranges::none_of(content,
                                    [&](const QRectF &each) { return each.intersects(corner); });
    };
    const auto found = std::ranges::find_if(corners, isFree);
    return found == corners.end() ? std::nullopt : std::optional(*found);
}

} // namespace inceptoscope
