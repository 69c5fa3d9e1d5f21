#include "curves/picturelegend.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QSet>

#include <algorithm>
#include <array>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr double padding = 5.0;
constexpr double iconWidth = 26.0; // some dashes
constexpr double iconDistance = 6.0;
constexpr double columnDistance = 14.0;
constexpr double fromEdge = 8.0;

using Spans = std::vector<ColumnSpan>;

QString tr(const char *text)
{
    return QCoreApplication::translate("PictureLegend", text);
}

QString elided(const QString &text, const QFont &font, double width)
{
    return QFontMetricsF(font).elidedText(text, Qt::ElideMiddle, std::max(width, 0.0));
}

/// From where to where each line, with its area, goes in columns one unit wide.
std::vector<Spans> columnsOf(const CurvePlane &plane, const std::vector<CurveLine> &lines)
{
    std::vector<Spans> all;
    CurvePlane coarse = plane;
    coarse.scale = 1.0;
    const PixelAxis x = coarse.x();
    const PixelAxis y = coarse.y();
    for (const CurveLine &line : lines) {
        Spans spans;
        columnSpans(line.curve, firstPoints(line.curve, x, 0, x.pixels), x, y, 0, spans);
        if (!line.upTo.empty()) {
            Spans others;
            columnSpans(line.upTo, firstPoints(line.upTo, x, 0, x.pixels), x, y, 0, others);
            for (std::size_t i = 0; i < spans.size(); ++i) {
                spans[i].add(others[i].top);
                spans[i].add(others[i].bottom);
            }
        }
        all.push_back(std::move(spans));
    }
    return all;
}

bool isCrossed(const std::vector<Spans> &lines, const QRectF &rect)
{
    return std::ranges::any_of(lines, [&rect](const Spans &spans) {
        const auto first = static_cast<std::size_t>(std::max(rect.left(), 0.0));
        const auto end = std::min(static_cast<std::size_t>(std::ceil(rect.right())), spans.size());
        for (std::size_t i = first; i < end; ++i) {
            if (!spans[i].isEmpty() && spans[i].bottom >= rect.top()
                && spans[i].top <= rect.bottom())
                return true;
        }
        return false;
    });
}

} // namespace

PictureLegend::PictureLegend(const CurveSet &curves, const Theme &theme, const QFont &font,
                             double widest)
    : m_font(font)
{
    for (const CurveSeries &series : curves.series)
        m_entries.push_back({series.label, curvePen(series, theme)});
    for (const ReferenceLine &line : curves.references)
        m_entries.push_back({tr("the paper's %1, %2 %").arg(line.label).arg(line.value, 0, 'f', 1),
                             QPen(theme.secondaryText, 1, Qt::DashDotLine)});
    const double room = widest - 2 * padding - iconWidth - iconDistance;
    for (Entry &entry : m_entries)
        entry.text = elided(entry.text, font, room);
}

double PictureLegend::rowHeight() const
{
    return std::ceil(QFontMetricsF(m_font).height() * 1.15);
}

double PictureLegend::columnWidth() const
{
    const QFontMetricsF metrics(m_font);
    double widest = 0;
    for (const Entry &entry : m_entries)
        widest = std::max(widest, metrics.horizontalAdvance(entry.text));
    return iconWidth + iconDistance + std::ceil(widest);
}

int PictureLegend::rowsWithin(double height) const
{
    return std::max(1, static_cast<int>((height - 2 * padding) / rowHeight()));
}

void PictureLegend::nameAtMost(std::size_t count)
{
    if (m_entries.size() <= count || count == 0)
        return;
    const std::size_t more = m_entries.size() - count + 1;
    m_entries.resize(count - 1);
    m_entries.push_back({tr("and %1 more").arg(more), QPen(Qt::NoPen)});
}

void PictureLegend::arrangeInRows(int rows)
{
    const int count = static_cast<int>(m_entries.size());
    m_columns = (count + rows - 1) / rows;
    m_rows = m_columns > 0 ? (count + m_columns - 1) / m_columns : 0;
}

