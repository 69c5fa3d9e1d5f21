#include "activations/channelgrid.h"
#include "support/activations.h"
#include "support/await.h"

#include <QGuiApplication>
#include <QScrollBar>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <memory>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

void show(ChannelGrid &grid, const Activation &activation)
{
    grid.setActivation(activation,
                       std::make_shared<const ActivationSummary>(summarise(activation)));
}

void turnWheel(QWidget *target, int delta, Qt::KeyboardModifiers modifiers)
{
    const QPointF place = target->rect().center();
    QWheelEvent event(place, target->mapToGlobal(place), {}, {0, delta}, Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QGuiApplication::sendEvent(target, &event);
}

void moveTo(QWidget *target, QPoint place)
{
    QMouseEvent event(QEvent::MouseMove, place, target->mapToGlobal(place), Qt::NoButton, {}, {});
    QGuiApplication::sendEvent(target, &event);
}

/// As it looks when all pictures are there.
QImage seen(ChannelGrid &grid)
{
    grid.grab();
    [&grid] { AWAIT(grid.isSettled()); }();
    return grid.grab().toImage();
}

/// Channels per row, and rows.
QSize arrangement(const ChannelGrid &grid)
{
    const QRect first = grid.channelRect(grid.channels().front());
    const auto count = static_cast<int>(grid.channels().size());
    int columns = 1;
    while (columns < count
           && grid.channelRect(grid.channels()[static_cast<std::size_t>(columns)]).top()
               == first.top())
        ++columns;
    return {columns, (count + columns - 1) / columns};
}

} // namespace

class ChannelGridTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_grid = std::make_unique<ChannelGrid>();
        m_grid->resize(500, 300);
        m_grid->setCellSize(64);
        show(*m_grid, flatChannels({40, 4, 4}));
        m_grid->show();
        m_grid->activateWindow();
        m_grid->setFocus();
        QVERIFY(QTest::qWaitForWindowActive(m_grid.get()));
    }

    void cleanup() { m_grid.reset(); }

    void aClickSelectsAndSaysSoOnce()
    {
        QSignalSpy changed(m_grid.get(), &ChannelGrid::currentChannelChanged);
        const QPoint place = m_grid->channelRect(3).center();
        QCOMPARE(m_grid->channelAt(place), 3);
        QTest::mouseClick(m_grid->viewport(), Qt::LeftButton, {}, place);
        QTest::mouseClick(m_grid->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(changed, (QList<QList<QVariant>>{{3}}));
        QCOMPARE(m_grid->currentChannel(), 3);
        QCOMPARE(m_grid->accessibleDescription(),
                 QStringLiteral("Channel 3: mean 21, max 21, 0.0 % zeros"));
    }

    void outsideOfTheCellsNothingIsSelected()
    {
        show(*m_grid, flatChannels({2, 4, 4}));
        QCOMPARE(m_grid->channelAt({300, 30}), -1);
        QCOMPARE(m_grid->channelAt({30, 200}), -1);
        QTest::mouseClick(m_grid->viewport(), Qt::LeftButton, {}, {300, 200});
        QCOMPARE(m_grid->currentChannel(), -1);
    }

    void keysMoveThroughTheGrid()
    {
        const int columns = arrangement(*m_grid).width();
        QCOMPARE(columns, 6);
        QList<int> visited;
        connect(m_grid.get(), &ChannelGrid::currentChannelChanged, m_grid.get(),
                [&](int channel) { visited += channel; });
        for (const Qt::Key key :
             {Qt::Key_Right, Qt::Key_Right, Qt::Key_Down, Qt::Key_Left, Qt::Key_Up, Qt::Key_End,
              Qt::Key_Right, Qt::Key_PageUp, Qt::Key_Home, Qt::Key_Left, Qt::Key_PageDown})
            QTest::keyClick(m_grid.get(), key);
        QCOMPARE(visited, (QList<int>{0, 1, 7, 6, 0, 39, 21, 0, 18}));
    }

    void theCurrentChannelIsScrolledIntoView()
    {
        for (const int channel : {39, 0, 20}) {
            m_grid->setCurrentChannel(channel);
            QVERIFY(m_grid->viewport()->rect().contains(m_grid->channelRect(channel)));
        }
    }

    void enterAndDoubleClickActivate()
    {
        QSignalSpy activated(m_grid.get(), &ChannelGrid::channelActivated);
        QTest::keyClick(m_grid.get(), Qt::Key_Return);
        QCOMPARE(activated.count(), 0);
        m_grid->setCurrentChannel(2);
        QTest::keyClick(m_grid.get(), Qt::Key_Return);
        QTest::mouseDClick(m_grid->viewport(), Qt::LeftButton, {}, m_grid->channelRect(1).center());
        QCOMPARE(activated, (QList<QList<QVariant>>{{2}, {1}}));
    }

    void ordersByNumberMeanAndPeak()
    {
        show(*m_grid, activationOf({3, 1, 2}, {1, 1, 0, 9, 5, 5}));
        QCOMPARE(m_grid->channels(), (std::vector{0, 1, 2}));
        m_grid->setOrder(ChannelOrder::ByMean);
        QCOMPARE(m_grid->channels(), (std::vector{2, 1, 0}));
        QVERIFY(m_grid->channelRect(2).left() < m_grid->channelRect(0).left());
        m_grid->setOrder(ChannelOrder::ByPeak);
        QCOMPARE(m_grid->channels(), (std::vector{1, 2, 0}));
        QTest::keyClick(m_grid.get(), Qt::Key_Home);
        QCOMPARE(m_grid->currentChannel(), 1);
    }

    void ordersBySimilarityToTheCurrentChannel()
    {
        const Activation activation = activationOf({3, 1, 2}, {1, 1, 0, 9, 1, 5});
        show(*m_grid, activation);
        m_grid->setCurrentChannel(1);
        m_grid->setOrder(ChannelOrder::BySimilarity);
        QCOMPARE(m_grid->channels(), (std::vector{0, 1, 2})); // until the worker knows
        AWAIT_EQUAL(m_grid->channels(), (std::vector{1, 2, 0}));
        m_grid->setCurrentChannel(0); // others are still compared with the one before
        show(*m_grid, activation);
        QCOMPARE(m_grid->channels(), (std::vector{1, 2, 0}));
        seen(*m_grid);
        QCOMPARE(m_grid->channels(), (std::vector{1, 2, 0}));
        m_grid->setOrder(ChannelOrder::BySimilarity);
        AWAIT_EQUAL(m_grid->channels(), (std::vector{0, 2, 1}));
        m_grid->setOrder(ChannelOrder::BySimilarity);
        m_grid->setOrder(ChannelOrder::ByIndex); // the newest wins
        seen(*m_grid);
        QCOMPARE(m_grid->channels(), (std::vector{0, 1, 2}));
    }

    void theSizeChangesByWheelAndKeysWithinBounds()
    {
        QSignalSpy changed(m_grid.get(), &ChannelGrid::cellSizeChanged);
        turnWheel(m_grid->viewport(), 120, Qt::ControlModifier);
        QTest::keyClick(m_grid.get(), Qt::Key_Minus, Qt::ControlModifier);
        QTest::keyClick(m_grid.get(), Qt::Key_Plus, Qt::ControlModifier);
        QCOMPARE(changed, (QList<QList<QVariant>>{{80}, {64}, {80}}));
        m_grid->setCellSize(1);
        QCOMPARE(m_grid->cellSize(), ChannelGrid::leastCellSize);
        QCOMPARE(arrangement(*m_grid), QSize(11, 4));
        m_grid->setCellSize(100'000);
        QCOMPARE(m_grid->cellSize(), ChannelGrid::greatestCellSize);
        QCOMPARE(arrangement(*m_grid), QSize(1, 40));
    }

    void aWheelAloneScrolls()
    {
        turnWheel(m_grid->viewport(), -120, Qt::NoModifier);
        QVERIFY(m_grid->verticalScrollBar()->value() > 0);
        QCOMPARE(m_grid->cellSize(), 64);
    }

    void valuesAreSquaresOfOneColour()
    {
        show(*m_grid, activationOf({1, 2, 2}, {0, 1, 2, 4}));
        m_grid->setColourMap(ColourMap::Grey);
        const QImage picture = seen(*m_grid);
        const double ratio = m_grid->devicePixelRatioF();
        const QRect cell = m_grid->channelRect(0);
        QStringList colours;
        for (const QPoint place : {QPoint(1, 0), QPoint(30, 31), QPoint(33, 1), QPoint(62, 30),
                                   QPoint(1, 33), QPoint(33, 33), QPoint(62, 63)}) {
            const QPoint corner(cell.left() + 4, cell.top() + 4);
            colours += picture.pixelColor(((corner + place) * ratio)).name();
        }
        QCOMPARE(colours.join(u' '),
                 QStringLiteral("#000000 #000000 #404040 #404040 #808080 #ffffff #ffffff"));
    }

    /// The values change behind its back: what is drawn tells which pictures were made anew.
    void aResizeKeepsThePictures()
    {
        const auto values = std::make_shared<LazyValues>(std::vector<float>{0, 0, 4, 4});
        show(*m_grid, {{1, 2, 2}, values});
        m_grid->setColourMap(ColourMap::Grey);
        const auto upperHalf = [this] {
            const QImage picture = seen(*m_grid);
            const QPoint place = m_grid->channelRect(0).topLeft() + QPoint(8, 8);
            return picture.pixelColor(place * m_grid->devicePixelRatioF()).name();
        };
        QCOMPARE(upperHalf(), QStringLiteral("#000000"));
        const_cast<std::vector<float> &>(values->get()) = {4, 4, 0, 0};
        m_grid->resize(430, 280);
        AWAIT_EQUAL(m_grid->size(), QSize(430, 280));
        QCOMPARE(upperHalf(), QStringLiteral("#000000"));
        m_grid->setCellSize(80); // values are squares of any size
        QCOMPARE(upperHalf(), QStringLiteral("#000000"));
        m_grid->setScale({ScaleMode::Fixed, {0, 4}});
        QCOMPARE(upperHalf(), QStringLiteral("#ffffff"));
    }

    /// What was there stays until the worker is done.
    void theOldPicturesStayUntilTheNewAreThere()
    {
        show(*m_grid, activationOf({1, 2, 2}, {0, 1, 2, 4}));
        m_grid->setColourMap(ColourMap::Grey);
        const QImage grey = seen(*m_grid);
        m_grid->setColourMap(ColourMap::Magma);
        QVERIFY(!m_grid->isSettled());
        QCOMPARE(m_grid->grab().toImage(), grey);
        QVERIFY(seen(*m_grid) != grey);
    }

    void onlyWhatIsSeenIsDrawn()
    {
        show(*m_grid, flatChannels({1500, 4, 4}));
        seen(*m_grid);
        m_grid->verticalScrollBar()->setValue(m_grid->verticalScrollBar()->maximum());
        QVERIFY(!m_grid->isSettled()); // nothing of the end was there before
        seen(*m_grid);
        m_grid->verticalScrollBar()->setValue(0);
        QVERIFY(m_grid->isSettled()); // the beginning still is
    }

    void deadChannelsAreHatchedAndSaid()
    {
        show(*m_grid, activationOf({3, 2, 2}, {0, 1, 2, 4, 0, 0, 0, 0, 5, 5, 5, 5}));
        QCOMPARE(m_grid->accessibleDescription(),
                 QStringLiteral("3 channels, 1 of them zero on this photo; none is selected"));
        m_grid->setCurrentChannel(1);
        QCOMPARE(m_grid->accessibleDescription(),
                 QStringLiteral("Channel 1: mean 0, max 0, zero on this photo"));
        m_grid->setCurrentChannel(-1);
        const auto coloursOf = [&](int channel) {
            const QImage picture = seen(*m_grid);
            const double ratio = m_grid->devicePixelRatioF();
            const QRect cell = m_grid->channelRect(channel);
            QSet<QRgb> colours;
            for (int x = 8; x < 56; ++x)
                colours += picture.pixel(((cell.topLeft() + QPoint(x, 20)) * ratio));
            return colours.size();
        };
        QCOMPARE(coloursOf(2), 1); // one value
        QVERIFY(coloursOf(1) > 1); // lines on the ground
    }

    void theValueUnderThePointerIsTold()
    {
        show(*m_grid, activationOf({1, 2, 2}, {0, 1, 2, 4}));
        QStringList told;
        connect(m_grid.get(), &ChannelGrid::valuePointedAt, this,
                [&](const QString &text) { told += text; });
        const QPoint corner = m_grid->channelRect(0).topLeft() + QPoint(4, 4);
        for (const QPoint place : {corner + QPoint(48, 16), QPoint(400, 200)})
            moveTo(m_grid->viewport(), place);
        QEvent leave(QEvent::Leave);
        QGuiApplication::sendEvent(m_grid->viewport(), &leave);
        QCOMPARE(
            told,
            (QStringList{QStringLiteral("Channel 0 · Row 0, column 1: 1"), QString(), QString()}));
    }

    void theSameShapeKeepsChannelAndPlace()
    {
        m_grid->setCurrentChannel(39);
        const int place = m_grid->verticalScrollBar()->value();
        QSignalSpy changed(m_grid.get(), &ChannelGrid::currentChannelChanged);
        show(*m_grid, flatChannels({40, 4, 4}));
        QCOMPARE(m_grid->currentChannel(), 39);
        QCOMPARE(m_grid->verticalScrollBar()->value(), place);
        QCOMPARE(changed.count(), 0);
        show(*m_grid, flatChannels({40, 5, 5}));
        QCOMPARE(changed, (QList<QList<QVariant>>{{-1}}));
        QCOMPARE(m_grid->verticalScrollBar()->value(), 0);
    }

    void theToolTipStatesTheValueUnderThePointer()
    {
        show(*m_grid, activationOf({1, 2, 2}, {0, 1, 2, 4}));
        const QRect cell = m_grid->channelRect(0);
        QCOMPARE(m_grid->toolTipAt(cell.topLeft() + QPoint(4 + 48, 4 + 16)),
                 QStringLiteral("Channel 0: mean 1.75, max 4, 25.0 % zeros\nRow 0, column 1: 1"));
        QCOMPARE(m_grid->toolTipAt(cell.bottomLeft() + QPoint(20, -2)),
                 QStringLiteral("Channel 0: mean 1.75, max 4, 25.0 % zeros"));
        QCOMPARE(m_grid->toolTipAt({400, 200}), QString());
    }

    void nothingToShow()
    {
        m_grid->clear();
        QCOMPARE(m_grid->channels(), std::vector<int>{});
        m_grid->setCurrentChannel(0);
        QTest::keyClick(m_grid.get(), Qt::Key_End);
        QTest::keyClick(m_grid.get(), Qt::Key_Return);
        m_grid->setCellSize(200);
        m_grid->grab();
        QCOMPARE(m_grid->currentChannel(), -1);
        show(*m_grid, activationOf({3, 0, 0}, {}));
        m_grid->grab();
        QCOMPARE(m_grid->channelAt({20, 20}), -1);
    }

private:
    std::unique_ptr<ChannelGrid> m_grid;
};

QTEST_MAIN(ChannelGridTest)
#include "tst_channelgrid.moc"
