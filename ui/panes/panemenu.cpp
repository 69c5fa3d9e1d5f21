#include "panes/panemenu.h"

#include "panes/panearea.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>

namespace inceptoscope {

namespace {

QString sideName(Qt::DockWidgetArea side)
{
    switch (side) {
    case Qt::LeftDockWidgetArea:
        return PaneArea::tr("To the &left");
    case Qt::RightDockWidgetArea:
        return PaneArea::tr("To the &right");
    case Qt::TopDockWidgetArea:
        return PaneArea::tr("&Above");
    default:
        return PaneArea::tr("&Below");
    }
}

void addSides(QMenu &menu, PaneArea &area, const PaneArea::Pane &pane)
{
    QMenu *sides = menu.addMenu(pane.shown->text());
    auto *group = new QActionGroup(sides);
    for (const Qt::DockWidgetArea side : pane.sides) {
        QAction *action = sides->addAction(sideName(side));
        action->setCheckable(true);
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, &area, [&area, pane, side] {
            emit area.paneAskedFor();
            area.moveTo(pane, side);
        });
    }
    QObject::connect(sides, &QMenu::aboutToShow, &area, [&area, pane, group] {
        const qsizetype side = pane.sides.indexOf(area.sideOf(pane));
        if (side >= 0) // else it is being dragged
            group->actions().at(side)->setChecked(true);
    });
}

} // namespace

void fillPaneMenu(QMenu &menu, PaneArea &area)
{
    for (const PaneArea::Pane &pane : area.panes())
        menu.addAction(pane.shown);
    menu.addSeparator();
    QMenu *move = menu.addMenu(PaneArea::tr("Mo&ve"));
    for (const PaneArea::Pane &pane : area.panes())
        addSides(*move, area, pane);
    QAction *first = menu.addAction(PaneArea::tr("Panes as they &were at first"));
    QObject::connect(first, &QAction::triggered, &area, [&area] {
        emit area.paneAskedFor();
        area.arrangeAsAtFirst();
    });
}

} // namespace inceptoscope