/// Whether all entries have room, and their texts still differ.
bool PictureLegend::arrangeInColumns(int columns, const QSizeF &room)
{
    constexpr double narrowest = 100; // a text
    const double width = (room.width() - 2 * padding + columnDistance) / columns - columnDistance
        - iconWidth - iconDistance;
    if (width < narrowest
        || m_entries.size() > std::size_t(columns) * std::size_t(rowsWithin(room.height())))
        return false;
    std::vector<Entry> entries = m_entries;
    QSet<QString> all;
    QSet<QString> shown;
    for (Entry &entry : entries) {
        all += entry.text;
        entry.text = elided(entry.text, m_font, width);
        shown += entry.text;
    }
    if (shown.size() < all.size())
        return false;
    m_entries = std::move(entries);
    arrangeInRows((static_cast<int>(m_entries.size()) + columns - 1) / columns);
    return true;
}

void PictureLegend::arrangeWithin(const QSizeF &room)
{
    constexpr int mostColumns = 4;
    const double width = room.width() - 2 * padding + columnDistance;
    const int columns = std::max(1, static_cast<int>(width / (columnWidth() + columnDistance)));
    for (int more = columns; more <= std::max(mostColumns, columns); ++more) {
        if (arrangeInColumns(more, room))
            return;
    }
    const int rows = rowsWithin(room.height());
    const std::vector<Entry> all = m_entries;
    for (int fewer = columns; fewer > 0; --fewer) {
        m_entries = all;
        nameAtMost(std::size_t(rows) * std::size_t(fewer)); // which may be wider than the others
        arrangeInRows(std::min(rows, static_cast<int>(m_entries.size())));
        if (size().width() <= room.width())
            return;
    }
}

QSizeF PictureLegend::size() const
{
    return {m_columns * (columnWidth() + columnDistance) - columnDistance + 2 * padding,
            m_rows * rowHeight() + 2 * padding};
}

void PictureLegend::paint(QPainter &painter, const QPointF &corner, const Theme &theme) const
{
    QColor ground = theme.background;
    ground.setAlphaF(0.88F);
    painter.fillRect(QRectF(corner, size()), ground);
    painter.setFont(m_font);
    painter.setBrush(Qt::NoBrush);
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Entry &entry = m_entries[i];
        const int index = static_cast<int>(i);
        const double left = corner.x() + padding
            + (index / m_rows) * (columnWidth() + columnDistance); // column by column
        const QRectF row(left, corner.y() + padding + (index % m_rows) * rowHeight(), columnWidth(),
                         rowHeight());
        if (entry.pen.style() != Qt::NoPen) {
            painter.setPen(entry.pen);
            painter.drawLine(QLineF(left, row.center().y(), left + iconWidth, row.center().y()));
        }
        painter.setPen(theme.text);
        painter.drawText(row.adjusted(iconWidth + iconDistance, 0, 0, 0),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, entry.text);
    }
}

std::optional<QPointF> freeCorner(const CurvePlane &plane, const std::vector<CurveLine> &lines,
                                  const QSizeF &legend)
{
    constexpr double around = 4.0; // units that stay free between curves and the legend
    const double right = plane.rect.width() - fromEdge - legend.width();
    const double bottom = plane.rect.height() - fromEdge - legend.height();
    if (right < fromEdge || bottom < fromEdge)
        return std::nullopt;
    const std::array corners{QPointF(right, fromEdge),   QPointF(fromEdge, fromEdge),
                             QPointF(right, bottom),     QPointF(fromEdge, bottom),
                             QPointF(right, bottom / 2), QPointF(right / 2, fromEdge),
                             QPointF(right / 2, bottom)};
    const std::vector<Spans> columns = columnsOf(plane, lines);
    for (const QPointF &corner : corners) {
        const QRectF rect = QRectF(corner, legend).adjusted(-around, -around, around, around);
        if (!isCrossed(columns, rect))
            return plane.rect.topLeft() + corner;
    }
    return std::nullopt;
}

} // namespace inceptoscope
