#include "compare/comparison.h"
#include "compare/disagreementmodel.h"
#include "compare/disagreementtexts.h"
#include "compare/pairjob.h"
#include "explain/explainer.h"
#include "explorer/explorer.h"
#include "support/await.h"
#include "support/plainphotos.h"
#include "support/temporaryfolder.h"
#include "support/tinycatalogue.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <optional>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// A folder through two networks.
class TestDisagreement : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void mergedClasses_data();
    void mergedClasses();
    void bothAnswerEveryPhoto();
    void bothAreJudgedByTheirOwnClasses();
    void theExplorerIsAnsweredFirst();
    void oneRunGoesAtATime();
    void theRunThatIsLookedAtGoes();
    void anExplanationGoesFirst();
    void pausedAndResumed();
    void cancelledKeepsWhatIsThere();
    void withoutWeightsItSaysSo();
    void goneWhileItRuns();
    void texts();
    void rightAndWrong();
    void csv();

private:
    void photo(const QString &name, const QColor &colour)
    {
        savePlainPhoto(m_folder.path(), name, colour);
    }
    QString folder(const QString &name) const { return pathIn(m_folder.path(), name); }
    FolderRun &run() { return *m_comparison->folderRun(); }
    void awaitState(FolderRun::State state) { AWAIT_EQUAL(run().state(), state); }

    TemporaryFolder m_folder;
    NetworkCatalogue m_catalogue;
    std::unique_ptr<Explorer> m_explorer;
    std::unique_ptr<Comparison> m_comparison;
    std::vector<FolderRow> m_rows;
};

/// B has the classes of A in another order and one of its own.
void TestDisagreement::initTestCase()
{
    for (const char *network : {"inception_v4", "inception_resnet_v2"}) {
        ModelDescription description = tinyDescription(network);
        if (m_catalogue.entries.size() == 1)
            description.labels = {"Church", "parachute", "kite", "tench"};
        QVERIFY(addTinyNetwork(m_catalogue, m_folder.path(), description));
    }
    m_catalogue.entries.push_back(entryWithoutWeights());
    photo(QStringLiteral("few/a/1.png"), Qt::green);
    photo(QStringLiteral("few/a/2.png"), Qt::red);
    photo(QStringLiteral("few/3.png"), Qt::blue);
    writeFile(m_folder / "few/broken.jpg", "no picture");
    photo(QStringLiteral("classes/church/1.png"), Qt::green);
    photo(QStringLiteral("classes/golf_ball/2.png"), Qt::red);
    photo(QStringLiteral("classes/kite/3.png"), Qt::blue);
    photo(QStringLiteral("classes/other/4.png"), Qt::blue);
    writeFile(m_folder / "classes/kite/broken.jpg", "no picture");
    for (int i = 0; i < 60; ++i)
        photo(QStringLiteral("many/%1.png").arg(i, 2, 10, QLatin1Char('0')),
              QColor::fromHsv(6 * i, 200, 200));
}

void TestDisagreement::init()
{
    m_rows.clear();
    m_explorer = std::make_unique<Explorer>(m_catalogue);
    m_comparison = std::make_unique<Comparison>(m_explorer.get());
    connect(&run(), &FolderRun::rowsReady, this, [this](const FolderRows &rows) {
        m_rows.insert(m_rows.end(), rows->begin(), rows->end());
    });
}

void TestDisagreement::cleanup()
{
    m_comparison.reset();
    m_explorer.reset();
}

void TestDisagreement::mergedClasses_data()
{
    QTest::addColumn<QStringList>("a");
    QTest::addColumn<QStringList>("b");
    QTest::addColumn<QStringList>("labels");
    QTest::addColumn<std::vector<int>>("ofA");
    QTest::addColumn<std::vector<int>>("ofB");
    using Places = std::vector<int>;
    const auto list = [](const char *text) {
        return QString::fromUtf8(text).split(u' ', Qt::SkipEmptyParts);
    };
    QTest::newRow("the same") << list("x y") << list("x y") << list("x y") << Places{0, 1}
                              << Places{0, 1};
    QTest::newRow("another order and case")
        << list("x y z") << list("Z X") << list("x y z") << Places{0, 1, 2} << Places{2, 0};
    QTest::newRow("others") << list("x") << list("y x w") << list("x y w") << Places{0}
                            << Places{1, 0, 2};
    QTest::newRow("one name twice") << list("crane x crane") << list("x crane crane")
                                    << list("crane x") << Places{0, 1, 0} << Places{1, 0, 0};
}

