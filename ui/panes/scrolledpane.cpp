#include "panes/scrolledpane.h"

#include <QEvent>
#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace inceptoscope {

ScrolledPane::ScrolledPane(QWidget *pane, QWidget *parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setWidgetResizable(true);
    setWidget(pane);
}

int ScrolledPane::neededHeight() const
{
    return std::max(widget()->minimumSizeHint().height(), widget()->minimumHeight());
}

void ScrolledPane::setLeastHeight(int height)
{
    if (std::exchange(m_least, height) != height)
        updateGeometry();
}

QSize ScrolledPane::sizeHint() const
{
    return widget()->sizeHint().expandedTo(minimumSizeHint());
}

/// Wide enough for the bar, too.
QSize ScrolledPane::minimumSizeHint() const
{
    return {widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width(), m_least};
}

bool ScrolledPane::eventFilter(QObject *watched, QEvent *event)
{
    const bool isFiltered = QScrollArea::eventFilter(watched, event);
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        emit neededHeightChanged();
    return isFiltered;
}

} // namespace inceptoscope
