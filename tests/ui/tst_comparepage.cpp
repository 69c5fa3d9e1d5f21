#include "activations/channelgrid.h"
#include "activations/colourlegend.h"
#include "activations/scalebar.h"
#include "common/elidedcombobox.h"
#include "common/elidedlabel.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "compare/channeldifference.h"
#include "compare/comparedplaces.h"
#include "compare/comparepage.h"
#include "compare/comparison.h"
#include "compare/disagreementmodel.h"
#include "compare/disagreementpane.h"
#include "compare/mapcolumn.h"
#include "compare/sidechooser.h"
#include "compare/stagebar.h"
#include "diagram/breadcrumbs.h"
#include "explorer/explorer.h"
#include "predictions/photoview.h"
#include "predictions/predictionspane.h"
#include "render/mappicture.h"
#include "resourcelocator.h"
#include "shownwindow.h"
#include "support/await.h"
#include "support/temporaryfolder.h"
#include "tablecolumns.h"
#include "weights/weightswindow.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QTabBar>
#include <QTableView>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// The page Compare in the window, with the bundled networks and samples, used as a person would.
class TestComparePage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void teachesWhileThereIsNoPhoto();
    void bothNetworksAnswer();
    void theStageShowsBothMaps();
    void aStageThatOnlyOneHas();
    void scrollsTogether();
    void oneScaleForBoth();
    void twoResidualScales();
    void channelsThatDifferMost();
    void theCurrentChannelIsTheSame();
    void oneChannelLarge();
    void theScaleBoxSaysWhatIsDone();
    void whatLeavesLooksAsOnTheScreen();
    void nothingIsCutOff_data();
    void nothingIsCutOff();
    void aNetworkWithoutWeights();
    void anInputTooSmallForANetwork();
    void aPhotoThatCannotBeRead();
    void computesOnlyWhileItIsLookedAt();
    void whereTheyDisagreeOverAFolder();
    void whoIsRightInFoldersNamedAfterClasses();
    void everythingHasAName();

private:
    QString sample(const QString &name) const;
    void openSamples(const QStringList &names);
    void compare();
    bool areMapsShown();
    void isAllOfItShown();
    void choose(QComboBox *box, const QString &text);
    static MessageBar *problemOf(QWidget *pane) { return pane->findChild<MessageBar *>(); }
    Explorer &explorer() { return *m_window->explorer(); }
    ComparePage &page() { return *m_window->comparePage(); }
    Comparison &comparison() { return *page().comparison(); }
    ChannelGrid &gridA() { return *page().maps()->columnA()->grid(); }
    ChannelGrid &gridB() { return *page().maps()->columnB()->grid(); }

    TemporaryFolder m_folder;
    NetworkCatalogue m_catalogue;
    std::unique_ptr<MainWindow> m_window;
};

void TestComparePage::initTestCase()
{
    keepSettingsIn(m_folder.path());
    qputenv("XDG_DATA_HOME", QByteArray::fromStdString(m_folder.path().string()));
    m_catalogue = scanNetworks();
}

void TestComparePage::init()
{
    QSettings().clear();
    m_window = std::make_unique<MainWindow>(m_catalogue);
    explorer().setNetwork(QStringLiteral("inception_v4_imagenette"));
    m_window->resize(1100, 700);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTest::keyClick(m_window.get(), Qt::Key_2);
    QCOMPARE(m_window->page(), MainWindow::Page::Compare);
}

void TestComparePage::cleanup()
{
    m_window.reset();
}

QString TestComparePage::sample(const QString &name) const
{
    return resourcePath(QStringLiteral("samples/") + name);
}

/// Until both sides have answered the first and its maps are there.
void TestComparePage::openSamples(const QStringList &names)
{
    QStringList paths;
    for (const QString &name : names)
        paths << sample(name);
    m_window->open(paths);
    AWAIT_EQUAL(explorer().photos()->rowCount(), static_cast<int>(names.size()));
    compare();
}

void TestComparePage::compare()
{
    AWAIT(explorer().answer() && comparison().answer());
    AWAIT(areMapsShown());
}

bool TestComparePage::areMapsShown()
{
    const Activation *a = page().places()->activationA();
    const Activation *b = page().places()->activationB();
    return a && b && gridA().isVisible() && gridB().isVisible()
        && gridA().activation().values == a->values && gridB().activation().values == b->values;
}

void TestComparePage::choose(QComboBox *box, const QString &text)
{
    QVERIFY2(box->findText(text) >= 0, qPrintable(text));
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Home);
    while (box->currentText() != text)
        QTest::keyClick(box, Qt::Key_Down);
}

