#include "weights/weightsdelegate.h"

#include "common/iconloader.h"
#include "common/messagebar.h"
#include "style/metrics.h"
#include "style/theme.h"
#include "weights/weightsroles.h"

#include <QPainter>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr int barHeight = halfUnit;

struct StateIcon
{
    QString name;
    QColor colour;
};

WeightsState stateOf(const QModelIndex &index)
{
    return static_cast<WeightsState>(index.data(WeightsStateRole).toInt());
}

StateIcon iconOf(WeightsState state, const Theme &theme)
{
    switch (state) {
    case WeightsState::Busy:
        return {QStringLiteral("download"), theme.accent};
    case WeightsState::Paused:
        return {QStringLiteral("pause"), theme.secondaryText};
    case WeightsState::Failed:
        return {QStringLiteral("error"), MessageBar::colour(MessageBar::Kind::Error, theme)};
    case WeightsState::Installed:
        return {QStringLiteral("check"), theme.accent};
    case WeightsState::Unusable:
        return {QStringLiteral("warning"), MessageBar::colour(MessageBar::Kind::Warning, theme)};
    case WeightsState::NotHere:
        break;
    }
    return {};
}

/// Where there is none, its place is kept: the texts line up. On the selection's colour it takes
/// that of the text.
QIcon stateIcon(WeightsState state, const QStyleOptionViewItem &option)
{
    const qreal ratio = option.widget ? option.widget->devicePixelRatioF() : 1.0;
    const int side = qRound(iconSize * ratio);
    const StateIcon shown = iconOf(state, Theme::fromPalette(option.palette));
    const auto drawn = [&](const QColor &colour) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        if (!shown.name.isEmpty())
            pixmap = QPixmap::fromImage(iconImage(shown.name, side, colour));
        pixmap.setDevicePixelRatio(ratio);
        return pixmap;
    };
    QIcon icon(drawn(shown.colour));
    icon.addPixmap(drawn(option.palette.color(QPalette::HighlightedText)), QIcon::Selected);
    return icon;
}

void paintBar(QPainter &painter, const QRect &bar, double fraction, const QColor &colour)
{
    constexpr qreal radius = barHeight / 2.0;
    QColor ground = colour;
    ground.setAlphaF(0.25F);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(bar, radius, radius);
    painter.setClipRect(
        QRectF(bar.left(), bar.top(), bar.width() * std::clamp(fraction, 0.0, 1.0), bar.height()));
    painter.setBrush(colour);
    painter.drawRoundedRect(bar, radius, radius);
    painter.restore();
}

bool isFigure(int column)
{
    return column == WeightsTop1Column || column == WeightsTop5Column || column == WeightsSizeColumn
        || column == WeightsStateColumn;
}

} // namespace

int WeightsDelegate::rowHeight(const QFontMetrics &metrics)
{
    return metrics.height() + barHeight + 2 * gridUnit;
}

int WeightsDelegate::stateWidth(const QFontMetrics &metrics)
{
    return metrics.horizontalAdvance(QStringLiteral("888.8 of 888.8 MB · 888.8 MB/s · 88:88 left"))
        + iconSize + 2 * gridUnit;
}

QSize WeightsDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize hint = QStyledItemDelegate::sizeHint(option, index);
    return {hint.width() + 2 * gridUnit, rowHeight(option.fontMetrics)};
}

void WeightsDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->state.setFlag(QStyle::State_HasFocus, false); // rows are selected, not cells
    if (isFigure(index.column()))
        option->font = tabularFont(option->font);
    const bool isFaint = index.column() == WeightsStateColumn
        ? stateOf(index) == WeightsState::NotHere
        : option->text == QStringLiteral("–");
    if (isFaint)
        option->palette.setColor(QPalette::Text, Theme::fromPalette(option->palette).secondaryText);
    if (index.column() != WeightsStateColumn)
        return;
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->decorationSize = {iconSize, iconSize};
    option->icon = stateIcon(stateOf(index), *option);
}

void WeightsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const QVariant fraction = index.data(WeightsFractionRole);
    if (index.column() != WeightsStateColumn || !fraction.isValid())
        return;
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QColor colour = isSelected ? option.palette.color(QPalette::HighlightedText)
                                     : Theme::fromPalette(option.palette).accent;
    const QRect bar(option.rect.left() + iconSize + gridUnit + halfUnit / 2,
                    option.rect.bottom() - barHeight - halfUnit / 2,
                    option.rect.width() - iconSize - 2 * gridUnit, barHeight);
    paintBar(*painter, bar, fraction.toDouble(), colour);
}

} // namespace inceptoscope
