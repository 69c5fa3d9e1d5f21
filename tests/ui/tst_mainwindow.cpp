#include "activations/activationpane.h"
#include "activations/channelgrid.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "compare/comparepage.h"
#include "curves/curveplot.h"
#include "curves/curvespage.h"
#include "curves/runlistview.h"
#include "diagram/diagrampane.h"
#include "diagram/diagramview.h"
#include "explain/explainer.h"
#include "explain/explanationpane.h"
#include "explore/explorepage.h"
#include "explorer/explorer.h"
#include "filmstrip/filmstrip.h"
#include "overlay/overlaycontroller.h"
#include "predictions/predictionspane.h"
#include "residual/residualpane.h"
#include "session/recentpaths.h"
#include "session/session.h"
#include "shownwindow.h"
#include "support/await.h"
#include "support/misbehavingserver.h"
#include "support/plainphotos.h"
#include "support/temporaryfolder.h"
#include "support/testdata.h"
#include "support/tinycatalogue.h"
#include "support/weightsindex.h"
#include "weights/keyswindow.h"
#include "weights/weightsexporter.h"
#include "weights/weightslibrary.h"
#include "weights/weightswindow.h"
#include "window/findbox.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextTable>
#include <QTimer>
#include <QWhatsThis>

#include <algorithm>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// The window, used as a person would.
class TestMainWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void anEmptyWindowOffersSamples();
    void fitsTheScreen();
    void dropsOfEveryKind();
    void droppedLogsAreDrawn();
    void dropsOnEveryPane();
    void anImageFromAnotherProgram();
    void nothingStaleIsLeftStanding();
    void aPastedPicture();
    void aClickOnAStageShowsItsMaps();
    void theKeyboardWalksAlongTheData();
    void anotherNetworkAndSize();
    void aSizeComesBackWithItsNetwork();
    void aSizeThatIsTooSmall();
    void aNetworkWithoutWeights();
    void weightsAreGotFromTheEmptyState();
    void aDownloadEndsInTheBackground();
    void closingKeepsThePartOfADownload();
    void installedWeightsAreRemoved();
    void keysChangePages();
    void everyMnemonicIsTakenOnce();
    void findsBlocks();
    void droppedWeightsAreChosen();
    void tensorsOfWeightsThatDoNotFit();
    void tensorsOfTheChosenNetwork();
    void exportedWeightsAreTold();
    void chosenLabelsNameTheClasses();
    void thePapersExperimentsAreShown();
    void whatIsOfExploreIsShownThere();
    void comesBackAsItWas();
    void comesBackWithWhatWasShown();
    void manyPhotosComeBack();
    void photosThatAreStillComingStayKept();
    void aPhotoThatCouldNotBeReadIsTriedAgain();
    void theHelpHasOneTableOfKeys();
    void removedPhotosComeBack();
    void boundsTheMemoryForPhotos();
    void whatWasOpenedLastIsInTheMenu();
    void aFolderWithoutPhotosIsNotRemembered();
    void everyPaneSaysWhatItIsFor();
    void theBundledNetworksAnswer();
    void aSlowerEngineIsTold();

private:
    std::unique_ptr<MainWindow> makeWindow() { return shownWindow(m_catalogue); }
    void dropFiles(const QStringList &paths) { QVERIFY(test::dropFiles(*m_window, paths)); }
    QString file(const QString &name, const QByteArray &bytes);
    QString photo(const QString &name, const QColor &colour = Qt::red)
    {
        return savePlainPhoto(m_folder.path(), name, colour);
    }
    QString printed() const;
    void awaitAnswer();
    Explorer &explorer() { return *m_window->explorer(); }
    DiagramView &diagram() { return *m_window->explorePage()->diagram()->view(); }
    void clickDiagram(const QString &id);
    void publish(const QList<Behaviour> &script);
    WeightsState stateOfPublished() const;
    void trigger(const QString &action);
    std::filesystem::path installed(const QString &suffix) const;

    TemporaryFolder m_folder;
    NetworkCatalogue m_catalogue;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<MisbehavingServer> m_server;
    QByteArray m_published;
};

void TestMainWindow::initTestCase()
{
    keepSettingsIn(m_folder.path());
    for (const char *network : {"inception_v4", "inception_resnet_v2"})
        QVERIFY(addTinyNetwork(m_catalogue, m_folder.path(), tinyDescription(network)));
    QVERIFY(saveTinyModel(m_folder / "v3.safetensors", tinyDescription("inception_v3")));
    m_published = QByteArray::fromStdString(readFile(m_folder / "v3.safetensors"));
    m_catalogue.entries.push_back(entryWithoutWeights());
}

void TestMainWindow::init()
{
    QSettings().clear();
    m_window = makeWindow();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    AWAIT(m_window->isActiveWindow()); // keys go to the active one
}

void TestMainWindow::cleanup()
{
    m_window.reset();
    m_server.reset();
    qunsetenv("XDG_DATA_HOME");
    qunsetenv("INCEPTOSCOPE_WEIGHTS_INDEX");
}

