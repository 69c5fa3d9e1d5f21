#include "activations/activationpane.h"
#include "activations/channelgrid.h"
#include "activations/channelview.h"
#include "activations/filterview.h"
#include "activations/histogramplot.h"
#include "activations/limitedit.h"
#include "activations/mapcanvas.h"
#include "common/busyveil.h"
#include "common/elidedlabel.h"
#include "common/emptystate.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "support/activations.h"
#include "support/await.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <cmath>
#include <limits>
#include <memory>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// What they found is then known to whoever still wants it.
static void letWorkersFinish()
{
    QVERIFY(QThreadPool::globalInstance()->waitForDone(60'000));
    QCoreApplication::processEvents();
}

/// How often a widget is shown.
class ShowCounter : public QObject
{
public:
    explicit ShowCounter(QWidget *widget) { widget->installEventFilter(this); }

    int count = 0;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == QEvent::ShowToParent ? 1 : 0;
        return false;
    }
};

class ActivationPaneTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_pane = std::make_unique<ActivationPane>();
        m_pane->resize(960, 400);
        m_pane->show();
        m_pane->activateWindow(); // its shortcuts want that
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    }

    void cleanup() { m_pane.reset(); }

    void emptyItSaysHowToGetMaps()
    {
        auto *empty = m_pane->findChild<EmptyState *>();
        QVERIFY(empty->isVisible());
        QCOMPARE(empty->line(),
                 QStringLiteral("Select a stage, block or layer in the diagram to see what its "
                                "channels made of the photo."));
        QVERIFY(!control<QComboBox>(QStringLiteral("Scale of the colours"))->isVisible());
        m_pane->showEmpty(QStringLiteral("There are no weights."));
        QCOMPARE(empty->line(), QStringLiteral("There are no weights."));
    }

    void statesTitleScaleAndNumbers()
    {
        show(QStringLiteral("Inception-B 4"), activationOf({2, 1, 2}, {0, 1, 2, 5.25F}));
        QCOMPARE(header(), QStringLiteral("Activation maps | Inception-B 4 · 1×2×2"));
        QCOMPARE(m_pane->statisticsText(),
                 QStringLiteral("mean 2.06 · max 5.25 · 25.0 % zeros · 0 of 2 channels zero"));
        QCOMPARE(m_pane->legendText(), QStringLiteral("0 … maximum, each map has its own scale"));
        m_pane->setCurrentChannel(0);
        QCOMPARE(m_pane->legendText(),
                 QStringLiteral("0 … 1, scale of channel 0, each map has its own"));
        choose(QStringLiteral("Scale of the colours"), QStringLiteral("Shared scale"));
        QCOMPARE(m_pane->legendText(), QStringLiteral("0 … 5.25, one scale for all maps"));
        QCOMPARE(m_pane->grid()->range(0), (ValueRange{0, 5.25F}));
        choose(QStringLiteral("Colours"), QStringLiteral("Diverging"));
        QCOMPARE(m_pane->legendText(), QStringLiteral("−5.25 … 5.25, one scale for all maps"));
        m_pane->setCurrentChannel(-1);
        choose(QStringLiteral("Scale of the colours"), QStringLiteral("Scale per map"));
        QCOMPARE(m_pane->legendText(), QStringLiteral("−peak … peak, each map has its own scale"));
    }

    void valuesThatAreNotFiniteAreExplained()
    {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        show(QStringLiteral("Stem"), activationOf({1, 1, 2}, {-1, nan}));
        QCOMPARE(
            m_pane->statisticsText(),
            QStringLiteral("mean −1 · min −1 · max −1 · 0.0 % zeros · 0 of 1 channels zero · 1 not "
                           "finite"));
        QCOMPARE(m_pane->legendText(),
                 QStringLiteral("−peak … peak, each map has its own scale; magenta: not finite"));
        choose(QStringLiteral("Colours"), QStringLiteral("Grey"));
        QCOMPARE(
            m_pane->legendText(),
            QStringLiteral("minimum … maximum, each map has its own scale; magenta: not finite"));
    }

    void theNewestWins()
    {
        QSignalSpy changed(m_pane.get(), &ActivationPane::currentChannelChanged);
        m_pane->showActivation(QStringLiteral("large"), flatChannels({64, 147, 147}));
        m_pane->showActivation(QStringLiteral("small"), flatChannels({3, 2, 2}));
        AWAIT_EQUAL(header(), QStringLiteral("Activation maps | small · 2×2×3"));
        QCOMPARE(m_pane->grid()->channels().size(), std::size_t{3});
        letWorkersFinish();
        QCOMPARE(header(), QStringLiteral("Activation maps | small · 2×2×3"));
        QCOMPARE(changed.count(), 0);
    }

    void emptyWinsOverWhatIsOnItsWay()
    {
        m_pane->showActivation(QStringLiteral("large"), flatChannels({64, 147, 147}));
        m_pane->showEmpty();
        letWorkersFinish();
        QCOMPARE(header(), QStringLiteral("Activation maps | "));
        QVERIFY(m_pane->findChild<EmptyState *>()->isVisible());
    }

    void cancelStopsOnlyWhatIsGoingOn()
    {
        show(QStringLiteral("A"), flatChannels({5, 2, 2}));
        QSignalSpy cancelled(m_pane.get(), &ActivationPane::cancelRequested);
        auto *veil = m_pane->findChild<BusyVeil *>();
        m_pane->showActivation(QStringLiteral("B"), flatChannels({64, 147, 147}));
        QVERIFY(veil->isBusy());
        emit veil->cancelRequested();
        QVERIFY(!veil->isBusy());
        QCOMPARE(cancelled.count(), 0); // the network is not running
        QCOMPARE(header(), QStringLiteral("Activation maps | A · 2×2×5"));
        m_pane->setCurrentChannel(3);
        QCOMPARE(m_pane->currentChannel(), 3);
        m_pane->setBusy(true);
        emit veil->cancelRequested();
        QCOMPARE(cancelled.count(), 1);
    }

    void statisticsFollowALargerFont()
    {
        show(QStringLiteral("A"), flatChannels({5, 2, 2}));
        const ElidedLabel *statistics = nullptr;
        for (const auto *label : m_pane->findChildren<ElidedLabel *>()) {
            if (label->text() == m_pane->statisticsText())
                statistics = label;
        }
        const int before = statistics->sizeHint().height();
        QFont larger = m_pane->font();
        larger.setPointSizeF(2 * larger.pointSizeF());
        m_pane->setFont(larger);
        QVERIFY(statistics->sizeHint().height() > before * 3 / 2);
    }

    void theOldMapsStayUntilTheNewAreThere()
    {
        show(QStringLiteral("A"), flatChannels({5, 2, 2}));
        m_pane->setCurrentChannel(4);
        m_pane->showActivation(QStringLiteral("B"), flatChannels({7, 2, 2}));
        QCOMPARE(header(), QStringLiteral("Activation maps | A · 2×2×5"));
        QCOMPARE(m_pane->currentChannel(), 4);
        m_pane->setCurrentChannel(6); // of what is to come
        AWAIT_EQUAL(m_pane->currentChannel(), 6);
        QCOMPARE(header(), QStringLiteral("Activation maps | B · 2×2×7"));
    }

    void anotherPhotoKeepsTheChannelAnotherLayerDoesNot()
    {
        show(QStringLiteral("A"), flatChannels({5, 2, 2}));
        m_pane->setCurrentChannel(4);
        QSignalSpy changed(m_pane.get(), &ActivationPane::currentChannelChanged);
        const auto before = m_pane->grid()->summary();
        m_pane->showActivation(QStringLiteral("A"), flatChannels({5, 2, 2}));
        AWAIT(m_pane->grid()->summary() != before);
        QCOMPARE(m_pane->currentChannel(), 4);
        QCOMPARE(changed.count(), 0);
        show(QStringLiteral("B"), flatChannels({5, 2, 2}));
        QCOMPARE(m_pane->currentChannel(), -1);
        QCOMPARE(changed, (QList<QList<QVariant>>{{-1}}));
    }

    void aThousandSingleValuesShareAScale()
    {
        show(QStringLiteral("Maps"), flatChannels({4, 2, 2}));
        show(QStringLiteral("Classifier"), flatChannels({1000, 1, 1}));
        QComboBox *scale = control<QComboBox>(QStringLiteral("Scale of the colours"));
        QVERIFY(!scale->isEnabled());
        QCOMPARE(scale->currentText(), QStringLiteral("Shared scale"));
        QCOMPARE(m_pane->legendText(), QStringLiteral("0 … 999, one scale for all maps"));
        QCOMPARE(m_pane->statisticsText(), QStringLiteral("mean 500 · max 999 · 0.1 % zeros"));
        choose(QStringLiteral("Order of the maps"), QStringLiteral("By mean"));
        QCOMPARE(m_pane->grid()->channels().front(), 857); // 857 · 7 mod 1000 = 999
        m_pane->setCurrentChannel(3);
        QCOMPARE(m_pane->grid()->accessibleDescription(),
                 QStringLiteral("Channel 3: mean 21, max 21, 0.0 % zeros"));
        m_pane->grab();
        show(QStringLiteral("Maps"), flatChannels({4, 2, 2}));
        QVERIFY(scale->isEnabled());
        QCOMPARE(scale->currentText(), QStringLiteral("Scale per map"));
    }

    void aChannelIsShownLargeAndLeftAgain()
    {
        show(QStringLiteral("A"), flatChannels({5, 2, 2}));
        m_pane->activateWindow();
        m_pane->grid()->setFocus();
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
        auto *canvas = m_pane->findChild<MapCanvas *>();
        QTest::keyClick(m_pane->grid(), Qt::Key_Return);
        QVERIFY(!m_pane->isEnlarged());
        m_pane->setCurrentChannel(1);
        QTest::keyClick(m_pane->grid(), Qt::Key_Return);
        QVERIFY(m_pane->isEnlarged());
        QCOMPARE(QApplication::focusWidget(), canvas);
        QCOMPARE(canvas->accessibleName(), QStringLiteral("Map of channel 1"));
        QTest::keyClick(canvas, Qt::Key_Right);
        QCOMPARE(m_pane->currentChannel(), 2);
        QCOMPARE(canvas->accessibleDescription(),
                 QStringLiteral("Channel 2: mean 4, max 4, 0.0 % zeros"));
        QTest::keyClick(canvas, Qt::Key_Escape);
        QVERIFY(!m_pane->isEnlarged());
        QCOMPARE(QApplication::focusWidget(), m_pane->grid());
    }

    void largeIsLargerThanInTheGrid_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("low and narrow") << QSize(400, 220);
        QTest::newRow("low") << QSize(700, 240);
        QTest::newRow("wide") << QSize(1100, 320);
    }

    /// Alone, a map needs no room for what is left and right of it in the photo.
    void largeIsLargerThanInTheGrid()
    {
        QFETCH(QSize, size);
        m_pane->resize(size);
        QImage crop(128, 128, QImage::Format_RGB32);
        crop.fill(Qt::black);
        LayerMaps maps{QStringLiteral("A"), flatChannels({30, 13, 13})};
        maps.covered = {20, 20, 88, 88};
        m_pane->setBackdrop({crop, {}, {}, {}});
        m_pane->showMaps(maps);
        AWAIT(m_pane->grid()->summary() != nullptr);
        m_pane->setCurrentChannel(1);
        const int small = m_pane->grid()->channelRect(1).width();
        m_pane->setEnlarged(true);
        const auto *canvas = m_pane->findChild<MapCanvas *>();
        const auto *view = m_pane->findChild<ChannelView *>();
        AWAIT(canvas->height() > view->height() / 2);
        QVERIFY2(canvas->mapArea().width() > small, qPrintable(QString::number(small)));
        QVERIFY(canvas->height() - canvas->mapArea().height() < 13 + 8); // not a pixel a value more
    }

    void anotherLayerLeavesTheLargeView()
    {
        show(QStringLiteral("A"), flatChannels({5, 2, 2}));
        m_pane->setCurrentChannel(1);
        m_pane->setEnlarged(true);
        QVERIFY(m_pane->isEnlarged());
        show(QStringLiteral("B"), flatChannels({5, 1, 1}));
        QVERIFY(!m_pane->isEnlarged());
        m_pane->setCurrentChannel(1);
        m_pane->setEnlarged(true); // one value is no map
        QVERIFY(!m_pane->isEnlarged());
    }

    void theLargeMapStatesItsValuesAndLiesOverThePhoto()
    {
        show(QStringLiteral("A"), activationOf({1, 1, 2}, {0, 4}));
        choose(QStringLiteral("Colours"), QStringLiteral("Grey"));
        m_pane->setCurrentChannel(0);
        m_pane->setEnlarged(true);
        auto *canvas = m_pane->findChild<MapCanvas *>();
        const QRectF area = canvas->mapArea();
        const QPointF right(area.right() - 9, area.center().y());
        QCOMPARE(canvas->valueAt(right), QStringLiteral("Row 0, column 1: 4"));
        QCOMPARE(canvas->valueAt(area.topLeft() - QPointF(1, 1)), QString());
        QCOMPARE(colourAt(canvas, right), QColor(255, 255, 255));
        QTest::keyClick(canvas, Qt::Key_Space); // without a photo
        QCOMPARE(colourAt(canvas, right), QColor(255, 255, 255));

        QImage crop(8, 4, QImage::Format_RGB32);
        crop.fill(QColor(255, 0, 0));
        m_pane->setBackdrop({crop, {}, {}, {}});
        QCOMPARE(colourAt(canvas, right), QColor(255, 255, 255));
        QTest::keyClick(canvas, Qt::Key_Space);
        QVERIFY(colourAt(canvas, right) != QColor(255, 255, 255));
        auto *opacity = control<QSlider>(QStringLiteral("Opacity of the map"));
        opacity->setValue(0);
        QCOMPARE(colourAt(canvas, right), QColor(255, 0, 0));
        opacity->setValue(100);
        QCOMPARE(colourAt(canvas, right), QColor(255, 255, 255));
        opacity->setValue(0);
        QTest::keyClick(canvas, Qt::Key_Space);
        QCOMPARE(colourAt(canvas, right), QColor(255, 255, 255));
    }

    /// A map that leaves a border of the crop uncovered, over a photo that is wider than the crop:
    /// each value over its own pixels, wherever it is drawn.
    void theMapLiesOverWhatItWasComputedFrom()
    {
        QImage crop(40, 40, QImage::Format_RGB32);
        crop.fill(QColor(0, 0, 255));
        QImage photo(160, 160, QImage::Format_RGB32); // the crop is its middle, half as large
        photo.fill(QColor(0, 255, 0));
        LayerMaps maps{QStringLiteral("A"), activationOf({1, 2, 2}, {4, 4, 4, 4})};
        maps.covered = {10, 10, 20, 20};
        m_pane->setBackdrop({crop, {}, photo, {40, 40, 80, 80}});
        choose(QStringLiteral("Colours"), QStringLiteral("Grey"));
        m_pane->showMaps(maps);
        AWAIT(m_pane->grid()->summary() != nullptr);
        m_pane->setCurrentChannel(0);
        m_pane->setEnlarged(true);
        auto *canvas = m_pane->findChild<MapCanvas *>();
        // In its middle, half as wide.
        const auto isInPlace = [canvas] {
            const QRectF map = canvas->mapArea();
            const QRectF whole = canvas->cropArea();
            return std::abs(map.width() * 2.0 - whole.width()) < 1e-6
                && QLineF(map.center(), whole.center()).length() < 1e-6;
        };
        choose(QStringLiteral("What is behind the map"),
               QStringLiteral("Over what the network saw"));
        control<QSlider>(QStringLiteral("Opacity of the map"))->setValue(100);
        QVERIFY(isInPlace());
        const QRectF seen = canvas->cropArea();
        AWAIT(m_pane->isSettled());
        QCOMPARE(colourAt(canvas, canvas->mapArea().center()), QColor(255, 255, 255));
        QCOMPARE(colourAt(canvas, seen.topLeft() + QPointF(3, 3)), QColor(0, 0, 255));
        choose(QStringLiteral("What is behind the map"), QStringLiteral("Over the whole photo"));
        QVERIFY(isInPlace());
        const QRectF smaller = canvas->cropArea();
        QVERIFY(smaller.width() < seen.width()); // the photo has to fit
        canvas->grab();
        AWAIT(m_pane->isSettled());
        QCOMPARE(colourAt(canvas, canvas->mapArea().center()), QColor(255, 255, 255));
        QCOMPARE(colourAt(canvas, smaller.topLeft() + QPointF(3, 3)), QColor(0, 255, 0));
        const QColor beyond = colourAt(canvas, smaller.topLeft() + QPointF(-3, 3));
        QVERIFY(beyond.green() > 50 && beyond.green() < 200); // darker
        QTest::keyClick(canvas, Qt::Key_Space);
        QTest::keyClick(canvas, Qt::Key_Space);
        QCOMPARE(m_pane->findChild<ChannelView *>()->behind(), Behind::Photo);
    }

    void aFixedScaleHasLimitsToType()
    {
        show(QStringLiteral("A"), activationOf({2, 1, 2}, {0, 1, 2, 5.25F}));
        auto *low = control<LimitEdit>(QStringLiteral("Value of the first colour"));
        auto *high = control<LimitEdit>(QStringLiteral("Value of the last colour"));
        QVERIFY(!low->isVisible());
        choose(QStringLiteral("Scale of the colours"), QStringLiteral("Fixed scale"));
        QVERIFY(low->isVisible() && high->isVisible());
        QCOMPARE(m_pane->legendText(), // as the layer's own at first
                 QStringLiteral("0 … 5.25, fixed scale, for every layer and photo"));
        type(high, QStringLiteral("3"));
        QCOMPARE(m_pane->grid()->range(0), (ValueRange{0, 3}));
        type(low, QStringLiteral("-1,5"));
        QCOMPARE(m_pane->grid()->range(1), (ValueRange{-1.5F, 3}));
        type(low, QStringLiteral("high")); // no number
        QCOMPARE(low->text(), QStringLiteral("−1.5"));
        type(low, QStringLiteral("7")); // exchanged
        QCOMPARE(m_pane->grid()->range(0), (ValueRange{3, 7}));
        type(low, QStringLiteral("7")); // nothing between them
        QCOMPARE(m_pane->grid()->range(0), (ValueRange{3, 7}));
        show(QStringLiteral("B"), activationOf({1, 1, 2}, {0, 100})); // stays
        QCOMPARE(m_pane->legendText(),
                 QStringLiteral("3 … 7, fixed scale, for every layer and photo"));
        choose(QStringLiteral("Colours"), QStringLiteral("Diverging"));
        QCOMPARE(m_pane->grid()->range(0), (ValueRange{-7, 7}));
        type(low, QStringLiteral("-2")); // zero stays in the middle
        QCOMPARE(m_pane->grid()->range(0), (ValueRange{-2, 2}));
        QCOMPARE(m_pane->legendText(),
                 QStringLiteral("−2 … 2, fixed scale, for every layer and photo"));
        choose(QStringLiteral("Scale of the colours"), QStringLiteral("Shared scale"));
        QVERIFY(!low->isVisible());
    }

    void signedValuesHaveColoursOfTheirOwn()
    {
        show(QStringLiteral("A"), activationOf({1, 1, 2}, {0, 4}));
        QCOMPARE(m_pane->grid()->colourMap(), ColourMap::Viridis);
        show(QStringLiteral("B"), activationOf({1, 1, 2}, {-1, 4}));
        QCOMPARE(m_pane->grid()->colourMap(), ColourMap::Diverging);
        QCOMPARE(control<QComboBox>(QStringLiteral("Colours"))->currentText(),
                 QStringLiteral("Diverging"));
        choose(QStringLiteral("Colours"), QStringLiteral("Cividis"));
        show(QStringLiteral("A"), activationOf({1, 1, 2}, {0, 4}));
        QCOMPARE(m_pane->grid()->colourMap(), ColourMap::Viridis);
        LayerMaps before{QStringLiteral("A before"), activationOf({1, 1, 2}, {1, 4})};
        before.beforeActivation = true; // though nothing is negative
        m_pane->showMaps(before);
        AWAIT_EQUAL(m_pane->grid()->colourMap(), ColourMap::Cividis);
    }

    void histogramAndZerosOfTheLayerAndOfAChannel()
    {
        const Activation activation = activationOf({3, 1, 2}, {0, 1, 0, 0, 4, 4});
        show(QStringLiteral("A"), activation);
        auto *plot = m_pane->findChild<HistogramPlot *>();
        QCOMPARE(plot->layer(), summarise(activation).histogram);
        QCOMPARE(plot->channelHistogram(), Histogram{});
        QCOMPARE(m_pane->panel()->figures(),
                 QStringLiteral("50.0 % zeros (not drawn)\n1 of 3 channels zero on this photo"));
        m_pane->setCurrentChannel(0);
        QCOMPARE(plot->channelHistogram(), histogramLike(plot->layer(), activation.channel(0)));
        QCOMPARE(m_pane->panel()->figures(),
                 QStringLiteral("50.0 % zeros (not drawn)\n1 of 3 channels zero on this photo\n"
                                "Channel 0: 50.0 % zeros"));
        m_pane->setCurrentChannel(1);
        QVERIFY(
            m_pane->panel()->figures().endsWith(QStringLiteral("\nChannel 1: zero on this photo")));
        QCOMPARE(plot->heightOf(plot->layer(), 16), 0.5); // 1 is there once, 4 twice
        QCOMPARE(plot->heightOf(plot->layer(), 63), 1.0);
        for (auto *box : m_pane->findChildren<QCheckBox *>())
            box->click(); // logarithmic
        QVERIFY(plot->isLogarithmic());
        QCOMPARE(plot->heightOf(plot->layer(), 16), std::log(2.0) / std::log(3.0));
        QCOMPARE(plot->toolTipAt({plot->width() - 1.5, 10.0}),
                 QStringLiteral("3.94 … 4: 2 values\nchannel 1: 0"));
        QVERIFY(plot->toolTipAt({1.0, plot->height() - 1.0}).isEmpty());
        QVERIFY(!plot->grab().isNull());
    }

    void ordersBySimilarityToTheChosenMap()
    {
        show(QStringLiteral("A"), activationOf({3, 1, 2}, {1, 1, 0, 9, 1, 5}));
        m_pane->setCurrentChannel(1);
        choose(QStringLiteral("Order of the maps"), QStringLiteral("By similarity"));
        AWAIT_EQUAL(m_pane->grid()->channels(), (std::vector{1, 2, 0}));
        auto *order = control<QComboBox>(QStringLiteral("Order of the maps"));
        QCOMPARE(order->currentText(), QStringLiteral("Similar to 1"));
        m_pane->setCurrentChannel(0);
        emit order->activated(order->currentIndex()); // chosen once more
        AWAIT_EQUAL(m_pane->grid()->channels(), (std::vector{0, 2, 1}));
        QCOMPARE(order->currentText(), QStringLiteral("Similar to 0"));
        choose(QStringLiteral("Order of the maps"), QStringLiteral("By peak"));
        QVERIFY(order->findText(QStringLiteral("By similarity")) >= 0);
    }

    void comesBackAsItWasLeft()
    {
        show(QStringLiteral("A"), activationOf({2, 1, 2}, {0, 1, 2, 5.25F}));
        choose(QStringLiteral("Order of the maps"), QStringLiteral("By energy"));
        choose(QStringLiteral("Scale of the colours"), QStringLiteral("Fixed scale"));
        type(control<LimitEdit>(QStringLiteral("Value of the last colour")), QStringLiteral("3"));
        choose(QStringLiteral("Colours"), QStringLiteral("Magma"));
        m_pane->grid()->setCellSize(64);
        const QVariantMap left = m_pane->settings();
        m_pane = std::make_unique<ActivationPane>();
        m_pane->restore(left);
        QCOMPARE(m_pane->settings(), left);
        m_pane->resize(960, 400);
        m_pane->show();
        show(QStringLiteral("A"), activationOf({2, 1, 2}, {0, 1, 2, 5.25F}));
        QCOMPARE(m_pane->legendText(),
                 QStringLiteral("0 … 3, fixed scale, for every layer and photo"));
        QCOMPARE(m_pane->grid()->channels(), (std::vector{1, 0}));
        QCOMPARE(m_pane->grid()->colourMap(), ColourMap::Magma);
        m_pane->restore({{QStringLiteral("order"), 99}, {QStringLiteral("scale"), QString("x")}});
        QCOMPARE(m_pane->settings(), left);
    }

    void thePanelCanBeHidden()
    {
        show(QStringLiteral("A"), flatChannels({5, 2, 2}));
        QVERIFY(m_pane->panel()->isVisible());
        QTest::keyClick(m_pane.get(), Qt::Key_H, Qt::ControlModifier);
        AWAIT(!m_pane->panel()->isVisible());
    }

    void theValueUnderThePointerTakesThePlaceOfTheStatistics()
    {
        show(QStringLiteral("A"), activationOf({1, 1, 2}, {0, 4}));
        const QString statistics = m_pane->statisticsText();
        emit m_pane->grid()->valuePointedAt(QStringLiteral("Channel 0 · Row 0, column 1: 4"));
        QCOMPARE(m_pane->statisticsText(), QStringLiteral("Channel 0 · Row 0, column 1: 4"));
        emit m_pane->grid()->valuePointedAt({});
        QCOMPARE(m_pane->statisticsText(), statistics);
    }

    /// What says nothing of filters, or does nothing to them, does not look as if it did.
    void filtersHaveATitleAndChoicesOfTheirOwn()
    {
        LayerMaps before{QStringLiteral("A"), flatChannels({2, 4, 4})};
        before.beforeActivation = true;
        m_pane->showMaps(before);
        AWAIT_EQUAL(header(), QStringLiteral("Activation maps | A · 4×4×2, before the activation"));
        auto *order = control<QComboBox>(QStringLiteral("Order of the maps"));
        auto *scale = control<QComboBox>(QStringLiteral("Scale of the colours"));
        choose(QStringLiteral("Scale of the colours"), QStringLiteral("Fixed scale"));
        chooseShown(ShownValues::Filters);
        m_pane->showFilters(drawnFilters());
        QCOMPARE(header(), QStringLiteral("Activation maps | A · filters"));
        QVERIFY(!order->isEnabled());
        QVERIFY(scale->isEnabled());
        QCOMPARE(scale->currentText(), QStringLiteral("Shared scale")); // as the legend says
        const int fixed = scale->findText(QStringLiteral("Fixed scale"));
        const auto isOffered = [scale, fixed] {
            return scale->model()->index(fixed, 0).flags().testFlag(Qt::ItemIsEnabled);
        };
        QVERIFY(!isOffered());
        chooseShown(ShownValues::BeforeActivation);
        QCOMPARE(header(), QStringLiteral("Activation maps | A · 4×4×2, before the activation"));
        QVERIFY(order->isEnabled());
        QVERIFY(isOffered());
        QCOMPARE(scale->currentText(), QStringLiteral("Fixed scale"));
    }

    void filtersAreShownInPlaceOfTheMaps()
    {
        show(QStringLiteral("A"), flatChannels({2, 4, 4}));
        QSignalSpy wanted(m_pane.get(), &ActivationPane::filtersWanted);
        chooseShown(ShownValues::Filters);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.first().at(0).value<ColourMap>(), ColourMap::Diverging);
        QCOMPARE(wanted.first().at(1).value<ScaleMode>(), ScaleMode::PerMap);
        m_pane->showFilters(drawnFilters());
        FilterView *view = m_pane->filterView();
        QVERIFY(view->isVisible());
        QCOMPARE(m_pane->statisticsText(), QStringLiteral("2 filters of 1×2 for 3 inputs"));
        QCOMPARE(m_pane->legendText(),
                 QStringLiteral("−peak … peak, red, green and blue, each filter has its own "
                                "scale"));
        QCOMPARE(m_pane->panel()->figures(), QStringLiteral("12 weights"));
        // A weight is a square of one colour: of the first filter only red is not zero.
        const QRect first = view->visualRect(view->model()->index(0, 0));
        QCOMPARE(colourAt(view->viewport(), first.center() - QPointF(20, 30)),
                 QColor(255, 128, 128));
        QCOMPARE(colourAt(view->viewport(), first.center() - QPointF(4, 30)),
                 QColor(255, 128, 128));
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                          view->visualRect(view->model()->index(1, 0)).center());
        QCOMPARE(m_pane->currentChannel(), 1); // the channel it makes
        QCOMPARE(m_pane->legendText(),
                 QStringLiteral("−4 … 4, red, green and blue, scale of filter 1, each has its "
                                "own"));
        choose(QStringLiteral("Scale of the colours"), QStringLiteral("Shared scale"));
        QCOMPARE(wanted.last().at(1).value<ScaleMode>(), ScaleMode::PerLayer);
        chooseShown(ShownValues::Output);
        QVERIFY(m_pane->grid()->isVisible());
        QCOMPARE(m_pane->currentChannel(), 1);
        QVERIFY(m_pane->panel()->figures().contains(QStringLiteral("channels zero")));
    }

    void mapsAndValuesAreTakenAway()
    {
        QStringList texts;
        for (const QAction *action : m_pane->exportActions()) {
            QVERIFY(!action->isEnabled()); // nothing is shown yet
            texts += action->text();
        }
        QCOMPARE(texts,
                 (QStringList{QStringLiteral("&Copy all maps as a picture"),
                              QStringLiteral("Copy the chosen &map as a picture"),
                              QStringLiteral("Save all maps as &PNG…"),
                              QStringLiteral("Save the chosen map as P&NG…"),
                              QStringLiteral("Save all values as &NPY…"),
                              QStringLiteral("Save all values as CS&V…"),
                              QStringLiteral("Save the chosen map's values as NP&Y…"),
                              QStringLiteral("Save the chosen map's values as C&SV…")}));
        show(QStringLiteral("A"), flatChannels({4, 2, 2}));
        QCOMPARE(enabledExports(), (QList<int>{0, 2, 4, 5})); // no map is chosen
        m_pane->setCurrentChannel(2);
        QCOMPARE(enabledExports(), (QList<int>{0, 1, 2, 3, 4, 5, 6, 7}));
        auto *message = m_pane->findChild<MessageBar *>();
        m_pane->exportActions().at(1)->trigger();
        AWAIT(message->message().startsWith(QStringLiteral("Copied a picture of ")));
        QVERIFY(QGuiApplication::clipboard()->image().height() > 512);
        const QTemporaryDir folder;
        const std::pair<int, QString> saves[] = {{2, "a.png"}, {3, "b.png"}, {4, "a.npy"},
                                                 {5, "a.csv"}, {6, "b.npy"}, {7, "b.csv"}};
        for (const auto &[place, name] : saves) {
            const QString path = folder.filePath(name);
            m_pane->exportActions().at(place)->trigger();
            auto *dialog = m_pane->findChild<QFileDialog *>();
            QVERIFY(dialog);
            emit dialog->fileSelected(path);
            AWAIT(message->message().contains(name) && !message->message().contains(u'…'));
            QVERIFY(QFile::exists(path));
            delete dialog;
        }
        QFile table(folder.filePath(QStringLiteral("b.csv")));
        QVERIFY(table.open(QIODevice::ReadOnly));
        QCOMPARE(table.readAll(), "channel,row,column,value\n2,0,0,2\n2,0,1,2\n2,1,0,2\n2,1,1,2\n");
    }

    void whatIsBeingSavedCanBeCancelled()
    {
        show(QStringLiteral("A"), flatChannels({64, 147, 147}));
        auto *message = m_pane->findChild<MessageBar *>();
        const QTemporaryDir folder;
        m_pane->exportActions().at(5)->trigger();
        auto *dialog = m_pane->findChild<QFileDialog *>();
        emit dialog->fileSelected(folder.filePath(QStringLiteral("a.csv")));
        QVERIFY(message->message().contains(QStringLiteral("Saving ")));
        emit message->actionTriggered();
        AWAIT_EQUAL(message->message(), QStringLiteral("Cancelled; nothing was written."));
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void theSliderAndTheGridAgreeOnTheSize()
    {
        show(QStringLiteral("A"), flatChannels({5, 2, 2}));
        auto *slider = control<QSlider>(QStringLiteral("Size of the maps"));
        slider->setValue(slider->maximum());
        QCOMPARE(m_pane->grid()->cellSize(), ChannelGrid::greatestCellSize);
        slider->setValue(slider->minimum());
        QCOMPARE(m_pane->grid()->cellSize(), ChannelGrid::leastCellSize);
        m_pane->grid()->setCellSize(64);
        QCOMPARE(slider->value(), 8);
        QVERIFY(slider->isVisible());
        m_pane->resize(640, 400); // the choosers and the title need the room
        AWAIT(!slider->isVisible());
        QCOMPARE(m_pane->grid()->cellSize(), 64);
        ShowCounter shows(slider); // for a moment it would ask for room again
        m_pane->resize(600, 400);
        AWAIT(m_pane->size() == QSize(600, 400));
        QCOMPARE(shows.count, 0);
    }

private:
    void show(const QString &title, const Activation &activation)
    {
        m_pane->showActivation(title, activation);
        AWAIT(m_pane->findChild<PaneHeader *>()->detail().startsWith(title + u' '));
    }

    QColor colourAt(QWidget *widget, QPointF place) const
    {
        [this] { AWAIT(m_pane->isSettled()); }();
        const QImage seen = widget->grab().toImage();
        return seen.pixelColor((place * seen.devicePixelRatio()).toPoint());
    }

    QString header() const
    {
        const auto *header = m_pane->findChild<PaneHeader *>();
        return header->title() + QStringLiteral(" | ") + header->detail();
    }

    template<typename Control> Control *control(const QString &name) const
    {
        for (Control *one : m_pane->findChildren<Control *>()) {
            if (one->accessibleName() == name)
                return one;
        }
        return nullptr;
    }

    QList<int> enabledExports() const
    {
        QList<int> places;
        for (int place = 0; place < m_pane->exportActions().size(); ++place) {
            if (m_pane->exportActions().at(place)->isEnabled())
                places += place;
        }
        return places;
    }

    static void type(LimitEdit *edit, const QString &text)
    {
        edit->selectAll();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }

    void chooseShown(ShownValues shown)
    {
        m_pane->panel()->setShown(shown);
        emit m_pane->panel()->shownChanged(shown);
    }

    /// Two that read the photo.
    static FilterLoader::DrawnPtr drawnFilters()
    {
        const auto filters = std::make_shared<const FilterSet>(
            FilterSet{0, 2, 3, {1, 2}, true, {1, -1, 0, 0, 0, 0, 2, -4, 0, 0, 0, 0}});
        FilterLoader::Drawn drawn{filters, filterRanges(*filters, ScaleMode::PerMap), {}};
        for (int filter : {0, 1})
            drawn.images.push_back(filterImage(*filters, filter, ColourMap::Diverging,
                                               drawn.ranges[static_cast<std::size_t>(filter)]));
        return std::make_shared<const FilterLoader::Drawn>(std::move(drawn));
    }

    void choose(const QString &name, const QString &item)
    {
        QComboBox *box = control<QComboBox>(name);
        box->setCurrentIndex(box->findText(item));
    }

    std::unique_ptr<ActivationPane> m_pane;
};

QTEST_MAIN(ActivationPaneTest)
#include "tst_activationpane.moc"