void TestComparePage::teachesWhileThereIsNoPhoto()
{
    QCOMPARE(page().agreement(), QString());
    AWAIT_EQUAL(page().maps()->columnA()->emptyLine(),
                QStringLiteral("What each channel of A makes of a photo appears here"));
    QPushButton *samples = nullptr;
    const auto buttons = page().predictionsB()->findChildren<QPushButton *>();
    for (QPushButton *button : buttons) {
        if (button->isVisible())
            samples = button;
    }
    QVERIFY(samples);
    QTest::mouseClick(samples, Qt::LeftButton);
    compare();
    QCOMPARE(m_window->page(), MainWindow::Page::Compare); // and stays here
}

void TestComparePage::bothNetworksAnswer()
{
    openSamples({QStringLiteral("golf-ball.jpg")});
    QCOMPARE(comparison().network().id, std::string("inception_resnet_v2_imagenette"));
    const Prediction &a = explorer().answer()->predictions.front();
    const Prediction &b = comparison().answer()->predictions.front();
    QCOMPARE(a.label, QStringLiteral("golf ball"));
    QCOMPARE(b.label, QStringLiteral("golf ball"));
    QVERIFY(a.probability != b.probability);
    QVERIFY(page().predictionsA()->toText().startsWith(
        QStringLiteral("golf-ball.jpg · Inception-v4 · Imagenette\n1\tgolf ball\t")));
    QVERIFY(page().predictionsB()->toText().startsWith(
        QStringLiteral("golf-ball.jpg · Inception-ResNet-v2 · Imagenette\n1\tgolf ball\t")));
    QVERIFY(page().agreement().startsWith(QStringLiteral("Both say golf ball: ")));

    // What Explore shows is side A.
    choose(page().chooserA()->networkBox(), QStringLiteral("Inception-ResNet-v2 · Imagenette"));
    QCOMPARE(explorer().network().id, std::string("inception_resnet_v2_imagenette"));
}

void TestComparePage::theStageShowsBothMaps()
{
    openSamples({QStringLiteral("golf-ball.jpg")});
    QTabBar *stages = page().stageBar()->stages();
    QStringList titles;
    for (int tab = 0; tab < stages->count(); ++tab)
        titles << stages->tabText(tab);
    QCOMPARE(titles.first(6).join(u'\n'),
             QStringLiteral("Stem 13×13\nA 13×13\nReduction-A 6×6\nB 6×6\nReduction-B 2×2\nC 2×2"));

    QTest::mouseClick(stages, Qt::LeftButton, {}, stages->tabRect(3).center());
    AWAIT(areMapsShown());
    QCOMPARE(gridA().activation().shape.grid(), (Extent{6, 6}));
    QCOMPARE(gridB().activation().shape.grid(), (Extent{6, 6}));
    QCOMPARE(page().maps()->columnA()->title(), QStringLiteral("A · Inception-B 4 · 6×6×256"));
    QVERIFY(page().maps()->columnB()->title().startsWith(
        QStringLiteral("B · Inception-ResNet-B 8 · 6×6×")));
    QCOMPARE(explorer().selection()->element(), QStringLiteral("inception_b.3"));

    stages->setFocus();
    QTest::keyClick(stages, Qt::Key_Left);
    AWAIT(areMapsShown());
    QVERIFY(page().maps()->columnA()->title().startsWith(QStringLiteral("A · Reduction-A")));

    QTest::keyClick(stages, Qt::Key_Right);
    choose(page().stageBar()->blocks(), QStringLiteral("Inception-B 1 | Inception-ResNet-B 1"));
    AWAIT(areMapsShown());
    QCOMPARE(explorer().selection()->element(), QStringLiteral("inception_b.0"));
}

void TestComparePage::aStageThatOnlyOneHas()
{
    openSamples({QStringLiteral("golf-ball.jpg")});
    comparison().setNetwork(QStringLiteral("bn_inception"));
    QTabBar *stages = page().stageBar()->stages();
    int dropout = 0;
    while (!stages->tabText(dropout).startsWith(QStringLiteral("Dropout")))
        QVERIFY(++dropout < stages->count());
    stages->setCurrentIndex(dropout);
    QCOMPARE(stages->tabText(dropout), QStringLiteral("Dropout 1×1 | –"));
    AWAIT(gridA().isVisible() && page().maps()->columnB()->isEmpty());
}

void TestComparePage::scrollsTogether()
{
    openSamples({QStringLiteral("golf-ball.jpg")});
    page().places()->setStage(3); // 256 maps, and some more
    AWAIT(areMapsShown());
    QScrollBar *a = gridA().verticalScrollBar();
    QScrollBar *b = gridB().verticalScrollBar();
    QVERIFY(a->maximum() > 0);
    QVERIFY(b->maximum() > a->maximum());
    a->setValue(a->maximum() / 2);
    QCOMPARE(b->value(), a->value() * b->maximum() / a->maximum());
    gridB().setFocus();
    gridB().setCurrentChannel(0);
    QTest::keyClick(&gridB(), Qt::Key_End);
    QVERIFY(b->value() > b->maximum() * 9 / 10);
    QCOMPARE(a->value(), b->value() * a->maximum() / b->maximum());

    choose(page().chooserB()->networkBox(), QStringLiteral("Inception-v4 · Imagenette"));
    compare();
    gridB().verticalScrollBar()->setValue(17);
    QCOMPARE(a->value(), 17); // as many maps: the very same place

    gridA().setFocus();
    QTest::keyClick(&gridA(), Qt::Key_Plus, Qt::ControlModifier);
    QVERIFY(gridA().cellSize() > 96);
    QCOMPARE(gridB().cellSize(), gridA().cellSize());
}

