#include "folders/folderdelegate.h"

#include "common/iconloader.h"
#include "common/messagebar.h"
#include "folders/foldertablemodel.h"
#include "photos/photolistmodel.h"
#include "style/metrics.h"
#include "style/theme.h"

#include <QPainter>

namespace inceptoscope {

namespace {

constexpr QSize thumbnailBox{5 * gridUnit, 4 * gridUnit};

/// Else it is tinted where the row is selected.
QIcon untinted(QPixmap pixmap, qreal ratio)
{
    pixmap.setDevicePixelRatio(ratio);
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected);
    return icon;
}

/// In the middle of its box, which keeps its place where there is no picture.
QIcon thumbnailIcon(const QImage &thumbnail, qreal ratio)
{
    QPixmap pixmap(thumbnailBox * ratio);
    pixmap.fill(Qt::transparent);
    if (!thumbnail.isNull()) {
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        QRectF target({}, QSizeF(thumbnail.size()).scaled(pixmap.size(), Qt::KeepAspectRatio));
        target.moveCenter(QRectF(pixmap.rect()).center());
        painter.drawImage(target, thumbnail);
    }
    return untinted(pixmap, ratio);
}

/// Right, wrong or unreadable by the shape, too, not by the colour alone.
QIcon verdictIcon(const FolderRow &row, const Theme &theme, qreal ratio)
{
    const int side = qRound(iconSize * ratio);
    QPixmap pixmap(side, side);
    pixmap.fill(Qt::transparent);
    if (!row.isRead())
        pixmap = QPixmap::fromImage(iconImage(
            QStringLiteral("warning"), side, MessageBar::colour(MessageBar::Kind::Warning, theme)));
    else if (row.isWrong())
        pixmap = QPixmap::fromImage(iconImage(QStringLiteral("close"), side,
                                              MessageBar::colour(MessageBar::Kind::Error, theme)));
    else if (row.isJudged())
        pixmap = QPixmap::fromImage(
            iconImage(QStringLiteral("check"), side, theme.stroke(LayerKind::MaxPool)));
    return untinted(pixmap, ratio);
}

} // namespace

FolderDelegate::FolderDelegate(PhotoListModel *photos, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_photos(photos)
{
}

int FolderDelegate::rowHeight()
{
    return thumbnailBox.height() + halfUnit;
}

QImage FolderDelegate::thumbnailOf(const QString &path) const
{
    const QModelIndex photo = m_photos->index(m_photos->rowOf(m_photos->idOf(path)));
    return photo.data(Qt::DecorationRole).value<QImage>();
}

void FolderDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto *model = qobject_cast<const FolderTableModel *>(index.model());
    if (!model || !option->widget)
        return;
    const FolderRow &row = model->row(index.row());
    const Theme theme = Theme::fromPalette(option->palette);
    const qreal ratio = option->widget->devicePixelRatioF();
    option->font = tabularFont(option->font);
    if (!row.isRead())
        option->palette.setColor(QPalette::Text, theme.secondaryText);
    if (index.column() == FolderPhotoColumn) {
        option->textElideMode = Qt::ElideMiddle;
        option->decorationSize = thumbnailBox;
        option->icon = thumbnailIcon(thumbnailOf(row.path), ratio);
    } else if (index.column() == FolderTopColumn) {
        option->decorationSize = {iconSize, iconSize};
        option->icon = verdictIcon(row, theme, ratio);
    } else {
        return;
    }
    option->features |= QStyleOptionViewItem::HasDecoration;
}

} // namespace inceptoscope
