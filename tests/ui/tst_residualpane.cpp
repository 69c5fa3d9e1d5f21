#include "common/elidedlabel.h"
#include "common/messagebar.h"
#include "diagram/diagrampane.h"
#include "diagram/diagramview.h"
#include "engine/engine.h"
#include "explain/explainer.h"
#include "explain/explanationpane.h"
#include "explain/explanationtexts.h"
#include "explore/explorepage.h"
#include "explorer/explorer.h"
#include "images/imageconversion.h"
#include "predictions/predictionspane.h"
#include "residual/residualpane.h"
#include "residual/residualplot.h"
#include "residual/scaleslider.h"
#include "shownwindow.h"
#include "support/await.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"
#include "texts/numbertext.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDoubleSpinBox>
#include <QFile>
#include <QFileDialog>
#include <QKeyEvent>
#include <QListView>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QStyle>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <utility>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// The residual pane in the window, used as a person would.
class TestResidualPane : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void showsWhatEachBlockAdds();
    void aClickChoosesABlock();
    void keysGoAlongTheDepth();
    void tellsTheNumbersOfTheSelectedBlock();
    void numbersAndPictureCanBeCopied();
    void ctrlSAsksWhereToSave();
    void spaceAsksWhy();
    void theSliderChangesEveryBlock();
    void aHeldKeySettlesWhenItIsReleased();
    void draggingSettlesWhenTheMouseIsReleased();
    void onlyTheSelectedBlock();
    void asPublishedIsOneClickAway();
    void anotherNetworkBeginsAsPublished();
    void saysThatThereAreNoResidualConnections();
    void comesBackAsHighAsItWas();
    void saysThatANetworkIsDead();
    void crossesOutDeadBlocks();
    void saysWhichBlocksAreDead();
    void leavesThePredictionsTheirRoom_data();
    void leavesThePredictionsTheirRoom();
    void makesRoomForTheQuestionWhy();
    void nothingSpeaksForAClassOfADeadNetwork();
    void theSliderIsInSight_data() { leavesThePredictionsTheirRoom_data(); }
    void theSliderIsInSight();
    void nothingMovesUnderTheSlider_data();
    void nothingMovesUnderTheSlider();
    void marksOfTheRulerDoNotTouch();

private:
    CatalogueEntry entryOf(const ModelDescription &description, const Weights &weights);
    std::vector<float> computed(const ResidualScales &scales) const;
    bool isAnsweredWith(const ResidualScales &scales) const;
    Explorer &explorer() { return *m_window->explorer(); }
    ResidualPane &pane() { return *m_window->explorePage()->residuals(); }
    /// All of it, on the screen.
    bool isSeen(const QWidget &widget)
    {
        bool isSeen = widget.isVisible();
        for (const QWidget *outer = widget.parentWidget(); outer; outer = outer->parentWidget())
            isSeen = isSeen
                && outer->rect().contains(QRect(widget.mapTo(outer, QPoint()), widget.size()));
        return isSeen;
    }
    /// What the pane is in, which scrolls.
    QScrollArea &scrolled()
    {
        return *qobject_cast<QScrollArea *>(pane().parentWidget()->parentWidget());
    }
    MessageBar &bar(const char *name) { return control<MessageBar>(name); }
    QPushButton &asPublished() { return *bar("scalesBar").findChild<QPushButton *>(); }
    template<typename Control> Control &control(const char *name)
    {
        return *pane().findChild<Control *>(QString::fromLatin1(name));
    }

    TemporaryFolder m_folder;
    NetworkCatalogue m_catalogue;
    std::unique_ptr<MainWindow> m_window;
};

static ModelDescription named(ModelDescription description, const char *id)
{
    description.id = id;
    description.title = id;
    return description;
}

/// Random weights; in layers whose id begins so they are all zero.
static Weights silenced(const NetworkGraph &graph, const std::string &layers)
{
    const Weights alive = randomWeights(graph);
    std::vector<Weights::Entry> entries = alive.entries();
    for (Weights::Entry &entry : entries) {
        if (entry.spec.role != ParameterRole::RunningVariance
            && graph.layer(entry.spec.layer).id.starts_with(layers))
            entry.tensor =
                makeTensor(std::vector<float>(static_cast<std::size_t>(entry.spec.elements())),
                           entry.spec.shape);
    }
    return Weights(std::move(entries));
}

