#include "compare/comparedplaces.h"
#include "compare/comparison.h"
#include "compare/comparisontexts.h"
#include "explorer/explorer.h"
#include "support/await.h"
#include "support/plainphotos.h"
#include "support/temporaryfolder.h"
#include "support/tinycatalogue.h"

#include <QSignalSpy>
#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;

class TestComparison : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void bothNetworksAnswerOnePhoto();
    void nothingIsComputedWhileNobodyLooks();
    void itselfWithAnotherScaleWhereThereIsNoOther();
    void anotherScaleAnswersAnew();
    void twoPhotosOfOneNetwork();
    void aRemovedPhotoIsReplaced();
    void aNetworkWithoutWeights();
    void aBrokenSecondPhoto();
    void aBrokenPhotoIsTriedAgain();
    void cancelledAndAskedAgain();
    void theSelectionIsShared();
    void agreement();

private:
    QString photo(const QString &name, const QColor &colour)
    {
        return savePlainPhoto(m_folder.path(), name, colour);
    }
    void openTwo();

    TemporaryFolder m_folder;
    NetworkCatalogue m_catalogue;
    std::unique_ptr<Explorer> m_explorer;
    std::unique_ptr<Comparison> m_comparison;
};

void TestComparison::initTestCase()
{
    for (const char *network : {"inception_v4", "inception_resnet_v2"})
        QVERIFY(addTinyNetwork(m_catalogue, m_folder.path(), tinyDescription(network)));
    m_catalogue.entries.push_back(entryWithoutWeights());
}

void TestComparison::init()
{
    m_comparison.reset();
    m_explorer = std::make_unique<Explorer>(m_catalogue);
    m_comparison = std::make_unique<Comparison>(m_explorer.get());
    m_comparison->setActive(true);
}

void TestComparison::openTwo()
{
    m_explorer->openPhotos(
        {photo(QStringLiteral("red.png"), Qt::red), photo(QStringLiteral("blue.png"), Qt::blue)});
    AWAIT(m_explorer->answer() && m_explorer->photos()->rowCount() == 2);
}

void TestComparison::bothNetworksAnswerOnePhoto()
{
    QCOMPARE(m_comparison->network().id, std::string("tiny_inception_resnet_v2"));
    openTwo();
    AWAIT(m_comparison->answer());
    QCOMPARE(m_comparison->answer()->photo, m_explorer->answer()->photo);
    QCOMPARE(m_comparison->answer()->graph, *m_comparison->graph());
    QVERIFY(m_comparison->answer()->graph.id() != m_explorer->answer()->graph.id());
    AWAIT(!m_comparison->isBusy());

    m_explorer->selection()->setPhoto(2);
    QVERIFY(!m_comparison->answer());
    AWAIT(m_comparison->answer());
    QCOMPARE(m_comparison->answer()->photo, 2);
}

void TestComparison::nothingIsComputedWhileNobodyLooks()
{
    m_comparison->setActive(false);
    QSignalSpy busy(m_comparison.get(), &Comparison::busyChanged);
    openTwo();
    AWAIT(!m_explorer->isBusy());
    QVERIFY(!m_comparison->answer() && busy.isEmpty());
    m_comparison->setActive(true);
    QVERIFY(m_comparison->isBusy());
    AWAIT(m_comparison->answer());
}

void TestComparison::itselfWithAnotherScaleWhereThereIsNoOther()
{
    NetworkCatalogue alone;
    alone.entries = {m_catalogue.entries[1]};
    Explorer explorer(alone);
    const Comparison comparison(&explorer);
    QCOMPARE(comparison.network().id, explorer.network().id);
    QCOMPARE(comparison.residualScale(), std::optional(0.1));
    QCOMPARE(commonScale(*comparison.graph()), std::optional(0.1));
    QVERIFY(comparison.isSameNetwork());
}

void TestComparison::anotherScaleAnswersAnew()
{
    m_explorer->setNetwork(QStringLiteral("tiny_inception_resnet_v2"));
    QCOMPARE(m_comparison->network().id, std::string("tiny_inception_v4")); // not chosen: the other
    m_comparison->setNetwork(QStringLiteral("tiny_inception_resnet_v2"));
    openTwo();
    AWAIT(m_comparison->answer());
    QCOMPARE(m_comparison->answer()->predictions, m_explorer->answer()->predictions);
    m_comparison->setResidualScale(0.9);
    QVERIFY(!m_comparison->answer());
    AWAIT(m_comparison->answer());
    QVERIFY(m_comparison->answer()->predictions != m_explorer->answer()->predictions);
    QCOMPARE(commonScale(m_comparison->answer()->graph), std::optional(0.9));
}

void TestComparison::twoPhotosOfOneNetwork()
{
    openTwo();
    m_comparison->setMode(Comparison::Mode::Photos);
    QCOMPARE(m_comparison->network(), m_explorer->network());
    QVERIFY(m_comparison->isSameNetwork());
    QCOMPARE(m_comparison->photo(), 2);
    AWAIT(m_comparison->answer());
    QCOMPARE(m_comparison->answer()->photo, 2);
    QCOMPARE(m_comparison->answer()->crop.pixelColor(30, 30), QColor(Qt::blue));
    m_comparison->setPhoto(1);
    AWAIT(m_comparison->answer() && m_comparison->answer()->photo == 1);
    QCOMPARE(m_comparison->answer()->predictions, m_explorer->answer()->predictions);

    m_comparison->setMode(Comparison::Mode::Networks);
    QCOMPARE(m_comparison->network().id, std::string("tiny_inception_resnet_v2"));
    AWAIT(m_comparison->answer());
}