void TestDisagreement::mergedClasses()
{
    QFETCH(QStringList, a);
    QFETCH(QStringList, b);
    const MergedClasses merged = inceptoscope::mergedClasses(a, b);
    QTEST(merged.labels, "labels");
    QTEST(merged.ofA, "ofA");
    QTEST(merged.ofB, "ofB");
}

/// Each row is what the page says of that photo.
void TestDisagreement::bothAnswerEveryPhoto()
{
    m_comparison->runFolders({folder(QStringLiteral("few"))});
    awaitState(FolderRun::State::Finished);
    QCOMPARE(m_rows.size(), std::size_t(4));
    QStringList names;
    for (const FolderRow &row : m_rows)
        names << row.name;
    QCOMPARE(names,
             (QStringList{QStringLiteral("3.png"), QStringLiteral("a/1.png"),
                          QStringLiteral("a/2.png"), QStringLiteral("broken.jpg")}));
    QCOMPARE(
        run().labels(),
        (QStringList{QStringLiteral("tench"), QStringLiteral("church"), QStringLiteral("golf ball"),
                     QStringLiteral("parachute"), QStringLiteral("kite")}));
    QVERIFY(!m_rows[3].isRead() && m_rows[3].error.contains(QStringLiteral("broken.jpg")));

    m_comparison->setActive(true);
    for (const FolderRow &row : {m_rows[0], m_rows[1], m_rows[2]}) {
        m_explorer->openPhotos({row.path});
        AWAIT(m_explorer->answer() && m_comparison->answer()
              && m_comparison->answer()->photo == m_explorer->answer()->photo
              && m_explorer->photos()->picture(m_explorer->answer()->photo).pixelColor(1, 1)
                  == QImage(row.path).pixelColor(1, 1));
        const Prediction &a = m_explorer->answer()->predictions.front();
        const Prediction &b = m_comparison->answer()->predictions.front();
        QCOMPARE(labelOf(run().labels(), row.top), a.label);
        QVERIFY(row.other && !row.isJudged() && !row.other->isJudged());
        QCOMPARE(labelOf(run().labels(), row.other->top).toLower(), b.label.toLower());
        QVERIFY(std::abs(row.confidence - a.probability) < 1e-4);
        QVERIFY(std::abs(row.other->confidence - b.probability) < 1e-4);
        m_explorer->photos()->clear();
    }
}

/// "golf ball" is a class of A alone, and "kite" one of B.
void TestDisagreement::bothAreJudgedByTheirOwnClasses()
{
    m_comparison->runFolders({folder(QStringLiteral("classes"))});
    awaitState(FolderRun::State::Finished);
    const auto told = [this](const FolderAnswer &answer) {
        return labelOf(run().labels(), answer.truth) + (answer.isJudged() ? u'+' : u'-');
    };
    QStringList lines;
    for (const FolderRow &row : m_rows) {
        QVERIFY(row.other);
        lines << row.name + u' ' + told(row) + u' ' + told(*row.other) + u' '
                + labelOf(run().labels(), row.folderClass());
        for (const FolderAnswer &answer : {FolderAnswer(row), *row.other}) {
            QCOMPARE(answer.rank > 0, answer.isJudged());
            QCOMPARE(answer.isWrong(), answer.isJudged() && answer.top != answer.truth);
        }
    }
    QCOMPARE(lines,
             (QStringList{QStringLiteral("church/1.png church+ church+ church"),
                          QStringLiteral("golf_ball/2.png golf ball+ - golf ball"),
                          QStringLiteral("kite/3.png - kite+ kite"),
                          QStringLiteral("kite/broken.jpg - kite- kite"),
                          QStringLiteral("other/4.png - - ")}));
}

