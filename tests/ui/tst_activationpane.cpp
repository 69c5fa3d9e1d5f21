#include "activations/activationpane.h"
#include "activations/channelgrid.h"
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
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

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
        QVERIFY(!control<QComboBox>(QStringLiteral("Scale of the colours"))->isVisible());
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

        QImage photo(8, 4, QImage::Format_RGB32);
        photo.fill(QColor(255, 0, 0));
        m_pane->setCrop(photo);
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

    void mapsAndValuesAreTakenAway()
    {
        QStringList texts;
        for (const QAction *action : m_pane->exportActions()) {
            QVERIFY(!action->isEnabled()); // nothing is shown yet
            texts += action->text();
        }
        QCOMPARE(texts,
                 (QStringList{QStringLiteral("&Copy all maps as a picture"),
                              QStringLiteral("Save all maps as &PNG…"),
                              QStringLiteral("Save the values as &NPY…"),
                              QStringLiteral("Save the values as CS&V…")}));
        show(QStringLiteral("A"), flatChannels({4, 2, 2}));
        auto *message = m_pane->findChild<MessageBar *>();
        m_pane->exportActions().at(0)->trigger();
        AWAIT_EQUAL(message->message(),
                    QStringLiteral("Copied all maps as a picture of 140 × 140 pixels."));
        const QTemporaryDir folder;
        for (const auto &[place, name] : {std::pair{1, "a.png"}, std::pair{2, "a.npy"}}) {
            const QString path = folder.filePath(QLatin1String(name));
            m_pane->exportActions().at(place)->trigger();
            auto *dialog = m_pane->findChild<QFileDialog *>();
            QVERIFY(dialog);
            emit dialog->fileSelected(path);
            AWAIT(message->message().contains(QLatin1String(name)));
            QVERIFY(QFile::exists(path));
            delete dialog;
        }
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
        m_pane->resize(600, 400); // the choosers and the title need the room
        AWAIT(!slider->isVisible());
        QCOMPARE(m_pane->grid()->cellSize(), 64);
    }

private:
    void show(const QString &title, const Activation &activation)
    {
        m_pane->showActivation(title, activation);
        AWAIT(m_pane->findChild<PaneHeader *>()->detail().startsWith(title + u' '));
    }

    static QColor colourAt(QWidget *widget, QPointF place)
    {
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

    void choose(const QString &name, const QString &item)
    {
        QComboBox *box = control<QComboBox>(name);
        box->setCurrentIndex(box->findText(item));
    }

    std::unique_ptr<ActivationPane> m_pane;
};

QTEST_MAIN(ActivationPaneTest)
#include "tst_activationpane.moc"