void TestComparison::aRemovedPhotoIsReplaced()
{
    openTwo();
    m_comparison->setMode(Comparison::Mode::Photos);
    AWAIT(m_comparison->answer());
    m_explorer->photos()->removePhotos({1});
    QCOMPARE(m_comparison->photo(), 0);
    QVERIFY(m_comparison->picture().isNull() && !m_comparison->answer());
    m_explorer->openPhotos({photo(QStringLiteral("green.png"), Qt::green)});
    AWAIT_EQUAL(m_explorer->selection()->photo(), 3);
    AWAIT(m_comparison->answer());
    QVERIFY(m_comparison->photo() != m_explorer->selection()->photo());
}

void TestComparison::aNetworkWithoutWeights()
{
    openTwo();
    AWAIT(m_comparison->answer());
    m_comparison->setNetwork(QStringLiteral("inception_v3"));
    QVERIFY(!m_comparison->hasWeights() && !m_comparison->answer() && !m_comparison->isBusy());
    QVERIFY(m_comparison->graph());
}

void TestComparison::aBrokenSecondPhoto()
{
    const QString path = QString::fromStdString((m_folder / "text.png").string());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no picture") > 0);
    file.close();
    QSignalSpy failed(m_comparison.get(), &Comparison::pictureFailed);
    m_explorer->openPhotos({photo(QStringLiteral("red.png"), Qt::red), path});
    AWAIT(m_explorer->answer() && m_explorer->photos()->rowCount() == 2);
    m_comparison->setMode(Comparison::Mode::Photos);
    AWAIT(!failed.isEmpty());
    QVERIFY(failed.constFirst().constFirst().toString().contains(QStringLiteral("text.png")));
    AWAIT(!m_comparison->isBusy());
    m_comparison->retry();
    AWAIT(failed.count() > 1);
}

/// The photo of both sides is the explorer's.
void TestComparison::aBrokenPhotoIsTriedAgain()
{
    const QString path = QString::fromStdString((m_folder / "broken.png").string());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no picture") > 0);
    file.close();
    QSignalSpy failed(m_comparison.get(), &Comparison::pictureFailed);
    m_explorer->openPhotos({path});
    AWAIT(!failed.isEmpty() && !m_explorer->isBusy());
    m_comparison->retry();
    AWAIT(failed.count() > 1);
}

void TestComparison::cancelledAndAskedAgain()
{
    openTwo();
    m_comparison->cancel();
    QVERIFY(!m_comparison->isBusy());
    m_comparison->setResidualScale(0.5);
    m_comparison->cancel();
    QVERIFY(!m_comparison->isBusy() && !m_comparison->answer());
    m_comparison->retry();
    QVERIFY(m_comparison->isBusy());
    AWAIT(m_comparison->answer());
}

void TestComparison::theSelectionIsShared()
{
    ComparedPlaces places(m_comparison.get());
    QSignalSpy changed(&places, &ComparedPlaces::placeChanged);
    QCOMPARE(places.stage(), 1);
    openTwo();
    AWAIT(m_comparison->answer());
    places.setStage(3);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(m_explorer->selection()->element(), QString::fromStdString(places.place().a->id));
    QCOMPARE(places.activationA()->values, m_explorer->selectedActivation()->values);
    QVERIFY(places.activationB());
    QCOMPARE(places.activationB()->shape, places.place().b->shape);

    m_explorer->selection()->setElement(QStringLiteral("inception_a.0.branch1"));
    QCOMPARE(places.stage(), 1);
    QCOMPARE(places.place().a->id, std::string("inception_a.0"));
    m_explorer->setNetwork(QStringLiteral("tiny_inception_resnet_v2"));
    QCOMPARE(places.stage(), 1);
    QCOMPARE(places.place().a->id, std::string("inception_resnet_a.0"));
}

void TestComparison::agreement()
{
    const Prediction ball{1, QStringLiteral("golf ball"), 0.973};
    const Prediction otherBall{9, QStringLiteral("Golf ball"), 0.881};
    const Prediction parachute{2, QStringLiteral("parachute %1"), 0.51};
    QVERIFY(agree(ball, otherBall) && !agree(ball, parachute));
    QCOMPARE(agreementText(ball, otherBall),
             QStringLiteral("Both say golf ball: 97.3 % and 88.1 %"));
    QCOMPARE(
        agreementText(ball, parachute),
        QStringLiteral("They disagree: A says golf ball (97.3 %), B says parachute %1 (51.0 %)"));
    QCOMPARE(answersText(ball, parachute),
             QStringLiteral("A is golf ball (97.3 %), B is parachute %1 (51.0 %)"));
}

QTEST_MAIN(TestComparison)

#include "tst_comparison.moc"
