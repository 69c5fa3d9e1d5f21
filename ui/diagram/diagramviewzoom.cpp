#include "diagram/diagramview.h"
#include "diagram/minimap.h"
#include "diagram/minimapplace.h"
#include "style/metrics.h"

#include <QScrollBar>

#include <algorithm>
#include <cmath>

// Where a DiagramView looks: its zoom, its scroll bars and its mini-map.

namespace inceptoscope {

namespace {

constexpr double zoomStep = 1.25;
constexpr double largestZoom = 4.0;
constexpr double smallestZoom = 0.02;
constexpr double wellReadableZoom = 0.8; ///< to look at one thing
constexpr double nearlyAll = 0.8; ///< a mini-map of less than that is worth the room it takes
constexpr double largestFit = 1.25; ///< a small network is not blown up

} // namespace

QPointF DiagramView::origin() const
{
    const QSizeF content = m_layout.bounds.size() * m_zoom;
    const auto along = [](double size, int room, const QScrollBar *bar) {
        return size <= room ? std::round((room - size) / 2) : -double(bar->value());
    };
    return {along(content.width(), viewport()->width(), horizontalScrollBar()),
            along(content.height(), viewport()->height(), verticalScrollBar())};
}

QPointF DiagramView::toView(const QPointF &place) const
{
    return place * m_zoom + origin();
}

QPointF DiagramView::toDiagram(const QPointF &point) const
{
    return (point - origin()) / m_zoom;
}

QRectF DiagramView::visiblePart() const
{
    return {toDiagram({0, 0}), QSizeF(viewport()->size()) / m_zoom};
}

double DiagramView::fitZoom() const
{
    const QSizeF size = m_layout.bounds.size();
    if (size.isEmpty())
        return 1.0;
    const QSizeF room = maximumViewportSize();
    return std::clamp(std::min(room.width() / size.width(), room.height() / size.height()),
                      smallestZoom, largestFit);
}

void DiagramView::updateScrollBars()
{
    const QSize content = (m_layout.bounds.size() * m_zoom).toSize();
    const QSize room = maximumViewportSize();
    const auto set = [](QScrollBar *bar, int size, int page) {
        bar->setRange(0, std::max(0, size - page));
        bar->setPageStep(page);
        bar->setSingleStep(4 * gridUnit);
    };
    const bool all = content.width() <= room.width() && content.height() <= room.height();
    const QSize page = all ? room : viewport()->size();
    set(horizontalScrollBar(), content.width(), page.width());
    set(verticalScrollBar(), content.height(), page.height());
    updateMiniMap();
}

void DiagramView::scrollTo(const QPointF &place, const QPointF &point)
{
    const QPointF wanted = place * m_zoom - point;
    horizontalScrollBar()->setValue(qRound(wanted.x()));
    verticalScrollBar()->setValue(qRound(wanted.y()));
}

/// Whether there is more than is seen.
bool DiagramView::canScroll() const
{
    return horizontalScrollBar()->maximum() > 0 || verticalScrollBar()->maximum() > 0;
}

void DiagramView::centreOn(const QPointF &place)
{
    m_fitted = m_isUnseen = false;
    scrollTo(place, QRectF(viewport()->rect()).center());
}

void DiagramView::setZoomAround(double zoom, const QPointF &place, const QPointF &point)
{
    m_zoom = std::clamp(zoom, smallestZoom, largestZoom);
    updateScrollBars();
    scrollTo(place, point);
    viewport()->update();
    emit zoomChanged(m_zoom);
}

/// Zooms, in motion where there is motion; what is at `point` stays there.
void DiagramView::zoomTo(double zoom, const QPointF &point)
{
    zoom = std::clamp(zoom, std::min(1.0, fitZoom()) / 2.0, largestZoom); // no lost speck
    m_isUnseen = false;
    m_zooming.stop();
    m_zoomPlace = toDiagram(point);
    m_zoomFrom = m_zoomPoint = point;
    startZoom(zoom);
}

void DiagramView::startZoom(double zoom)
{
    m_zooming.setStartValue(m_zoom);
    m_zooming.setEndValue(zoom);
    if (animated())
        m_zooming.start();
    else
        zoomOn(zoom);
}

/// On the way from one zoom to another.
void DiagramView::zoomOn(double zoom)
{
    const double from = m_zooming.startValue().toDouble();
    const double way = m_zooming.endValue().toDouble() - from;
    const double share = way == 0.0 ? 1.0 : (zoom - from) / way;
    setZoomAround(zoom, m_zoomPlace, m_zoomFrom + share * (m_zoomPoint - m_zoomFrom));
}

/// Into the middle, or to the top left where it will be too large for that.
void DiagramView::approachCurrent()
{
    const auto place = m_layout.placeOf(m_current);
    if (!place || m_zoom >= readableZoom) {
        reveal(m_current);
        return;
    }
    constexpr double margin = 2.0 * gridUnit;
    const QSizeF room = viewport()->size();
    const QSizeF size = place->size() * wellReadableZoom;
    m_fitted = m_isUnseen = false;
    m_zooming.stop();
    m_zoomPlace = place->topLeft();
    m_zoomFrom = toView(m_zoomPlace);
    m_zoomPoint = {std::max(margin, (room.width() - size.width()) / 2.0),
                   std::max(margin, (room.height() - size.height()) / 2.0)};
    startZoom(wellReadableZoom);
}

void DiagramView::zoomIn()
{
    m_fitted = false;
    zoomTo(m_zoom * zoomStep, QRectF(viewport()->rect()).center());
}

void DiagramView::zoomOut()
{
    m_fitted = false;
    zoomTo(m_zoom / zoomStep, QRectF(viewport()->rect()).center());
}

void DiagramView::fit()
{
    if (!m_graph)
        return;
    const double before = m_wrapWidth;
    rewrap();
    m_fitted = false;
    if (m_wrapWidth != before)
        relayout();
    m_fitted = true;
    zoomTo(fitZoom(), QRectF(viewport()->rect()).center());
}

/// Scrolls as little as is needed to see `id`, the top left of it where it is too large.
void DiagramView::reveal(const QString &id)
{
    const auto place = m_layout.placeOf(id);
    if (!place)
        return;
    const QRectF box(toView(place->topLeft()), place->size() * m_zoom);
    const auto scroll = [](QScrollBar *bar, double from, double to, int room) {
        constexpr int margin = 2 * gridUnit;
        const double past = to + margin - room;
        const double missing = margin - from;
        if (missing > 0)
            bar->setValue(qRound(bar->value() - missing));
        else if (past > 0)
            bar->setValue(qRound(bar->value() + std::min(past, -missing)));
    };
    scroll(horizontalScrollBar(), box.left(), box.right(), viewport()->width());
    scroll(verticalScrollBar(), box.top(), box.bottom(), viewport()->height());
}

void DiagramView::updateMiniMap()
{
    const QRectF visible = visiblePart();
    const QSizeF size = m_layout.bounds.size();
    const bool needed = m_graph
        && (visible.width() < nearlyAll * size.width()
            || visible.height() < nearlyAll * size.height());
    m_miniMap->setVisiblePart(visible);
    if (!m_miniMap->isHeld())
        m_miniMap->setVisible(needed && placeMiniMap());
}

/// Where it hides nothing, smaller where it has to be; false where there is no such place.
bool DiagramView::placeMiniMap()
{
    const QTransform toView(m_zoom, 0, 0, m_zoom, origin().x(), origin().y());
    const auto content = shownContent(m_layout, toView, viewport()->size());
    for (const double share : {1.0, 0.75, 0.55, 0.4}) {
        const auto place =
            freePlace(content, viewport()->size(), m_miniMap->sizeAt(share), m_miniMap->geometry());
        if (!place)
            continue;
        m_miniMap->setGeometry(place->toRect());
        return true;
    }
    return false;
}

} // namespace inceptoscope