/// Its engine is another one, but the cores are the same. And nothing is lost of the folder.
void TestDisagreement::theExplorerIsAnsweredFirst()
{
    m_explorer->openPhotos({folder("few/3.png"), folder("few/a/1.png")});
    AWAIT(m_explorer->answer());
    m_explorer->selection()->setPhoto(2);
    QVERIFY(m_explorer->isBusy());
    m_comparison->runFolders({folder("many")});
    QVERIFY(run().isHeld());
    QCOMPARE(run().state(), FolderRun::State::Running);
    std::vector<std::size_t> rows; // when it ceased to be busy
    const QObject here;
    connect(m_explorer.get(), &Explorer::busyChanged, &here, [&](bool busy) {
        if (!busy)
            rows.push_back(m_rows.size());
    });
    AWAIT(!m_rows.empty());
    QVERIFY(m_explorer->answer());
    QVERIFY(rows == std::vector<std::size_t>{0});
    m_explorer->selection()->setPhoto(1);
    QVERIFY(run().isHeld());
    AWAIT(m_explorer->answer());
    QVERIFY(!run().isHeld());
    awaitState(FolderRun::State::Finished);
    QCOMPARE(m_rows.size(), std::size_t(60));
    QVERIFY(std::ranges::is_sorted(m_rows, {}, &FolderRow::name));
}

/// Which of the explorer's run and this one told of photos, in their order.
static void record(QStringList &order, const QString &name)
{
    if (order.isEmpty() || order.constLast() != name)
        order << name;
}

void TestDisagreement::oneRunGoesAtATime()
{
    QStringList order;
    const QObject here;
    FolderRun &other = *m_explorer->folderRun();
    connect(&other, &FolderRun::rowsReady, &here, [&] { record(order, QStringLiteral("one")); });
    connect(&run(), &FolderRun::rowsReady, &here, [&] { record(order, QStringLiteral("both")); });
    m_explorer->runFolders({folder("many")});
    m_comparison->runFolders({folder("many")});
    QVERIFY(!other.isHeld() && run().isHeld());
    QCOMPARE(run().state(), FolderRun::State::Running);
    awaitState(FolderRun::State::Finished);
    QCOMPARE(order, (QStringList{QStringLiteral("one"), QStringLiteral("both")}));
    QCOMPARE(m_rows.size(), std::size_t(60));

    // While one is paused, the other goes.
    connect(&other, &FolderRun::stateChanged, &other, &FolderRun::pause);
    m_explorer->runFolders({folder("few")});
    AWAIT_EQUAL(other.state(), FolderRun::State::Paused);
    m_comparison->runFolders({folder("few")});
    AWAIT_EQUAL(run().progress().done, 4);
    awaitState(FolderRun::State::Finished);
    QCOMPARE(other.state(), FolderRun::State::Paused);
}

void TestDisagreement::theRunThatIsLookedAtGoes()
{
    FolderRun &other = *m_explorer->folderRun();
    m_explorer->runFolders({folder("many")});
    m_comparison->runFolders({folder("many")});
    m_comparison->setActive(true);
    QVERIFY(other.isHeld() && !run().isHeld());
    m_explorer->precedence()->lookAt(&other);
    QVERIFY(!other.isHeld() && run().isHeld());
    m_comparison->setActive(false);
    m_comparison->setActive(true);
    bool hasGoneOn = false; // when this one has ended
    const QObject here;
    connect(&run(), &FolderRun::stateChanged, &here,
            [&] { hasGoneOn = other.state() == FolderRun::State::Running && !other.isHeld(); });
    awaitState(FolderRun::State::Finished);
    QVERIFY(hasGoneOn);
    AWAIT_EQUAL(other.state(), FolderRun::State::Finished);
}

/// Then the runs go on.
void TestDisagreement::anExplanationGoesFirst()
{
    m_explorer->openPhotos({folder("few/3.png")});
    AWAIT(m_explorer->answer() && !m_explorer->isBusy());
    Explainer explainer(m_explorer.get());
    explainer.setMethod(SaliencyMethod::Occlusion);
    FolderRun &other = *m_explorer->folderRun();
    m_explorer->runFolders({folder("few")});
    m_comparison->runFolders({folder("few")});
    explainer.setOn(true);
    QVERIFY(explainer.isBusy());
    QVERIFY(other.isHeld() && run().isHeld());
    std::optional<bool> isHeld; // when it has ended
    connect(&explainer, &Explainer::busyChanged, &explainer, [&] { isHeld = other.isHeld(); });
    AWAIT(isHeld);
    QVERIFY(!*isHeld && !explainer.isBusy());
    awaitState(FolderRun::State::Finished);
    QCOMPARE(other.state(), FolderRun::State::Finished);
}

