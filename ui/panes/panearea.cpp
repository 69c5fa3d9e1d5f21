#include "panes/panearea.h"

#include "panes/panedock.h"
#include "panes/panemenu.h"
#include "style/motion.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QTabWidget>
#include <QToolBar>

#include <algorithm>
#include <utility>

namespace inceptoscope {

namespace {

/// Of what QMainWindow saves: another for other panes.
constexpr int stateVersion = 1;

bool isBeside(Qt::DockWidgetArea side)
{
    return side == Qt::LeftDockWidgetArea || side == Qt::RightDockWidgetArea;
}

} // namespace

/// The columns at the sides are as high as the middle and what is above and below it.
PaneArea::PaneArea(QWidget *middle, QWidget *parent)
    : QMainWindow(parent)
{
    setWindowFlags(Qt::Widget);
    setCorner(Qt::TopLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::TopRightCorner, Qt::RightDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setDocumentMode(true);
    setCentralWidget(middle);
    updateMotion();
    connect(qApp, &QApplication::focusChanged, this,
            [this](const QWidget *, const QWidget *focus) { raisePaneOf(focus); });
}

/// What the panes still have open, such as a dialog, gives the focus back when it goes with them.
PaneArea::~PaneArea()
{
    disconnect(qApp, nullptr, this, nullptr);
}

PaneDock *PaneArea::addPane(const QString &id, const QString &name, PaneHeader *header,
                            QWidget *content, const Place &first)
{
    auto *dock = new PaneDock(header, content, this);
    dock->setObjectName(id);
    addDockWidget(first.side, dock);
    add(dock, name, first,
        {Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea, Qt::TopDockWidgetArea,
         Qt::BottomDockWidgetArea});
    connect(dock, &PaneDock::hideRequested, this,
            [this, pane = m_panes.constLast()] { setShown(pane, false); });
    connect(dock, &QDockWidget::topLevelChanged, this, [this](bool isDragged) {
        if (!isDragged)
            orderForTab();
    });
    return dock;
}

void PaneArea::addStrip(const QString &id, const QString &name, QWidget *strip)
{
    auto *bar = new QToolBar(QString(name).remove(u'&'), this);
    bar->setObjectName(id);
    bar->setAllowedAreas(Qt::TopToolBarArea | Qt::BottomToolBarArea);
    bar->setFloatable(false);
    bar->addWidget(strip);
    addToolBar(Qt::BottomToolBarArea, bar);
    add(bar, name, {Qt::BottomDockWidgetArea, 0},
        {Qt::TopDockWidgetArea, Qt::BottomDockWidgetArea});
}

void PaneArea::add(QWidget *frame, const QString &name, const Place &first,
                   const QList<Qt::DockWidgetArea> &sides)
{
    auto *shown = new QAction(name, this);
    shown->setCheckable(true);
    shown->setChecked(true);
    const Pane pane{frame, shown, first, sides};
    m_panes += pane;
    frame->installEventFilter(this);
    connect(shown, &QAction::triggered, this, [this, pane](bool isWanted) {
        emit paneAskedFor();
        setShown(pane, isWanted);
    });
}

void PaneArea::setAlone(QAction *action, PaneDock *pane)
{
    m_alone = action;
    m_alonePane = pane;
    connect(action, &QAction::toggled, this, &PaneArea::changeAlone);
}

Qt::DockWidgetArea PaneArea::sideOf(const Pane &pane) const
{
    if (auto *dock = qobject_cast<QDockWidget *>(pane.frame))
        return dockWidgetArea(dock);
    return toolBarArea(qobject_cast<QToolBar *>(pane.frame)) == Qt::TopToolBarArea
        ? Qt::TopDockWidgetArea
        : Qt::BottomDockWidgetArea;
}

void PaneArea::moveTo(const Pane &pane, Qt::DockWidgetArea side)
{
    cancelDrag();
    leaveAlone();
    if (auto *dock = qobject_cast<QDockWidget *>(pane.frame)) {
        addDockWidget(side, dock);
        resizeDocks({dock}, {pane.first.size}, isBeside(side) ? Qt::Horizontal : Qt::Vertical);
    } else {
        addToolBar(side == Qt::TopDockWidgetArea ? Qt::TopToolBarArea : Qt::BottomToolBarArea,
                   qobject_cast<QToolBar *>(pane.frame));
    }
    setShown(pane, true);
}

void PaneArea::setShown(const Pane &pane, bool shown)
{
    cancelDrag();
    leaveAlone();
    pane.frame->setVisible(shown);
    if (shown)
        pane.frame->raise();
}

void PaneArea::showPaneOf(const QWidget *content)
{
    const auto holds = [content](const Pane &pane) { return pane.frame->isAncestorOf(content); };
    const auto found = std::ranges::find_if(m_panes, holds);
    if (found != m_panes.end() && !(isAlone() && found->frame == m_alonePane))
        setShown(*found, true);
}

// --- Layout --------------------------------------------------------------------------------------

void PaneArea::arrangeAsAtFirst()
{
    cancelDrag();
    leaveAlone();
    for (const Pane &pane : std::as_const(m_panes))
        moveTo(pane, pane.first.side);
    for (const Qt::DockWidgetArea side : {Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea,
                                          Qt::TopDockWidgetArea, Qt::BottomDockWidgetArea})
        share(side);
}

/// Among the docks that are there at first.
void PaneArea::share(Qt::DockWidgetArea side)
{
    QList<QDockWidget *> docks;
    QList<int> sizes;
    QList<int> equal;
    for (const Pane &pane : std::as_const(m_panes)) {
        auto *dock = qobject_cast<QDockWidget *>(pane.frame);
        if (!dock || pane.first.side != side)
            continue;
        docks += dock;
        sizes += pane.first.size;
        equal += height();
    }
    resizeDocks(docks, sizes, isBeside(side) ? Qt::Horizontal : Qt::Vertical);
    if (docks.size() > 1)
        resizeDocks(docks, equal, isBeside(side) ? Qt::Vertical : Qt::Horizontal);
}

QByteArray PaneArea::save() const
{
    if (!m_wasShown)
        return m_next;
    return isAlone() ? m_before : saveState(stateVersion);
}

void PaneArea::restore(const QByteArray &state)
{
    if (!m_wasShown) {
        m_next = state;
        return;
    }
    leaveAlone();
    if (state.isEmpty() || !restoreDocked(state))
        arrangeAsAtFirst();
}

/// What was saved while a pane was dragged has it as a window, and nothing would bring it back.
bool PaneArea::restoreDocked(const QByteArray &state)
{
    const bool isRestored = restoreState(state, stateVersion);
    cancelDrag();
    return isRestored;
}

/// Only now has it the size that the panes share.
void PaneArea::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    if (std::exchange(m_wasShown, true))
        return;
    const bool isAloneWanted = m_alone && m_alone->isChecked();
    restore(std::exchange(m_next, {}));
    if (isAloneWanted)
        m_alone->setChecked(true);
}

void PaneArea::cancelDrag()
{
    setAnimated(false); // it would glide there, a window until then
    for (const Pane &pane : std::as_const(m_panes)) {
        auto *dock = qobject_cast<QDockWidget *>(pane.frame);
        if (dock && dock->isFloating()) // Qt would set up the others anew
            dock->setFloating(false);
    }
    updateMotion();
}

// --- One of them alone ---------------------------------------------------------------------------

bool PaneArea::isAlone() const
{
    return !m_before.isEmpty();
}

void PaneArea::leaveAlone()
{
    if (m_alone)
        m_alone->setChecked(false);
}

void PaneArea::changeAlone()
{
    const bool isWanted = m_alone->isChecked();
    cancelDrag();
    if (isWanted)
        m_before = saveState(stateVersion);
    centralWidget()->setVisible(!isWanted); // first, for it has a share in the sizes
    if (isWanted) {
        for (const Pane &pane : std::as_const(m_panes))
            pane.frame->setVisible(pane.frame == m_alonePane);
    } else {
        restoreState(std::exchange(m_before, {}), stateVersion);
        m_alonePane->show(); // it may have been asked for while it was hidden
    }
}

void PaneArea::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && isAlone())
        leaveAlone();
    else
        QMainWindow::keyPressEvent(event);
}

