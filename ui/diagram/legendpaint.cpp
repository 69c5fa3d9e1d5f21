#include "diagram/legendpaint.h"

#include "overlay/overlaytexts.h"
#include "style/metrics.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QLinearGradient>
#include <QPainter>

namespace inceptoscope {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("inceptoscope::DiagramLegend", text);
}

/// A mark and what it means.
struct Entry
{
    enum class Mark { None, Kind, V, Gradient, Tint };

    Mark mark = Mark::None;
    QString text; ///< after the mark
    LayerKind kind = LayerKind::Convolution;
    QString before{}; ///< of a gradient: its least value
    QColor tint{};
};

constexpr int swatch = 12;
constexpr int gradient = 15 * gridUnit;
constexpr int between = 2 * gridUnit;

std::vector<Entry> kindEntries()
{
    using Mark = Entry::Mark;
    return {{Mark::Kind, translated("convolution"), LayerKind::Convolution},
            {Mark::Kind, translated("pooling"), LayerKind::MaxPool},
            {Mark::Kind, translated("concatenation"), LayerKind::Concatenation},
            {Mark::Kind, translated("residual addition"), LayerKind::ResidualAdd},
            {Mark::Kind, translated("linear"), LayerKind::Linear},
            {Mark::Kind, translated("other"), LayerKind::Softmax}};
}

std::vector<Entry> overlayEntries(const LegendContent &content)
{
    std::vector<Entry> entries{{Entry::Mark::None, overlayName(content.overlay)}};
    if (content.scale && content.scale->least == content.scale->greatest) {
        const double value = content.scale->greatest;
        entries.push_back(
            {Entry::Mark::Tint,
             translated("%1 everywhere").arg(shortOverlayValue(content.overlay, value)),
             LayerKind::Convolution,
             {},
             overlayColour(*content.scale, value)});
    } else if (content.scale) {
        const auto valueText = [&](double value) {
            return shortOverlayValue(content.overlay, value);
        };
        entries.push_back({Entry::Mark::Gradient, valueText(content.scale->greatest),
                           LayerKind::Convolution, valueText(content.scale->least)});
        entries.push_back({Entry::Mark::None,
                           content.scale->isLogarithmic ? translated("logarithmic scale")
                                                        : translated("linear scale")});
    }
    if (content.overlay == Overlay::Time && content.scale)
        entries.push_back({Entry::Mark::None, translated("measured in passes of their own")});
    if (!content.lack.isEmpty())
        entries.push_back({Entry::Mark::None, content.lack});
    return entries;
}

std::vector<Entry> entriesOf(const LegendContent &content)
{
    std::vector<Entry> entries =
        content.overlay == Overlay::None ? kindEntries() : overlayEntries(content);
    entries.push_back({Entry::Mark::V, translated("no padding (Valid)")});
    return entries;
}

int markWidth(const Entry &entry, const QFontMetrics &metrics)
{
    switch (entry.mark) {
    case Entry::Mark::None:
        return 0;
    case Entry::Mark::Kind:
    case Entry::Mark::V:
    case Entry::Mark::Tint:
        return swatch + halfUnit;
    case Entry::Mark::Gradient:
        return metrics.horizontalAdvance(entry.before) + gradient + 2 * halfUnit;
    }
    return 0;
}

int widthOf(const Entry &entry, const QFontMetrics &metrics)
{
    return markWidth(entry, metrics) + metrics.horizontalAdvance(entry.text);
}

/// Top left of every entry, set like words.
std::vector<QPoint> placesOf(const std::vector<Entry> &entries, int width,
                             const QFontMetrics &metrics)
{
    std::vector<QPoint> places;
    QPoint place(gridUnit, halfUnit);
    for (const Entry &entry : entries) {
        const int right = place.x() + widthOf(entry, metrics) + gridUnit;
        if (width > 0 && place.x() > gridUnit && right > width)
            place = {gridUnit, place.y() + metrics.height() + halfUnit};
        places.push_back(place);
        place.rx() += widthOf(entry, metrics) + between;
    }
    return places;
}

void paintGradient(QPainter &painter, const QRect &area, const Theme &theme)
{
    QLinearGradient colours(area.topLeft(), area.topRight());
    constexpr int stops = 16;
    for (int i = 0; i <= stops; ++i) {
        const double position = static_cast<double>(i) / stops;
        colours.setColorAt(position, QColor::fromRgb(colourOf(overlayColours, position)));
    }
    painter.setPen(theme.line);
    painter.setBrush(colours);
    painter.drawRect(area);
}

void paintMark(QPainter &painter, const QPoint &place, const Entry &entry, const Theme &theme)
{
    const QFontMetrics metrics(painter.font());
    const QRect area(place + QPoint(0, (metrics.height() - swatch) / 2), QSize(swatch, swatch));
    switch (entry.mark) {
    case Entry::Mark::None:
        break;
    case Entry::Mark::V:
        painter.setPen(theme.text);
        painter.drawText(area, Qt::AlignCenter | Qt::TextDontClip, QStringLiteral("V"));
        break;
    case Entry::Mark::Kind:
    case Entry::Mark::Tint:
        painter.setPen(entry.tint.isValid() ? theme.line : theme.stroke(entry.kind));
        painter.setBrush(entry.tint.isValid() ? entry.tint : theme.fill(entry.kind));
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
        break;
    case Entry::Mark::Gradient: {
        const int left = metrics.horizontalAdvance(entry.before) + halfUnit;
        painter.setPen(theme.secondaryText);
        painter.drawText(QRect(place, QSize(left, metrics.height())),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, entry.before);
        paintGradient(painter, {area.topLeft() + QPoint(left, 0), QSize(gradient, swatch)}, theme);
        break;
    }
    }
}

} // namespace

QSize legendSize(const LegendContent &content, const QFont &font, int width)
{
    const QFontMetrics metrics(font);
    const std::vector<Entry> entries = entriesOf(content);
    const std::vector<QPoint> places = placesOf(entries, width, metrics);
    int right = 0;
    for (std::size_t i = 0; i < entries.size(); ++i)
        right = std::max(right, places[i].x() + widthOf(entries[i], metrics));
    return {right + gridUnit, places.back().y() + metrics.height() + halfUnit};
}

void paintLegend(QPainter &painter, const LegendContent &content, const QFont &font,
                 const Theme &theme, int width)
{
    painter.setFont(font);
    const QFontMetrics metrics(font);
    const std::vector<Entry> entries = entriesOf(content);
    const std::vector<QPoint> places = placesOf(entries, width, metrics);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const int mark = markWidth(entries[i], metrics);
        const int text = metrics.horizontalAdvance(entries[i].text);
        paintMark(painter, places[i], entries[i], theme);
        painter.setPen(theme.secondaryText);
        painter.drawText(QRect(places[i] + QPoint(mark, 0), QSize(text, metrics.height())),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, entries[i].text);
    }
}

QString legendText(const LegendContent &content)
{
    QStringList texts;
    for (const Entry &entry : entriesOf(content)) {
        if (entry.mark == Entry::Mark::V)
            texts += QStringLiteral("V: ") + entry.text;
        else if (entry.mark == Entry::Mark::Gradient)
            texts += translated("from %1 to %2").arg(entry.before, entry.text);
        else
            texts += entry.text;
    }
    return translated("Colours of the boxes: %1").arg(texts.join(QStringLiteral(", ")));
}

} // namespace inceptoscope