CatalogueEntry TestResidualPane::entryOf(const ModelDescription &description,
                                         const Weights &weights)
{
    const auto path = m_folder.path() / (description.id + ".safetensors");
    if (!saveModel(path, description, weights))
        return {};
    CatalogueEntry entry;
    entry.id = description.id;
    entry.title = description.title;
    entry.network = description.network;
    entry.options = description.options;
    entry.weights = CatalogueEntry::Weights::Installed;
    entry.file = path;
    return entry;
}

void TestResidualPane::initTestCase()
{
    keepSettingsIn(m_folder.path());
    const ModelDescription residual = tinyDescription("inception_resnet_v2");
    const ModelDescription plain = tinyDescription("inception_v4");
    const Weights alive = randomWeights(buildDescribed(plain).value());
    m_catalogue.entries = {
        entryOf(residual, randomWeights(buildDescribed(residual).value())),
        entryOf(plain, alive),
        entryOf(named(plain, "dead"), silenced(buildDescribed(plain).value(), "")),
        entryOf(named(plain, "partly_dead"),
                silenced(buildDescribed(plain).value(), "inception_b")),
        entryOf(named(residual, "dead_stem"), silenced(buildDescribed(residual).value(), "stem")),
        entryOf(named(residual, "dead_residual"), silenced(buildDescribed(residual).value(), "")),
    };
}

void TestResidualPane::init()
{
    m_window = shownWindow(m_catalogue);
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QImage image(100, 90, QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            image.setPixel(x, y, qRgb(2 * x, 2 * y, x * y % 256));
    }
    explorer().photos()->addImage(image, PhotoListModel::Origin::Pasted);
    AWAIT(explorer().networkFigures());
}

void TestResidualPane::cleanup()
{
    m_window.reset();
}

/// What an engine makes of the crop with these scales.
std::vector<float> TestResidualPane::computed(const ResidualScales &scales) const
{
    const AnswerPtr &answer = m_window->explorer()->answer();
    const auto model = loadModel(m_window->explorer()->network().file);
    const auto engine =
        makeEngine(withResidualScales(model->graph, scales), model->weights, {.threads = 1});
    const std::vector<float> input = normalised(toRgb(answer->crop), answer->preprocessing);
    return (*engine)->run({&input, 1}, {}).value().front().logits;
}

/// By the window.
bool TestResidualPane::isAnsweredWith(const ResidualScales &scales) const
{
    const AnswerPtr &answer = m_window->explorer()->answer();
    const auto &graph = m_window->explorer()->graph();
    if (!answer || answer->graph != withResidualScales(*graph, scales) || answer->graph != *graph)
        return false;
    const std::vector<float> expected = computed(scales);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (std::abs(answer->activations.logits[i] - expected[i]) > 1e-4F)
            return false;
    }
    return true;
}

void TestResidualPane::showsWhatEachBlockAdds()
{
    QVERIFY(pane().isVisible());
    const std::vector<ResidualFigures> &figures = explorer().networkFigures()->residuals;
    QCOMPARE(figures.size(), 3U);
    QCOMPARE(pane().toText(),
             "Residuals\nScales as published\nChoose a block for its numbers\nNo dead blocks");
    const QString first =
        QStringLiteral("Inception-ResNet-A: %1 = residual %2 / trunk %3 (RMS), scale %4")
            .arg(figures[0].ratio(), 0, 'f', 3)
            .arg(figures[0].residualRms, 0, 'g', 3)
            .arg(figures[0].trunkRms, 0, 'g', 3)
            .arg(figures[0].scale, 0, 'g', 3);
    QCOMPARE(pane().plot()->accessibleDescription().split("; ").constFirst(), first);
}

