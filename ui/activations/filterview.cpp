#include "activations/filterview.h"

#include "style/metrics.h"
#include "style/theme.h"

#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <cmath>
#include <utility>

namespace inceptoscope {

namespace {

/// Enlarges by whole device pixels a weight, without smoothing.
class FilterDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return option.decorationSize + QSize(gridUnit, captionHeight(option) + gridUnit);
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const Theme theme = Theme::fromPalette(option.palette);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        painter->save();
        if (selected)
            painter->fillRect(option.rect, theme.accent);
        const auto image = index.data(Qt::DecorationRole).value<QImage>();
        const QRectF place = placeOf(image, option);
        painter->setRenderHint(QPainter::SmoothPixmapTransform, image.width() > place.width());
        painter->drawImage(place, image);
        painter->setFont(tabularFont(captionFont(option.font)));
        painter->setPen(selected ? option.palette.color(QPalette::HighlightedText)
                                 : theme.secondaryText);
        painter->drawText(option.rect.adjusted(0, 0, 0, -halfUnit),
                          Qt::AlignHCenter | Qt::AlignBottom, index.data().toString());
        painter->restore();
    }

private:
    static int captionHeight(const QStyleOptionViewItem &option)
    {
        return QFontMetrics(captionFont(option.font)).height();
    }

    static QRectF placeOf(const QImage &image, const QStyleOptionViewItem &option)
    {
        const double ratio = option.widget->devicePixelRatioF();
        const QSizeF room = QSizeF(option.decorationSize) * ratio;
        const double most = std::min(room.width() / image.width(), room.height() / image.height());
        const QSizeF size = QSizeF(image.size()) * (most < 1.0 ? most : std::floor(most)) / ratio;
        const double left = option.rect.left() + (option.rect.width() - size.width()) / 2.0;
        return {QPointF(std::round(left * ratio) / ratio, option.rect.top() + 1.0 * halfUnit),
                size};
    }
};

} // namespace

FilterView::FilterView(QWidget *parent)
    : QListView(parent)
    , m_model(new FilterListModel(this))
{
    setModel(m_model);
    setItemDelegate(new FilterDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setViewMode(QListView::IconMode);
    setMovement(QListView::Static);
    setDragDropMode(QAbstractItemView::NoDragDrop); // drops are the window's
    setAcceptDrops(false);
    setResizeMode(QListView::Adjust);
    setUniformItemSizes(true);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setAccessibleName(tr("Filters"));
}

void FilterView::setFilters(const FilterLoader::DrawnPtr &drawn)
{
    const int kept = currentFilter();
    m_isTold = false;
    m_model->setFilters(drawn);
    setCurrentFilter(kept);
    m_isTold = true;
}

void FilterView::setCellSize(int size)
{
    setIconSize({size, size});
    doItemsLayout();
}

int FilterView::currentFilter() const
{
    return currentIndex().row();
}

void FilterView::setCurrentFilter(int filter)
{
    const bool told = std::exchange(m_isTold, false);
    setCurrentIndex(m_model->index(filter));
    m_isTold = told;
}

void FilterView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (m_isTold)
        emit currentFilterChanged(current.row());
}

} // namespace inceptoscope