void TestDisagreement::pausedAndResumed()
{
    m_comparison->runFolders({folder(QStringLiteral("many"))});
    run().pause();
    QCOMPARE(run().state(), FolderRun::State::Paused);
    run().resume();
    awaitState(FolderRun::State::Finished);
    QCOMPARE(m_rows.size(), std::size_t(60));
    QVERIFY(std::ranges::is_sorted(m_rows, {}, &FolderRow::name));
    QCOMPARE(run().progress().done, 60);
}

void TestDisagreement::cancelledKeepsWhatIsThere()
{
    m_comparison->runFolders({folder(QStringLiteral("many"))});
    run().cancel();
    QCOMPARE(run().state(), FolderRun::State::Cancelled);
    m_comparison->runFolders({folder(QStringLiteral("few"))});
    awaitState(FolderRun::State::Finished);
    QCOMPARE(m_rows.size(), std::size_t(4)); // nothing of the run before
}

void TestDisagreement::withoutWeightsItSaysSo()
{
    m_comparison->setNetwork(QStringLiteral("inception_v3"));
    m_comparison->runFolders({folder(QStringLiteral("few"))});
    awaitState(FolderRun::State::Failed);
    QVERIFY2(run().problem().contains(QStringLiteral("weights")), qPrintable(run().problem()));
}

void TestDisagreement::goneWhileItRuns()
{
    m_comparison->runFolders({folder(QStringLiteral("many"))});
    AWAIT(!m_rows.empty());
    m_comparison.reset();
}

static FolderRow rowOf(const QString &name, int a, double ofA, int b, double ofB)
{
    FolderRow row;
    row.name = name;
    row.top = a;
    row.confidence = ofA;
    row.other = FolderAnswer{.top = b, .confidence = ofB};
    return row;
}

/// In a folder named after a class, of which the answers have ranks.
static FolderRow rowOf(const QString &name, const FolderAnswer &a, const FolderAnswer &b)
{
    FolderRow row{a, {}, name};
    row.other = b;
    return row;
}

void TestDisagreement::texts()
{
    const QStringList labels{QStringLiteral("golf ball"), QStringLiteral("parachute")};
    FolderRow broken;
    broken.name = QStringLiteral("x.jpg");
    broken.error = QStringLiteral("x.jpg is no picture");
    const FolderRow same = rowOf(QStringLiteral("1.jpg"), 0, 0.9, 0, 0.8);
    const FolderRow different = rowOf(QStringLiteral("2.jpg"), 0, 0.9, 1, 0.5);
    QCOMPARE(disagreementText(same, labels),
             QStringLiteral("1.jpg: both say golf ball, A 90.0 %, B 80.0 %"));
    QCOMPARE(disagreementText(different, labels),
             QStringLiteral("2.jpg: A says golf ball, 90.0 %; B says parachute, 50.0 %"));
    QCOMPARE(disagreementText(broken, labels),
             QStringLiteral("x.jpg could not be read: x.jpg is no picture"));

    AgreementTally tally;
    QCOMPARE(agreementText(tally, true), QString());
    for (const FolderRow &row : {same, same, same, different, broken})
        tally.add(row);
    QCOMPARE(agreementText(tally, false),
             QStringLiteral("They agree on 3 of the first 4 photos: 75.0 % · 1 could not be read"));
    QCOMPARE(agreementText(tally, true),
             QStringLiteral("They agree on 3 of 4 photos: 75.0 % (95 %: 30.1 to 95.4 %) · "
                            "1 could not be read"));

    DisagreementModel model;
    model.setLabels(labels);
    model.addRows(std::make_shared<const std::vector<FolderRow>>(
        std::vector<FolderRow>{same, broken, different}));
    QStringList cells;
    for (const int column : {FolderPhotoColumn, FolderTopColumn, FolderConfidenceColumn,
                             FolderAgreeColumn, FolderOtherTopColumn, FolderOtherConfidenceColumn})
        cells << model.index(2, column).data().toString();
    QCOMPARE(cells.join(u'|'), QStringLiteral("2.jpg|golf ball|90.0 %|≠|parachute|50.0 %"));
    QCOMPARE(model.index(0, FolderAgreeColumn).data().toString(), QStringLiteral("="));
    QCOMPARE(model.index(1, FolderAgreeColumn).data().toString(), QString());
    model.sort(FolderAgreeColumn, Qt::DescendingOrder);
    AWAIT(!model.isArranging());
    QCOMPARE(model.row(0).name, QStringLiteral("2.jpg"));
    QCOMPARE(model.row(2).name, QStringLiteral("x.jpg"));
    model.sort(FolderOtherConfidenceColumn, Qt::AscendingOrder);
    AWAIT(!model.isArranging());
    QCOMPARE(model.row(0).name, QStringLiteral("2.jpg"));
    QCOMPARE(model.row(2).name, QStringLiteral("x.jpg"));
    model.setFilter({.show = FolderFilter::Show::Disputed});
    AWAIT_EQUAL(model.rowCount(), 1);
    QCOMPARE(model.row(0).name, QStringLiteral("2.jpg"));
}