void TestResidualPane::aClickChoosesABlock()
{
    ResidualPlot *plot = pane().plot();
    QTest::mouseClick(plot, Qt::LeftButton, {}, plot->columnOf(1).center());
    QCOMPARE(explorer().selection()->element(), "inception_resnet_b.0");
    QCOMPARE(plot->current(), "inception_resnet_b.0");
    QTest::keyClick(plot, Qt::Key_Right);
    QCOMPARE(explorer().selection()->element(), "inception_resnet_c.0");
    explorer().selection()->setElement("inception_resnet_a.0.branch1");
    QCOMPARE(plot->current(), "inception_resnet_a.0");
    explorer().selection()->setElement("stem");
    QCOMPARE(plot->current(), "");
}

void TestResidualPane::keysGoAlongTheDepth()
{
    ResidualPlot *plot = pane().plot();
    const auto pressed = [&](Qt::Key key) {
        QTest::keyClick(plot, key);
        return explorer().selection()->element();
    };
    explorer().selection()->setElement("stem");
    QCOMPARE(pressed(Qt::Key_Right), "inception_resnet_a.0");
    QCOMPARE(pressed(Qt::Key_Left), "inception_resnet_a.0");
    QCOMPARE(pressed(Qt::Key_End), "inception_resnet_c.0");
    QCOMPARE(pressed(Qt::Key_Right), "inception_resnet_c.0");
    QCOMPARE(pressed(Qt::Key_Left), "inception_resnet_b.0");
    QCOMPARE(pressed(Qt::Key_Home), "inception_resnet_a.0");
    QCOMPARE(m_window->explorePage()->diagram()->current(), "inception_resnet_a.0");
}

void TestResidualPane::tellsTheNumbersOfTheSelectedBlock()
{
    explorer().selection()->setElement("inception_resnet_b.0.branch1");
    const ResidualFigures &figures = explorer().networkFigures()->residuals[1];
    QCOMPARE(pane().toText().split('\n')[2],
             QStringLiteral("RMS: trunk %1, residual %2, output %3")
                 .arg(threeDigits(figures.trunkRms), threeDigits(figures.residualRms),
                      threeDigits(figures.sumRms)));
}