// --- What a person sees of it --------------------------------------------------------------------

QMenu *PaneArea::createPopupMenu()
{
    auto *menu = new QMenu(tr("&Panes"), this);
    fillPaneMenu(*menu, *this);
    return menu;
}

bool PaneArea::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent) {
        for (const Pane &pane : std::as_const(m_panes)) {
            if (pane.frame == watched)
                pane.shown->setChecked(!pane.frame->isHidden());
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

/// The middle, then the panes in the order they were added in. A pane that is dragged is a window
/// meanwhile, and comes last of all when it is back.
void PaneArea::orderForTab()
{
    QList<QWidget *> places{centralWidget()};
    for (const Pane &pane : std::as_const(m_panes))
        places += pane.frame;
    QList<QList<QWidget *>> stops(places.size());
    for (QWidget *each = window()->nextInFocusChain(); each != window();
         each = each->nextInFocusChain()) {
        const auto isAround = [each](const QWidget *place) { return place->isAncestorOf(each); };
        const auto place = std::ranges::find_if(std::as_const(places), isAround);
        if (place != places.cend() && each->focusPolicy() != Qt::NoFocus && !each->focusProxy())
            stops[place - places.cbegin()] += each;
    }
    QWidget *last = nullptr;
    for (const QList<QWidget *> &ofPlace : std::as_const(stops)) {
        for (QWidget *each : ofPlace) {
            if (last)
                setTabOrder(last, each);
            last = each;
        }
    }
}

/// Qt leaves a pane behind another, as a tab, in the way of the Tab key.
void PaneArea::raisePaneOf(const QWidget *focus)
{
    for (const Pane &pane : std::as_const(m_panes)) {
        auto *dock = qobject_cast<QDockWidget *>(pane.frame);
        if (dock && dock->isAncestorOf(focus) && !tabifiedDockWidgets(dock).isEmpty())
            dock->raise();
    }
}

void PaneArea::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        updateMotion();
}

void PaneArea::updateMotion()
{
    setAnimated(hasMotion(*this));
}

} // namespace inceptoscope
