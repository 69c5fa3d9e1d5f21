#include "common/elidedlabel.h"
#include "common/messagebar.h"
#include "diagram/diagrampane.h"
#include "diagram/diagramview.h"
#include "engine/torchruntime.h"
#include "explain/classactivation.h"
#include "explain/explainer.h"
#include "explain/explanationpane.h"
#include "explain/trunkblocks.h"
#include "explore/explorepage.h"
#include "explorer/explorer.h"
#include "filmstrip/filmstrip.h"
#include "predictions/photoview.h"
#include "predictions/predictionspane.h"
#include "shownwindow.h"
#include "support/await.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QListView>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QSpinBox>
#include <QTest>

#include <algorithm>
#include <initializer_list>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// The pane "Why this answer" in the window, with a network that comes with the program, used as a
/// person would.
class TestExplanationPane : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void spaceLaysTheMapOverThePhoto();
    void spaceDoesSoFromOtherPanes();
    void saysWhatWouldAppear();
    void comesBackAsItWas();
    void theOpacityIsChosen();
    void aClickOnAPredictionChoosesTheClass();
    void theBlockIsChosen();
    void classActivation();
    void occlusionIsCancelled();
    void isTakenAway();
    void aProblemIsTold();
    void nothingIsLeftOfAPhotoThatIsGone();

private:
    void show();
    void choose(const char *name, int row);
    QComboBox &chooser(const char *name);
    QSpinBox &spinBox(const char *name)
    {
        return *pane().findChild<QSpinBox *>(QString::fromLatin1(name));
    }
    bool isExplained() const { return !explainer().isBusy() && explainer().explanation(); }
    Explorer &explorer() { return *m_window->explorer(); }
    Explainer &explainer() const { return *m_window->explorePage()->explainer(); }
    ExplanationPane &pane() { return *m_window->explorePage()->explanations(); }
    PhotoView &photo() { return *m_window->explorePage()->predictions()->photoView(); }
    const Explanation &explanation() { return *explainer().explanation(); }

    TemporaryFolder m_folder;
    std::unique_ptr<MainWindow> m_window;
};

void TestExplanationPane::initTestCase()
{
    keepSettingsIn(m_folder.path());
}

void TestExplanationPane::init()
{
    NetworkCatalogue bundled;
    bundled.entries = {*scanNetworks().find("inception_v4_imagenette")};
    m_window = std::make_unique<MainWindow>(bundled);
    m_window->resize(1100, 700);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    AWAIT(m_window->isActiveWindow());
    m_window->openSamples();
    AWAIT(explorer().answer());
}

void TestExplanationPane::cleanup()
{
    m_window.reset();
}

QComboBox &TestExplanationPane::chooser(const char *name)
{
    for (QComboBox *box : pane().findChildren<QComboBox *>()) {
        if (box->accessibleName() == QLatin1String(name))
            return *box;
    }
    qFatal("there is no %s", name);
}

/// As a person does: by the keys, from the first row on.
void TestExplanationPane::choose(const char *name, int row)
{
    QComboBox &box = chooser(name);
    QTest::keyClick(&box, Qt::Key_Home);
    for (int i = 0; i < row; ++i)
        QTest::keyClick(&box, Qt::Key_Down);
    QCOMPARE(box.currentIndex(), row);
}

void TestExplanationPane::show()
{
    photo().setFocus();
    QTest::keyClick(&photo(), Qt::Key_Space);
    AWAIT(isExplained());
}

void TestExplanationPane::spaceLaysTheMapOverThePhoto()
{
    QVERIFY(pane().isVisible());
    AWAIT(photo().isSettled());
    QCOMPARE(pane().toText(), "Why this answer");
    show();
    QVERIFY(photo().hasOverlay());
    AWAIT(photo().isSettled());
    const QImage shown = photo().grab().toImage();
    const Answer &answer = *explorer().answer();
    QCOMPARE(explanation().map.classIndex, answer.predictions.front().index);
    QCOMPARE(explanation().map.element,
             answer.graph.layer(blocksBeforePooling(answer.graph).back()->output).id);
    QCOMPARE(chooser("Class").currentText(), answer.predictions.front().label);
    QCOMPARE(pane().toText(), "Why this answer\n" + answer.predictions.front().label + " · 2×2");
    QVERIFY2(pane().legendText().startsWith("0 … ")
                 && pane().legendText().endsWith(", logit, own scale"),
             qPrintable(pane().legendText()));
    QTest::keyClick(&photo(), Qt::Key_Space);
    QVERIFY(!photo().hasOverlay());
    AWAIT(photo().isSettled());
    QVERIFY(photo().grab().toImage() != shown);
    QCOMPARE(pane().toText(), "Why this answer");
}