QString TestMainWindow::file(const QString &name, const QByteArray &bytes)
{
    const QString path = QString::fromStdString(m_folder.path().string()) + u'/' + name;
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

/// The filmstrip, a line a photo: its name and what became of it.
QString TestMainWindow::printed() const
{
    QStringList lines;
    const PhotoListModel *photos = m_window->explorer()->photos();
    for (int row = 0; row < photos->rowCount(); ++row) {
        const QModelIndex index = photos->index(row);
        const bool labelled = !index.data(PhotoTopLabelRole).toString().isEmpty();
        const bool failed = !index.data(PhotoMessageRole).toString().isEmpty();
        lines << index.data().toString() + (labelled ? ": labelled" : failed ? ": failed" : ": …");
    }
    return lines.join(u'\n');
}

void TestMainWindow::awaitAnswer()
{
    AWAIT(explorer().answer());
}

void TestMainWindow::clickDiagram(const QString &id)
{
    const DiagramLayout &layout = diagram().diagram();
    const int node = layout.spec.find(id);
    QVERIFY2(node >= 0, qPrintable(id));
    const QRectF box = layout.box(node);
    const QPointF place(box.center().x(), box.bottom() - 3);
    QTest::mouseClick(diagram().viewport(), Qt::LeftButton, Qt::NoModifier,
                      diagram().toView(place).toPoint());
}

void TestMainWindow::anEmptyWindowOffersSamples()
{
    QPushButton *samples = nullptr;
    const auto buttons = m_window->explorePage()->predictions()->findChildren<QPushButton *>();
    for (QPushButton *button : buttons) {
        if (button->isVisible() && button->text() == QStringLiteral("Open sample photos"))
            samples = button;
    }
    QVERIFY(samples);
    QTest::mouseClick(samples, Qt::LeftButton);
    AWAIT(explorer().photos()->rowCount() >= 6);
    awaitAnswer();
    AWAIT(!printed().contains(u'…') && !printed().contains(QStringLiteral("failed")));
}

/// With a title bar above it, also where the screen is a small one.
void TestMainWindow::fitsTheScreen()
{
    QSettings().clear();
    m_window = makeWindow();
    const QSize room = m_window->screen()->availableSize();
    QVERIFY(m_window->height() <= room.height() - 32);
    QVERIFY(m_window->width() <= room.width() - 4);
}

void TestMainWindow::dropsOfEveryKind()
{
    const QString sub = QString::fromStdString((m_folder / "folder").string());
    QVERIFY(QDir().mkpath(sub));
    photo(QStringLiteral("folder/inside.png"), Qt::green);
    dropFiles({photo(QStringLiteral("one.png")), file(QStringLiteral("text.jpg"), "no picture"),
               file(QStringLiteral("empty.jpg"), {}), sub,
               photo(QStringLiteral("한글 \"two\"\n.png"), Qt::blue)});
    AWAIT_EQUAL(printed(),
                QStringLiteral("one.png: labelled\n"
                               "text.jpg: failed\n"
                               "empty.jpg: failed\n"
                               "inside.png: labelled\n"
                               "한글 \"two\"\\n.png: labelled"));
    QCOMPARE(explorer().selection()->photo(), 1);
}

void TestMainWindow::droppedLogsAreDrawn()
{
    const auto log = [](const char *name) {
        return QString::fromStdString(testData(name).string());
    };
    dropFiles({log("logs/caffe.log"), log("logs/lightning")});
    AWAIT_EQUAL(m_window->page(), MainWindow::Page::Curves);
    auto *list = m_window->curvesPage()->findChild<RunListView *>();
    AWAIT_EQUAL(list->model()->rowCount(), 3);
    const auto plots = m_window->curvesPage()->findChildren<CurvePlot *>();
    AWAIT(std::ranges::any_of(
        plots, [](const CurvePlot *plot) { return !plot->curves().series.empty(); }));
    QCOMPARE(explorer().photos()->rowCount(), 0);
}

/// Wherever it is dropped, the window sorts it, and never offers to take the file away.
void TestMainWindow::dropsOnEveryPane()
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(photo(QStringLiteral("one.png")))});
    m_window->showPage(MainWindow::Page::Curves);
    const QList<QWidget *> targets{m_window->curvesPage(), m_window->explorePage()->filmstrip(),
                                   m_window->explorePage()->activations()};
    for (QWidget *target : targets) {
        QVERIFY(!target->acceptDrops());
        const auto children = target->findChildren<QWidget *>();
        for (const QWidget *child : children)
            QVERIFY2(!child->acceptDrops() || qobject_cast<const QLineEdit *>(child),
                     child->metaObject()->className());
    }
    QDragEnterEvent enter(m_window->rect().center(), Qt::CopyAction | Qt::MoveAction, &data,
                          Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(m_window->rect().center(), Qt::CopyAction | Qt::MoveAction, &data,
                     Qt::LeftButton, Qt::NoModifier);
    event.setDropAction(Qt::MoveAction);
    QCoreApplication::sendEvent(m_window.get(), &event);
    QCOMPARE(event.dropAction(), Qt::CopyAction);
    awaitAnswer();
    QCOMPARE(m_window->page(), MainWindow::Page::Explore);
}

/// After an answer, a photo that cannot be read and a size that is too small leave nothing of it.
void TestMainWindow::nothingStaleIsLeftStanding()
{
    dropFiles({photo(QStringLiteral("one.png")), file(QStringLiteral("text.jpg"), "no picture")});
    awaitAnswer();
    explorer().selection()->setElement(QStringLiteral("reduction_a"));
    ChannelGrid *grid = m_window->explorePage()->activations()->grid();
    PredictionsPane *predictions = m_window->explorePage()->predictions();
    AWAIT(grid->isVisible());
    QVERIFY(predictions->toText().contains(u'%'));

    explorer().selection()->setPhoto(2);
    AWAIT(!grid->isVisible());
    QVERIFY(!predictions->toText().contains(u'%'));

    explorer().selection()->setPhoto(1);
    AWAIT(grid->isVisible() && predictions->toText().contains(u'%'));
    explorer().setInputSize(40);
    QVERIFY(!predictions->toText().contains(u'%'));
    QVERIFY(!grid->isVisible());
}

