#include "folders/folderdelegate.h"

#include "common/iconloader.h"
#include "common/messagebar.h"
#include "folders/foldertablemodel.h"
#include "photos/photolistmodel.h"
#include "photos/thumbnailreader.h"
#include "style/metrics.h"
#include "style/theme.h"

#include <QPainter>
#include <QTableView>

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

enum class Verdict { None, Right, Wrong, Unreadable };

/// On the first answer or the second one. That a photo could not be read stands in place of the
/// first one alone.
Verdict verdictOn(const FolderRow &row, int column)
{
    if (!row.isRead())
        return column == FolderTopColumn ? Verdict::Unreadable : Verdict::None;
    const FolderAnswer answer = answerColumn(row, column).answer;
    if (!answer.isJudged())
        return Verdict::None;
    return answer.isWrong() ? Verdict::Wrong : Verdict::Right;
}

/// Whether there are classes that the table's photos are held against.
bool isJudging(const QWidget &view)
{
    const auto *table = qobject_cast<const QTableView *>(&view);
    return table && !table->isColumnHidden(FolderRankColumn);
}

/// By the shape, too, not by the colour alone: where the row is selected `ink` is its colour, else
/// that is not valid.
QPixmap verdictPixmap(Verdict verdict, int side, const Theme &theme, const QColor &ink)
{
    const auto drawn = [&](const char *icon, const QColor &colour) {
        return QPixmap::fromImage(
            iconImage(QString::fromLatin1(icon), side, ink.isValid() ? ink : colour));
    };
    switch (verdict) {
    case Verdict::Right:
        return drawn("check", theme.stroke(LayerKind::MaxPool));
    case Verdict::Wrong:
        return drawn("close", MessageBar::colour(MessageBar::Kind::Error, theme));
    case Verdict::Unreadable:
        return drawn("warning", MessageBar::colour(MessageBar::Kind::Warning, theme));
    case Verdict::None:
        break;
    }
    QPixmap nothing(side, side);
    nothing.fill(Qt::transparent);
    return nothing;
}

/// From the cache, or made for it.
template<typename Key, typename Make>
QIcon cached(QCache<Key, QIcon> &cache, const Key &key, Make make)
{
    if (const QIcon *known = cache.object(key))
        return *known;
    const QIcon icon = make();
    cache.insert(key, new QIcon(icon));
    return icon;
}

} // namespace

FolderDelegate::FolderDelegate(PhotoListModel *photos, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_photos(photos)
    , m_reader(new ThumbnailReader(this))
{
    connect(m_reader, &ThumbnailReader::thumbnailRead, this, &FolderDelegate::thumbnailRead);
}

int FolderDelegate::rowHeight()
{
    return thumbnailBox.height() + halfUnit;
}

QImage FolderDelegate::thumbnailOf(const QString &path) const
{
    const QModelIndex photo = m_photos->index(m_photos->rowOf(m_photos->idOf(path)));
    if (!photo.isValid())
        return m_reader->thumbnail(path);
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
    const int percent = qRound(100.0 * ratio);
    option->font = tabularFont(option->font);
    if (!row.isRead())
        option->palette.setColor(QPalette::Text, theme.secondaryText);
    if (index.column() == FolderPhotoColumn) {
        option->textElideMode = Qt::ElideMiddle;
        option->decorationSize = thumbnailBox;
        const QImage thumbnail = row.isRead() ? thumbnailOf(row.path) : QImage();
        option->icon = cached(m_thumbnails, std::pair(thumbnail.cacheKey(), percent),
                              [&] { return thumbnailIcon(thumbnail, ratio); });
    } else if (index.column() == FolderTopColumn || index.column() == FolderOtherTopColumn) {
        option->decorationSize = {iconSize, iconSize};
        const Verdict verdict = verdictOn(row, index.column());
        if (verdict == Verdict::None && row.other && !isJudging(*option->widget))
            return; // both begin below their headings
        const bool isSelected = option->state.testFlag(QStyle::State_Selected);
        const QColor ink = isSelected ? option->palette.color(QPalette::HighlightedText) : QColor();
        const int drawn =
            4 * static_cast<int>(verdict) + (isSelected ? 2 : 0) + (theme.dark ? 1 : 0);
        option->icon = cached(m_verdicts, std::pair(drawn, percent), [&] {
            return untinted(verdictPixmap(verdict, qRound(iconSize * ratio), theme, ink), ratio);
        });
    } else {
        return;
    }
    option->features |= QStyleOptionViewItem::HasDecoration;
}

} // namespace inceptoscope