/// Where it means nothing else.
void TestExplanationPane::spaceDoesSoFromOtherPanes()
{
    ExplorePage &page = *m_window->explorePage();
    const std::initializer_list<QWidget *> places{page.diagram()->view(),
                                                  page.filmstrip()->focusProxy()};
    for (QWidget *place : places) {
        QVERIFY(place->isVisible());
        place->setFocus();
        QTest::keyClick(place, Qt::Key_Space);
        QVERIFY2(explainer().isOn(), place->metaObject()->className());
        QTest::keyClick(place, Qt::Key_Space);
        QVERIFY2(!explainer().isOn(), place->metaObject()->className());
    }
}

/// In a line, where the slider is later.
void TestExplanationPane::saysWhatWouldAppear()
{
    const auto says = [this](const QString &text) {
        const auto labels = pane().findChildren<ElidedLabel *>();
        return std::ranges::any_of(labels, [&](const ElidedLabel *label) {
            return label->isVisible() && label->text() == text;
        });
    };
    QVERIFY(says("marks what speaks for a class"));
    show();
    QVERIFY(!says("marks what speaks for a class"));
    explorer().selection()->setPhoto(0);
    QVERIFY(says("The map appears with an answer to a photo"));
}

void TestExplanationPane::comesBackAsItWas()
{
    explainer().setMethod(SaliencyMethod::Occlusion);
    pane().findChild<QSlider *>()->setValue(35);
    const QVariantMap settings = pane().settings();
    explainer().setMethod(SaliencyMethod::GradCam);
    ExplanationPane other(&explorer(), &explainer());
    other.restore(settings);
    QCOMPARE(explainer().method(), SaliencyMethod::Occlusion);
    QCOMPARE(other.settings(), settings);
    other.restore({{"method", 7}, {"opacity", "much"}});
    QCOMPARE(other.settings(), settings);
}

void TestExplanationPane::theOpacityIsChosen()
{
    auto *opacity = pane().findChild<QSlider *>();
    QVERIFY(!opacity->isVisible());
    pane().findChild<QCheckBox *>()->click();
    AWAIT(isExplained() && photo().isSettled());
    const auto middle = [this] {
        const QImage shown = photo().grab().toImage();
        return shown.pixelColor(shown.width() / 2, shown.height() / 2);
    };
    const QSize crop = explanation().picture.size();
    const QColor map = explanation().picture.pixelColor(crop.width() / 2, crop.height() / 2);
    opacity->setValue(100);
    const QColor opaque = middle();
    QVERIFY(qAbs(opaque.red() - map.red()) + qAbs(opaque.green() - map.green())
                + qAbs(opaque.blue() - map.blue())
            < 12); // some pixels beside it
    opacity->setValue(0);
    const QColor alone = middle();
    opacity->setValue(50);
    const QColor half = middle();
    QVERIFY(qAbs(2 * half.red() - opaque.red() - alone.red()) <= 3);
    QVERIFY(qAbs(2 * half.blue() - opaque.blue() - alone.blue()) <= 3);
}

void TestExplanationPane::aClickOnAPredictionChoosesTheClass()
{
    show();
    auto *bars = m_window->explorePage()->predictions()->findChild<QListView *>();
    QCOMPARE(bars->currentIndex().row(), 0); // what is explained
    const QModelIndex third = bars->model()->index(2, 0);
    QTest::mouseClick(bars->viewport(), Qt::LeftButton, {}, bars->visualRect(third).center());
    AWAIT(isExplained());
    QCOMPARE(explanation().map.classIndex, explorer().answer()->predictions[2].index);
    QCOMPARE(chooser("Class").currentIndex(), 2);
    choose("Class", 1);
    AWAIT(isExplained());
    QCOMPARE(explanation().map.classIndex, explorer().answer()->predictions[1].index);
    QCOMPARE(bars->currentIndex().row(), 1);
}

void TestExplanationPane::theBlockIsChosen()
{
    show();
    const NetworkGraph &graph = *explorer().graph();
    const auto blocks = blocksBeforePooling(graph);
    QCOMPARE(chooser("Block").count(), static_cast<int>(blocks.size()) + 1);
    choose("Block", 2);
    AWAIT(isExplained());
    QCOMPARE(explanation().map.element, graph.layer(blocks[blocks.size() - 2]->output).id);
    explorer().selection()->setElement("inception_a.0");
    choose("Block", 1);
    AWAIT(isExplained());
    QCOMPARE(explanation().map.element, graph.layer(graph.outputOf("inception_a.0")).id);
    explorer().selection()->setElement("inception_b.1");
    AWAIT(isExplained());
    QCOMPARE(explanation().map.element, graph.layer(graph.outputOf("inception_b.1")).id);
}

