#include "filmstrip/dropzone.h"

#include "common/iconloader.h"
#include "filmstrip/filmstripdelegate.h"
#include "style/metrics.h"
#include "style/theme.h"

#include <QEvent>
#include <QPainter>

namespace inceptoscope {

namespace {
constexpr int pictureSize = 3 * gridUnit;
constexpr qreal cornerRadius = 4.0;
} // namespace

DropZone::DropZone(QWidget *parent)
    : QAbstractButton(parent)
{
    setText(tr("Drop photos here"));
    setToolTip(tr("Drop photos or folders anywhere in the window, or click to choose some"));
    setAccessibleName(tr("Open photos"));
    setAccessibleDescription(toolTip());
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::MinimumExpanding, QSizePolicy::Preferred);
}

void DropZone::setHighlighted(bool highlighted)
{
    m_highlighted = highlighted;
    update();
}

QSize DropZone::sizeHint() const
{
    return FilmstripDelegate::tileSize(font());
}

bool DropZone::event(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        update();
    return QAbstractButton::event(event);
}

void DropZone::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::fromPalette(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool strong = m_highlighted || hasFocus();
    QPen frame(strong ? theme.accent : theme.line, m_highlighted ? 2.0 : 1.0);
    frame.setDashPattern({4.0, 3.0});
    QColor ground = theme.accent;
    ground.setAlphaF(m_highlighted ? 0.18F : underMouse() ? 0.06F : 0.0F);
    painter.setPen(frame);
    painter.setBrush(ground);
    const QRectF box = QRectF(rect()).adjusted(gridUnit, gridUnit, -gridUnit, -gridUnit);
    painter.drawRoundedRect(box, cornerRadius, cornerRadius);

    painter.setFont(captionFont(font()));
    const int line = painter.fontMetrics().height();
    const qreal top = box.center().y() - (pictureSize + halfUnit + line) / 2.0;
    const QColor ink = m_highlighted ? theme.text : theme.secondaryText;
    const QImage icon =
        iconImage(QStringLiteral("image"), qRound(pictureSize * devicePixelRatioF()), ink);
    painter.drawImage(QRectF(box.center().x() - pictureSize / 2.0, top, pictureSize, pictureSize),
                      icon);
    painter.setPen(ink);
    painter.drawText(QRectF(box.left(), top + pictureSize + halfUnit, box.width(), line),
                     Qt::AlignCenter | Qt::TextSingleLine, text());
}

} // namespace inceptoscope
