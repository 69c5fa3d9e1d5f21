#include "activations/activationpane.h"
#include "activations/channelgrid.h"
#include "common/paneheader.h"
#include "diagram/diagrampane.h"
#include "diagram/diagramview.h"
#include "explain/explainer.h"
#include "explain/explanationpane.h"
#include "explore/explorepage.h"
#include "explorer/explorer.h"
#include "filmstrip/filmstrip.h"
#include "folders/folderpage.h"
#include "panes/panearea.h"
#include "panes/panedock.h"
#include "panes/scrolledpane.h"
#include "panes/sealedstate.h"
#include "predictions/predictionspane.h"
#include "residual/residualpane.h"
#include "residual/residualplot.h"
#include "shownwindow.h"
#include "support/await.h"
#include "support/plainphotos.h"
#include "support/temporaryfolder.h"
#include "support/tinycatalogue.h"

#include <QAction>
#include <QApplication>
#include <QMenu>
#include <QMenuBar>
#include <QProxyStyle>
#include <QSettings>
#include <QSplitter>
#include <QTabBar>
#include <QTest>
#include <QToolButton>
#include <QWhatsThis>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// The panes of the page Explore, moved and hidden as a person would, and how they come back.
class TestPanes : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void standAsAtFirst();
    void areHiddenAndShownByTheMenu_data();
    void areHiddenAndShownByTheMenu();
    void areHiddenByTheirButton();
    void areReachedByTheKeyboard();
    void areAskedForFromAnotherPage();
    void areMovedByTheMenu_data();
    void areMovedByTheMenu();
    void areDraggedByTheirHeader();
    void areNoWindowsOnceSomethingElseIsAskedFor();
    void oneDraggedIsBackOnceAnotherPageIsShown();
    void comeBackWhenOneWasDraggedMeanwhile();
    void comeBackAsTheyWere();
    void comeBackAsTabs();
    void comeBackAsTheyWereWhileAnotherPageIsShown();
    void comeBackAsTheyWereBeforeOneWasAlone();
    void areAsAtFirstAgain();
    void aDamagedLayoutIsThatOfTheFirstStart_data();
    void aDamagedLayoutIsThatOfTheFirstStart();
    void whatIsAskedForIsShown();
    void onlyWhatIsAskedForIsShown();
    void anotherIsShownBesideTheOneAlone();
    void theWindowKeepsItsSize_data();
    void theWindowKeepsItsSize();
    void sayWhatTheyAreFor();
    void areGoneThroughInOrder();
    void areGoneThroughInOrderOnceDragged();
    void oneBehindAnotherComesToTheFrontWithTheFocus();
    void moveOnlyWhereThereIsMotion();

private:
    std::unique_ptr<MainWindow> makeWindow();
    void restart();
    ExplorePage &page() { return *m_window->explorePage(); }
    PaneArea &area() { return *page().panes(); }
    Explorer &explorer() { return *m_window->explorer(); }
    const PaneArea::Pane &paneOf(const QString &id);
    QDockWidget &dock(const QString &id) { return *qobject_cast<QDockWidget *>(paneOf(id).frame); }
    QAction &item(const QStringList &path);
    void lift(PaneHeader &header, int toX);
    void drop(PaneHeader &header);
    QStringList goneThrough();
    QStringList shown();
    QStringList layout();

    TemporaryFolder m_folder;
    NetworkCatalogue m_catalogue;
    std::unique_ptr<MainWindow> m_window;
};

static const QStringList everyPane{"maps", "predictions", "residuals", "filmstrip"};

void TestPanes::initTestCase()
{
    keepSettingsIn(m_folder.path());
    for (const char *network : {"inception_resnet_v2", "inception_v4"})
        QVERIFY(addTinyNetwork(m_catalogue, m_folder.path(), tinyDescription(network)));
}

void TestPanes::init()
{
    QSettings().clear();
    m_window = makeWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    const auto &predictions = *qobject_cast<ScrolledPane *>(dock("predictions").widget());
    AWAIT(predictions.height() >= predictions.neededHeight()); // all is laid out
}

