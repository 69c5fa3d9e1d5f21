#include "curves/runmenu.h"

#include "curves/curvecolour.h"
#include "curves/rungrouping.h"
#include "curves/runlistmodel.h"
#include "curves/runlistview.h"

#include <QColorDialog>
#include <QCoreApplication>
#include <QMenu>
#include <QPersistentModelIndex>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr std::size_t mostOffered = 30; // runs to pair with; a menu has no room for more

QString tr(const char *text)
{
    return QCoreApplication::translate("RunMenu", text);
}

/// They follow their runs while the menu or a dialog is open.
using Rows = QList<QPersistentModelIndex>;

QModelIndexList now(const Rows &rows)
{
    return {rows.begin(), rows.end()};
}

void chooseColour(RunListView *view, RunListModel *model, const Rows &rows)
{
    const auto shade = rows.constFirst().data(RunShadeRole).value<RunShade>();
    auto *dialog = new QColorDialog(curveColour(shade, Theme::fromPalette(view->palette())), view);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(rows.size() > 1 ? tr("Colour of the runs") : tr("Colour of the run"));
    QObject::connect(dialog, &QColorDialog::colorSelected, model,
                     [model, rows](const QColor &colour) {
                         model->setColour(model->runsOf(now(rows)), colour.rgb());
                     });
    dialog->open();
}

void addColours(QMenu *menu, RunListView *view, RunListModel *model, const Rows &rows)
{
    menu->addAction(tr("&Colour…"), view, [view, model, rows] { chooseColour(view, model, rows); });
    const bool hasChosen = std::ranges::any_of(rows, [](const QPersistentModelIndex &row) {
        return row.data(RunShadeRole).value<RunShade>().colour != 0;
    });
    if (hasChosen)
        menu->addAction(tr("&Own colour again"), model, [model, rows] {
            model->setColour(model->runsOf(now(rows)), std::nullopt);
        });
}

void addPairs(QMenu *menu, RunListModel *model, std::size_t run)
{
    QMenu *pairs = menu->addMenu(tr("&Pair with"));
    const auto partner = model->partnerOf(run);
    const auto add = [&](std::size_t other) {
        QString title = model->arrangement().titles[qsizetype(other)];
        QAction *action = pairs->addAction(title.replace(u'&', QStringLiteral("&&")), model,
                                           [model, run, other] { model->pairRuns(run, other); });
        action->setCheckable(true);
        action->setChecked(partner == other);
    };
    const std::size_t count = model->collection().runs.size();
    std::size_t offered = 0;
    for (std::size_t other = 0; other < count && offered < mostOffered; ++other) {
        if (other == run)
            continue;
        add(other);
        ++offered;
    }
    pairs->addSeparator();
    QAction *none =
        pairs->addAction(tr("&No other"), model, [model, run] { model->leaveAlone(run); });
    none->setCheckable(true);
    none->setChecked(!partner);
    pairs->setEnabled(count > 1);
}

void groupRows(RunListView *view, RunListModel *model, const Rows &rows)
{
    const auto runs = model->runsOf(now(rows));
    model->groupRuns(runs);
    view->chooseRows({model->rowOf(runs.front()).parent()});
}

void ungroupRows(RunListView *view, RunListModel *model, const Rows &rows)
{
    const auto runs = model->runsOf(now(rows));
    model->ungroup(runs);
    QModelIndexList single;
    for (const std::size_t run : runs)
        single += model->rowOf(run);
    view->chooseRows(single);
}

void addGrouping(QMenu *menu, RunListView *view, RunListModel *model, const Rows &rows)
{
    const auto runs = model->runsOf(now(rows));
    if (canGroup(model->arrangement(), runs))
        menu->addAction(tr("&Group the %1 selected runs").arg(runs.size()), view,
                        [view, model, rows] { groupRows(view, model, rows); });
    const bool areGroups = std::ranges::all_of(
        rows, [model](const QModelIndex &row) { return model->hasChildren(row); });
    const bool areInGroups =
        std::ranges::all_of(rows, [](const QModelIndex &row) { return row.parent().isValid(); });
    if (areGroups || areInGroups)
        menu->addAction(areGroups ? tr("&Ungroup") : tr("&Take out of the group"), view,
                        [view, model, rows] { ungroupRows(view, model, rows); });
}

} // namespace

void addRunActions(QMenu *menu, RunListView *view, RunListModel *model,
                   const QModelIndexList &chosen)
{
    const Rows rows(chosen.begin(), chosen.end());
    if (rows.size() == 1)
        menu->addAction(tr("Re&name"), Qt::Key_F2, view, &RunListView::beginRenaming);
    addColours(menu, view, model, rows);
    if (const auto runs = model->runsOf(chosen); runs.size() == 1)
        addPairs(menu, model, runs.front());
    menu->addSeparator();
    addGrouping(menu, view, model, rows);
    menu->addSeparator();
}

} // namespace inceptoscope