void TestResidualPane::numbersAndPictureCanBeCopied()
{
    ResidualPlot *plot = pane().plot();
    plot->setFocus();
    QTest::keyClick(plot, Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().split('\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines.constFirst(), "block\tscale\ttrunk_rms\tresidual_rms\tsum_rms\tratio\tdead");
    const ResidualFigures &last = explorer().networkFigures()->residuals.back();
    const QStringList fields = lines.constLast().split('\t');
    QCOMPARE(fields.constFirst(), "inception_resnet_c.0");
    QCOMPARE(fields[5].toDouble(), QString::number(last.ratio(), 'g', 9).toDouble());
    for (QAction *action : plot->actions())
        action->trigger();
    const QImage copied = QGuiApplication::clipboard()->image();
    QCOMPARE(copied.size(), 2 * plot->size());
    const QString path = QString::fromStdString((m_folder / "residuals.png").string());
    emit pane().findChild<QFileDialog *>() -> fileSelected(path);
    const auto bars = pane().findChildren<MessageBar *>();
    AWAIT(std::ranges::any_of(bars, [&](const MessageBar *each) {
        return each->isVisible() && each->message().startsWith("Saved " + path);
    }));
    QCOMPARE(QImage(path).size(), copied.size());
}

void TestResidualPane::ctrlSAsksWhereToSave()
{
    pane().plot()->setFocus();
    QTest::keyClick(pane().plot(), Qt::Key_S, Qt::ControlModifier);
    const auto *dialog = pane().findChild<QFileDialog *>();
    QVERIFY(dialog);
    QCOMPARE(dialog->selectedFiles().constFirst().section('/', -1),
             "tiny_inception_resnet_v2-residuals.png");
}

void TestResidualPane::spaceAsksWhy()
{
    pane().plot()->setFocus();
    QTest::keyClick(pane().plot(), Qt::Key_Space);
    QVERIFY(m_window->explorePage()->explainer()->isOn());
    QVERIFY(pane().plot()->isVisible());
    QTest::keyClick(pane().plot(), Qt::Key_Space);
    QVERIFY(!m_window->explorePage()->explainer()->isOn());
}

void TestResidualPane::theSliderChangesEveryBlock()
{
    auto &slider = control<ScaleSlider>("residualScale");
    slider.setFocus();
    QTest::keyClick(&slider, Qt::Key_End);
    for (int i = 0; i < 40; ++i)
        QTest::keyClick(&slider, Qt::Key_Left); // each asks; the newest is answered
    QCOMPARE(slider.scale(), 0.6);
    QCOMPARE(control<QDoubleSpinBox>("residualScaleValue").value(), 0.6);
    AWAIT(isAnsweredWith({{"", 0.6}}));
    AWAIT(explorer().networkFigures()->residuals[2].scale == 0.6);
    QVERIFY(pane().toText().contains("\nNot as published: all 3\n"));
    QVERIFY(m_window->explorePage()->predictions()->toText().contains("other residual scales"));
}

static void press(QWidget &widget, Qt::Key key, bool isRepeated)
{
    QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier, {}, isRepeated);
    QApplication::sendEvent(&widget, &event);
}

void TestResidualPane::aHeldKeySettlesWhenItIsReleased()
{
    auto &slider = control<ScaleSlider>("residualScale");
    QSignalSpy settled(&slider, &ScaleSlider::settled);
    slider.setFocus();
    slider.setValue(50);
    press(slider, Qt::Key_Left, false);
    QVERIFY(!slider.isMoving());
    for (int i = 0; i < 9; ++i)
        press(slider, Qt::Key_Left, true);
    QVERIFY(slider.isMoving());
    QCOMPARE(settled.count(), 0);
    QTest::keyRelease(&slider, Qt::Key_Left);
    QVERIFY(!slider.isMoving());
    QCOMPARE(settled.count(), 1);
    AWAIT(isAnsweredWith({{"", 0.4}}));
}

void TestResidualPane::draggingSettlesWhenTheMouseIsReleased()
{
    auto &slider = control<ScaleSlider>("residualScale");
    QSignalSpy settled(&slider, &ScaleSlider::settled);
    slider.setValue(50);
    QPoint point(slider.width() / 2, slider.height() / 4);
    QTest::mousePress(&slider, Qt::LeftButton, {}, point);
    for (int step = 0; step < 20; ++step)
        QTest::mouseMove(&slider, point += QPoint(2, 0));
    QVERIFY(slider.isMoving());
    QVERIFY(slider.scale() > 0.5);
    QTest::mouseRelease(&slider, Qt::LeftButton, {}, point);
    QVERIFY(!slider.isMoving());
    QCOMPARE(settled.count(), 1);
    AWAIT(isAnsweredWith({{"", slider.scale()}}));
}

void TestResidualPane::onlyTheSelectedBlock()
{
    auto &only = control<QCheckBox>("onlyThisBlock");
    explorer().selection()->setElement("stem");
    QVERIFY(!only.isEnabled());
    explorer().selection()->setElement("inception_resnet_b.0.branch1");
    only.click();
    control<QDoubleSpinBox>("residualScaleValue").setValue(0.9);
    AWAIT(isAnsweredWith({{"inception_resnet_b.0", 0.9}}));
    QCOMPARE(bar("scalesBar").message(), "Not as published: 1 of 3");
    explorer().selection()->setElement("inception_resnet_c.0");
    QCOMPARE(control<QDoubleSpinBox>("residualScaleValue").value(),
             explorer().networkFigures()->residuals[2].scale);
}

void TestResidualPane::asPublishedIsOneClickAway()
{
    QVERIFY(!bar("scalesBar").isVisible());
    const int height = pane().plot()->y();
    const std::vector<float> published = explorer().answer()->activations.logits;
    control<ScaleSlider>("residualScale").setValue(80);
    AWAIT(isAnsweredWith({{"", 0.8}}));
    QVERIFY(bar("scalesBar").isVisible());
    QCOMPARE(bar("scalesBar").message(), "Not as published: all 3");
    QCOMPARE(pane().plot()->y(), height); // nothing moves under the hand
    QVERIFY(explorer().answer()->activations.logits != published);
    QTest::mouseClick(&asPublished(), Qt::LeftButton);
    AWAIT(explorer().answer()->activations.logits == published);
    QVERIFY(!bar("scalesBar").isVisible());
    QCOMPARE(explorer().residualScales(), ResidualScales());
}

void TestResidualPane::anotherNetworkBeginsAsPublished()
{
    control<ScaleSlider>("residualScale").setValue(80);
    explorer().setNetwork("tiny_inception_v4");
    explorer().setNetwork("tiny_inception_resnet_v2");
    QCOMPARE(explorer().residualScales(), ResidualScales());
    AWAIT(explorer().answer());
    QVERIFY(isAnsweredWith({}));
}

void TestResidualPane::saysThatThereAreNoResidualConnections()
{
    explorer().setNetwork("tiny_inception_v4");
    QCOMPARE(pane().toText(), "Residuals\nTiny inception_v4 has no residual connections.");
    AWAIT(explorer().networkFigures());
    QCOMPARE(pane().toText(),
             "Residuals\nTiny inception_v4 has no residual connections. No dead blocks");
    QVERIFY(!pane().plot()->isVisible());
    explorer().setNetwork("tiny_inception_resnet_v2");
    QVERIFY(pane().plot()->isVisible());
}

void TestResidualPane::comesBackAsHighAsItWas()
{
    const auto isLaidOut = [this](int height) { return pane().height() == height; };
    const int height = pane().height();
    const QByteArray layout = m_window->explorePage()->saveLayout();
    explorer().setNetwork("tiny_inception_v4");
    AWAIT(pane().height() < height / 2);
    QCOMPARE(m_window->explorePage()->saveLayout().size(), layout.size());
    explorer().setNetwork("tiny_inception_resnet_v2");
    AWAIT(isLaidOut(height));
}

void TestResidualPane::saysThatANetworkIsDead()
{
    explorer().setNetwork("dead");
    AWAIT(explorer().networkFigures());
    QVERIFY(!pane().plot()->isVisible());
    QCOMPARE(bar("deadBar").message(),
             "This network is dead: from Stem 1 · 3×3/2 conv 8 on there is nothing but zeros "
             "before the average pooling (section 3.3 of the paper)");
    QVERIFY(bar("deadBar").isVisible());
    explorer().setNetwork("tiny_inception_v4");
    AWAIT(!bar("deadBar").isVisible());
}

void TestResidualPane::saysWhichBlocksAreDead()
{
    explorer().setNetwork("partly_dead");
    AWAIT(explorer().networkFigures());
    QCOMPARE(explorer().networkFigures()->deadBlocks, std::vector<std::string>{"inception_b.0"});
    QCOMPARE(bar("deadBar").message(), "Dead, nothing but zeros for this photo: Inception-B");
    const DiagramView &diagram = *m_window->explorePage()->diagram()->view();
    QCOMPARE(diagram.flags(),
             (QHash<QString, QString>{{"inception_b", "dead"}, {"inception_b.0", "dead"}}));
    QVERIFY(diagram.toolTipOf("inception_b.0")
                .endsWith("\ndead: nothing but zeros comes out for this photo"));
    QTest::mouseClick(bar("deadBar").findChild<QPushButton *>(), Qt::LeftButton);
    QCOMPARE(explorer().selection()->element(), "inception_b.0");
    explorer().setNetwork("tiny_inception_v4");
    QVERIFY(diagram.flags().isEmpty());
}

void TestResidualPane::crossesOutDeadBlocks()
{
    explorer().setNetwork("dead_residual");
    AWAIT(explorer().networkFigures());
    QCOMPARE(explorer().networkFigures()->residuals.size(), 3U);
    for (int block = 0; block < 3; ++block)
        QVERIFY(pane().plot()->describe(block).endsWith("; dead: nothing but zeros goes on"));
    QVERIFY(bar("deadBar").message().startsWith("This network is dead"));
    DiagramView &diagram = *m_window->explorePage()->diagram()->view();
    diagram.setDead({"stem.conv1"});
    QVERIFY2(diagram.flags().value("stem").startsWith("1 of "),
             qPrintable(diagram.flags().value("stem")));
    const QImage flagged = diagram.viewport()->grab().toImage();
    diagram.setDead({});
    QVERIFY(diagram.viewport()->grab().toImage() != flagged);
    m_window->resize(1000, 640); // where the bar takes the plot's room, it scrolls
    AWAIT(m_window->size() == QSize(1000, 640));
    AWAIT(pane().plot()->columnOf(0).height() >= 24);
    const QImage dead = pane().plot()->grab().toImage();
    pane().plot()->setDead({});
    QVERIFY(pane().plot()->grab().toImage() != dead);
}

void TestResidualPane::leavesThePredictionsTheirRoom_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("smallest") << QSize(1000, 640);
    QTest::newRow("small") << QSize(1100, 700);
    QTest::newRow("usual") << QSize(1280, 800);
}

