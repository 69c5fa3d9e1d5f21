#include "common/messagebar.h"
#include "diagram/breadcrumbbar.h"
#include "diagram/diagramlegend.h"
#include "diagram/diagrampane.h"
#include "diagram/diagramview.h"
#include "diagram/overlaychooser.h"
#include "explore/explorepage.h"
#include "explorer/explorer.h"
#include "overlay/overlaycontroller.h"
#include "shownwindow.h"
#include "style/kindcolours.h"
#include "support/await.h"
#include "support/plainphotos.h"
#include "support/temporaryfolder.h"
#include "support/tinycatalogue.h"
#include "window/findbox.h"
#include "window/findresults.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QListView>
#include <QMenu>
#include <QSettings>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// What the diagram offers, through the window it stands in.
class DiagramWindowTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }

    void theOverlayIsChosenInTheToolBar();
    void theOverlayIsOfferedWhereItActs();
    void theOverlayFollowsThePhotoAndTheNetwork();
    void theSearchListsWhatItFindsAndUnfoldsIt();
    void whatIsFoundIsLargeEnoughToRead();
    void theSearchIsWalkedFromAnywhere();
    void whatIsTypedInFullComesFirst();
    void theSearchSaysThatThereIsNothing();
    void theWayToTheSelectionIsClickable();
    void aDamagedStyleIsTold();
    void theDiagramIsSavedAsShown();
    void ctrlSAsksWhereToSaveThePicture();
    void theDiagramIsCopied();
    void whereTheGridVanishesTheDiagramSaysSo();

private:
    QString photo(const QString &name, const QColor &colour = Qt::red)
    {
        return savePlainPhoto(m_folder.path(), name, colour);
    }
    void awaitAnswer() { AWAIT(explorer().answer() && !explorer().isBusy()); }
    Explorer &explorer() { return *m_window->explorer(); }
    DiagramPane &pane() { return *m_window->explorePage()->diagram(); }
    DiagramView &view() { return *pane().view(); }
    void chooseOverlay(const QString &name);
    FindResults &find(const QString &text);
    QStringList crumbs() const;
    QAction *exportAction(const QString &text);

    TemporaryFolder m_folder;
    NetworkCatalogue m_catalogue;
    std::unique_ptr<MainWindow> m_window;
};

void DiagramWindowTest::initTestCase()
{
    keepSettingsIn(m_folder.path());
    for (const char *network : {"inception_resnet_v2", "inception_v4"}) {
        ModelDescription description = tinyDescription(network);
        description.options.repeats = {2, 2, 1};
        QVERIFY(addTinyNetwork(m_catalogue, m_folder.path(), description));
    }
}

void DiagramWindowTest::init()
{
    m_window = shownWindow(m_catalogue);
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    AWAIT(m_window->isActiveWindow()); // keys and the focus go to the active one
}

/// As a person would, with the keyboard.
void DiagramWindowTest::chooseOverlay(const QString &name)
{
    auto *chooser = m_window->findChild<OverlayChooser *>();
    chooser->setFocus();
    QTest::keyClick(chooser, Qt::Key_Home);
    while (chooser->currentText() != name) {
        const int row = chooser->currentIndex();
        QTest::keyClick(chooser, Qt::Key_Down);
        QVERIFY2(chooser->currentIndex() > row, qPrintable(name));
    }
}

void DiagramWindowTest::theOverlayIsChosenInTheToolBar()
{
    QCOMPARE(m_window->findChild<OverlayChooser *>()->currentText(), "None");
    QCOMPARE(pane().legend()->content(), LegendContent());
    chooseOverlay("Multiply-adds");
    QCOMPARE(m_window->explorePage()->overlay()->overlay(), Overlay::MultiplyAdds);
    QCOMPARE(view().overlay().values.size(),
             m_window->explorePage()->overlay()->values().values.size());
    QCOMPARE(pane().legend()->content().overlay, Overlay::MultiplyAdds);
    QCOMPARE(pane().legend()->content().scale->greatest, view().overlayScale()->greatest);
    chooseOverlay("None");
    QCOMPARE(pane().legend()->content(), LegendContent());
}

void DiagramWindowTest::theOverlayIsOfferedWhereItActs()
{
    const auto *chooser = m_window->findChild<OverlayChooser *>();
    QVERIFY(chooser->isVisible());
    for (const auto page :
         {MainWindow::Page::Compare, MainWindow::Page::Curves, MainWindow::Page::Folder}) {
        m_window->showPage(page);
        AWAIT(!chooser->isVisible());
    }
    m_window->showPage(MainWindow::Page::Explore);
    AWAIT(chooser->isVisible());
}

