#include "curves/runmenu.h"

#include "curves/curvecolour.h"
#include "curves/runlistmodel.h"
#include "curves/runlistview.h"

#include <QColorDialog>
#include <QCoreApplication>
#include <QMenu>
#include <QPersistentModelIndex>

namespace inceptoscope {

namespace {

constexpr std::size_t mostOffered = 30; // runs to pair with; a menu has no room for more

QString tr(const char *text)
{
    return QCoreApplication::translate("RunMenu", text);
}

void chooseColour(RunListView *view, RunListModel *model, const QModelIndex &index)
{
    const auto shade = index.data(RunShadeRole).value<RunShade>();
    auto *dialog = new QColorDialog(curveColour(shade, Theme::fromPalette(view->palette())), view);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Colour of the run"));
    QObject::connect(dialog, &QColorDialog::colorSelected, model,
                     [model, row = QPersistentModelIndex(index)](const QColor &colour) {
                         model->setColour(row, colour.rgb());
                     });
    dialog->open();
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

} // namespace

void addRunActions(QMenu *menu, RunListView *view, RunListModel *model, const QModelIndex &index)
{
    const QModelIndex name = index.siblingAtColumn(RunNameColumn);
    menu->addAction(tr("Re&name"), Qt::Key_F2, view, &RunListView::beginRenaming);
    menu->addAction(tr("&Colour…"), view, [view, model, row = QPersistentModelIndex(name)] {
        chooseColour(view, model, row);
    });
    const auto shade = name.data(RunShadeRole).value<RunShade>();
    if (shade.colour != 0)
        menu->addAction(tr("&Own colour again"), model, [model, row = QPersistentModelIndex(name)] {
            model->setColour(row, std::nullopt);
        });
    const auto runs = model->runsOf(name);
    if (runs.size() == 1)
        addPairs(menu, model, runs.front());
    menu->addSeparator();
}

} // namespace inceptoscope