void TestResidualPane::leavesThePredictionsTheirRoom()
{
    QFETCH(QSize, size);
    m_window->resize(size);
    control<ScaleSlider>("residualScale").setValue(60); // with the bar
    AWAIT(isAnsweredWith({{"", 0.6}}));
    PredictionsPane &predictions = *m_window->explorePage()->predictions();
    const auto *bars = predictions.findChild<QListView *>();
    const auto placeOf = [&](const QWidget *widget) {
        return QRect(widget->mapTo(&predictions, QPoint()), widget->size());
    };
    int captions = 0;
    for (const ElidedLabel *label : predictions.findChildren<ElidedLabel *>()) {
        if (!label->isVisible())
            continue;
        ++captions;
        QVERIFY2(!placeOf(bars).intersects(placeOf(label)), qPrintable(label->text()));
        QVERIFY(predictions.rect().contains(placeOf(label)));
    }
    QVERIFY(captions >= 2);
    QVERIFY(bars->height() >= bars->sizeHintForRow(0) * 3);
    QVERIFY(pane().plot()->columnOf(0).height() >= 24);
}

/// With what is asked above it, predictions and slider have their room all the same; to the rest
/// the one column scrolls.
void TestResidualPane::makesRoomForTheQuestionWhy()
{
    m_window->resize(1280, 800);
    const int height = pane().height();
    m_window->explorePage()->explainer()->setOn(true);
    const auto &slider = control<ScaleSlider>("residualScale");
    AWAIT(isSeen(slider));
    const auto &value = control<QDoubleSpinBox>("residualScaleValue");
    AWAIT(isSeen(value));
    QVERIFY(value.y() >= slider.y() && value.x() >= slider.geometry().right());
    const auto *bars = m_window->explorePage()->predictions()->findChild<QListView *>();
    AWAIT(bars->height() >= bars->sizeHintForRow(0) * 5 && isSeen(*bars));
    ResidualPlot &plot = *pane().plot();
    QVERIFY(plot.isVisible() && plot.height() >= plot.minimumSizeHint().height());
    scrolled().verticalScrollBar()->setValue(scrolled().verticalScrollBar()->maximum());
    AWAIT(isSeen(plot));
    QVERIFY(pane().findChildren<QAbstractScrollArea *>().isEmpty());
    m_window->explorePage()->explainer()->setOn(false);
    AWAIT(pane().height() == height);
}