void TestPanes::cleanup()
{
    m_window.reset();
}

std::unique_ptr<MainWindow> TestPanes::makeWindow()
{
    auto window = std::make_unique<MainWindow>(m_catalogue);
    if (!QSettings().contains("window/geometry"))
        window->resize(1280, 800);
    window->show();
    window->activateWindow();
    return window;
}

void TestPanes::restart()
{
    m_window->close();
    m_window = makeWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

const PaneArea::Pane &TestPanes::paneOf(const QString &id)
{
    return *std::ranges::find(area().panes(), id,
                              [](const PaneArea::Pane &pane) { return pane.frame->objectName(); });
}

/// Of the menu Panes, by their texts.
QAction &TestPanes::item(const QStringList &path)
{
    QList<QAction *> actions = m_window->menuBar()->actions();
    QAction *found = nullptr;
    for (const QString &text : QStringList{"View", "Panes"} + path) {
        if (found)
            actions = found->menu()->actions();
        found = *std::ranges::find(
            actions, text, [](const QAction *action) { return action->text().remove(u'&'); });
        if (found->menu())
            emit found->menu()->aboutToShow();
    }
    return *found;
}

/// Of what a person sees, the ids.
QStringList TestPanes::shown()
{
    QStringList ids;
    for (const PaneArea::Pane &pane : area().panes()) {
        const bool isSeen =
            pane.frame->isVisible() && area().rect().contains(pane.frame->geometry().center());
        if (isSeen)
            ids << pane.frame->objectName();
    }
    return ids;
}

/// Where each stands that is not hidden, and the diagram.
QStringList TestPanes::layout()
{
    QStringList lines;
    const auto add = [&](const QString &name, const QRect &place) {
        QString line;
        QDebug(&line).nospace() << name << place;
        lines << line;
    };
    add("diagram", page().diagram()->geometry());
    for (const PaneArea::Pane &pane : area().panes())
        add(pane.frame->objectName(), pane.frame->isHidden() ? QRect() : pane.frame->geometry());
    return lines;
}

/// Maps below the diagram, predictions above residuals beside both, the strip below all.
void TestPanes::standAsAtFirst()
{
    const QRect diagram = page().diagram()->geometry();
    const QRect maps = dock("maps").geometry();
    const QRect predictions = dock("predictions").geometry();
    const QRect residuals = dock("residuals").geometry();
    const QRect strip = paneOf("filmstrip").frame->geometry();
    QCOMPARE(shown(), everyPane);
    QVERIFY(diagram.bottom() < maps.top());
    QCOMPARE(maps.width(), diagram.width());
    QCOMPARE(maps.height(), 320);
    QVERIFY(diagram.right() < predictions.left());
    QCOMPARE(predictions.width(), 320);
    QVERIFY(predictions.bottom() < residuals.top());
    QVERIFY(maps.bottom() < strip.top() && residuals.bottom() < strip.top());
    QCOMPARE(strip.width(), area().width());
}

void TestPanes::areHiddenAndShownByTheMenu_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("id");
    QTest::newRow("maps") << "Activation maps" << "maps";
    QTest::newRow("predictions") << "Predictions" << "predictions";
    QTest::newRow("residuals") << "Residuals" << "residuals";
    QTest::newRow("filmstrip") << "Filmstrip" << "filmstrip";
}

void TestPanes::areHiddenAndShownByTheMenu()
{
    QFETCH(QString, text);
    QFETCH(QString, id);
    const QStringList before = layout();
    QAction &action = item({text});
    QVERIFY(action.isChecked());
    action.trigger();
    QVERIFY(!action.isChecked());
    QStringList others = everyPane;
    others.removeAll(id);
    QCOMPARE(shown(), others);
    action.trigger();
    QVERIFY(action.isChecked());
    QCOMPARE(shown(), everyPane);
    AWAIT_EQUAL(layout(), before);
}

