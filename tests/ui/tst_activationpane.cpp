#include "activations/activationpane.h"
#include "activations/channelgrid.h"
#include "common/emptystate.h"
#include "common/paneheader.h"
#include "support/activations.h"

#include <QComboBox>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

#include <limits>
#include <memory>

using namespace inceptoscope;
using namespace inceptoscope::test;

class ActivationPaneTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_pane = std::make_unique<ActivationPane>();
        m_pane->resize(760, 400);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_pane.get()));
    }

    void cleanup() { m_pane.reset(); }

    void emptyItSaysHowToGetMaps()
    {
        auto *empty = m_pane->findChild<EmptyState *>();
        QVERIFY(empty->isVisible());
        QCOMPARE(empty->line(),
                 QStringLiteral("Select a stage, block or layer in the diagram to see what its "
                                "channels made of the photo."));
        QVERIFY(!chooser(QStringLiteral("Scale of the colours"))->isVisible());
        m_pane->showEmpty(QStringLiteral("There are no weights."));
        QCOMPARE(empty->line(), QStringLiteral("There are no weights."));
    }

    void statesTitleScaleAndNumbers()
    {
        show(QStringLiteral("Inception-B 4"), activationOf({2, 1, 2}, {0, 1, 2, 5.25F}));
        QCOMPARE(header(), QStringLiteral("Activation maps | Inception-B 4 · 1×2×2"));
        QCOMPARE(m_pane->statisticsText(),
                 QStringLiteral("mean 2.06 · max 5.25 · 25.0 % zeros · 0 of 2 dead"));
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
        QCOMPARE(m_pane->statisticsText(),
                 QStringLiteral("mean −1 · min −1 · max −1 · 0.0 % zeros · 0 of 1 dead · 1 not "
                                "finite"));
        QCOMPARE(
            m_pane->legendText(),
            QStringLiteral("minimum … maximum, each map has its own scale; magenta: not finite"));
    }

    void theNewestWins()
    {
        QSignalSpy changed(m_pane.get(), &ActivationPane::currentChannelChanged);
        m_pane->showActivation(QStringLiteral("large"), flatChannels({64, 147, 147}));
        m_pane->showActivation(QStringLiteral("small"), flatChannels({3, 2, 2}));
        QTRY_COMPARE(header(), QStringLiteral("Activation maps | small · 2×2×3"));
        QCOMPARE(m_pane->grid()->channels().size(), std::size_t{3});
        QTest::qWait(100);
        QCOMPARE(header(), QStringLiteral("Activation maps | small · 2×2×3"));
        QCOMPARE(changed.count(), 0);
    }

    void emptyWinsOverWhatIsOnItsWay()
    {
        m_pane->showActivation(QStringLiteral("large"), flatChannels({64, 147, 147}));
        m_pane->showEmpty();
        QTest::qWait(100);
        QCOMPARE(header(), QStringLiteral("Activation maps | "));
        QVERIFY(m_pane->findChild<EmptyState *>()->isVisible());
    }

    void theOldMapsStayUntilTheNewAreThere()
    {
        show(QStringLiteral("A"), flatChannels({5, 2, 2}));
        m_pane->setCurrentChannel(4);
        m_pane->showActivation(QStringLiteral("B"), flatChannels({7, 2, 2}));
        QCOMPARE(header(), QStringLiteral("Activation maps | A · 2×2×5"));
        QCOMPARE(m_pane->currentChannel(), 4);
        m_pane->setCurrentChannel(6); // of what is to come
        QTRY_COMPARE(m_pane->currentChannel(), 6);
        QCOMPARE(header(), QStringLiteral("Activation maps | B · 2×2×7"));
    }

    void anotherPhotoKeepsTheChannelAnotherLayerDoesNot()
    {
        show(QStringLiteral("A"), flatChannels({5, 2, 2}));
        m_pane->setCurrentChannel(4);
        QSignalSpy changed(m_pane.get(), &ActivationPane::currentChannelChanged);
        const auto before = m_pane->grid()->summary();
        m_pane->showActivation(QStringLiteral("A"), flatChannels({5, 2, 2}));
        QTRY_VERIFY(m_pane->grid()->summary() != before);
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
        QComboBox *scale = chooser(QStringLiteral("Scale of the colours"));
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

    void theSliderAndTheGridAgreeOnTheSize()
    {
        show(QStringLiteral("A"), flatChannels({5, 2, 2}));
        auto *slider = m_pane->findChild<QSlider *>();
        slider->setValue(slider->maximum());
        QCOMPARE(m_pane->grid()->cellSize(), ChannelGrid::greatestCellSize);
        slider->setValue(slider->minimum());
        QCOMPARE(m_pane->grid()->cellSize(), ChannelGrid::leastCellSize);
        m_pane->grid()->setCellSize(64);
        QCOMPARE(slider->value(), 8);
        QCOMPARE(m_pane->grid()->cellSize(), 64);
    }

private:
    void show(const QString &title, const Activation &activation)
    {
        m_pane->showActivation(title, activation);
        QTRY_VERIFY(m_pane->findChild<PaneHeader *>()->detail().startsWith(title + u' '));
    }

    QString header() const
    {
        const auto *header = m_pane->findChild<PaneHeader *>();
        return header->title() + QStringLiteral(" | ") + header->detail();
    }

    QComboBox *chooser(const QString &name) const
    {
        for (QComboBox *box : m_pane->findChildren<QComboBox *>()) {
            if (box->accessibleName() == name)
                return box;
        }
        return nullptr;
    }

    void choose(const QString &name, const QString &item)
    {
        QComboBox *box = chooser(name);
        box->setCurrentIndex(box->findText(item));
    }

    std::unique_ptr<ActivationPane> m_pane;
};

QTEST_MAIN(ActivationPaneTest)
#include "tst_activationpane.moc"