void TestMainWindow::anImageFromAnotherProgram()
{
    QImage image(100, 100, QImage::Format_RGB32);
    image.fill(Qt::blue);
    QMimeData data;
    data.setImageData(image);
    QVERIFY(drop(*m_window, data));
    awaitAnswer();
    QCOMPARE(explorer().answer()->crop.pixelColor(30, 30), QColor(Qt::blue));
}

void TestMainWindow::aPastedPicture()
{
    QImage image(100, 100, QImage::Format_RGB32);
    image.fill(Qt::green);
    QGuiApplication::clipboard()->setImage(image);
    QTest::keySequence(m_window.get(), QKeySequence::Paste);
    awaitAnswer();
    QCOMPARE(explorer().answer()->crop.pixelColor(30, 30), QColor(Qt::green));
}

void TestMainWindow::aClickOnAStageShowsItsMaps()
{
    dropFiles({photo(QStringLiteral("one.png"))});
    awaitAnswer();
    clickDiagram(QStringLiteral("reduction_a"));
    QCOMPARE(explorer().selection()->element(), QStringLiteral("reduction_a"));
    const ActivationPane &pane = *m_window->explorePage()->activations();
    const GridShape shape =
        explorer().graph()->layer(explorer().graph()->outputOf("reduction_a")).out;
    AWAIT_EQUAL(pane.grid()->activation().shape, shape);
    QCOMPARE(static_cast<int>(pane.grid()->channels().size()), shape.channels);
    QVERIFY(!pane.legendText().isEmpty());

    pane.grid()->setFocus();
    QTest::mouseClick(pane.grid()->viewport(), Qt::LeftButton, Qt::NoModifier,
                      pane.grid()->channelRect(2).center());
    QCOMPARE(explorer().selection()->channel(), 2);
}

void TestMainWindow::theKeyboardWalksAlongTheData()
{
    dropFiles({photo(QStringLiteral("one.png"))});
    awaitAnswer();
    clickDiagram(QStringLiteral("stem"));
    QStringList walked{explorer().selection()->element()};
    for (int i = 0; i < 3; ++i) {
        QTest::keyClick(&diagram(), Qt::Key_Right);
        walked << explorer().selection()->element();
    }
    QCOMPARE(walked,
             QStringList({QStringLiteral("stem"), QStringLiteral("inception_a"),
                          QStringLiteral("reduction_a"), QStringLiteral("inception_b")}));
    AWAIT_EQUAL(
        m_window->explorePage()->activations()->grid()->activation().shape.channels,
        explorer().graph()->layer(explorer().graph()->outputOf("inception_b")).out.channels);
}

void TestMainWindow::anotherNetworkAndSize()
{
    dropFiles({photo(QStringLiteral("one.png"))});
    awaitAnswer();
    auto *networks = m_window->findChild<QComboBox *>(QStringLiteral("networkChooser"));
    auto *size = m_window->findChild<QSpinBox *>(QStringLiteral("inputSize"));
    networks->setFocus();
    QTest::keyClick(networks, Qt::Key_Down);
    QCOMPARE(explorer().network().id, "tiny_inception_resnet_v2");
    QVERIFY(!explorer().answer());
    awaitAnswer();
    QCOMPARE(size->value(), 75);

    size->setFocus();
    size->selectAll();
    QTest::keyClicks(size, QStringLiteral("139"));
    QTest::keyClick(size, Qt::Key_Return);
    QCOMPARE(explorer().inputSize(), 139);
    QCOMPARE(diagram().graph()->input().height, 139);
    awaitAnswer();
    QCOMPARE(explorer().answer()->crop.size(), QSize(139, 139));

    // It is this network's alone, and the way back is beside it.
    auto *own = m_window->findChild<QAction *>(QStringLiteral("ownSize"));
    QVERIFY(own->isVisible());
    QCOMPARE(own->text(), QStringLiteral("Back to 75 px"));
    QTest::keyClick(networks, Qt::Key_Up);
    QCOMPARE(size->value(), 75);
    QVERIFY(!own->isVisible());
    QTest::keyClick(networks, Qt::Key_Down);
    QCOMPARE(size->value(), 139);
    QVERIFY(own->isVisible());
    own->trigger();
    QCOMPARE(size->value(), 75);
    QVERIFY(!own->isVisible());
}

/// Not with another network, nor where it was the network's own.
void TestMainWindow::aSizeComesBackWithItsNetwork()
{
    const auto restart = [this] {
        m_window->close();
        m_window = makeWindow();
        m_window->restoreSession(true);
    };
    const QString network = QString::fromStdString(m_catalogue.entries[1].id);
    explorer().setInputSize(99); // of the first
    explorer().setNetwork(network);
    restart();
    QCOMPARE(QString::fromStdString(explorer().network().id), network);
    QCOMPARE(explorer().inputSize(), 75);
    QCOMPARE(sessionOf(explorer()).inputSize, 0);
    explorer().setInputSize(91);
    restart();
    QCOMPARE(explorer().inputSize(), 91);
    explorer().setNetwork(QString::fromStdString(m_catalogue.entries[0].id));
    QCOMPARE(explorer().inputSize(), 75);
}

