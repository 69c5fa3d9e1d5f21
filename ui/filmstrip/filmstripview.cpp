#include "filmstrip/filmstripview.h"

#include "filmstrip/filmstripdelegate.h"
#include "style/metrics.h"

#include <QScrollBar>

namespace inceptoscope {

FilmstripView::FilmstripView(QWidget *parent)
    : QListView(parent)
{
    setItemDelegate(new FilmstripDelegate(this));
    setFlow(LeftToRight);
    setWrapping(false);
    setUniformItemSizes(true);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    horizontalScrollBar()->setSingleStep(4 * gridUnit);
}

/// Unlike QListView's, which lays all items out again: it does not know that they keep their size.
void FilmstripView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                                const QList<int> &roles)
{
    QAbstractItemView::dataChanged(topLeft, bottomRight, roles);
}

/// QAbstractItemView makes the first item current where none is: a photo is not selected by
/// passing.
void FilmstripView::focusInEvent(QFocusEvent *event)
{
    if (currentIndex().isValid())
        QListView::focusInEvent(event);
    else
        QAbstractScrollArea::focusInEvent(event);
}

} // namespace inceptoscope
