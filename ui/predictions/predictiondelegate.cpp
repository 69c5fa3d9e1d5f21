#include "predictions/predictiondelegate.h"

#include "predictions/predictionroles.h"
#include "style/metrics.h"
#include "style/theme.h"
#include "texts/percenttext.h"

#include <QPainter>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr int barHeight = gridUnit;
constexpr double shareOfName = 0.5; ///< of what the figures leave
constexpr int widestName = 28 * gridUnit;

QColor faint(QColor colour, float alpha)
{
    colour.setAlphaF(alpha);
    return colour;
}

void paintBar(QPainter &painter, const QRect &bar, double probability, const Theme &theme)
{
    constexpr qreal radius = barHeight / 4.0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(faint(theme.line, 0.25F));
    painter.drawRoundedRect(bar, radius, radius);
    painter.setClipRect(PredictionDelegate::filled(bar, probability));
    painter.setBrush(theme.accent);
    painter.drawRoundedRect(bar, radius, radius);
    painter.setClipping(false);
}

void paintTexts(QPainter &painter, const PredictionColumns &columns, const QModelIndex &index,
                const Theme &theme)
{
    constexpr int left = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine;
    constexpr int right = Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine;
    painter.setPen(theme.secondaryText);
    painter.drawText(columns.rank, left, index.data(PredictionRankRole).toString());
    painter.setPen(theme.text);
    painter.drawText(columns.name, left,
                     painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight,
                                                      columns.name.width()));
    painter.drawText(columns.percent, right,
                     percentText(index.data(PredictionProbabilityRole).toDouble()));
}

void paintGround(QPainter &painter, const QStyleOptionViewItem &option, const Theme &theme)
{
    if (option.state.testFlag(QStyle::State_Selected))
        painter.fillRect(option.rect, faint(theme.accent, 0.16F));
    if (!option.state.testFlag(QStyle::State_HasFocus))
        return;
    painter.setPen(theme.accent);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5));
}

} // namespace

void PredictionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                               const QModelIndex &index) const
{
    const Theme theme = Theme::fromPalette(option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(tabularFont(option.font));
    paintGround(*painter, option, theme);
    const PredictionColumns parts = columns(option.rect, painter->fontMetrics());
    paintTexts(*painter, parts, index, theme);
    paintBar(*painter, parts.bar, index.data(PredictionProbabilityRole).toDouble(), theme);
    painter->restore();
}

QSize PredictionDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {20 * gridUnit, rowHeight(option.fontMetrics)};
}

int PredictionDelegate::rowHeight(const QFontMetrics &metrics)
{
    return metrics.height() + gridUnit;
}

PredictionColumns PredictionDelegate::columns(const QRect &row, const QFontMetrics &metrics)
{
    const int rankWidth = metrics.horizontalAdvance(QStringLiteral("10"));
    const int percentWidth = metrics.horizontalAdvance(percentText(1.0));
    PredictionColumns columns;
    columns.rank = row.adjusted(halfUnit, 0, 0, 0);
    columns.rank.setWidth(rankWidth);
    columns.percent = row.adjusted(0, 0, -halfUnit, 0);
    columns.percent.setLeft(columns.percent.right() + 1 - percentWidth);

    const int start = columns.rank.right() + 1 + gridUnit;
    const int room = std::max(0, columns.percent.left() - gridUnit - start);
    const int nameWidth = std::min(widestName, static_cast<int>(room * shareOfName));
    columns.name = {start, row.top(), nameWidth, row.height()};
    columns.bar = {start + nameWidth + gridUnit, row.top() + (row.height() - barHeight) / 2,
                   std::max(0, room - nameWidth - gridUnit), barHeight};
    return columns;
}

QRectF PredictionDelegate::filled(const QRect &bar, double probability)
{
    const double share = probability > 0.0 ? std::min(probability, 1.0) : 0.0; // nothing for NaN
    return {QPointF(bar.topLeft()), QSizeF(bar.width() * share, bar.height())};
}

} // namespace inceptoscope