void TestMainWindow::aSizeThatIsTooSmall()
{
    auto *size = m_window->findChild<QSpinBox *>(QStringLiteral("inputSize"));
    dropFiles({photo(QStringLiteral("one.png"))});
    awaitAnswer();
    size->setValue(40);
    QVERIFY(!explorer().graph());
    QVERIFY(diagram().isVisible());
    QCOMPARE(diagram().unfit()->input, (GridShape{3, 40, 40}));
    // Said once, in the network's own name.
    const QString sentence = QStringLiteral("Tiny inception_v4 cannot take an input of 40×40: ");
    int times = 0;
    for (const QLabel *label : m_window->findChildren<QLabel *>())
        times += label->isVisible() && label->text().contains(sentence.chopped(2)) ? 1 : 0;
    QCOMPARE(times, 1);
    auto *bar = m_window->explorePage()->diagram()->problemBar();
    QVERIFY2(bar->message().startsWith(sentence), qPrintable(bar->message()));
    // And its parts as the diagram calls them.
    QVERIFY2(bar->message().contains(" · branch ") && !bar->message().contains("branch0"),
             qPrintable(bar->message()));
    auto *own = bar->findChild<QPushButton *>();
    QCOMPARE(own->text(), QStringLiteral("Use 75 px"));
    own->click();
    QCOMPARE(size->value(), 75);
    QVERIFY(explorer().graph());
    QVERIFY(!diagram().unfit());
}

void TestMainWindow::aNetworkWithoutWeights()
{
    explorer().setNetwork(QStringLiteral("inception_v3"));
    dropFiles({photo(QStringLiteral("one.png"))});
    AWAIT(!explorer().picture().isNull());
    const auto bars = m_window->explorePage()->predictions()->findChildren<MessageBar *>();
    QCOMPARE(bars.size(), 1);
    QVERIFY(bars.constFirst()->isVisible());
    QVERIFY2(bars.constFirst()->message().contains(QStringLiteral("no weights")),
             qPrintable(bars.constFirst()->message()));
}

/// Weights for Inception-v3, in a person's folder that is empty; the window begins anew.
void TestMainWindow::publish(const QList<Behaviour> &script)
{
    const auto data = m_folder / "data";
    std::filesystem::remove_all(data);
    qputenv("XDG_DATA_HOME", QByteArray::fromStdString(data.string()));
    m_server = std::make_unique<MisbehavingServer>();
    m_server->serve("/model", script);
    useWeightsIndex(m_folder / "index.json",
                    {schoolWeights("v4", m_server->url("/none")),
                     schoolWeights("v3", m_server->url("/model"), "inception_v3")});
    m_window = makeWindow();
    AWAIT(m_window->isActiveWindow());
    explorer().setNetwork(QStringLiteral("inception_v3"));
    m_window->getWeights();
    AWAIT_EQUAL(m_window->weightsWindow()->selected(), QString("v3"));
}

WeightsState TestMainWindow::stateOfPublished() const
{
    return m_window->weightsLibrary()->model()->find("v3")->state();
}

void TestMainWindow::trigger(const QString &action)
{
    for (QAction *each : m_window->menuBar()->findChildren<QAction *>()) {
        if (QString(each->text()).remove(u'&') == action) {
            QVERIFY(each->isEnabled());
            each->trigger();
            return;
        }
    }
    QFAIL(qPrintable("there is no " + action));
}

std::filesystem::path TestMainWindow::installed(const QString &suffix) const
{
    return m_folder / "data" / "inceptoscope" / "networks" / ("v3" + suffix.toStdString());
}

void TestMainWindow::weightsAreGotFromTheEmptyState()
{
    publish({whole(m_published)});
    m_window->weightsWindow()->close();
    dropFiles({photo(QStringLiteral("one.png"))});
    auto *bar = m_window->explorePage()->predictions()->findChild<MessageBar *>();
    AWAIT(bar->isVisible());
    auto *get = bar->findChild<QPushButton *>();
    QCOMPARE(get->text(), QString("Get weights…"));
    QTest::mouseClick(get, Qt::LeftButton);
    WeightsWindow *weights = m_window->weightsWindow();
    AWAIT(weights->isVisible());
    AWAIT_EQUAL(weights->selected(), QString("v3"));
    AWAIT(weights->isActiveWindow());
    QTest::keyClick(weights->view(), Qt::Key_Return);
    AWAIT(weights->messageBar()->isVisible());
    const auto *chooser = m_window->findChild<QComboBox *>(QStringLiteral("networkChooser"));
    AWAIT(chooser->findText(QStringLiteral("The school's v3")) >= 0);
    QCOMPARE(explorer().network().id, "inception_v3"); // until the person chooses

    QTest::mouseClick(weights->messageBar()->findChild<QPushButton *>(), Qt::LeftButton);
    AWAIT_EQUAL(explorer().network().id, std::string("v3"));
    QCOMPARE(chooser->currentText(), QStringLiteral("The school's v3"));
    awaitAnswer();
    QVERIFY(!bar->isVisible());
}

/// The window of the weights was closed: the main one says it.
void TestMainWindow::aDownloadEndsInTheBackground()
{
    publish({whole(m_published)});
    m_window->weightsWindow()->close();
    m_window->weightsLibrary()->get("v3");
    AWAIT(m_window->messageBar()->isVisible());
    QCOMPARE(m_window->messageBar()->message(), QString("The school's v3 is installed."));
    QTest::mouseClick(m_window->messageBar()->findChild<QPushButton *>(), Qt::LeftButton);
    AWAIT_EQUAL(explorer().network().id, std::string("v3"));
    QVERIFY(!m_window->messageBar()->isVisible());
}

