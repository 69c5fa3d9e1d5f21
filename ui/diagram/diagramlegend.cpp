#include "diagram/diagramlegend.h"

#include "style/metrics.h"
#include "style/theme.h"

#include <QEvent>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <optional>

namespace inceptoscope {

namespace {

struct Entry
{
    std::optional<LayerKind> kind; ///< without: the V
    QString text;
};

std::vector<Entry> entries()
{
    return {{LayerKind::Convolution, DiagramLegend::tr("convolution")},
            {LayerKind::MaxPool, DiagramLegend::tr("pooling")},
            {LayerKind::Concatenation, DiagramLegend::tr("concatenation")},
            {LayerKind::ResidualAdd, DiagramLegend::tr("residual addition")},
            {LayerKind::Linear, DiagramLegend::tr("linear")},
            {LayerKind::Softmax, DiagramLegend::tr("other")},
            {std::nullopt, DiagramLegend::tr("no padding (Valid)")}};
}

constexpr int swatch = 12;
constexpr int between = 2 * gridUnit;

int widthOf(const Entry &entry, const QFontMetrics &metrics)
{
    return swatch + halfUnit + metrics.horizontalAdvance(entry.text);
}

/// Top left of every entry, set like words.
std::vector<QPoint> placesIn(int width, const QFontMetrics &metrics)
{
    std::vector<QPoint> places;
    QPoint place(gridUnit, halfUnit);
    for (const Entry &entry : entries()) {
        if (place.x() > gridUnit && place.x() + widthOf(entry, metrics) + gridUnit > width)
            place = {gridUnit, place.y() + metrics.height() + halfUnit};
        places.push_back(place);
        place.rx() += widthOf(entry, metrics) + between;
    }
    return places;
}

void paintSwatch(QPainter &painter, const QRect &area, const Entry &entry, const Theme &theme)
{
    if (!entry.kind) {
        painter.setPen(theme.text);
        painter.drawText(area, Qt::AlignCenter | Qt::TextDontClip, QStringLiteral("V"));
        return;
    }
    painter.setPen(theme.stroke(*entry.kind));
    painter.setBrush(theme.fill(*entry.kind));
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
}

} // namespace

DiagramLegend::DiagramLegend(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Legend"));
    QStringList texts;
    for (const Entry &entry : entries())
        texts += entry.kind ? entry.text : QStringLiteral("V: ") + entry.text;
    setAccessibleDescription(tr("Colours of the boxes: %1").arg(texts.join(QStringLiteral(", "))));
}

/// Of the caption's font, derived anew each time, so that it follows the program's font.
QFontMetrics DiagramLegend::metrics() const
{
    return QFontMetrics(captionFont(font()));
}

QSize DiagramLegend::sizeHint() const
{
    int width = gridUnit;
    for (const Entry &entry : entries())
        width += widthOf(entry, metrics()) + between;
    return {width, metrics().height() + gridUnit};
}

QSize DiagramLegend::minimumSizeHint() const
{
    return {20 * gridUnit, metrics().height() + gridUnit};
}

int DiagramLegend::heightForWidth(int width) const
{
    return placesIn(width, metrics()).back().y() + metrics().height() + halfUnit;
}

void DiagramLegend::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        update();
    QWidget::changeEvent(event);
}

void DiagramLegend::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::fromPalette(palette());
    QPainter painter(this);
    painter.setFont(captionFont(font()));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.background);
    const std::vector<Entry> all = entries();
    const std::vector<QPoint> places = placesIn(width(), metrics());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const int height = metrics().height();
        const QPoint mark = places[i] + QPoint(0, (height - swatch) / 2);
        paintSwatch(painter, {mark, QSize(swatch, swatch)}, all[i], theme);
        painter.setPen(theme.secondaryText);
        painter.drawText(QRect(places[i].x() + swatch + halfUnit, places[i].y(), width(), height),
                         Qt::AlignLeft | Qt::AlignVCenter, all[i].text);
    }
}

} // namespace inceptoscope
