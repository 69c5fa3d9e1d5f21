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

/// How bad it is; nothing where all is well.
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

QIcon statusIcon(MessageBar::Kind kind, const QStyleOptionViewItem &option)
{
    const qreal ratio = option.widget->devicePixelRatioF();
    const QString name =
        kind == MessageBar::Kind::Error ? QStringLiteral("error") : QStringLiteral("warning");
    QImage image = iconImage(name, qRound(iconSize * ratio),
                             MessageBar::colour(kind, Theme::fromPalette(option.palette)));
    image.setDevicePixelRatio(ratio);
    const QPixmap pixmap = QPixmap::fromImage(image);
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
    const auto kind = kindOf(status);
    if (index.column() != KeyStatusColumn || !kind)
        return;
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->decorationSize = {iconSize, iconSize};
    option->icon = statusIcon(*kind, *option);
}

} // namespace inceptoscope