void TestMainWindow::closingKeepsThePartOfADownload()
{
    Behaviour half = whole(m_published);
    half.stallAfter = m_published.size() / 2;
    publish({half, whole(m_published)});
    m_window->weightsLibrary()->get("v3");
    AWAIT(m_window->weightsLibrary()->model()->find("v3")->progress.received == half.stallAfter);
    m_window->close();
    m_window.reset();
    QVERIFY(!std::filesystem::exists(installed(".safetensors")));
    QCOMPARE(std::filesystem::file_size(installed(".safetensors.part")), half.stallAfter);
    m_window = makeWindow();
    m_window->getWeights();
    AWAIT(m_window->weightsLibrary()->model()->find("v3"));
    QCOMPARE(stateOfPublished(), WeightsState::Paused);
    m_window->weightsLibrary()->get("v3");
    AWAIT_EQUAL(stateOfPublished(), WeightsState::Installed);
    QCOMPARE(m_server->ranges("/model").last(),
             "bytes=" + QByteArray::number(half.stallAfter) + "-");
}

void TestMainWindow::installedWeightsAreRemoved()
{
    publish({whole(m_published)});
    m_window->weightsLibrary()->get("v3");
    AWAIT(m_window->weightsWindow()->messageBar()->isVisible());
    QTest::mouseClick(m_window->weightsWindow()->messageBar()->findChild<QPushButton *>(),
                      Qt::LeftButton);
    AWAIT_EQUAL(explorer().network().id, std::string("v3"));
    trigger("Remove…");
    AWAIT(m_window->weightsWindow()->messageBar()->isVisible());
    QVERIFY(std::filesystem::exists(installed(".safetensors")));
    QTest::mouseClick(m_window->weightsWindow()->messageBar()->findChild<QPushButton *>(),
                      Qt::LeftButton);
    AWAIT_EQUAL(explorer().network().id, std::string("inception_v3"));
    QVERIFY(!explorer().hasWeights());
    QVERIFY(!std::filesystem::exists(installed(".safetensors")));
}

void TestMainWindow::keysChangePages()
{
    QTest::keyClick(m_window.get(), Qt::Key_2);
    QCOMPARE(m_window->page(), MainWindow::Page::Compare);
    QVERIFY(m_window->comparePage()->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_3);
    QCOMPARE(m_window->page(), MainWindow::Page::Curves);
    QVERIFY(m_window->curvesPage()->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_1);
    QCOMPARE(m_window->page(), MainWindow::Page::Explore);
}

/// Alt and a letter does nothing certain where two controls that are seen share the letter.
void TestMainWindow::everyMnemonicIsTakenOnce()
{
    m_window->openSamples();
    awaitAnswer();
    explorer().setNetwork(QStringLiteral("tiny_inception_resnet_v2"));
    explorer().setResidualScale({}, 0.5, false);
    for (const QAction *page : m_window->pageActions()) {
        const_cast<QAction *>(page)->trigger();
        QStringList texts;
        for (const QAction *menu : m_window->menuBar()->actions())
            texts << menu->text();
        for (const QLabel *label : m_window->findChildren<QLabel *>()) {
            if (label->isVisible() && label->buddy())
                texts << label->text();
        }
        for (const QAbstractButton *button : m_window->findChildren<QAbstractButton *>()) {
            if (button->isVisible())
                texts << button->text();
        }
        QHash<QString, QString> taken;
        for (const QString &text : std::as_const(texts)) {
            const QString key = QKeySequence::mnemonic(text).toString();
            if (key.isEmpty())
                continue;
            QVERIFY2(!taken.contains(key), qPrintable(key + ": " + text + ", " + taken[key]));
            taken[key] = text;
        }
        QVERIFY(taken.size() >= 8);
    }
}

