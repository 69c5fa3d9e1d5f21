#include "curves/axesbutton.h"
#include "curves/curveplot.h"
#include "curves/curvescontroller.h"
#include "curves/curvespage.h"
#include "curves/runlistmodel.h"
#include "curves/runlistview.h"
#include "shownwindow.h"
#include "support/await.h"
#include "support/runlogs.h"
#include "support/temporaryfolder.h"

#include <QApplication>
#include <QColorDialog>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QSettings>
#include <QSplitter>
#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

QString text(const std::filesystem::path &path)
{
    return QString::fromStdString(path.string());
}

/// Without the keys that trigger them.
QStringList texts(const QMenu *menu)
{
    QStringList texts;
    for (const QAction *action : menu->actions()) {
        if (!action->isSeparator())
            texts += action->text().remove(u'&');
    }
    return texts;
}

} // namespace

/// The list of runs on the page Curves: several selected, and in groups.
class TestRunList : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void selectedRunsAreGrouped();
    void groupsComeBackAtTheNextStart();
    void whatIsTakenOutStaysOut();
    void ungroupedRunsStaySelected();
    void groupsAreListedOnlyIfTheirCurvesAreSingle();
    void menusOfferWhatCanBeDone();
    void noRowHasNoMenu();
    void keysActOnAllSelectedRuns();
    void runsAreSelectedByKeys();
    void selectedRunsAreColoured();
    void openGroupsStayOpen();
    void aNewRunLeavesTheEditorAlone();
    void namesHaveRoom();

private:
    void openRuns();
    void writeRun(const std::string &title, double error);
    QStringList labels() const;
    QStringList tree() const;
    QModelIndex row(int top, int below = -1) const;
    void click(const QModelIndex &row, Qt::KeyboardModifiers modifiers = {});
    void press(int key, Qt::KeyboardModifiers modifiers = {});
    QMenu *menu();
    void choose(const QString &start);
    void rename(const QString &name);
    void prepared() const;

    std::unique_ptr<TemporaryFolder> m_folder;
    std::unique_ptr<CurvesController> m_controller;
    std::unique_ptr<CurvesPage> m_page;
    RunListView *m_list = nullptr;
    RunListModel *m_runs = nullptr;
};

void TestRunList::init()
{
    m_folder = std::make_unique<TemporaryFolder>();
    keepSettingsIn(m_folder->path());
    QSettings().clear();
    qputenv("INCEPTOSCOPE_RESOURCES", (*m_folder / "none").c_str());
    writeRun("net-adam", 0.5);
    writeRun("other", 0.375);
    writeRun("net-sgd", 0.25);
    openRuns();
}

void TestRunList::cleanup()
{
    m_page.reset();
    m_controller.reset();
}

void TestRunList::writeRun(const std::string &title, double error)
{
    writeRunLog(*m_folder / "runs" / title / "run.jsonl", "own", title, {error, error / 2});
}

/// Another one after the first is as another start of the program.
void TestRunList::openRuns()
{
    m_page.reset();
    m_controller = std::make_unique<CurvesController>();
    m_controller->openLogs({text(*m_folder / "runs")});
    m_page = std::make_unique<CurvesPage>(m_controller.get());
    m_page->restore(QSettings());
    m_page->resize(1000, 640);
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_list = m_page->findChild<RunListView *>();
    m_runs = m_page->findChild<RunListModel *>();
    AWAIT(!m_controller->isLoading() && !m_controller->collection().runs.empty());
    m_list->setFocus();
    prepared();
}

/// What was asked for is drawn: curves are prepared on a thread of their own.
void TestRunList::prepared() const
{
    AWAIT(!m_page->isPreparing());
}

/// Of the validation curves.
QStringList TestRunList::labels() const
{
    QStringList labels;
    for (const auto *plot : m_page->findChildren<CurvePlot *>()) {
        for (const CurveSeries &series : plot->curves().series) {
            if (series.validation && plot->isVisible())
                labels += series.label;
        }
    }
    return labels;
}

/// Names, those below another set in, selected ones with a star.
QStringList TestRunList::tree() const
{
    QStringList lines;
    const auto add = [&](const QModelIndex &row, const QString &indent) {
        const bool isSelected = m_list->selectionModel()->isRowSelected(row.row(), row.parent());
        lines += indent + row.data().toString() + (isSelected ? QStringLiteral(" *") : QString());
    };
    for (int top = 0; top < m_runs->rowCount(); ++top) {
        add(row(top), {});
        for (int below = 0; below < m_runs->rowCount(row(top)); ++below)
            add(row(top, below), QStringLiteral("  "));
    }
    return lines;
}