void TestPanes::areHiddenByTheirButton()
{
    for (const char *id : {"maps", "predictions", "residuals"}) {
        PaneHeader *header = static_cast<PaneDock &>(dock(id)).header();
        const auto buttons = header->findChildren<QToolButton *>();
        QToolButton *hide = *std::ranges::find_if(buttons, [header](const QToolButton *button) {
            return button->accessibleName() == "Hide the pane " + header->title();
        });
        QTest::mouseClick(hide, Qt::LeftButton);
        QVERIFY(dock(id).isHidden());
        QVERIFY(!paneOf(id).shown->isChecked());
    }
    QCOMPARE(shown(), QStringList{"filmstrip"});
}

void TestPanes::areReachedByTheKeyboard()
{
    QTest::keyClick(m_window.get(), Qt::Key_V, Qt::AltModifier);
    AWAIT(QApplication::activePopupWidget());
    QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_P);
    QMenu *panes = item({}).menu();
    AWAIT_EQUAL(QApplication::activePopupWidget(), static_cast<QWidget *>(panes));
    QTest::keyClick(panes, Qt::Key_R);
    QVERIFY(dock("residuals").isHidden());
    AWAIT(!QApplication::activePopupWidget());
    QStringList keys;
    for (const QAction *action : panes->actions()) {
        if (!action->isSeparator())
            keys << QKeySequence::mnemonic(action->text()).toString();
    }
    QVERIFY(!keys.contains(QString()));
    QCOMPARE(keys.removeDuplicates(), 0);
}

void TestPanes::areAskedForFromAnotherPage()
{
    item({"Residuals"}).trigger();
    m_window->showPage(MainWindow::Page::Curves);
    QVERIFY(item({"Predictions"}).isChecked());
    QVERIFY(!item({"Residuals"}).isChecked());
    item({"Residuals"}).trigger();
    QCOMPARE(m_window->page(), MainWindow::Page::Explore);
    AWAIT_EQUAL(shown(), everyPane);
}

void TestPanes::areMovedByTheMenu_data()
{
    areHiddenAndShownByTheMenu_data();
}

void TestPanes::areMovedByTheMenu()
{
    QFETCH(QString, text);
    QFETCH(QString, id);
    const auto isThere = [&](const QString &side) {
        const QRect diagram = page().diagram()->geometry();
        const QRect pane = paneOf(id).frame->geometry();
        return side == "To the left" ? pane.right() < diagram.left()
            : side == "To the right" ? pane.left() > diagram.right()
            : side == "Above"        ? pane.bottom() < diagram.top()
                                     : pane.top() > diagram.bottom();
    };
    QStringList sides;
    for (QAction *side : item({"Move", text}).menu()->actions())
        sides << side->text().remove(u'&');
    QCOMPARE(sides,
             id == "filmstrip" ? QStringList({"Above", "Below"})
                               : QStringList({"To the left", "To the right", "Above", "Below"}));
    for (const QString &side : std::as_const(sides)) {
        item({"Move", text, side}).trigger();
        AWAIT(isThere(side));
        QVERIFY(item({"Move", text, side}).isChecked());
        QCOMPARE(shown(), everyPane);
    }
    item({text}).trigger();
    item({"Move", text, "Above"}).trigger(); // where it is not seen, it is asked for
    AWAIT(isThere("Above"));
    QCOMPARE(shown(), everyPane);
}

/// By its title to a place at a third of the height of the area, and does not let it go.
void TestPanes::lift(PaneHeader &header, int toX)
{
    const QPoint grip(20, header.height() / 2);
    QTest::mousePress(&header, Qt::LeftButton, {}, grip);
    QTest::mouseMove(&header, grip + QPoint(2 * QApplication::startDragDistance(), 40));
    const auto at = [&](int x) {
        return header.mapFromGlobal(area().mapToGlobal(QPoint(x, area().height() / 3)));
    };
    const int step = toX < area().width() / 2 ? -10 : 10;
    for (int x = area().width() / 2; (toX - x) * step > 0; x += step)
        QTest::mouseMove(&header, at(x));
    QTest::mouseMove(&header, at(toX));
}

/// Where it is.
void TestPanes::drop(PaneHeader &header)
{
    QTest::mouseRelease(&header, Qt::LeftButton, {}, QPoint(20, header.height() / 2));
}

