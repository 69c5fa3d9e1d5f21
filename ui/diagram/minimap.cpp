#include "diagram/minimap.h"

#include "diagram/diagrampaint.h"
#include "style/metrics.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace inceptoscope {

namespace {
constexpr QSizeF largest(26 * gridUnit, 14 * gridUnit);
} // namespace

MiniMap::MiniMap(QWidget *parent)
    : QWidget(parent)
{
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Overview of the diagram"));
    setAccessibleDescription(tr("Click or drag to move the visible part"));
    setToolTip(accessibleDescription());
}

void MiniMap::setDiagram(const DiagramLayout &layout)
{
    m_layout = layout;
    const QSizeF size = layout.bounds.size();
    m_scale = size.isEmpty()
        ? 1.0
        : std::min(largest.width() / size.width(), largest.height() / size.height());
    m_picture = {};
    resize(sizeAt(1.0));
    update();
}

QSize MiniMap::sizeAt(double share) const
{
    return (m_layout.bounds.size() * m_scale * share).toSize().expandedTo({4 * gridUnit, gridUnit});
}

/// Of the diagram to the widget.
double MiniMap::shownScale() const
{
    return m_scale * width() / std::max(1, sizeAt(1.0).width());
}

void MiniMap::setOverlay(const OverlayValues &overlay, const std::optional<OverlayScale> &scale)
{
    m_overlay = overlay;
    m_overlayScale = scale;
    m_picture = {};
    update();
}

void MiniMap::setVisiblePart(const QRectF &part)
{
    m_part = part;
    update();
}

QPixmap MiniMap::picture() const
{
    QPixmap picture(sizeAt(1.0) * devicePixelRatioF());
    picture.setDevicePixelRatio(devicePixelRatioF());
    const Theme theme = Theme::fromPalette(palette());
    picture.fill(theme.background);
    QPainter painter(&picture);
    painter.scale(m_scale, m_scale);
    DiagramState state;
    state.overlay = m_overlay;
    state.scale = m_overlayScale;
    paintDiagram(painter, m_layout, theme, DiagramFonts::from(font()), state, m_layout.bounds);
    return picture;
}

void MiniMap::paintEvent(QPaintEvent *)
{
    if (m_picture.isNull() || m_picture.devicePixelRatioF() != devicePixelRatioF())
        m_picture = picture();
    const Theme theme = Theme::fromPalette(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawPixmap(rect(), m_picture);
    painter.setPen(theme.line);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    QColor tint = theme.accent;
    tint.setAlphaF(0.15F);
    painter.setBrush(tint);
    painter.setPen(QPen(theme.accent, 1.5));
    const QRectF part(m_part.topLeft() * shownScale(), m_part.size() * shownScale());
    painter.drawRect(part.intersected(QRectF(rect()).adjusted(1, 1, -1, -1)));
}

void MiniMap::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        m_picture = {};
        update();
    }
    QWidget::changeEvent(event);
}

void MiniMap::mousePressEvent(QMouseEvent *event)
{
    m_isHeld = true;
    emit placeRequested(event->position() / shownScale());
}

void MiniMap::mouseReleaseEvent(QMouseEvent *)
{
    m_isHeld = false;
    emit letGo();
}

void MiniMap::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton)
        emit placeRequested(event->position() / shownScale());
}

} // namespace inceptoscope