void TestMainWindow::findsBlocks()
{
    QTest::keySequence(m_window.get(), QKeySequence::Find);
    auto *box = m_window->findChild<FindBox *>();
    AWAIT(box->hasFocus());
    QTest::keyClicks(box, QStringLiteral("reduction"));
    QStringList found;
    for (int i = 0; i < 3; ++i) {
        QTest::keyClick(box, Qt::Key_Return);
        found << explorer().selection()->element();
    }
    QCOMPARE(found.first(), QStringLiteral("reduction_a"));
    QCOMPARE(diagram().current(), found.last());
    QTest::keyClick(box, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(explorer().selection()->element(), found.at(1));
    QTest::keyClick(box, Qt::Key_Escape);
    QCOMPARE(box->text(), QString());
}

void TestMainWindow::droppedWeightsAreChosen()
{
    ModelDescription description = tinyDescription("inception_resnet_v1");
    description.id = "dropped";
    const auto path = m_folder.path() / "dropped.safetensors";
    QVERIFY(saveTinyModel(path, description));
    dropFiles({QString::fromStdString(path.string())});
    AWAIT_EQUAL(explorer().network().id, "dropped");
    auto *networks = m_window->findChild<QComboBox *>(QStringLiteral("networkChooser"));
    QCOMPARE(networks->currentText(), QStringLiteral("Tiny inception_resnet_v1"));
    QCOMPARE(explorer().photos()->rowCount(), 0);
}

void TestMainWindow::tensorsOfWeightsThatDoNotFit()
{
    TensorFile other;
    other.tensors.emplace("stranger", makeTensor(std::vector<float>(2), {2}));
    const auto path = m_folder.path() / "other.safetensors";
    QVERIFY(writeSafetensors(path, other));
    dropFiles({QString::fromStdString(path.string())});
    MessageBar *message = m_window->messageBar();
    AWAIT(message->isVisible());
    QVERIFY(message->message().contains("other.safetensors fits no known network"));
    auto *button = message->findChild<QPushButton *>();
    QCOMPARE(button->text(), "Tensors…");
    QVERIFY(!m_window->keysWindow());
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(m_window->keysWindow());
    QVERIFY(m_window->keysWindow()->isVisible());
    QVERIFY(!m_window->keysWindow()->isModal());
    AWAIT_EQUAL(m_window->keysWindow()->countText(), "1 of 1");
}

void TestMainWindow::tensorsOfTheChosenNetwork()
{
    QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
    QVERIFY(m_window->keysWindow());
    AWAIT_EQUAL(m_window->keysWindow()->header()->title(), "tiny_inception_v4.safetensors");
    AWAIT(m_window->keysWindow()->header()->detail().startsWith("Tiny inception_v4 · "));
    m_window->keysWindow()->close();
    explorer().setNetwork(QStringLiteral("inception_v3")); // without weights
    m_window->activateWindow();
    AWAIT(m_window->isActiveWindow());
    QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
    QVERIFY(!m_window->keysWindow()->isVisible());
}

void TestMainWindow::exportedWeightsAreTold()
{
    const auto path = m_folder.path() / "exported.safetensors";
    m_window->weightsExporter()->save(explorer().network(), QString::fromStdString(path.string()));
    MessageBar *message = m_window->messageBar();
    QVERIFY(message->message().startsWith("Exporting to "));
    AWAIT(message->message().contains("tensors under the project's own names"));
    QCOMPARE(message->kind(), MessageBar::Kind::Info);
    QVERIFY(loadModel(path));
    const QString nowhere = QStringLiteral("/nonexistent/x");
    m_window->weightsExporter()->save(explorer().network(), nowhere);
    AWAIT_EQUAL(message->kind(), MessageBar::Kind::Error);
    QVERIFY(message->message().startsWith("/nonexistent/x cannot be written: "));
}

/// The dialog runs a loop of its own, so what happens in it is arranged before.
static void chooseInDialog(const QString &path)
{
    QTimer::singleShot(0, qApp, [path] {
        auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
        dialog->findChild<QLineEdit *>()->setText(path);
        QTest::keyClick(dialog->findChild<QLineEdit *>(), Qt::Key_Return);
    });
}

void TestMainWindow::chosenLabelsNameTheClasses()
{
    dropFiles({photo(QStringLiteral("one.png"))});
    awaitAnswer();
    QAction *choose = nullptr;
    for (QAction *action : m_window->findChildren<QAction *>()) {
        if (action->text() == QStringLiteral("Open &labels…"))
            choose = action;
    }
    QVERIFY(choose);
    const auto best = [this] {
        return explorer().answer() ? explorer().answer()->predictions.front().label : QString();
    };
    chooseInDialog(
        file(QStringLiteral("labels of mine.txt"), "class A\nclass B\nclass C\nclass D\n"));
    choose->trigger();
    AWAIT(best().startsWith(QStringLiteral("class ")));
    QVERIFY(!m_window->messageBar()->isVisible());

    chooseInDialog(file(QStringLiteral("two.txt"), "1\n2\n"));
    choose->trigger();
    AWAIT(m_window->messageBar()->isVisible());
    QVERIFY2(m_window->messageBar()->message().endsWith(QStringLiteral(
                 "two.txt cannot be used as labels: there are 2 labels for 4 classes")),
             qPrintable(m_window->messageBar()->message()));
    QVERIFY(best().startsWith(QStringLiteral("class ")));
}

void TestMainWindow::thePapersExperimentsAreShown()
{
    trigger("Open the paper's experiments");
    QCOMPARE(m_window->page(), MainWindow::Page::Curves);
    const auto *list = m_window->findChild<RunListView *>();
    AWAIT(list->model()->rowCount() > 3); // the networks' own two, and those
}

void TestMainWindow::whatIsOfExploreIsShownThere()
{
    m_window->showPage(MainWindow::Page::Curves);
    m_window->close();
    m_window = makeWindow();
    m_window->restoreSession(true);
    QCOMPARE(m_window->page(), MainWindow::Page::Curves); // Explore has not been in sight yet
    m_window->explorePage()->activations()->maximiseAction()->trigger();
    QCOMPARE(m_window->page(), MainWindow::Page::Explore);
    QVERIFY(m_window->explorePage()->activations()->maximiseAction()->isChecked());
    QVERIFY(!m_window->explorePage()->diagram()->isVisible());
    m_window->showPage(MainWindow::Page::Curves);
    m_window->explorePage()->activations()->maximiseAction()->trigger();
    QVERIFY(m_window->explorePage()->diagram()->isVisible());
}

void TestMainWindow::comesBackAsItWas()
{
    const QSize size = m_window->minimumSize() + QSize(0, 40); // fits on the smallest screen
    m_window->resize(size);
    AWAIT(m_window->size() == size);
    QCoreApplication::processEvents(); // the panes share the room anew
    const QByteArray layout = m_window->explorePage()->saveLayout();
    m_window->close();
    m_window = makeWindow();
    QCOMPARE(m_window->size(), size);
    AWAIT_EQUAL(m_window->explorePage()->saveLayout(), layout);
}

void TestMainWindow::comesBackWithWhatWasShown()
{
    const QString network = QString::fromStdString(m_catalogue.entries[1].id);
    explorer().setNetwork(network);
    m_window->open({photo("first.png"), photo("second.png"), photo("gone.png")});
    AWAIT(explorer().photos()->rowCount() == 3);
    const QModelIndex second = explorer().photos()->index(1);
    explorer().selection()->setPhoto(second.data(PhotoIdRole).toInt());
    explorer().selection()->setElement("stem");
    awaitAnswer();
    const Session shown = sessionOf(explorer());
    m_window->explorePage()->overlay()->setOverlay(Overlay::Zeros);
    m_window->explorePage()->explainer()->setOn(true);
    m_window->showPage(MainWindow::Page::Curves);
    m_window->close();
    QVERIFY(QFile::remove(shown.photos[2]));

    m_window = makeWindow();
    m_window->restoreSession(true);
    const Session expected{network,         shown.weights, shown.inputSize, shown.photos.mid(0, 2),
                           shown.photos[1], "stem"};
    AWAIT(sessionOf(explorer()) == expected);
    awaitAnswer();
    QCOMPARE(m_window->page(), MainWindow::Page::Curves);
    QCOMPARE(m_window->explorePage()->overlay()->overlay(), Overlay::Zeros);
    QVERIFY(m_window->explorePage()->explainer()->isOn());
    AWAIT_EQUAL(m_window->messageBar()->message(),
                "One photo that was open last time is no longer there");

    m_window->close();
    m_window = makeWindow();
    m_window->restoreSession(false); // other photos are opened
    QCOMPARE(sessionOf(explorer()).network, network);
    QCOMPARE(explorer().photos()->rowCount(), 0);
}

void TestMainWindow::manyPhotosComeBack()
{
    constexpr int many = 1100;
    photo("many/1.png");
    repeatPhoto(m_folder / "many/1.png", m_folder / "links", many);
    explorer().setNetwork(QStringLiteral("inception_v3")); // has no weights here: quick
    explorer().openPhotos({pathIn(m_folder.path(), "links")});
    AWAIT_EQUAL(explorer().photos()->rowCount(), many);
    const QModelIndex last = explorer().photos()->index(many - 1);
    explorer().selection()->setPhoto(last.data(PhotoIdRole).toInt());
    const Session shown = sessionOf(explorer());
    QCOMPARE(shown.photo, last.data(PhotoPathRole).toString());
    m_window->close();
    m_window = makeWindow();
    m_window->restoreSession(true);
    AWAIT(sessionOf(explorer()) == shown);
}

/// A window that is closed again at once forgets nothing.
void TestMainWindow::photosThatAreStillComingStayKept()
{
    m_window->open({photo("first.png"), photo("second.png")});
    AWAIT(explorer().photos()->rowCount() == 2);
    awaitAnswer(); // which selects a stage
    const Session shown = sessionOf(explorer());
    m_window->close();
    m_window = makeWindow();
    m_window->restoreSession(true);
    m_window->close();
    m_window = makeWindow();
    m_window->restoreSession(true);
    AWAIT(sessionOf(explorer()) == shown);
}

void TestMainWindow::aPhotoThatCouldNotBeReadIsTriedAgain()
{
    const QString path = file("mended.png", "no picture");
    m_window->open({path});
    auto *bar = m_window->explorePage()->predictions()->findChild<MessageBar *>();
    AWAIT(bar->isVisible());
    photo("mended.png");
    auto *again = bar->findChild<QPushButton *>();
    QCOMPARE(again->text(), "Try again");
    QTest::mouseClick(again, Qt::LeftButton);
    awaitAnswer();
    QVERIFY(!bar->isVisible());
}

void TestMainWindow::theHelpHasOneTableOfKeys()
{
    trigger("How to use it");
    const auto *browser = m_window->findChild<QTextBrowser *>();
    QList<QTextTable *> tables;
    for (QTextFrame *frame : browser->document()->rootFrame()->childFrames()) {
        if (auto *table = qobject_cast<QTextTable *>(frame))
            tables << table;
    }
    QCOMPARE(tables.size(), 1);
    QTextTable &table = *tables.constFirst();
    QVERIFY(table.format().borderCollapse());
    QCOMPARE(table.format().cellSpacing(), 0.0);
    for (int row = 0; row < table.rows(); ++row) {
        for (int column = 0; column < table.columns(); ++column)
            QVERIFY(!table.cellAt(row, column).firstCursorPosition().block().text().isEmpty());
    }
}

void TestMainWindow::removedPhotosComeBack()
{
    m_window->open({photo("first.png"), photo("second.png")});
    awaitAnswer();
    explorer().photos()->removePhotos({0});
    QCOMPARE(explorer().photos()->rowCount(), 1);
    trigger("Undo removing photos");
    QCOMPARE(explorer().photos()->rowCount(), 2);
    const PhotoListModel &photos = *explorer().photos();
    QCOMPARE(photos.rowOf(explorer().selection()->photo()), 0); // which was selected
    // One that was not selected comes back beside the one that is.
    explorer().photos()->removePhotos({1});
    trigger("Undo removing photos");
    QCOMPARE(photos.rowOf(explorer().selection()->photo()), 0);
    explorer().photos()->removePhotos({0, 1});
    QCOMPARE(explorer().selection()->photo(), 0);
    trigger("Undo removing photos");
    QCOMPARE(photos.rowOf(explorer().selection()->photo()), 0);
    trigger("Redo removing photos");
    QCOMPARE(photos.rowCount(), 0);
    trigger("Undo removing photos");
    QCOMPARE(photos.rowCount(), 2);
    // A removal of another kind has nothing to be done again.
    QAction *remove = m_window->explorePage()->filmstrip()->removeAction();
    QVERIFY(m_window->menuBar()->actions()[1]->menu()->actions().contains(remove));
    remove->trigger();
    QCOMPARE(photos.rowCount(), 1);
    explorer().photos()->redoRemoval();
    QCOMPARE(photos.rowCount(), 1);
}

/// It is kept for the next window.
void TestMainWindow::boundsTheMemoryForPhotos()
{
    const auto trigger = [this](qsizetype index) {
        m_window->findChild<QMenu *>("pictureMemoryMenu")->actions().at(index)->trigger();
    };
    QCOMPARE(explorer().photos()->pictureLimit(), PhotoListModel::usualPictureBytes);
    trigger(0);
    QCOMPARE(explorer().photos()->pictureLimit(), qint64{128} << 20);
    const MainWindow next{scanNetworks()};
    const auto chosen = next.findChild<QMenu *>("pictureMemoryMenu")->actions().constFirst();
    QVERIFY(chosen->isChecked());
    QCOMPARE(chosen->text(), QStringLiteral("128 MB"));
    trigger(2);
    QCOMPARE(explorer().photos()->pictureLimit(), PhotoListModel::usualPictureBytes);
}

void TestMainWindow::whatWasOpenedLastIsInTheMenu()
{
    forgetRecentPaths();
    const QString first = photo("first&one.png");
    const QString second = photo("second.png");
    m_window->open({first});
    dropFiles({second});
    m_window->open({first});
    QCOMPARE(recentPaths(), (QStringList{first, second}));
    auto *menu = m_window->findChild<QMenu *>("recentMenu");
    emit menu->aboutToShow();
    QStringList names;
    for (const QAction *action : menu->actions())
        names << action->text();
    QCOMPARE(names, (QStringList{"first&&one.png", "second.png", {}, "&Forget these"}));
    explorer().photos()->clear();
    menu->actions()[1]->trigger();
    AWAIT(explorer().photos()->rowCount() == 1);
    QCOMPARE(explorer().photos()->index(0).data(PhotoPathRole).toString(), second);
    menu->actions()[3]->trigger();
    QCOMPARE(recentPaths(), QStringList());
}

void TestMainWindow::aFolderWithoutPhotosIsNotRemembered()
{
    forgetRecentPaths();
    const QString empty = pathIn(m_folder.path(), "empty");
    QVERIFY(QDir().mkpath(empty));
    const QString full = QFileInfo(photo("full/1.png")).path();
    QSignalSpy added(explorer().photos(), &PhotoListModel::pathsAdded);
    m_window->open({empty});
    AWAIT_EQUAL(added.count(), 1);
    QCOMPARE(recentPaths(), QStringList());
    m_window->open({full});
    AWAIT_EQUAL(added.count(), 2);
    QCOMPARE(recentPaths(), QStringList{full});
}

void TestMainWindow::everyPaneSaysWhatItIsFor()
{
    trigger("What is this?");
    QVERIFY(QWhatsThis::inWhatsThisMode());
    QTest::mouseClick(diagram().viewport(), Qt::LeftButton, {}, QPoint(4, 4));
    AWAIT(!QWhatsThis::inWhatsThisMode());
    ExplorePage *explore = m_window->explorePage();
    const QWidget *panes[] = {explore->diagram(),     explore->activations(),
                              explore->predictions(), explore->explanations(),
                              explore->residuals(),   explore->filmstrip(),
                              m_window->curvesPage()};
    for (const QWidget *pane : panes)
        QVERIFY2(pane->whatsThis().endsWith(u'.') || pane->whatsThis().endsWith(u')'),
                 pane->metaObject()->className());
}

void TestMainWindow::theBundledNetworksAnswer()
{
    const NetworkCatalogue catalogue = scanNetworks();
    QVERIFY(catalogue.problems.empty());
    m_window = std::make_unique<MainWindow>(catalogue);
    m_window->show();
    for (const char *id : {"inception_v4_imagenette", "inception_resnet_v2_imagenette"}) {
        explorer().setNetwork(QString::fromLatin1(id));
        QCOMPARE(explorer().network().id, id);
        if (explorer().photos()->rowCount() == 0)
            m_window->openSamples();
        AWAIT(!printed().isEmpty() && !printed().contains(u'…'));
        QVERIFY(!printed().contains(QStringLiteral("failed")));
        const PhotoListModel *photos = explorer().photos();
        for (int row = 0; row < photos->rowCount(); ++row) {
            const QModelIndex index = photos->index(row);
            if (index.data().toString() == QStringLiteral("golf-ball.jpg"))
                QCOMPARE(index.data(PhotoTopLabelRole).toString(), QStringLiteral("golf ball"));
        }
    }
}

void TestMainWindow::aSlowerEngineIsTold()
{
    const QString note = QStringLiteral("oneDNN could not be loaded; LibTorch computes instead");
    emit explorer().engineNoted(note);
    QVERIFY(m_window->messageBar()->isVisible());
    QCOMPARE(m_window->messageBar()->message(), note);
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
