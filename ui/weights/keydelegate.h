#pragma once

#include <QStyledItemDelegate>

namespace inceptoscope {

/// Draws the cells of a KeyTableModel: an icon before the status of what is wrong, secondary text
/// for what is as it should be.
class KeyDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace inceptoscope