void TestComparePage::oneScaleForBoth()
{
    openSamples({QStringLiteral("golf-ball.jpg")});
    choose(page().maps()->scaleBox(), QStringLiteral("Scale per side"));
    for (ChannelGrid *grid : {&gridA(), &gridB()})
        QCOMPARE(grid->range(0), grid->range(1));
    QVERIFY(gridA().range(0) != gridB().range(0)); // other networks: other units
}

namespace {

QStringList textsOf(const QComboBox &box)
{
    QStringList texts;
    for (int row = 0; row < box.count(); ++row)
        texts << box.itemText(row);
    return texts;
}

QString legendOf(const MapColumn &column)
{
    return column.findChild<ScaleBar *>()->text();
}

} // namespace

void TestComparePage::theScaleBoxSaysWhatIsDone()
{
    openSamples({QStringLiteral("golf-ball.jpg"), QStringLiteral("parachute.jpg")});
    const QComboBox &box = *page().maps()->scaleBox();
    const MapColumn &b = *page().maps()->columnB();
    QCOMPARE(textsOf(box), (QStringList{"Scale per map", "Scale per side"}));
    QCOMPARE(box.currentIndex(), 0);
    QVERIFY(box.isEnabled() && legendOf(b).endsWith(QStringLiteral(", each map")));
    page().places()->setStage(6); // average pooling: single values
    AWAIT(areMapsShown());
    QCOMPARE(box.currentText(), QStringLiteral("Scale per side"));
    QVERIFY(!box.isEnabled() && legendOf(b).endsWith(QStringLiteral(", all maps of this side")));

    comparison().setMode(Comparison::Mode::Photos);
    compare();
    QCOMPARE(box.currentText(), QStringLiteral("Shared scale"));
    QVERIFY(!box.isEnabled() && legendOf(b).endsWith(QStringLiteral(", all maps, both sides")));
    page().places()->setStage(3);
    AWAIT(areMapsShown());
    QCOMPARE(textsOf(box), (QStringList{"Scale per channel", "Shared scale"}));
    QCOMPARE(box.currentIndex(), 0); // as it was chosen
    QVERIFY(box.isEnabled() && legendOf(b).endsWith(QStringLiteral(", each channel, both sides")));
    gridB().setCurrentChannel(4);
    QVERIFY(legendOf(b).endsWith(QStringLiteral(", channel 4, both sides")));
}

/// A picture has the colours of the screen, which the other side has a part in.
void TestComparePage::whatLeavesLooksAsOnTheScreen()
{
    openSamples({QStringLiteral("golf-ball.jpg"), QStringLiteral("parachute.jpg")});
    comparison().setMode(Comparison::Mode::Photos);
    compare();
    for (const MapColumn *column : {page().maps()->columnA(), page().maps()->columnB()}) {
        const MapPicture picture = column->picture();
        const auto ranges = channelRanges(picture.activation, picture.options.map,
                                          picture.options.scale, picture.options.elsewhere);
        for (int channel = 0; channel < picture.activation.shape.channels; ++channel)
            QCOMPARE(ranges[static_cast<std::size_t>(channel)], column->grid()->range(channel));
    }
}

void TestComparePage::nothingIsCutOff_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("smallest in which all is read") << QSize(1100, 700);
    QTest::newRow("usual") << QSize(1280, 800);
}

void TestComparePage::nothingIsCutOff()
{
    QFETCH(QSize, size);
    m_window->resize(size);
    openSamples({QStringLiteral("golf-ball.jpg"), QStringLiteral("parachute.jpg")});
    explorer().setNetwork(QStringLiteral("inception_resnet_v2_imagenette"));
    compare();
    isAllOfItShown();
    comparison().setNetwork(QStringLiteral("inception_resnet_v2_imagenette"));
    comparison().setResidualScale(0.1);
    compare();
    page().maps()->setOrder(ComparedMapsPane::Order::ByEnergyDifference);
    isAllOfItShown();
    const auto texts = page().maps()->findChildren<QLabel *>();
    const auto differences = std::ranges::find_if(texts, [](const QLabel *label) {
        return label->text().startsWith(QStringLiteral("Differ most: channels "));
    });
    QVERIFY(differences != texts.end());
    AWAIT((*differences)->height() >= (*differences)->heightForWidth((*differences)->width()));
    gridA().setCurrentChannel(33);
    gridA().setFocus();
    QTest::keyClick(&gridA(), Qt::Key_Return); // one large
    QVERIFY(page().maps()->columnB()->isEnlarged());
    isAllOfItShown();
}