void TestResidualPane::nothingSpeaksForAClassOfADeadNetwork()
{
    explorer().setNetwork("dead");
    explorer().setInputSize(107); // whose last grid has places
    AWAIT(explorer().answer() && !explorer().isBusy());
    ExplorePage &page = *m_window->explorePage();
    page.explanations()->overlayAction()->trigger();
    AWAIT(page.explainer()->explanation() && !page.explainer()->isBusy());
    const Explanation &explanation = *page.explainer()->explanation();
    QCOMPARE(
        page.explanations()->toText().section('\n', -1),
        QStringLiteral("Nothing there raises %1: the map is zero.").arg(className(explanation)));
    QVERIFY(!page.explanations()->findChild<QSlider *>()->isEnabled()); // nothing to see through
    QImage nothing(explanation.picture.size(), explanation.picture.format());
    nothing.fill(Qt::transparent);
    QCOMPARE(explanation.picture, nothing);
}

/// From the start, in every window.
void TestResidualPane::theSliderIsInSight()
{
    QFETCH(QSize, size);
    m_window->resize(size);
    AWAIT(m_window->size() == size);
    AWAIT(isSeen(control<ScaleSlider>("residualScale")));
    AWAIT(isSeen(control<QDoubleSpinBox>("residualScaleValue")));
    if (size.height() >= 800) // where there is room for all
        AWAIT(isSeen(*pane().plot()));
}