void DiagramWindowTest::theOverlayFollowsThePhotoAndTheNetwork()
{
    chooseOverlay("Share of zeros");
    QCOMPARE(pane().legend()->content().lack, "This needs a photo");
    m_window->open({photo("red.png")});
    awaitAnswer();
    QCOMPARE(pane().legend()->content().lack, QString());
    const OverlayValues red = view().overlay();
    QVERIFY(!red.values.isEmpty());
    m_window->open({photo("blue.png", Qt::blue)});
    AWAIT_EQUAL(explorer().photos()->rowCount(), 2);
    awaitAnswer();
    QVERIFY(view().overlay() != red);
    QCOMPARE(view().overlay().values.size(), red.values.size());

    chooseOverlay("Residual to trunk");
    AWAIT(view().overlay().values.value("inception_resnet_a") > 0.0); // comes after the answer
    explorer().setNetwork("tiny_inception_v4");
    QCOMPARE(pane().legend()->content().lack, "This network has no residual blocks");
}

FindResults &DiagramWindowTest::find(const QString &text)
{
    QTest::keySequence(m_window.get(), QKeySequence::Find);
    auto *box = m_window->findChild<FindBox *>();
    box->clear();
    QTest::keyClicks(box, text);
    return *box->results();
}

/// Where everything is open, a box is a speck.
void DiagramWindowTest::whatIsFoundIsLargeEnoughToRead()
{
    view().expandAll();
    while (view().zoom() >= 0.4)
        view().zoomOut();
    find("3x3 branch");
    QTest::keyClick(m_window->findChild<FindBox *>(), Qt::Key_Return);
    AWAIT_EQUAL(view().zoom(), 0.8);
    const auto isSeen = [this] {
        const QRectF placed = *view().diagram().placeOf(view().current());
        const QRectF seen(view().toView(placed.topLeft()), placed.size() * view().zoom());
        return QRectF(view().viewport()->rect()).contains(seen);
    };
    AWAIT(isSeen());
    // From then on the person decides.
    view().zoomIn();
    AWAIT_EQUAL(view().zoom(), 1.0);
    QTest::keyClick(m_window.get(), Qt::Key_F3);
    AWAIT(isSeen());
    QCOMPARE(view().zoom(), 1.0);
}

void DiagramWindowTest::theSearchListsWhatItFindsAndUnfoldsIt()
{
    FindResults &results = find("7x1 expansion");
    QCOMPARE(results.summary(), "Nothing of that name, id, kind or shape");
    QVERIFY(results.isVisible());
    find("expansion resnet-c");
    QCOMPARE(results.results(), QStringList("Inception-ResNet-C · 1×1 linear conv 280 · 1×1×280"));
    QCOMPARE(results.summary(), "1 found; Enter goes through them");
    QVERIFY(view().diagram().spec.find("inception_resnet_c.0.expansion") < 0);
    QTest::keyClick(m_window->findChild<FindBox *>(), Qt::Key_Return);
    QCOMPARE(results.summary(), "1 of 1");
    QCOMPARE(explorer().selection()->element(), "inception_resnet_c.0.expansion");
    QVERIFY(view().diagram().spec.find("inception_resnet_c.0.expansion") >= 0);
    // A click into the list leaves the focus where it is.
    find("stage reduction");
    QCOMPARE(results.list()->model()->rowCount(), 2);
    QTest::mouseClick(results.list()->viewport(), Qt::LeftButton, {},
                      results.list()->visualRect(results.list()->model()->index(1, 0)).center());
    QCOMPARE(explorer().selection()->element(), "reduction_b");
    QVERIFY(m_window->findChild<FindBox *>()->hasFocus());
    QVERIFY(results.isVisible());
    QTest::keyClick(m_window->findChild<FindBox *>(), Qt::Key_Escape);
    QVERIFY(!results.isVisible());
    QCOMPARE(m_window->findChild<FindBox *>()->text(), QString());
}