/// Names, numbers and what is chosen.
void TestComparePage::isAllOfItShown()
{
    for (SideChooser *chooser : {page().chooserA(), page().chooserB()}) {
        auto *box = qobject_cast<ElidedComboBox *>(chooser->networkBox());
        QVERIFY(box);
        AWAIT_EQUAL(box->drawnText(), box->currentText());
    }
    for (const QComboBox *box : {page().maps()->orderBox(), page().maps()->scaleBox()})
        AWAIT(box->width() >= box->sizeHint().width());
    const auto labels = page().maps()->findChildren<ElidedLabel *>();
    for (const ElidedLabel *label : labels) {
        if (label->isVisible())
            QTRY_VERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
    }
    const auto legends = page().maps()->findChildren<ColourLegend *>();
    for (const ColourLegend *legend : legends)
        AWAIT(legend->width() >= legend->minimumSizeHint().width());
}

void TestComparePage::twoResidualScales()
{
    openSamples({QStringLiteral("golf-ball.jpg")});
    choose(page().chooserA()->networkBox(), QStringLiteral("Inception-ResNet-v2 · Imagenette"));
    choose(page().chooserB()->networkBox(), QStringLiteral("Inception-ResNet-v2 · Imagenette"));
    QDoubleSpinBox *scale = page().chooserB()->scaleBox();
    QVERIFY(scale->isVisible());
    QCOMPARE(scale->text(), QStringLiteral("as published"));
    scale->setFocus();
    scale->selectAll();
    QTest::keyClicks(scale, QStringLiteral("0.9"));
    QTest::keyClick(scale, Qt::Key_Return);
    QCOMPARE(comparison().residualScale(), std::optional(0.9));
    compare();
    QVERIFY(comparison().answer()->predictions != explorer().answer()->predictions);
    QVERIFY(page().predictionsB()->toText().contains(QStringLiteral("Imagenette, scale 0.9")));
    QVERIFY(!page().maps()->differenceText().isEmpty()); // their channels are each other's

    QDoubleSpinBox *ofA = page().chooserA()->scaleBox();
    ofA->setFocus();
    QTest::keyClick(ofA, Qt::Key_Up);
    QCOMPARE(commonScale(*explorer().graph()), std::optional(0.0));
    QTest::keyClick(ofA, Qt::Key_Down);
    QVERIFY(explorer().residualScales().empty());
}

namespace {

double rms(const std::vector<double> &values)
{
    double sum = 0.0;
    for (const double value : values)
        sum += value * value;
    return std::sqrt(sum / static_cast<double>(values.size()));
}

/// The channel's values in one, in the other, and their differences.
std::array<double, 3> figures(const Activation &a, const Activation &b, int first, int count)
{
    std::array<std::vector<double>, 3> values;
    for (int channel = first; channel < first + count; ++channel) {
        for (std::size_t i = 0; i < a.channel(channel).size(); ++i) {
            values[0].push_back(a.channel(channel)[i]);
            values[1].push_back(b.channel(channel)[i]);
            values[2].push_back(values[0].back() - values[1].back());
        }
    }
    return {rms(values[0]), rms(values[1]), rms(values[2])};
}

/// As the header of channeldifference.h puts it, from the values themselves.
std::vector<int> expectedOrder(const Activation &a, const Activation &b)
{
    const auto layer = figures(a, b, 0, a.shape.channels);
    std::vector<std::pair<double, int>> keys;
    for (int channel = 0; channel < a.shape.channels; ++channel) {
        const auto own = figures(a, b, channel, 1);
        keys.emplace_back(-own[2] / (own[0] + own[1] + 0.01 * (layer[0] + layer[1])), channel);
    }
    std::ranges::sort(keys);
    std::vector<int> channels(keys.size());
    std::ranges::transform(keys, channels.begin(), [](const auto &key) { return key.second; });
    return channels;
}

} // namespace

