#include "diagram/minimapplace.h"

#include "style/metrics.h"

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr double margin = gridUnit; ///< between a mini-map and the border of the view
constexpr double step = 2.0 * gridUnit; ///< from one place along the border to the next
constexpr double clearance = 2.0; ///< around a line

/// Of a line all of whose pieces are upright or level, each as an area.
void addPieces(std::vector<QRectF> &content, const QPolygonF &line)
{
    for (qsizetype i = 1; i < line.size(); ++i)
        content.push_back(QRectF(line[i - 1], line[i])
                              .normalized()
                              .adjusted(-clearance, -clearance, clearance, clearance));
}

/// The corners, the lower right one first, then what is between them.
std::vector<QPointF> placesAlongTheBorder(double right, double below)
{
    std::vector<QPointF> places{{right, below}, {right, margin}, {margin, below}, {margin, margin}};
    for (const double x : {right, margin}) {
        for (double y = below - step; y > margin; y -= step)
            places.emplace_back(x, y);
    }
    for (const double y : {below, margin}) {
        for (double x = right - step; x > margin; x -= step)
            places.emplace_back(x, y);
    }
    return places;
}

} // namespace

std::vector<QRectF> shownContent(const DiagramLayout &layout, const QTransform &toView,
                                 const QSizeF &view)
{
    constexpr double head = 4.0 * gridUnit;
    std::vector<QRectF> content;
    for (int i = 0; i < layout.spec.count(); ++i) {
        const PlacedNode &node = layout.nodes[static_cast<std::size_t>(i)];
        QRectF place = toView.mapRect(node.box.united(node.caption));
        if (layout.spec.node(i).isFrame()) {
            const QRectF frame = toView.mapRect(node.box);
            addPieces(content, QPolygonF(frame)); // closed
            place.setHeight(std::min(place.height(), toView.m22() * head));
        }
        content.push_back(place);
    }
    for (const QPolygonF &line : layout.lines)
        addPieces(content, toView.map(line));
    const QRectF all(QPointF(), view);
    std::erase_if(content, [&](const QRectF &each) { return !each.intersects(all); });
    return content;
}

std::optional<QRectF> freePlace(const std::vector<QRectF> &content, const QSizeF &view,
                                const QSizeF &map, const QRectF &before)
{
    const double right = view.width() - map.width() - margin;
    const double below = view.height() - map.height() - margin;
    if (right < margin || below < margin)
        return std::nullopt;
    const auto isFree = [&](const QPointF &corner) {
        const QRectF place(corner, map);
        return std::ranges::none_of(content,
                                    [&](const QRectF &each) { return each.intersects(place); });
    };
    const QRectF room(QPointF(margin, margin), QPointF(right, below) + QPointF(1.0, 1.0));
    if (before.size() == map && room.contains(before.topLeft()) && isFree(before.topLeft()))
        return before;
    const std::vector<QPointF> places = placesAlongTheBorder(right, below);
    const auto found = std::ranges::find_if(places, isFree);
    return found == places.end() ? std::nullopt : std::optional(QRectF(*found, map));
}

} // namespace inceptoscope