/// From its title to the left edge.
void TestPanes::areDraggedByTheirHeader()
{
    PaneHeader *header = page().residuals()->header();
    lift(*header, 2);
    drop(*header);
    AWAIT(dock("residuals").geometry().right() < page().diagram()->geometry().left());
    QVERIFY(!dock("residuals").isFloating());
    QCOMPARE(area().dockWidgetArea(&dock("residuals")), Qt::LeftDockWidgetArea);
}

/// Keys and menus still work then; one that stayed a window would never come back.
void TestPanes::areNoWindowsOnceSomethingElseIsAskedFor()
{
    const QStringList first = layout();
    QAction *alone = page().activations()->maximiseAction();
    PaneHeader *header = page().activations()->header();
    const std::initializer_list<QAction *> actions{
        alone,
        &item({"Move", "Activation maps", "Above"}),
        &item({"Move", "Residuals", "To the left"}),
        &item({"Activation maps"}),
        &item({"Residuals"}),
        &item({"Panes as they were at first"}),
        page().explanations()->overlayAction(),
    };
    for (QAction *action : actions) {
        lift(*header, 2);
        QVERIFY(dock("maps").isWindow());
        action->trigger();
        QVERIFY(!dock("maps").isWindow());
        action->trigger();
        drop(*header);
        item({"Panes as they were at first"}).trigger();
        AWAIT_EQUAL(layout(), first);
        lift(*header, 2);
        drop(*header);
        action->trigger(); // while it glides
        action->trigger();
        AWAIT(!dock("maps").isWindow());
        item({"Panes as they were at first"}).trigger();
        AWAIT_EQUAL(layout(), first);
    }
}

void TestPanes::oneDraggedIsBackOnceAnotherPageIsShown()
{
    const QStringList before = layout();
    lift(*page().residuals()->header(), 2);
    QVERIFY(dock("residuals").isWindow());
    m_window->showPage(MainWindow::Page::Curves); // by its key
    QVERIFY(!dock("residuals").isWindow());
    m_window->showPage(MainWindow::Page::Explore);
    drop(*page().residuals()->header());
    AWAIT_EQUAL(layout(), before);
    lift(*page().predictions()->header(), 2);
    drop(*page().predictions()->header());
    m_window.reset(); // while it glides
}

/// As the system closes programs.
void TestPanes::comeBackWhenOneWasDraggedMeanwhile()
{
    lift(*page().residuals()->header(), 2);
    QVERIFY(dock("residuals").isWindow());
    restart();
    AWAIT_EQUAL(shown(), everyPane);
    for (const char *id : {"maps", "predictions", "residuals"})
        QVERIFY(!dock(id).isWindow());
}

void TestPanes::comeBackAsTheyWere()
{
    item({"Filmstrip"}).trigger();
    item({"Move", "Residuals", "To the left"}).trigger();
    item({"Move", "Activation maps", "Above"}).trigger();
    area().resizeDocks({&dock("maps")}, {260}, Qt::Vertical);
    area().resizeDocks({&dock("residuals"), &dock("predictions")}, {280, 350}, Qt::Horizontal);
    AWAIT(dock("maps").height() == 260 && dock("residuals").width() == 280);
    const QStringList before = layout();
    restart();
    AWAIT_EQUAL(layout(), before);
    QVERIFY(!item({"Filmstrip"}).isChecked());
    restart();
    AWAIT_EQUAL(layout(), before);
}

void TestPanes::comeBackAsTabs()
{
    area().tabifyDockWidget(&dock("predictions"), &dock("residuals"));
    area().showPaneOf(page().predictions());
    const QStringList seen{"maps", "predictions", "filmstrip"};
    AWAIT_EQUAL(shown(), seen);
    restart();
    AWAIT_EQUAL(shown(), seen);
    auto *tabs = area().findChild<QTabBar *>();
    QCOMPARE(tabs->tabText(0), "Predictions");
    QCOMPARE(tabs->tabText(1), "Residuals");
    area().showPaneOf(page().residuals()->plot());
    AWAIT_EQUAL(shown(), QStringList({"maps", "residuals", "filmstrip"}));
}