void TestComparePage::channelsThatDifferMost()
{
    openSamples({QStringLiteral("golf-ball.jpg"), QStringLiteral("parachute.jpg")});
    QTabBar *modes = page().modes();
    modes->setFocus();
    QTest::keyClick(modes, Qt::Key_Right);
    QCOMPARE(comparison().mode(), Comparison::Mode::Photos);
    QCOMPARE(comparison().photo(), 2);
    QVERIFY(!page().chooserB()->networkBox()->isVisible());
    compare();
    page().places()->setStage(3);
    AWAIT(areMapsShown());
    QVERIFY(page().agreement().startsWith(QStringLiteral("A is golf ball (")));
    QVERIFY(page().agreement().contains(QStringLiteral("B is parachute (")));

    const std::vector<int> expected = expectedOrder(gridA().activation(), gridB().activation());
    QCOMPARE(page().maps()->order(), ComparedMapsPane::Order::ByMapDifference);
    QCOMPARE(gridA().channels(), expected);
    QCOMPARE(gridB().channels(), expected);
    QVERIFY2(page().maps()->differenceText().startsWith(
                 QStringLiteral("Differ most: channels %1 (").arg(expected.front())),
             qPrintable(page().maps()->differenceText()));
    QVERIFY2(page().maps()->differenceText().endsWith(QStringLiteral(
                 "Cell by cell: 0 % is the same map on both sides, 100 % one that is lit up on one "
                 "side only.")),
             qPrintable(page().maps()->differenceText()));
    for (int channel : {expected.front(), expected.back()})
        QCOMPARE(gridA().range(channel), gridB().range(channel)); // colours mean the same

    choose(page().maps()->orderBox(), QStringLiteral("By difference of energy"));
    const auto byEnergy = orderedByDifference(
        channelDifferences(gridA().activation(), gridB().activation(), DifferenceMeasure::Energy));
    QCOMPARE(gridA().channels(), byEnergy);
    QCOMPARE(gridB().channels(), byEnergy);

    choose(page().chooserB()->photoBox(), QStringLiteral("golf-ball.jpg"));
    compare();
    QCOMPARE(comparison().answer()->predictions, explorer().answer()->predictions);
    AWAIT_EQUAL(page().maps()->differenceText(), QStringLiteral("No channel differs."));

    QTest::mouseClick(modes, Qt::LeftButton, {}, modes->tabRect(0).center());
    QCOMPARE(comparison().mode(), Comparison::Mode::Networks);
    QCOMPARE(page().maps()->order(), ComparedMapsPane::Order::ByIndex);
    compare();
}

void TestComparePage::theCurrentChannelIsTheSame()
{
    openSamples({QStringLiteral("golf-ball.jpg"), QStringLiteral("parachute.jpg")});
    gridA().setCurrentChannel(3);
    QCOMPARE(gridB().currentChannel(), -1); // another network: its channel 3 is no relative
    comparison().setMode(Comparison::Mode::Photos);
    compare();
    AWAIT_EQUAL(gridB().currentChannel(), 3); // now it is
    const auto legends = page().maps()->findChildren<ColourLegend *>();
    QCOMPARE(legends.size(), 2);
    QCOMPARE(legends[0]->text(), legends[1]->text());
    gridA().setFocus();
    QTest::keyClick(&gridA(), Qt::Key_Home);
    QCOMPARE(gridA().currentChannel(), gridA().channels().front());
    QCOMPARE(gridB().currentChannel(), gridA().currentChannel());
}

void TestComparePage::oneChannelLarge()
{
    openSamples({QStringLiteral("golf-ball.jpg"), QStringLiteral("parachute.jpg")});
    MapColumn *a = page().maps()->columnA();
    MapColumn *b = page().maps()->columnB();
    gridA().setFocus();
    gridA().setCurrentChannel(2);
    QTest::keyClick(&gridA(), Qt::Key_Return);
    QVERIFY(a->isEnlarged() && !b->isEnlarged()); // another network: not the same channel
    QTest::keyClick(page().focusWidget(), Qt::Key_Escape);
    QVERIFY(!a->isEnlarged() && gridA().hasFocus());

    comparison().setMode(Comparison::Mode::Photos);
    compare();
    const int first = gridA().channels().front();
    gridA().setCurrentChannel(first);
    QTest::keyClick(&gridA(), Qt::Key_Return);
    QVERIFY(a->isEnlarged() && b->isEnlarged());
    QTest::keyClick(page().focusWidget(), Qt::Key_Right); // the one that differs next most
    QCOMPARE(gridA().currentChannel(), gridA().channels()[1]);
    QCOMPARE(gridB().currentChannel(), gridA().channels()[1]);
    QVERIFY(b->isEnlarged());
    QTest::keyClick(page().focusWidget(), Qt::Key_Escape);
    QVERIFY(!a->isEnlarged() && !b->isEnlarged());
    QTest::mouseDClick(gridB().viewport(), Qt::LeftButton, {}, gridB().channelRect(first).center());
    QVERIFY(a->isEnlarged() && b->isEnlarged());
    page().places()->setStage(6); // average pooling: single values
    AWAIT(areMapsShown());
    QVERIFY(!a->isEnlarged() && !b->isEnlarged());
}

