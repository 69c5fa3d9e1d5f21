#pragma once

#include <QStyledItemDelegate>

namespace inceptoscope {

/// Where the parts of a row of predictions lie.
struct PredictionColumns
{
    QRect rank;
    QRect name;
    QRect bar;
    QRect percent;
};

/// Draws a prediction: rank, name, bar and percentage. Reads the roles of
/// predictions/predictionroles.h.
class PredictionDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    /// The same for every row.
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    static int rowHeight(const QFontMetrics &metrics);
    /// The columns line up over all rows; the bar is the first to give way in a narrow pane.
    static PredictionColumns columns(const QRect &row, const QFontMetrics &metrics);
    /// The part of the bar that is filled, from 0 to its whole width.
    static QRectF filled(const QRect &bar, double probability);
};

} // namespace inceptoscope