void TestPanes::comeBackAsTheyWereWhileAnotherPageIsShown()
{
    item({"Residuals"}).trigger();
    area().resizeDocks({&dock("maps")}, {260}, Qt::Vertical);
    AWAIT(dock("maps").height() == 260);
    const QStringList before = layout();
    m_window->showPage(MainWindow::Page::Curves);
    m_window->close();
    for (int start = 0; start < 2; ++start) { // and nobody looks at them
        m_window = makeWindow();
        m_window->restoreSession(true);
        QCOMPARE(m_window->page(), MainWindow::Page::Curves);
        m_window->close();
    }
    m_window = makeWindow();
    AWAIT_EQUAL(layout(), before);
}

void TestPanes::comeBackAsTheyWereBeforeOneWasAlone()
{
    item({"Residuals"}).trigger();
    AWAIT(dock("predictions").geometry().bottom() == dock("maps").geometry().bottom());
    const QStringList before = layout();
    QAction *alone = page().activations()->maximiseAction();
    alone->trigger();
    QCOMPARE(shown(), QStringList{"maps"});
    QVERIFY(!page().diagram()->isVisible());
    alone->trigger();
    AWAIT_EQUAL(layout(), before);
    alone->trigger();
    restart();
    AWAIT_EQUAL(layout(), before);
}

void TestPanes::areAsAtFirstAgain()
{
    const QStringList first = layout();
    area().tabifyDockWidget(&dock("predictions"), &dock("maps"));
    item({"Filmstrip"}).trigger();
    item({"Move", "Residuals", "To the left"}).trigger();
    item({"Residuals"}).trigger();
    item({"Panes as they were at first"}).trigger();
    AWAIT_EQUAL(layout(), first);
    page().activations()->maximiseAction()->trigger();
    item({"Panes as they were at first"}).trigger();
    AWAIT_EQUAL(layout(), first);
    QVERIFY(!page().activations()->maximiseAction()->isChecked());
}

/// As versions before wrote it.
static QByteArray layoutOfSplitters()
{
    QSplitter rows(Qt::Vertical);
    QSplitter columns;
    QSplitter side(Qt::Vertical);
    for (QSplitter *splitter : {&rows, &columns, &side}) {
        splitter->addWidget(new QWidget);
        splitter->addWidget(new QWidget);
    }
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << rows.saveState() << columns.saveState() << side.saveState() << QList<int>{340, 340};
    return state;
}

void TestPanes::aDamagedLayoutIsThatOfTheFirstStart_data()
{
    QTest::addColumn<QByteArray>("state");
    init();
    item({"Residuals"}).trigger();
    item({"Move", "Activation maps", "Above"}).trigger();
    const QByteArray state = page().saveLayout();
    const auto changed = [state](qsizetype place) {
        QByteArray bytes = state;
        bytes[place] = static_cast<char>(bytes[place] ^ 0x20);
        return bytes;
    };
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("splitters") << layoutOfSplitters();
    QTest::newRow("cut in the seal") << state.first(20);
    QTest::newRow("cut in the middle") << state.first(state.size() / 2);
    QTest::newRow("changed at the beginning") << changed(0);
    QTest::newRow("changed in the middle") << changed(state.size() / 2);
    QTest::newRow("changed at the end") << changed(state.size() - 1);
    QTest::newRow("longer") << state + 'x';
    QTest::newRow("nothing sealed") << sealed({});
    QTest::newRow("nonsense sealed") << sealed(QByteArray(300, '\x7f'));
    QByteArray other;
    QDataStream stream(&other, QIODevice::WriteOnly);
    stream << QMainWindow().saveState() << 10 << 10;
    QTest::newRow("of another version") << sealed(other);
}

void TestPanes::aDamagedLayoutIsThatOfTheFirstStart()
{
    QFETCH(QByteArray, state);
    const QStringList first = layout();
    m_window->close();
    QSettings().setValue("explore/layout", state);
    m_window = makeWindow();
    AWAIT_EQUAL(layout(), first);
}

