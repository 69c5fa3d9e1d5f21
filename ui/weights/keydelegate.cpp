#include "weights/keydelegate.h"

#include "checkpoint/keytable.h"
#include "common/iconloader.h"
#include "common/messagebar.h"
#include "style/metrics.h"
#include "style/theme.h"
#include "weights/keyroles.h"

#include <optional>

namespace inceptoscope {

namespace {

/// How bad it is; no icon where all is well.
std::optional<MessageBar::Kind> kindOf(KeyStatus status)
{
    switch (status) {
    case KeyStatus::Missing:
    case KeyStatus::Misshapen:
        return MessageBar::Kind::Error;
    case KeyStatus::Unexpected:
        return MessageBar::Kind::Warning;
    case KeyStatus::Explained:
    case KeyStatus::Matched:
        break;
    }
    return std::nullopt;
}

QPixmap statusPixmap(std::optional<MessageBar::Kind> kind, const QStyleOptionViewItem &option)
{
    const qreal ratio = option.widget->devicePixelRatioF();
    const int side = qRound(iconSize * ratio);
    QPixmap pixmap(side, side);
    pixmap.fill(Qt::transparent);
    if (kind)
        pixmap = QPixmap::fromImage(iconImage(
            *kind == MessageBar::Kind::Error ? QStringLiteral("error") : QStringLiteral("warning"),
            side, MessageBar::colour(*kind, Theme::fromPalette(option.palette))));
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

/// Where there is none, its place is kept: the texts line up.
QIcon statusIcon(std::optional<MessageBar::Kind> kind, const QStyleOptionViewItem &option)
{
    const QPixmap pixmap = statusPixmap(kind, option);
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected); // else it is tinted
    return icon;
}

} // namespace

QSize KeyDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize hint = QStyledItemDelegate::sizeHint(option, index);
    return {hint.width() + gridUnit, std::max(hint.height(), 3 * gridUnit)};
}

void KeyDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto status = static_cast<KeyStatus>(index.data(KeyStatusRole).toInt());
    if (index.column() == KeyShapeColumn)
        option->font = tabularFont(option->font);
    if (index.column() == KeyNameColumn || index.column() == KeyLayerColumn)
        option->textElideMode = Qt::ElideMiddle;
    if (status == KeyStatus::Explained || index.column() == KeyNoteColumn)
        option->palette.setColor(QPalette::Text, Theme::fromPalette(option->palette).secondaryText);
    if (index.column() != KeyStatusColumn)
        return;
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->decorationSize = {iconSize, iconSize};
    option->icon = statusIcon(kindOf(status), *option);
}

} // namespace inceptoscope
