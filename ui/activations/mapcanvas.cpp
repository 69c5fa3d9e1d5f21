#include "activations/mapcanvas.h"

#include "images/picturescaler.h"
#include "render/tilemaker.h"
#include "render/valuetext.h"
#include "style/metrics.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

MapCanvas::MapCanvas(QWidget *parent)
    : QWidget(parent)
    , m_tiles(new TileMaker(this))
    , m_scaler(new PictureScaler(this))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    connect(m_tiles, &TileMaker::made, this, &MapCanvas::takeTiles);
    connect(m_tiles, &TileMaker::failed, this, [this](const QString &sentence) {
        m_mapIsDue = false;
        emit failed(sentence);
    });
    connect(m_scaler, &PictureScaler::scaled, this, [this](const QImage &scaled, qint64 key) {
        if (key != m_backdrop.photo.cacheKey())
            return;
        m_scaledPhoto = scaled;
        m_hasNoPhoto = false;
        update();
    });
    connect(m_scaler, &PictureScaler::failed, this, [this](const QString &sentence, qint64 key) {
        if (key != m_backdrop.photo.cacheKey())
            return;
        m_scaledPhoto = {};
        m_hasNoPhoto = true;
        update();
        emit failed(sentence);
    });
}

void MapCanvas::setMap(const Activation &activation, int channel, ColourMap map,
                       const ValueRange &range)
{
    if (activation.shape.grid() != m_activation.shape.grid())
        m_map = {};
    m_activation = activation;
    m_channel = channel;
    const std::vector<ValueRange> ranges(static_cast<std::size_t>(activation.shape.channels),
                                         range);
    m_tiles->setContent({activation, map, ranges, {}});
    m_tiles->request({channel});
    m_mapIsDue = true;
    update();
}

void MapCanvas::takeTiles(const std::vector<Tile> &tiles)
{
    m_map = tiles.front().image;
    m_mapIsDue = false;
    update();
}

void MapCanvas::setBackdrop(const Backdrop &backdrop)
{
    if (backdrop.photo.cacheKey() != m_backdrop.photo.cacheKey())
        m_scaledPhoto = {};
    m_backdrop = backdrop;
    update();
}

void MapCanvas::setBehind(Behind behind)
{
    m_behind = behind;
    update();
}

void MapCanvas::setOpacity(double opacity)
{
    m_opacity = opacity;
    update();
}

bool MapCanvas::isSettled() const
{
    return !m_mapIsDue
        && (m_behind != Behind::Photo || m_backdrop.photo.isNull()
            || m_scaledPhoto.size() == m_requestedSize || m_hasNoPhoto);
}

QSize MapCanvas::sizeHint() const
{
    return {40 * gridUnit, 40 * gridUnit};
}

// --- Geometry: everything in pixels of the crop, or in values where that is not known
// -------------

QRectF MapCanvas::cropFrame() const
{
    const GridShape &shape = m_activation.shape;
    return m_backdrop.crop.isNull() ? QRectF(0.0, 0.0, shape.width, shape.height)
                                    : QRectF(m_backdrop.crop.rect());
}

QRectF MapCanvas::covered() const
{
    return m_backdrop.crop.isNull() || m_backdrop.covered.isEmpty() ? cropFrame()
                                                                    : m_backdrop.covered;
}

QRectF MapCanvas::photoFrame() const
{
    const QRectF &seen = m_backdrop.seen;
    const double factor = m_backdrop.crop.width() / seen.width();
    return {-seen.topLeft() * factor, QSizeF(m_backdrop.photo.size()) * factor};
}

/// What has to fit.
QRectF MapCanvas::bounds() const
{
    if (m_behind == Behind::Nothing || m_backdrop.crop.isNull())
        return covered();
    const bool whole =
        m_behind == Behind::Photo && !m_backdrop.photo.isNull() && !m_backdrop.seen.isEmpty();
    return whole ? photoFrame() : cropFrame();
}

/// Device pixels. Every value takes a whole number of them, where there is room for one.
double MapCanvas::scale() const
{
    const double ratio = devicePixelRatioF();
    const QSizeF room = QSizeF(size() - QSize(gridUnit, gridUnit)) * ratio;
    const QRectF whole = bounds();
    const double most =
        std::max(0.0, std::min(room.width() / whole.width(), room.height() / whole.height()));
    const double cell = covered().width() / m_activation.shape.width;
    const double zoom = std::floor(most * cell);
    return zoom < 1.0 ? most : zoom / cell;
}

/// In the widget, the map on whole device pixels.
QRectF MapCanvas::placed(const QRectF &rectangle) const
{
    const double ratio = devicePixelRatioF();
    const double factor = scale();
    const QRectF whole = bounds();
    const QPointF middle(width() * ratio / 2.0, height() * ratio / 2.0);
    const auto place = [&](QPointF point) { return middle + (point - whole.center()) * factor; };
    const QPointF map = place(covered().topLeft());
    const QPointF shift(std::round(map.x()) - map.x(), std::round(map.y()) - map.y());
    return {(place(rectangle.topLeft()) + shift) / ratio, rectangle.size() * factor / ratio};
}

QRectF MapCanvas::mapArea() const
{
    return m_activation.shape.elements() == 0 ? QRectF() : placed(covered());
}

QRectF MapCanvas::cropArea() const
{
    return m_activation.shape.elements() == 0 ? QRectF() : placed(cropFrame());
}

QString MapCanvas::valueAt(QPointF point) const
{
    const QRectF area = mapArea();
    if (!area.contains(point))
        return {};
    const GridShape &shape = m_activation.shape;
    const QPointF place = point - area.topLeft();
    const int row =
        std::min(shape.height - 1, static_cast<int>(place.y() / area.height() * shape.height));
    const int column =
        std::min(shape.width - 1, static_cast<int>(place.x() / area.width() * shape.width));
    return placeText(m_activation, m_channel, row, column);
}

// --- Events --------------------------------------------------------------------------------------

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
    if (area.isEmpty())
        return;
    QPainter painter(this);
    if (m_behind != Behind::Nothing && !m_backdrop.crop.isNull()) {
        paintBehind(painter);
        painter.setOpacity(m_opacity);
    }
    const bool reduced = area.width() * devicePixelRatioF() < m_activation.shape.width;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, reduced);
    if (m_behind != Behind::Nothing)
        painter.setClipRect(cropArea());
    painter.drawImage(area, m_map);
}

void MapCanvas::paintBehind(QPainter &painter)
{
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    if (bounds() == cropFrame())
        painter.drawImage(cropArea(), m_backdrop.crop);
    else
        paintPhoto(painter);
}

/// What the network did not see is darker. However large the photo, it is scaled on a worker; until
/// that is done there is the crop.
void MapCanvas::paintPhoto(QPainter &painter)
{
    const QRectF area = placed(photoFrame());
    const QSize size = (area.size() * devicePixelRatioF()).toSize();
    const qint64 key = m_backdrop.photo.cacheKey();
    if (key != m_requestedPhoto || size != m_requestedSize) {
        m_requestedPhoto = key;
        m_requestedSize = size;
        m_hasNoPhoto = false;
        m_scaler->request(m_backdrop.photo, size);
    }
    if (!m_scaledPhoto.isNull())
        painter.drawImage(area, m_scaledPhoto);
    else
        painter.drawImage(cropArea(), m_backdrop.crop);
    QPainterPath outside;
    outside.addRect(area);
    QPainterPath inside;
    inside.addRect(cropArea());
    painter.fillPath(outside.subtracted(inside), QColor(0, 0, 0, 120));
}

} // namespace inceptoscope