void TestComparePage::aNetworkWithoutWeights()
{
    openSamples({QStringLiteral("golf-ball.jpg")});
    choose(page().chooserB()->networkBox(), QStringLiteral("Inception-v3 (no weights)"));
    AWAIT(page().maps()->columnB()->isEmpty());
    QCOMPARE(page().agreement(), QString());
    QVERIFY(!page().predictionsB()->toText().contains(u'%'));
    QVERIFY(gridA().isVisible());
    QTest::mouseClick(problemOf(page().predictionsB())->findChild<QPushButton *>(), Qt::LeftButton);
    QVERIFY(m_window->weightsWindow()); // for the network on this side
    AWAIT(m_window->weightsWindow()->selected().startsWith(QStringLiteral("inception_v3")));
    choose(page().chooserB()->networkBox(), QStringLiteral("Inception-v4 · Imagenette"));
    compare();
    QVERIFY(page().predictionsB()->toText().contains(u'%'));
    QVERIFY(!problemOf(page().predictionsB())->isVisible());
}

/// Each side tells what is wrong with its network; the other goes on.
void TestComparePage::anInputTooSmallForANetwork()
{
    openSamples({QStringLiteral("golf-ball.jpg"), QStringLiteral("parachute.jpg")});
    page().places()->setStage(3);
    const MapColumn &a = *page().maps()->columnA();
    const MapColumn &b = *page().maps()->columnB();
    explorer().setInputSize(40);
    const QString ofV4 =
        withShownNames(*graphOf(explorer().network()), explorer().networkProblem());
    QVERIFY2(ofV4.startsWith(
                 QStringLiteral("Inception-v4 · Imagenette cannot take an input of 40×40: ")),
             qPrintable(ofV4));
    const MessageBar *problemA = problemOf(page().predictionsA());
    const MessageBar *problemB = problemOf(page().predictionsB());
    AWAIT_EQUAL(a.emptyLine(), ofV4);
    QCOMPARE(problemA->message(), ofV4);
    QVERIFY(!problemB->isVisible());
    AWAIT(comparison().answer()
          && b.title().startsWith(QStringLiteral("B · Inception-ResNet-B 8 · 6×6×")));
    QVERIFY(gridB().isVisible());
    QCOMPARE(page().stageBar()->stages()->tabText(3), QStringLiteral("B – | 6×6"));

    // The photo keeps its place below the sentence.
    const QWidget *photo = page().predictionsA()->photoView();
    AWAIT(photo->mapTo(&page(), QPoint()).y()
          >= problemA->mapTo(&page(), QPoint(0, problemA->height())).y());

    choose(page().chooserB()->networkBox(), QStringLiteral("Inception-v4 · Imagenette"));
    AWAIT_EQUAL(b.emptyLine(), ofV4);
    QCOMPARE(problemB->message(), ofV4);
    page().modes()->setCurrentIndex(1);
    AWAIT(a.emptyLine() == ofV4 && b.emptyLine() == ofV4);
    QVERIFY(problemA->message() == ofV4 && problemB->message() == ofV4);
    explorer().setInputSize(0);
    compare();
    QVERIFY(!problemA->isVisible() && !problemB->isVisible());
    QCOMPARE(page().places()->stage(), 3);
}

void TestComparePage::aPhotoThatCannotBeRead()
{
    const QString path = QString::fromStdString((m_folder / "no-picture.jpg").string());
    writeFile(m_folder / "no-picture.jpg", "no picture");
    m_window->open({path});
    const MessageBar *problemA = problemOf(page().predictionsA());
    const MessageBar *problemB = problemOf(page().predictionsB());
    AWAIT(problemA->isVisible() && problemB->isVisible());
    const QString sentence = problemB->message();
    QVERIFY2(sentence.contains(QStringLiteral("no-picture.jpg")), qPrintable(sentence));
    // Another network does not change that.
    choose(page().chooserB()->networkBox(), QStringLiteral("Inception-v3 (no weights)"));
    QVERIFY(problemB->message().contains(QStringLiteral("no weights")));
    choose(page().chooserB()->networkBox(), QStringLiteral("Inception-v4 · Imagenette"));
    QCOMPARE(problemB->message(), sentence);
    QCOMPARE(problemA->message(), sentence);
    m_window->open({sample(QStringLiteral("golf-ball.jpg"))});
    compare();
    QVERIFY(!problemA->isVisible() && !problemB->isVisible());
}

void TestComparePage::computesOnlyWhileItIsLookedAt()
{
    openSamples({QStringLiteral("golf-ball.jpg"), QStringLiteral("parachute.jpg")});
    QTest::keyClick(m_window.get(), Qt::Key_1);
    explorer().selection()->setPhoto(2);
    AWAIT(explorer().answer() && !explorer().isBusy());
    QVERIFY(!comparison().answer() && !comparison().isBusy());
    QTest::keyClick(m_window.get(), Qt::Key_2);
    compare();
    QCOMPARE(comparison().answer()->photo, 2);
}