void DiagramWindowTest::theSearchIsWalkedFromAnywhere()
{
    FindResults &results = find("stage reduction");
    view().setFocus();
    QVERIFY(!results.isVisible());
    QTest::keyClick(&view(), Qt::Key_F3);
    QCOMPARE(explorer().selection()->element(), "reduction_a");
    QTest::keyClick(&view(), Qt::Key_F3);
    QCOMPARE(explorer().selection()->element(), "reduction_b");
    QTest::keyClick(&view(), Qt::Key_F3);
    QCOMPARE(explorer().selection()->element(), "reduction_a");
    QTest::keyClick(&view(), Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(explorer().selection()->element(), "reduction_b");
}

void DiagramWindowTest::whatIsTypedInFullComesFirst()
{
    const QStringList found = find("stem 3").results(); // in 3×3 there is a 3, too
    QCOMPARE(found.mid(0, 2),
             (QStringList{"Stem 3 · 3×3 conv 8 · 35×35×8", "Stem 1 · 3×3/2 conv 8 · 37×37×8"}));
}

void DiagramWindowTest::theSearchSaysThatThereIsNothing()
{
    const FindResults &results = find("transformer");
    QVERIFY(results.isVisible());
    QCOMPARE(results.summary(), "Nothing of that name, id, kind or shape");
    QVERIFY(!results.list()->isVisible());
    QTest::keyClick(m_window->findChild<FindBox *>(), Qt::Key_Return);
    QCOMPARE(explorer().selection()->element(), QString());
}

/// Those that are seen, from left to right.
QStringList DiagramWindowTest::crumbs() const
{
    QList<QToolButton *> buttons =
        m_window->findChild<BreadcrumbBar *>()->findChildren<QToolButton *>();
    buttons.removeIf([](const QToolButton *button) { return !button->isVisible(); });
    std::ranges::sort(buttons, {}, &QWidget::x);
    QStringList titles;
    for (const QToolButton *button : std::as_const(buttons))
        titles += button->accessibleName();
    return titles;
}

void DiagramWindowTest::theWayToTheSelectionIsClickable()
{
    m_window->resize(1280, 800);
    explorer().selection()->setElement("inception_resnet_a.0.branch2.1");
    const QStringList way{"Tiny inception_resnet_v2", "Inception-ResNet-A", "Inception-ResNet-A 1",
                          "branch 3 of 3", "3×3 conv 8"};
    AWAIT_EQUAL(crumbs(), way);
    // Steps that there is no room for are in a menu.
    pane().breadcrumbs()->resize(300, pane().breadcrumbs()->height());
    QCOMPARE(crumbs().first(), way.first());
    QCOMPARE(crumbs().last(), way.last());
    QVERIFY(crumbs().contains("Steps between"));
    const QList<QAction *> hidden = pane().breadcrumbs()->findChild<QMenu *>()->actions();
    QCOMPARE(hidden.first()->text(), way.at(1));
    hidden.first()->trigger();
    QCOMPARE(explorer().selection()->element(), "inception_resnet_a");
    explorer().selection()->setElement("inception_resnet_a.0.branch2.1");
    pane().breadcrumbs()->resize(1200, pane().breadcrumbs()->height());
    const QList<QToolButton *> buttons = pane().breadcrumbs()->findChildren<QToolButton *>();
    const auto buttonOf = [&](const QString &title) {
        return *std::ranges::find(buttons, title, &QWidget::accessibleName);
    };
    QVERIFY(buttonOf("Inception-ResNet-A 1")->focusPolicy() & Qt::TabFocus);
    buttonOf("Inception-ResNet-A 1")->setFocus();
    QTest::keyClick(buttonOf("Inception-ResNet-A 1"), Qt::Key_Space);
    QCOMPARE(explorer().selection()->element(), "inception_resnet_a.0");
    QCOMPARE(crumbs(), way.first(3));
    QTest::mouseClick(buttonOf("Tiny inception_resnet_v2"), Qt::LeftButton);
    QCOMPARE(explorer().selection()->element(), QString());
    QCOMPARE(crumbs(), way.first(1));
}

void DiagramWindowTest::aDamagedStyleIsTold()
{
    const QByteArray before = qgetenv("INCEPTOSCOPE_RESOURCES");
    const QString folder = QString::fromStdString((m_folder.path() / "damaged").string());
    QVERIFY(QDir().mkpath(folder + "/style"));
    QFile file(folder + "/style/kindcolours.json");
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{");
    file.close();
    qputenv("INCEPTOSCOPE_RESOURCES", folder.toLocal8Bit());
    m_window = std::make_unique<MainWindow>(m_catalogue);
    m_window->show();
    AWAIT(m_window->messageBar()->isVisible());
    qputenv("INCEPTOSCOPE_RESOURCES", before);
    const QString message = m_window->messageBar()->message();
    QVERIFY2(message.startsWith(file.fileName() + ": no JSON at byte "), qPrintable(message));
    QVERIFY2(message.endsWith("; the built-in colours are used"), qPrintable(message));
    QCOMPARE(KindColours::current(), KindColours::builtIn());
}

QAction *DiagramWindowTest::exportAction(const QString &text)
{
    const QList<QAction *> &actions = pane().exportActions();
    const auto found = std::ranges::find(actions, text, &QAction::text);
    return found == actions.end() ? nullptr : *found;
}

void DiagramWindowTest::theDiagramIsSavedAsShown()
{
    chooseOverlay("Parameters");
    view().setElementOpened("inception_resnet_b", true);
    const QString path = QString::fromStdString((m_folder.path() / "shown.svg").string());
    exportAction("Save the diagram as &SVG…")->trigger();
    auto *dialog = pane().findChild<QFileDialog *>();
    QVERIFY(dialog);
    emit dialog->fileSelected(path);
    AWAIT(pane().messageBar()->message().startsWith("Saved "));
    QVERIFY2(pane().messageBar()->message().startsWith("Saved " + path + ", "),
             qPrintable(pane().messageBar()->message()));
    QVERIFY(pane().messageBar()->message().endsWith(" pixels."));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray svg = file.readAll();
    QVERIFY(svg.contains("Inception-ResNet-B 1")); // opened
    QVERIFY(!svg.contains("Inception-ResNet-A 1")); // closed
    QVERIFY(svg.contains("linear scale"));
}

void DiagramWindowTest::ctrlSAsksWhereToSaveThePicture()
{
    AWAIT(m_window->isActiveWindow());
    view().setFocus();
    QTest::keyClick(&view(), Qt::Key_S, Qt::ControlModifier);
    const auto *dialog = pane().findChild<QFileDialog *>();
    QVERIFY(dialog);
    QVERIFY(dialog->selectedFiles().constFirst().endsWith(".png"));
}

void DiagramWindowTest::theDiagramIsCopied()
{
    exportAction("&Copy the diagram as a picture")->trigger();
    QVERIFY(pane().messageBar()->message().startsWith("Copying"));
    AWAIT(pane().messageBar()->message().startsWith("Copied the diagram as a picture of "));
    const QImage copied = QGuiApplication::clipboard()->image();
    QVERIFY(pane().messageBar()->message().contains(
        QStringLiteral("%1 × %2 pixels").arg(copied.width()).arg(copied.height())));
    QCOMPARE(copied.pixelColor(1, 1), view().palette().color(QPalette::Base));
}

void DiagramWindowTest::whereTheGridVanishesTheDiagramSaysSo()
{
    explorer().setNetwork("tiny_inception_v4");
    view().setElementOpened("reduction_b", true);
    auto *size = m_window->findChild<QSpinBox *>("inputSize");
    size->setValue(60);
    QVERIFY2(pane().problemBar()->message().startsWith(
                 "Tiny inception_v4 cannot take an input of 60×60: "),
             qPrintable(pane().problemBar()->message()));
    QVERIFY2(pane().problemBar()->message().contains("the smallest size that works is 75×75"),
             qPrintable(pane().problemBar()->message()));
    QStringList ends;
    QStringList lost;
    for (const DiagramNode &node : view().diagram().spec.nodes) {
        if (node.ends)
            ends += node.id + ' ' + node.grid;
        else if (node.grid == "no grid")
            lost += node.id;
    }
    QCOMPARE(ends,
             (QStringList{"reduction_b.branch0.1 the grid vanishes",
                          "reduction_b.branch1.3 the grid vanishes",
                          "reduction_b.branch2.0 the grid vanishes"}));
    QCOMPARE(lost,
             (QStringList{"reduction_b", "reduction_b.concat", "inception_c", "average_pool",
                          "dropout", "classifier"}));
    QVERIFY(view().toolTipOf("reduction_b.branch0.1").contains("2×2×24 → the grid vanishes"));
    // Closed, the block says it.
    view().setElementOpened("reduction_b", false);
    QCOMPARE(view().diagram().spec.node(view().diagram().spec.find("reduction_b")).grid,
             "the grid vanishes");
    size->setValue(75);
    QVERIFY(!pane().problemBar()->isVisible());
    QCOMPARE(view().diagram().spec.node(view().diagram().spec.find("reduction_b")).grid,
             QString::fromStdString(formatShape(
                 explorer().graph()->layer(explorer().graph()->outputOf("reduction_b")).out)));
}

QTEST_MAIN(DiagramWindowTest)
#include "tst_diagramwindow.moc"