QModelIndex TestRunList::row(int top, int below) const
{
    const QModelIndex index = m_runs->index(top, RunNameColumn);
    return below < 0 ? index : m_runs->index(below, RunNameColumn, index);
}

/// At the end of the row, where no check mark is.
void TestRunList::click(const QModelIndex &row, Qt::KeyboardModifiers modifiers)
{
    const QRect place = m_list->visualRect(row);
    QVERIFY(!place.isEmpty());
    QTest::mouseClick(m_list->viewport(), Qt::LeftButton, modifiers,
                      {m_list->viewport()->width() - 4, place.center().y()});
}

void TestRunList::press(int key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(m_list, static_cast<Qt::Key>(key), modifiers);
}

/// As the menu key opens it.
QMenu *TestRunList::menu()
{
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
    QApplication::sendEvent(m_list->viewport(), &event);
    return m_list->findChildren<QMenu *>(QString(), Qt::FindDirectChildrenOnly).constLast();
}

void TestRunList::choose(const QString &start)
{
    QMenu *menu = this->menu();
    for (QAction *action : menu->actions()) {
        if (action->text().remove(u'&').startsWith(start)) {
            action->trigger();
            menu->close();
            return prepared();
        }
    }
    QFAIL(qPrintable(start + " is not in " + texts(menu).join(QStringLiteral(", "))));
}

void TestRunList::rename(const QString &name)
{
    press(Qt::Key_F2);
    const QPointer<QLineEdit> editor = m_list->findChild<QLineEdit *>();
    QVERIFY(editor);
    editor->setText(name);
    QTest::keyClick(editor, Qt::Key_Return);
    AWAIT(!editor);
    prepared();
}

void TestRunList::selectedRunsAreGrouped()
{
    click(row(0));
    click(row(1), Qt::ControlModifier);
    QCOMPARE(tree(), QStringList({"net-adam *", "net-sgd *", "other"}));
    choose("Group the 2 selected runs");
    QCOMPARE(tree(), QStringList({"net, 2 runs *", "  net-adam", "  net-sgd", "other"}));
    QCOMPARE(labels(), QStringList({"net, mean of 2 runs, validation", "other, validation"}));
    QVERIFY(m_list->currentIndex() == row(0));
    QVERIFY(!m_list->isExpanded(row(0)));
    QVERIFY(m_list->rootIsDecorated());
    rename("Mine");
    QCOMPARE(tree(), QStringList({"Mine, 2 runs *", "  net-adam", "  net-sgd", "other"}));
    QCOMPARE(labels(), QStringList({"Mine, mean of 2 runs, validation", "other, validation"}));
    click(row(1), Qt::ControlModifier); // who joins a group takes its name
    choose("Group the 3 selected runs");
    QCOMPARE(labels(), QStringList{"Mine, mean of 3 runs, validation"});
    m_list->expand(row(0));
    click(row(0, 1));
    rename("SGD");
    choose("Take out of the group");
    QCOMPARE(tree(), QStringList({"Mine, 2 runs", "  net-adam", "  other", "SGD *"}));
    QVERIFY(m_list->isExpanded(row(0)));
    QVERIFY(m_list->currentIndex() == row(1));
    QCOMPARE(labels(), QStringList({"Mine, mean of 2 runs, validation", "SGD, validation"}));
}

void TestRunList::groupsComeBackAtTheNextStart()
{
    click(row(0));
    click(row(2), Qt::ShiftModifier);
    choose("Group the 3 selected runs");
    rename("Mine");
    m_list->expand(row(0));
    click(row(0, 2));
    choose("Take out of the group");
    openRuns();
    QCOMPARE(tree(), QStringList({"Mine, 2 runs", "  net-adam", "  net-sgd", "other"}));
    QCOMPARE(labels(), QStringList({"Mine, mean of 2 runs, validation", "other, validation"}));
    m_list->expand(row(0));
    click(row(0, 0)); // of those left one alone is a plain row, but comes back into its group
    press(Qt::Key_Delete);
    prepared();
    QCOMPARE(tree(), QStringList({"net-sgd *", "other"}));
    openRuns();
    QCOMPARE(tree(), QStringList({"Mine, 2 runs", "  net-adam", "  net-sgd", "other"}));
    click(row(0));
    choose("Ungroup");
    openRuns();
    QCOMPARE(tree(), QStringList({"net-adam", "net-sgd", "other"}));
}