void TestExplanationPane::classActivation()
{
    QVERIFY(!chooser("Method").isVisible()); // there is room for other things
    show();
    choose("Method", 1);
    QVERIFY(!chooser("Block").isEnabled());
    QCOMPARE(chooser("Block").currentIndex(), 0);
    AWAIT(isExplained() && explanation().map.method == SaliencyMethod::ClassActivation);
    const Answer &answer = *explorer().answer();
    const Expected<LoadedModel> model = loadNetwork(explorer().network());
    const int features = classActivationLayers(answer.graph)->features;
    QCOMPARE(explanation().map,
             classActivationMap(answer.graph, model->weights,
                                answer.activations.captured.at(features),
                                answer.predictions.front().index)
                 .value());
    QVERIFY(pane().legendText().endsWith(", logit, mean of the map"));
}

void TestExplanationPane::occlusionIsCancelled()
{
    show();
    choose("Method", 2);
    QVERIFY(spinBox("occlusionSide").isVisible());
    QVERIFY(!chooser("Block").isVisible());
    QCOMPARE(explainer().window(), usualWindow(*explorer().graph()));
    spinBox("occlusionSide").setValue(9);
    spinBox("occlusionStride").setValue(1); // many thousand passes
    QCOMPARE(explainer().window(), (OcclusionWindow{9, 1}));
    AWAIT(explanation().request.window.stride == 1);
    QVERIFY(photo().hasOverlay());
    auto *result = pane().findChild<QWidget *>("explanationResult");
    QPushButton *cancel = result->findChild<QPushButton *>();
    AWAIT(cancel->isVisible());
    QTest::mouseClick(cancel, Qt::LeftButton);
    QVERIFY(!explainer().isBusy());
    QVERIFY(!cancel->isVisible());
    QVERIFY(!explanation().isComplete()); // what is known stays
    auto *message = pane().findChild<MessageBar *>();
    QCOMPARE(message->message(), "Cancelled.");
    spinBox("occlusionStride").setValue(32);
    AWAIT(isExplained() && explanation().isComplete());
    QVERIFY(!message->isVisible());
    QCOMPARE(explanation().map.grid, (Extent{4, 4}));
    QVERIFY(pane().legendText().endsWith(", fall of the logit"));
}

void TestExplanationPane::isTakenAway()
{
    for (const QAction *action : pane().exportActions())
        QVERIFY(!action->isEnabled());
    show();
    pane().exportActions().first()->trigger();
    auto *message = pane().findChild<MessageBar *>();
    AWAIT(message->message().startsWith("Copied the map over the photo, 512 × "));
    const QSize copied = QGuiApplication::clipboard()->image().size();
    QCOMPARE(copied.width(), 512);
    QVERIFY(copied.height() > 512); // with its legend
    const auto file = [this](const char *name) {
        return QString::fromStdString((m_folder.path() / name).string());
    };
    for (const char *name : {"why.png", "why.npy", "why.csv"}) {
        pane().save(file(name));
        AWAIT(message->message().contains(QLatin1String(name)));
        QVERIFY(message->message().startsWith("Saved "));
    }
    QCOMPARE(QImage(file("why.png")).size(), copied);
    pane().save("/nowhere/why.csv");
    AWAIT(message->kind() == MessageBar::Kind::Error);
}

void TestExplanationPane::aProblemIsTold()
{
    show();
    explorer().selection()->setElement("average_pool");
    choose("Block", 1);
    auto *message = pane().findChild<MessageBar *>();
    AWAIT(message->message().startsWith("average_pool has a single cell"));
    QVERIFY(!photo().hasOverlay());
    choose("Block", 0);
    AWAIT(isExplained());
    QVERIFY(!message->isVisible());
}

void TestExplanationPane::nothingIsLeftOfAPhotoThatIsGone()
{
    show();
    explorer().selection()->setPhoto(0);
    QVERIFY(!photo().hasOverlay());
    QVERIFY(!chooser("Class").isEnabled());
    QCOMPARE(chooser("Class").count(), 0);
}

QTEST_MAIN(TestExplanationPane)
#include "tst_explanationpane.moc"