void TestDisagreement::rightAndWrong()
{
    const QStringList labels{QStringLiteral("golf ball"), QStringLiteral("kite"),
                             QStringLiteral("tench")};
    const FolderRow bWrong = rowOf(QStringLiteral("1.jpg"), {0, 0.9, 0, 1}, {2, 0.5, 0, 3});
    const FolderRow onlyB = rowOf(QStringLiteral("2.jpg"), {0, 0.8}, {1, 0.6, 1, 1});
    const FolderRow bothWrong = rowOf(QStringLiteral("3.jpg"), {2, 0.7, 0, 2}, {2, 0.4, 0, 2});
    QCOMPARE(disagreementText(bWrong, labels),
             QStringLiteral("1.jpg: A says golf ball, 90.0 %; B says tench, 50.0 %; class of the "
                            "folder: golf ball"));

    AgreementTally tally;
    QVERIFY(!tally.isJudged());
    for (const FolderRow &row : {bWrong, onlyB, bothWrong})
        tally.add(row);
    QVERIFY(tally.isJudged());
    QCOMPARE(accuraciesText(tally, false),
             QStringLiteral("A: Top-1 50.0 %, 1 of the first 2 · top-5 100.0 %, 2\n"
                            "B: Top-1 33.3 %, 1 of the first 3 · top-5 100.0 %, 3"));

    DisagreementModel model;
    model.setLabels(labels);
    model.addRows(std::make_shared<const std::vector<FolderRow>>(
        std::vector<FolderRow>{bWrong, onlyB, bothWrong}));
    const auto sorted = [&model](int column) {
        model.sort(column, Qt::AscendingOrder);
        [&model] { AWAIT(!model.isArranging()); }();
        QString names;
        for (int row = 0; row < model.rowCount(); ++row)
            names += model.row(row).name.front();
        return names;
    };
    QCOMPARE(sorted(FolderRankColumn), QStringLiteral("132"));
    QCOMPARE(sorted(FolderOtherRankColumn), QStringLiteral("231"));
    QCOMPARE(sorted(FolderOtherTopColumn), QStringLiteral("213"));
    QCOMPARE(sorted(FolderClassColumn), QStringLiteral("132"));
    QStringList cells;
    for (const int column : {FolderRankColumn, FolderOtherRankColumn, FolderClassColumn})
        cells << model.index(2, column).data().toString();
    QCOMPARE(cells.join(u'|'), QStringLiteral("|1|kite"));
}

void TestDisagreement::csv()
{
    FolderRow broken;
    broken.name = QStringLiteral("a \"b\", c.jpg");
    broken.error = QStringLiteral("no picture, alas");
    FolderListing listing;
    listing.labels = {QStringLiteral("golf ball"), QStringLiteral("parachute, red")};
    listing.chunks = {std::make_shared<const std::vector<FolderRow>>(
        std::vector<FolderRow>{rowOf(QStringLiteral("1.jpg"), 0, 0.9, 0, 0.8), broken,
                               rowOf(QStringLiteral("2.jpg"), {0, 0.25, 0, 1}, {1, 0.5, 0, 2})})};
    listing.rows = {2, 1, 0};
    QCOMPARE(disagreementCsv(listing),
             QByteArray("photo,class,answer_a,confidence_a,rank_a,right_a,answer_b,confidence_b,"
                        "rank_b,right_b,agree,error\r\n"
                        "2.jpg,golf ball,golf ball,0.250000,1,yes,\"parachute, red\",0.500000,2,no,"
                        "no,\r\n"
                        "\"a \"\"b\"\", c.jpg\",,,,,,,,,,,\"no picture, alas\"\r\n"
                        "1.jpg,,golf ball,0.900000,,,golf ball,0.800000,,,yes,\r\n"));
}

QTEST_MAIN(TestDisagreement)

#include "tst_disagreement.moc"