static bool isColourless(QTableView &table, const QModelIndex &cell)
{
    constexpr int tint = 40; // that of a palette
    const QImage picture = table.viewport()->grab(table.visualRect(cell)).toImage();
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            const QColor colour = picture.pixelColor(x, y);
            const auto [least, most] = std::minmax({colour.red(), colour.green(), colour.blue()});
            if (most - least > tint)
                return false;
        }
    }
    return true;
}

/// The sample photos, a damaged one and one in a folder, by both bundled networks.
void TestComparePage::whereTheyDisagreeOverAFolder()
{
    const QString folder = QString::fromStdString((m_folder / "photos").string());
    QVERIFY(QDir().mkpath(folder + QStringLiteral("/below")));
    const QStringList names{QStringLiteral("golf-ball.jpg"), QStringLiteral("moose.jpg"),
                            QStringLiteral("parachute.jpg")};
    for (const QString &name : names)
        QFile::copy(sample(name), folder + u'/' + name);
    QFile::copy(sample(QStringLiteral("dandelion.jpg")), folder + QStringLiteral("/below/d.jpg"));
    writeFile(m_folder / "photos/broken.jpg", "no picture");

    QTest::mouseClick(page().modes(), Qt::LeftButton, {}, page().modes()->tabRect(2).center());
    DisagreementPane &pane = *page().disagreements();
    QVERIFY(pane.isVisible() && !page().chooserA()->photoBox()->isVisible());
    pane.run({folder});
    AWAIT_EQUAL(comparison().folderRun()->state(), FolderRun::State::Finished);
    QCOMPARE(pane.model()->rowCount(), 5);
    QCOMPARE(pane.progressText(), QStringLiteral("5 photos"));
    QVERIFY2(pane.summaryText().startsWith(QStringLiteral("They agree on "))
                 && pane.summaryText().endsWith(QStringLiteral(" · 1 could not be read")),
             qPrintable(pane.summaryText()));

    QVERIFY(!hasColumnsThatTouch(*pane.table()));
    const QModelIndex answered = pane.model()->index(4, FolderTopColumn);
    QVERIFY(pane.model()->row(answered.row()).isRead());
    QVERIFY(isColourless(*pane.table(), answered)); // neither right nor wrong

    const auto inkOf = [&pane](const QModelIndex &cell) {
        const QImage drawn =
            pane.table()->viewport()->grab(pane.table()->visualRect(cell)).toImage();
        for (int x = 1; x < drawn.width(); ++x) {
            for (int y = 0; y < drawn.height(); ++y) {
                if (qGray(drawn.pixel(x, y)) < 128)
                    return x;
            }
        }
        return drawn.width();
    };
    // Both answers begin below their headings.
    const int lefts = inkOf(answered) - inkOf(answered.siblingAtColumn(FolderOtherTopColumn));
    QVERIFY2(std::abs(lefts) < 4, qPrintable(QString::number(lefts)));

    // Of photos that are not in the filmstrip, too, there are thumbnails.
    QCOMPARE(explorer().photos()->rowCount(), 0);
    AWAIT(!isColourless(*pane.table(), pane.model()->index(4, FolderPhotoColumn)));

    // Other networks or scales would answer otherwise.
    QVERIFY(!pane.messageBar()->isVisible());
    const QString caption = pane.header()->detail();
    QVERIFY2(caption.startsWith("photos · A: Inception-v4 · Imagenette") && caption.contains("B: "),
             qPrintable(caption));
    const QString other = QString::fromStdString(comparison().network().id);
    comparison().setResidualScale(0.25);
    QVERIFY(pane.messageBar()->isVisible());
    QVERIFY(pane.messageBar()->message().startsWith("These are answers of A: Inception-v4"));
    auto *run = pane.messageBar()->findChild<QPushButton *>();
    QCOMPARE(run->text(), "Run with those chosen now");
    QTest::mouseClick(run, Qt::LeftButton);
    AWAIT(pane.header()->detail().endsWith("residual scale 0.25"));
    AWAIT_EQUAL(comparison().folderRun()->state(), FolderRun::State::Finished);
    QVERIFY(!pane.messageBar()->isVisible());
    comparison().setResidualScale({});
    QVERIFY(pane.messageBar()->isVisible());
    QTest::mouseClick(run, Qt::LeftButton);
    AWAIT_EQUAL(pane.header()->detail(), caption);
    AWAIT_EQUAL(comparison().folderRun()->state(), FolderRun::State::Finished);
    QVERIFY(!pane.messageBar()->isVisible());
    explorer().setInputSize(160);
    QVERIFY(pane.messageBar()->isVisible());
    explorer().setInputSize(0);
    QVERIFY(!pane.messageBar()->isVisible());
    comparison().setNetwork("inception_v4_imagenette");
    QVERIFY(pane.messageBar()->isVisible());
    comparison().setNetwork(other);
    QVERIFY(!pane.messageBar()->isVisible());

    // What the table says of a photo is what both sides say of it.
    pane.table()->sortByColumn(FolderConfidenceColumn, Qt::DescendingOrder);
    AWAIT(!pane.model()->isArranging());
    QVERIFY(pane.model()->row(0).confidence >= pane.model()->row(1).confidence);
    QCOMPARE(pane.model()->row(4).name, QStringLiteral("broken.jpg"));
    const FolderRow row = pane.model()->row(1);
    pane.table()->setFocus();
    pane.table()->setCurrentIndex(pane.model()->index(1, 0));
    QTest::keyClick(pane.table(), Qt::Key_Return);
    QCOMPARE(page().modes()->currentIndex(), 0);
    compare();
    const Prediction &a = explorer().answer()->predictions.front();
    const Prediction &b = comparison().answer()->predictions.front();
    QCOMPARE(labelOf(pane.model()->labels(), row.top), a.label);
    QVERIFY(row.other);
    QCOMPARE(labelOf(pane.model()->labels(), row.other->top), b.label);
    QVERIFY(std::abs(row.confidence - a.probability) < 1e-3);
    QVERIFY(std::abs(row.other->confidence - b.probability) < 1e-3);

    page().modes()->setCurrentIndex(2);
    pane.onlyDisagreements()->click();
    AWAIT(!pane.model()->isArranging());
    for (int shown = 0; shown < pane.model()->rowCount(); ++shown)
        QVERIFY(pane.model()->row(shown).top != pane.model()->row(shown).other->top);
    const QString csv = QString::fromStdString((m_folder / "table.csv").string());
    pane.saveCsv(csv);
    AWAIT(pane.messageBar()->isVisible());
    QCOMPARE(
        readFile(m_folder / "table.csv"),
        disagreementCsv({pane.model()->chunks(), pane.model()->shown(), pane.model()->labels()})
            .toStdString());
}

