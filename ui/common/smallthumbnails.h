#pragma once

#include "style/metrics.h"

#include <QStyledItemDelegate>

namespace inceptoscope {

/// Draws thumbnails small enough for a line of a list.
class SmallThumbnails : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->decorationSize = {4 * gridUnit, 3 * gridUnit};
    }
};

} // namespace inceptoscope