void TestResidualPane::nothingMovesUnderTheSlider_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("isAsked");
    for (const bool isAsked : {false, true}) {
        const char *why = isAsked ? "why" : "";
        QTest::addRow("small %s", why) << QSize(1100, 700) << isAsked;
        QTest::addRow("usual %s", why) << QSize(1280, 800) << isAsked;
    }
}

/// While it is dragged; not by the bar that says so, nor by blocks that die.
void TestResidualPane::nothingMovesUnderTheSlider()
{
    QFETCH(QSize, size);
    QFETCH(bool, isAsked);
    m_window->resize(size);
    explorer().setNetwork("dead_stem");
    m_window->explorePage()->explainer()->setOn(isAsked);
    AWAIT(m_window->size() == size);
    AWAIT(explorer().networkFigures() && bar("deadBar").isVisible());
    const QString told = bar("deadBar").message();
    const std::size_t dead = explorer().networkFigures()->deadBlocks.size();
    auto &slider = control<ScaleSlider>("residualScale");
    const auto place = [&] { return QRect(slider.mapTo(m_window.get(), QPoint()), slider.size()); };
    QRect before;
    const auto rests = [&] { // once what was shown or hidden has been laid out
        scrolled().ensureWidgetVisible(&slider);
        const QRect last = std::exchange(before, place());
        return last == before;
    };
    AWAIT(rests());
    const int handle = slider.style()->pixelMetric(QStyle::PM_SliderLength, nullptr, &slider);
    QPoint point(
        handle / 2
            + QStyle::sliderPositionFromValue(0, 100, slider.value(), slider.width() - handle),
        slider.height() / 4);
    QTest::mousePress(&slider, Qt::LeftButton, {}, point);
    while (point.x() > -handle)
        QTest::mouseMove(&slider, point -= QPoint(4, 0));
    QCOMPARE(slider.scale(), 0.0);
    QVERIFY(slider.isMoving());
    AWAIT(bar("scalesBar").isVisible());
    AWAIT(explorer().networkFigures() && explorer().networkFigures()->residuals[0].scale == 0.0);
    QVERIFY(explorer().networkFigures()->deadBlocks.size() > dead);
    AWAIT(place() == before);
    QCoreApplication::processEvents(); // what was posted is laid out by now
    QCOMPARE(place(), before);
    QVERIFY(isSeen(slider));
    QCOMPARE(bar("deadBar").message(), told); // until the slider rests
    QTest::mouseRelease(&slider, Qt::LeftButton, {}, point);
    AWAIT(bar("deadBar").message() != told);
}

/// In a narrow column, too.
void TestResidualPane::marksOfTheRulerDoNotTouch()
{
    ScaleSlider slider;
    for (int width = 120; width <= 600; width += 5) {
        slider.resize(width, slider.sizeHint().height());
        std::vector<ScaleSlider::Mark> marks = slider.marks();
        QVERIFY(marks.size() >= 3);
        std::ranges::sort(marks, {}, [](const auto &mark) { return mark.place.left(); });
        for (std::size_t i = 1; i < marks.size(); ++i)
            QVERIFY2(marks[i].place.left() - marks[i - 1].place.right() >= 6.0,
                     qPrintable(marks[i].text + ' ' + QString::number(width)));
    }
    QCOMPARE(slider.marks().back().text, "paper 0.1–0.3");
}

QTEST_MAIN(TestResidualPane)
#include "tst_residualpane.moc"
