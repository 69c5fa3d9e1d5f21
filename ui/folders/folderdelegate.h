#pragma once

#include <QCache>
#include <QIcon>
#include <QStyledItemDelegate>

#include <utility>

namespace inceptoscope {

class PhotoListModel;
class ThumbnailReader;

/// Rows of a FolderTableModel: a thumbnail before the photo's name, that of the filmstrip where it
/// has one, and before the answer whether it is right, where that is known.
class FolderDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit FolderDelegate(PhotoListModel *photos, QObject *parent = nullptr);

    static int rowHeight();

signals:
    void thumbnailRead();

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    QImage thumbnailOf(const QString &path) const;

    PhotoListModel *m_photos;
    ThumbnailReader *m_reader; ///< of those that are not in the filmstrip
    /// A new pixmap for each cell that is painted would fill Qt's cache of them. By what is drawn,
    /// and the screen's ratio in percent.
    mutable QCache<std::pair<qint64, int>, QIcon> m_thumbnails{300};
    mutable QCache<std::pair<int, int>, QIcon> m_verdicts;
};

} // namespace inceptoscope