void TestPanes::whatIsAskedForIsShown()
{
    m_window->open({savePlainPhoto(m_folder.path(), "one.png", Qt::red)});
    AWAIT(explorer().answer() && !explorer().isBusy());
    explorer().selection()->setElement("stem");
    const auto hideAll = [this] {
        for (const PaneArea::Pane &pane : area().panes()) {
            if (pane.shown->isChecked())
                pane.shown->trigger();
        }
    };
    hideAll();
    page().explanations()->overlayAction()->trigger(); // of the menu View
    QCOMPARE(shown(), QStringList{"predictions"});
    AWAIT(page().explainer()->explanation() && !page().explainer()->isBusy());
    hideAll();
    page().explanations()->exportActions().first()->trigger(); // whose pane tells what came of it
    QCOMPARE(shown(), QStringList{"predictions"});
    hideAll();
    AWAIT(page().activations()->isSettled());
    page().activations()->exportActions().first()->trigger();
    QCOMPARE(shown(), QStringList{"maps"});
    hideAll();
    emit m_window->folderPage()->photoShown();
    QCOMPARE(shown(), QStringList{"predictions"});
    hideAll();
    page().activations()->maximiseAction()->trigger();
    QCOMPARE(shown(), QStringList{"maps"});
    page().activations()->maximiseAction()->trigger();
    QCOMPARE(shown(), QStringList{"maps"});
}

/// A new answer or another block is no reason.
void TestPanes::onlyWhatIsAskedForIsShown()
{
    item({"Predictions"}).trigger();
    item({"Residuals"}).trigger();
    m_window->open({savePlainPhoto(m_folder.path(), "one.png", Qt::red)});
    AWAIT(explorer().answer() && !explorer().isBusy());
    explorer().selection()->setElement("inception_resnet_a.0");
    explorer().setNetwork("tiny_inception_v4");
    AWAIT(explorer().answer() && !explorer().isBusy());
    QCOMPARE(shown(), QStringList({"maps", "filmstrip"}));
    page().explanations()->overlayAction()->trigger();
    page().explanations()->overlayAction()->trigger(); // off
    item({"Predictions"}).trigger();
    QCOMPARE(shown(), QStringList({"maps", "filmstrip"}));
}

void TestPanes::anotherIsShownBesideTheOneAlone()
{
    const QStringList before = layout();
    QAction *alone = page().activations()->maximiseAction();
    alone->trigger();
    QVERIFY(item({"Activation maps"}).isChecked() && !item({"Residuals"}).isChecked());
    item({"Residuals"}).trigger();
    QVERIFY(!alone->isChecked());
    AWAIT_EQUAL(layout(), before);
    alone->trigger();
    QTest::keyClick(page().activations()->header(), Qt::Key_Escape);
    QVERIFY(!alone->isChecked());
    AWAIT_EQUAL(layout(), before);
}

void TestPanes::theWindowKeepsItsSize_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("smallest") << QSize(1000, 640);
    QTest::newRow("small") << QSize(1100, 700);
}

/// Wherever a pane stands, nothing reaches out of the window or over another.
void TestPanes::theWindowKeepsItsSize()
{
    QFETCH(QSize, size);
    m_window->open({savePlainPhoto(m_folder.path(), "one.png", Qt::red)});
    AWAIT(page().activations()->grid()->isVisible());
    m_window->resize(size);
    AWAIT(m_window->size() == size);
    const auto fits = [this] {
        QRegion taken;
        QList<QRect> places{page().diagram()->geometry()};
        for (const PaneArea::Pane &pane : area().panes())
            places << pane.frame->geometry();
        const bool isApart = std::ranges::all_of(places, [&](const QRect &place) {
            const bool isFree = area().rect().contains(place) && !taken.intersects(place);
            taken += place;
            return isFree;
        });
        return isApart && page().diagram()->width() >= 200 && page().diagram()->height() >= 100;
    };
    AWAIT(fits());
    for (const char *pane : {"Activation maps", "Predictions", "Residuals"}) {
        for (const char *side : {"To the left", "To the right", "Above", "Below"}) {
            item({"Move", pane, side}).trigger();
            AWAIT(m_window->size() == size && fits());
            item({"Panes as they were at first"}).trigger();
        }
    }
}

