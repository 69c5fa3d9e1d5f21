#pragma once

#include <QStyledItemDelegate>

namespace inceptoscope {

class PhotoListModel;

/// Rows of a FolderTableModel: a thumbnail before the photo's name, where the filmstrip has one,
/// and before the answer whether it is right.
class FolderDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit FolderDelegate(PhotoListModel *photos, QObject *parent = nullptr);

    static int rowHeight();

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    QImage thumbnailOf(const QString &path) const;

    PhotoListModel *m_photos;
};

} // namespace inceptoscope