void TestRunList::whatIsTakenOutStaysOut()
{
    for (const char *title : {"exp-seed0", "exp-seed1", "exp-seed2"}) {
        const auto path = *m_folder / "runs" / title / "run.jsonl";
        std::filesystem::create_directories(path.parent_path());
        auto log = RunLogWriter::open(path).value();
        log.writeRun({{"network", "own"}, {"title", title}, {"seed", title + 8}});
        log.writeEpoch(1, {{"val_top1_error", 0.5}});
    }
    openRuns();
    const QStringList others{"net-adam", "net-sgd", "other"};
    QCOMPARE(tree(),
             QStringList({"exp, 3 seeds", "  exp-seed0", "  exp-seed1", "  exp-seed2"}) + others);
    QCOMPARE(labels().constFirst(), QStringLiteral("exp, mean of 3 seeds, validation"));
    m_list->expand(row(0));
    click(row(0, 0));
    choose("Take out of the group");
    QCOMPARE(tree(),
             QStringList({"exp-seed0 *", "exp, 2 seeds", "  exp-seed1", "  exp-seed2"}) + others);
    openRuns();
    QCOMPARE(tree(),
             QStringList({"exp-seed0", "exp, 2 seeds", "  exp-seed1", "  exp-seed2"}) + others);
    click(row(0));
    click(row(1), Qt::ControlModifier);
    choose("Group the 3 selected runs");
    QCOMPARE(tree(),
             QStringList({"exp, 3 seeds *", "  exp-seed0", "  exp-seed1", "  exp-seed2"}) + others);
}

void TestRunList::ungroupedRunsStaySelected()
{
    m_list->selectAll();
    choose("Group the 3 selected runs");
    QCOMPARE(tree(), QStringList({"Group 1, 3 runs *", "  net-adam", "  net-sgd", "  other"}));
    choose("Ungroup");
    QCOMPARE(tree(), QStringList({"net-adam *", "net-sgd *", "other *"}));
    QVERIFY(!m_list->rootIsDecorated());
    choose("Group the 3 selected runs");
    m_list->expand(row(0));
    click(row(0, 1));
    click(row(0, 2), Qt::ShiftModifier);
    choose("Group the 2 selected runs");
    QCOMPARE(tree(), QStringList({"net-adam", "Group 1, 2 runs *", "  net-sgd", "  other"}));
}

/// A group may be just a folder.
void TestRunList::groupsAreListedOnlyIfTheirCurvesAreSingle()
{
    m_list->selectAll();
    choose("Group");
    for (QAction *action : m_page->findChild<AxesButton *>()->menu()->actions()) {
        if (action->text().remove(u'&') == QStringLiteral("Mean and spread of groups"))
            action->trigger();
    }
    prepared();
    QCOMPARE(labels(),
             QStringList({"net-adam, validation", "net-sgd, validation", "other, validation"}));
    QCOMPARE(m_runs->rowCount(), 1);
}

void TestRunList::menusOfferWhatCanBeDone()
{
    const auto offered = [this] {
        QMenu *menu = this->menu();
        const QStringList there = texts(menu);
        menu->close();
        return there;
    };
    click(row(0));
    QCOMPARE(offered(), QStringList({"Rename", "Colour…", "Pair with", "Remove from the list"}));
    click(row(1), Qt::ShiftModifier);
    QCOMPARE(offered(),
             QStringList({"Colour…", "Group the 2 selected runs", "Remove from the list"}));
    choose("Group");
    QCOMPARE(offered(), QStringList({"Rename", "Colour…", "Ungroup", "Remove from the list"}));
    m_list->expand(row(0));
    click(row(0, 0), Qt::ControlModifier); // it is in there already
    QCOMPARE(offered(), QStringList({"Colour…", "Remove from the list"}));
    click(row(0, 0));
    QCOMPARE(offered(),
             QStringList({"Rename", "Colour…", "Pair with", "Take out of the group",
                          "Remove from the list"}));
    QStringList keys;
    for (const QAction *action : menu()->actions())
        keys += QKeySequence::mnemonic(action->text()).toString();
    keys.removeAll(QString());
    QCOMPARE(keys.removeDuplicates(), 0);
    QCOMPARE(keys.size(), 5);
}

void TestRunList::noRowHasNoMenu()
{
    click(row(0));
    const QPoint below = m_list->visualRect(row(2)).bottomLeft() + QPoint(10, 50);
    QContextMenuEvent event(QContextMenuEvent::Mouse, below, {});
    QApplication::sendEvent(m_list->viewport(), &event);
    QVERIFY(m_list->findChildren<QMenu *>(QString(), Qt::FindDirectChildrenOnly).isEmpty());
}