void TestPanes::sayWhatTheyAreFor()
{
    for (const char *id : {"maps", "predictions", "residuals"}) {
        PaneHeader *header = static_cast<PaneDock &>(dock(id)).header();
        QWhatsThis::enterWhatsThisMode();
        QTest::mouseClick(header, Qt::LeftButton, {}, QPoint(header->width() / 2, 2));
        AWAIT(!QWhatsThis::inWhatsThisMode());
        const auto windows = QApplication::topLevelWidgets();
        const bool isTold = std::ranges::any_of(windows, [](const QWidget *window) {
            return window->isVisible() && window->inherits("QWhatsThat");
        });
        QVERIFY(isTold);
        QWhatsThis::hideText();
    }
}

/// The panes the Tab key goes through, from the first after the window's other controls on.
QStringList TestPanes::goneThrough()
{
    const auto paneAround = [this](const QWidget *widget) {
        for (const PaneArea::Pane &pane : area().panes()) {
            if (pane.frame->isAncestorOf(widget))
                return pane.frame->objectName();
        }
        return page().diagram()->isAncestorOf(widget) ? QString("diagram") : QString();
    };
    QStringList passed;
    const QWidget *start = paneOf("filmstrip").frame->nextInFocusChain();
    while (!paneAround(start).isEmpty())
        start = start->nextInFocusChain();
    const QWidget *widget = start;
    do {
        const QString pane = paneAround(widget);
        const bool isStop = widget->isVisible() && (widget->focusPolicy() & Qt::TabFocus);
        if (isStop && !pane.isEmpty() && passed.value(passed.size() - 1) != pane)
            passed << pane;
        widget = widget->nextInFocusChain();
    } while (widget != start);
    return passed;
}

/// With Tab, each once: diagram, maps, predictions, residuals, strip.
void TestPanes::areGoneThroughInOrder()
{
    m_window->open({savePlainPhoto(m_folder.path(), "one.png", Qt::red)});
    AWAIT(page().activations()->grid()->isVisible());
    QCOMPARE(goneThrough(), QStringList{"diagram"} + everyPane);
}

void TestPanes::areGoneThroughInOrderOnceDragged()
{
    m_window->open({savePlainPhoto(m_folder.path(), "one.png", Qt::red)});
    AWAIT(page().activations()->grid()->isVisible());
    for (PaneHeader *header : {page().predictions()->header(), page().activations()->header()}) {
        lift(*header, 2);
        drop(*header);
        AWAIT(!header->parentWidget()->isWindow());
    }
    AWAIT_EQUAL(goneThrough(), QStringList{"diagram"} + everyPane);
}

void TestPanes::oneBehindAnotherComesToTheFrontWithTheFocus()
{
    area().tabifyDockWidget(&dock("predictions"), &dock("residuals"));
    area().showPaneOf(page().predictions());
    AWAIT_EQUAL(shown(), QStringList({"maps", "predictions", "filmstrip"}));
    page().residuals()->plot()->setFocus(Qt::TabFocusReason);
    AWAIT_EQUAL(shown(), QStringList({"maps", "residuals", "filmstrip"}));
    QVERIFY(page().residuals()->plot()->hasFocus());
}

/// Where the system asks for less motion.
class StillStyle : public QProxyStyle
{
public:
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *data) const override
    {
        return hint == SH_Widget_Animation_Duration
            ? 0
            : QProxyStyle::styleHint(hint, option, widget, data);
    }
};

void TestPanes::moveOnlyWhereThereIsMotion()
{
    StillStyle still;
    const bool moved = area().isAnimated();
    area().setStyle(&still);
    QVERIFY(!area().isAnimated());
    area().setStyle(nullptr);
    QCOMPARE(area().isAnimated(), moved);
}

QTEST_MAIN(TestPanes)
#include "tst_panes.moc"
