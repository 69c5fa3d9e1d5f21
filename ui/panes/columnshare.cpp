#include "panes/columnshare.h"

#include "common/paneheader.h"
#include "panes/panearea.h"
#include "panes/panedock.h"
#include "panes/scrolledpane.h"

#include <QEvent>
#include <QStyle>

#include <algorithm>
#include <utility>

namespace inceptoscope {

ColumnShare::ColumnShare(PaneArea *area, const Part &first, const Part &second,
                         std::function<int()> least)
    : QObject(area)
    , m_area(area)
    , m_first(first)
    , m_second(second)
    , m_least(std::move(least))
{
    area->installEventFilter(this);
    for (const Part &part : {first, second}) {
        part.dock->installEventFilter(this);
        connect(part.dock, &QDockWidget::dockLocationChanged, this, &ColumnShare::schedule);
        connect(part.content, &ScrolledPane::neededHeightChanged, this, &ColumnShare::schedule);
    }
}

/// Docks that are added, shown or hidden post a request for layout to the area.
bool ColumnShare::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::Resize:
    case QEvent::Show:
    case QEvent::ShowToParent:
    case QEvent::HideToParent:
        schedule();
        break;
    case QEvent::LayoutRequest:
        if (watched == m_area)
            schedule();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

/// Once the area has laid out what just changed.
void ColumnShare::schedule()
{
    if (std::exchange(m_isScheduled, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_isScheduled = false;
            share();
        },
        Qt::QueuedConnection);
}

/// Both are in one column and nothing else is.
bool ColumnShare::isColumn() const
{
    const Qt::DockWidgetArea side = m_area->dockWidgetArea(m_first.dock);
    if (side != Qt::LeftDockWidgetArea && side != Qt::RightDockWidgetArea)
        return false;
    for (const PaneArea::Pane &pane : m_area->panes()) {
        auto *dock = qobject_cast<QDockWidget *>(pane.frame);
        if (!dock)
            continue;
        const bool isOne = dock == m_first.dock || dock == m_second.dock;
        const bool isThere = !dock->isHidden() && m_area->dockWidgetArea(dock) == side;
        if (isOne != isThere || (isOne && !m_area->tabifiedDockWidgets(dock).isEmpty()))
            return false;
    }
    return true;
}

/// For the contents of both.
int ColumnShare::room() const
{
    int height = m_area->height()
        - m_area->style()->pixelMetric(QStyle::PM_DockWidgetSeparatorExtent, nullptr, m_area);
    for (const PaneArea::Pane &pane : m_area->panes()) {
        if (!qobject_cast<QDockWidget *>(pane.frame) && !pane.frame->isHidden())
            height -= pane.frame->height();
    }
    for (const Part &part : {m_first, m_second})
        height -= part.dock->header()->sizeHint().height();
    return height;
}

QList<int> ColumnShare::heights() const
{
    return {m_first.dock->height(), m_second.dock->height()};
}

/// Whatever else becomes of the layout, only where one of these changed: a person may share the
/// room otherwise.
void ColumnShare::share()
{
    if (!m_area->isVisible())
        return;
    const Needs needs{isColumn(), room(), m_first.content->neededHeight(),
                      m_second.content->neededHeight(),
                      m_second.content->widget()->maximumHeight()};
    if (std::exchange(m_needs, needs) == needs)
        return;
    const bool isTight = needs.isColumn && needs.first + needs.second > needs.room;
    const bool givesWay = isTight || (needs.isColumn && needs.most < QWIDGETSIZE_MAX);
    const bool gaveWay = std::exchange(m_gaveWay, givesWay);
    if (givesWay && !gaveWay)
        m_usual = heights();
    const bool fits = needs.isColumn && !isTight;
    m_first.content->setLeastHeight(fits ? needs.first : ScrolledPane::usualLeastHeight);
    const int least = std::min(m_least(), needs.second);
    m_second.content->setLeastHeight(fits          ? needs.second
                                         : isTight ? least
                                                   : ScrolledPane::usualLeastHeight);
    m_second.content->setMaximumHeight(needs.isColumn ? needs.most : QWIDGETSIZE_MAX);
    if (isTight)
        give(std::max(least, needs.room - needs.first));
    else if (fits && gaveWay && !givesWay && m_usual.size() == 2)
        m_area->resizeDocks({m_first.dock, m_second.dock}, m_usual, Qt::Vertical);
}

/// So much to the second, the rest to the first.
void ColumnShare::give(int height)
{
    const auto headerOf = [](const Part &part) { return part.dock->header()->sizeHint().height(); };
    m_area->resizeDocks({m_first.dock, m_second.dock},
                        {m_needs.room - height + headerOf(m_first), height + headerOf(m_second)},
                        Qt::Vertical);
}

QList<int> ColumnShare::usualHeights() const
{
    return m_gaveWay && m_usual.size() == 2 ? m_usual : heights();
}

void ColumnShare::setUsualHeights(const QList<int> &heights)
{
    m_usual = heights;
    m_gaveWay = true; // until it is known better
    m_needs = {};
    schedule();
}

} // namespace inceptoscope
