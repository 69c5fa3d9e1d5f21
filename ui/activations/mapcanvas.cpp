#include "activations/mapcanvas.h"

#include "render/activationimage.h"
#include "render/valuetext.h"
#include "style/metrics.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

MapCanvas::MapCanvas(QWidget *parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

void MapCanvas::setMap(const Activation &activation, int channel, ColourMap map,
                       const ValueRange &range)
{
    m_activation = activation;
    m_channel = channel;
    m_map = channelImage(activation, channel, map, range);
    update();
}

void MapCanvas::setCrop(const QImage &crop)
{
    m_crop = crop;
    update();
}

void MapCanvas::setOverlay(bool overlay)
{
    m_overlay = overlay;
    update();
}

void MapCanvas::setOpacity(double opacity)
{
    m_opacity = opacity;
    update();
}

QSize MapCanvas::sizeHint() const
{
    return {40 * gridUnit, 40 * gridUnit};
}

/// Every value takes a whole number of device pixels, where there is room for one.
QRectF MapCanvas::mapArea() const
{
    if (m_map.isNull())
        return {};
    const double ratio = devicePixelRatioF();
    const QSizeF room = QSizeF(size() - QSize(2 * gridUnit, 2 * gridUnit)) * ratio;
    const double most =
        std::max(0.0, std::min(room.width() / m_map.width(), room.height() / m_map.height()));
    const double zoom = most < 1.0 ? most : std::floor(most);
    const QSizeF area = QSizeF(m_map.size()) * zoom;
    const QPointF corner(std::round((width() * ratio - area.width()) / 2.0),
                         std::round((height() * ratio - area.height()) / 2.0));
    return {corner / ratio, area / ratio};
}

QString MapCanvas::valueAt(QPointF point) const
{
    const QRectF area = mapArea();
    if (!area.contains(point))
        return {};
    const QPointF place = point - area.topLeft();
    const int row =
        std::min(m_map.height() - 1, static_cast<int>(place.y() / area.height() * m_map.height()));
    const int column =
        std::min(m_map.width() - 1, static_cast<int>(place.x() / area.width() * m_map.width()));
    return placeText(m_activation, m_channel, row, column);
}

void MapCanvas::mouseMoveEvent(QMouseEvent *event)
{
    emit valuePointedAt(valueAt(event->position()));
}

void MapCanvas::leaveEvent(QEvent *event)
{
    emit valuePointedAt({});
    QWidget::leaveEvent(event);
}

void MapCanvas::paintEvent(QPaintEvent *)
{
    const QRectF area = mapArea();
    QPainter painter(this);
    const bool reduced = area.width() * devicePixelRatioF() < m_map.width();
    if (m_overlay && !m_crop.isNull()) {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(area, m_crop);
        painter.setOpacity(m_opacity);
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform, reduced);
    painter.drawImage(area, m_map);
}

} // namespace inceptoscope
