#pragma once

#include <QStyledItemDelegate>

namespace inceptoscope {

/// Draws the cells of a WeightsTableModel: an icon before the state, and under it how much of a
/// download is here; secondary text for what is not known and not here.
class WeightsDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    /// Of every row, for two lines' worth of state.
    static int rowHeight(const QFontMetrics &metrics);
    /// Wide enough for the longest state of a download.
    static int stateWidth(const QFontMetrics &metrics);

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace inceptoscope