void TestRunList::keysActOnAllSelectedRuns()
{
    click(row(0));
    click(row(1), Qt::ShiftModifier);
    press(Qt::Key_Space);
    QCOMPARE(m_runs->shown(), std::vector<bool>({false, false, true}));
    prepared();
    QCOMPARE(labels(), QStringList{"other, validation"});
    click(row(2), Qt::ControlModifier); // the current one is shown: now none is
    press(Qt::Key_Space);
    QCOMPARE(m_runs->shown(), std::vector<bool>({false, false, false}));
    press(Qt::Key_Space);
    QCOMPARE(m_runs->shown(), std::vector<bool>({true, true, true}));
    click(row(1));
    click(row(2), Qt::ShiftModifier);
    press(Qt::Key_Delete);
    prepared();
    QCOMPARE(tree(), QStringList{"net-adam *"});
    press(Qt::Key_Delete);
    AWAIT_EQUAL(m_runs->rowCount(), 0);
    QVERIFY(std::filesystem::exists(*m_folder / "runs/other/run.jsonl"));
}

void TestRunList::runsAreSelectedByKeys()
{
    click(row(0));
    press(Qt::Key_Down, Qt::ControlModifier);
    press(Qt::Key_Down, Qt::ControlModifier);
    press(Qt::Key_Space, Qt::ControlModifier);
    QCOMPARE(tree(), QStringList({"net-adam *", "net-sgd", "other *"}));
    QCOMPARE(m_runs->shown(), std::vector<bool>({true, true, true}));
    choose("Group");
    QCOMPARE(tree(), QStringList({"Group 1, 2 runs *", "  net-adam", "  other", "net-sgd"}));
    press(Qt::Key_Right);
    press(Qt::Key_Down);
    QVERIFY(m_list->currentIndex() == row(0, 0));
}

void TestRunList::selectedRunsAreColoured()
{
    click(row(0));
    click(row(2), Qt::ControlModifier);
    choose("Colour");
    auto *dialog = m_list->findChild<QColorDialog *>();
    QVERIFY(dialog);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Colour of the runs"));
    dialog->setCurrentColor(QColor(0x33, 0x66, 0x99));
    dialog->accept();
    const auto colours = [this] {
        std::vector<std::uint32_t> chosen;
        for (const RunShade &shade : m_runs->arrangement().shades)
            chosen.push_back(shade.colour);
        return chosen;
    };
    QCOMPARE(colours(), std::vector<std::uint32_t>({0xff336699U, 0, 0xff336699U}));
    m_list->selectAll();
    choose("Own colour again");
    QCOMPARE(colours(), std::vector<std::uint32_t>({0, 0, 0}));
}

void TestRunList::openGroupsStayOpen()
{
    click(row(1));
    click(row(2), Qt::ShiftModifier);
    choose("Group");
    m_list->expand(row(1));
    click(row(1, 1));
    writeRun("another", 0.5);
    AWAIT_EQUAL(tree(),
                QStringList({"net-adam", "Group 1, 2 runs", "  net-sgd", "  other *", "another"}));
    QVERIFY(m_list->isExpanded(row(1)));
    QVERIFY(m_list->currentIndex().siblingAtColumn(RunNameColumn) == row(1, 1));
}

void TestRunList::aNewRunLeavesTheEditorAlone()
{
    click(row(2));
    press(Qt::Key_F2);
    const QPointer<QLineEdit> editor = m_list->findChild<QLineEdit *>();
    QVERIFY(editor);
    editor->setText("Mine");
    writeRun("another", 0.5);
    AWAIT_EQUAL(m_runs->rowCount(), 4);
    QVERIFY(editor && editor->isVisible());
    QTest::keyClick(editor, Qt::Key_Return);
    AWAIT(tree().contains("Mine *"));
}

/// A name is more than figures, which a narrow list has no room for beside it.
void TestRunList::namesHaveRoom()
{
    auto *splitter = m_list->parentWidget()->parentWidget();
    QVERIFY(qobject_cast<QSplitter *>(splitter));
    for (const int width : {192, 280, 340, 480}) {
        m_page->resize(1600, 640);
        qobject_cast<QSplitter *>(splitter)->setSizes({width, splitter->width() - width});
        AWAIT_EQUAL(m_list->width(), width);
        QVERIFY2(m_list->columnWidth(RunNameColumn) >= 120,
                 qPrintable(QString::number(m_list->columnWidth(RunNameColumn))));
        QCOMPARE(m_list->isColumnHidden(RunBestColumn), width < 240);
        QCOMPARE(m_list->isColumnHidden(RunBestEpochColumn), width < 400);
    }
    click(row(0)); // on a figure
    rename("Mine");
    QCOMPARE(tree().constFirst(), QStringLiteral("Mine *"));
}

QTEST_MAIN(TestRunList)
#include "tst_runlist.moc"