/// Marks before both answers, which are sorted by as on the page Folder.
void TestComparePage::whoIsRightInFoldersNamedAfterClasses()
{
    const QString folder = QString::fromStdString((m_folder / "classes").string());
    const auto put = [&](const char *photo, const char *below) {
        QVERIFY(QDir().mkpath(folder + u'/' + QLatin1String(below)));
        QFile::copy(sample(QLatin1String(photo)), folder + u'/' + QLatin1String(below) + "/1.jpg");
    };
    put("golf-ball.jpg", "golf ball");
    put("parachute.jpg", "church"); // a lie: both are wrong
    page().modes()->setCurrentIndex(2);
    DisagreementPane &pane = *page().disagreements();
    QVERIFY(pane.table()->isColumnHidden(FolderClassColumn));
    pane.run({folder});
    AWAIT_EQUAL(comparison().folderRun()->state(), FolderRun::State::Finished);
    QVERIFY(!hasColumnsThatTouch(*pane.table()));
    const QStringList sides = pane.summaryText().split(u'\n').mid(1);
    QCOMPARE(sides.size(), 2);
    for (int side : {0, 1}) // what stands among the first five is the weights' business
        QCOMPARE(sides[side].section(QStringLiteral(" · "), 0, 0),
                 QStringLiteral("%1: Top-1 50.0 %, 1 of 2 (95 %: 9.5 to 90.5 %)")
                     .arg(QLatin1Char(side == 0 ? 'A' : 'B')));
    for (const int rank : {FolderRankColumn, FolderOtherRankColumn}) {
        QVERIFY(!pane.table()->isColumnHidden(rank));
        pane.table()->sortByColumn(rank, Qt::AscendingOrder);
        AWAIT(!pane.model()->isArranging());
        QCOMPARE(pane.model()->row(0).name, "golf ball/1.jpg");
        QCOMPARE(pane.model()->index(0, rank).data().toString(), "1");
        QCOMPARE(pane.model()->index(1, FolderClassColumn).data().toString(), "church");
    }
    for (const int answer : {FolderTopColumn, FolderOtherTopColumn}) {
        for (const int row : {0, 1})
            QVERIFY(!isColourless(*pane.table(), pane.model()->index(row, answer)));
    }
}

void TestComparePage::everythingHasAName()
{
    openSamples({QStringLiteral("golf-ball.jpg")});
    const auto widgets = page().findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        const bool isPart = qobject_cast<const QLineEdit *>(widget) // of a spin box
            || widget->objectName().startsWith(QStringLiteral("qt_"))
            || widget->inherits("QScrollBar") || widget->inherits("QSplitterHandle")
            || widget->parentWidget()->inherits("QTabBar");
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || isPart)
            continue;
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                 widget->metaObject()->className());
    }
}

QTEST_MAIN(TestComparePage)

#include "tst_comparepage.moc"
