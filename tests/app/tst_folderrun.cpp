#include "explorer/explorer.h"
#include "folders/folderrun.h"
#include "support/await.h"
#include "support/plainphotos.h"
#include "support/temporaryfolder.h"
#include "support/tinycatalogue.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <stdexcept>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// Whole folders on their way through a small network.
class TestFolderRun : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void everyPhotoIsARow();
    void theRowsAreTheAnswersOfThePage();
    void labelsGoToTheFilmstrip();
    void aPersonIsAnsweredMeanwhile();
    void pausedAndResumed();
    void heldAndLetGo();
    void labelsComeAfterIt();
    void cancelledKeepsWhatIsThere();
    void anotherFolderInItsPlace();
    void anotherNetworkHoldsIt();
    void withoutWeightsItSaysSo();
    void aJobThatThrowsFails();
    void anEmptyFolderSaysSo();
    void anEmptyFolderTakesNothingAway();
    void goneWhileItRuns();

private:
    void photo(const QString &name, const QColor &colour)
    {
        savePlainPhoto(m_folder.path(), name, colour);
    }
    QString folder(const QString &name) const { return pathIn(m_folder.path(), name); }
    QStringList printed() const;
    void runHeld(const QString &name);
    void letGo() { m_gate->release(largeEnough); }
    FolderRun &run() { return *m_explorer->folderRun(); }
    void awaitState(FolderRun::State state) { AWAIT_EQUAL(run().state(), state); }

    TemporaryFolder m_folder;
    NetworkCatalogue m_catalogue;
    std::unique_ptr<Explorer> m_explorer;
    std::vector<FolderRow> m_rows;
    static constexpr int largeEnough = 1 << 20;
    std::shared_ptr<QSemaphore> m_gate;
};

/// As many photos as take a while.
static constexpr int longRun = 800;

/// "classes" has folders named by label, WordNet id and index, one that is named after nothing, and
/// a damaged photo; "many" has a hundred photos, and "long" many more.
void TestFolderRun::initTestCase()
{
    for (const char *network : {"inception_v4", "inception_resnet_v2"})
        QVERIFY(addTinyNetwork(m_catalogue, m_folder.path(), tinyDescription(network)));
    m_catalogue.entries.push_back(entryWithoutWeights());
    photo("classes/golf_ball/1.png", Qt::green);
    photo("classes/golf_ball/2.png", Qt::red);
    photo("classes/n01440764/3.png", Qt::blue);
    photo("classes/other/4.png", Qt::yellow);
    photo("classes/1/5.png", Qt::white);
    photo("classes/6.png", Qt::black);
    writeFile(m_folder / "classes/n01440764/broken.jpg", "no picture");
    for (int i = 0; i < 100; ++i)
        photo(QStringLiteral("many/%1.png").arg(i, 3, 10, QLatin1Char('0')),
              QColor::fromHsv(3 * i, 200, 200));
    std::filesystem::create_directory(m_folder / "empty");
    repeatPhoto(m_folder / "many/000.png", m_folder / "long", longRun);
}

void TestFolderRun::init()
{
    m_rows.clear();
    m_gate = std::make_shared<QSemaphore>();
    m_explorer = std::make_unique<Explorer>(m_catalogue);
    connect(&run(), &FolderRun::started, this, [this] { m_rows.clear(); });
    connect(&run(), &FolderRun::rowsReady, this, [this](const FolderRows &rows) {
        m_rows.insert(m_rows.end(), rows->begin(), rows->end());
    });
}

void TestFolderRun::cleanup()
{
    letGo();
    m_explorer.reset();
}

/// As runFolders does, until there are rows: there it waits, however quick the machine is, for
/// letGo.
void TestFolderRun::runHeld(const QString &name)
{
    const QStringList folders{folder(name)};
    const FolderSettings settings = m_explorer->folderSettings();
    run().start(folders, settings, [this, folders, settings](PhotoJob::Listener listener) {
        listener.answered = [tell = listener.answered, gate = m_gate](const FolderRows &rows) {
            tell(rows);
            gate->acquire();
        };
        return std::make_shared<FolderJob>(folders, settings, std::move(listener));
    });
    AWAIT(!m_rows.empty());
}

/// A line a photo: its name, whether there is an answer, and the class of its folder.
QStringList TestFolderRun::printed() const
{
    QStringList lines;
    for (const FolderRow &row : m_rows) {
        const QString what = row.isRead() ? QStringLiteral("answered") : row.error;
        lines << QStringLiteral("%1: %2, %3").arg(row.name, what).arg(row.truth);
    }
    return lines;
}

void TestFolderRun::everyPhotoIsARow()
{
    m_explorer->runFolders({folder("classes")});
    QCOMPARE(run().state(), FolderRun::State::Running);
    awaitState(FolderRun::State::Finished);
    QCOMPARE(printed().size(), 7);
    QCOMPARE(printed().mid(0, 6),
             (QStringList{"1/5.png: answered, 1", "6.png: answered, -1",
                          "golf_ball/1.png: answered, 2", "golf_ball/2.png: answered, 2",
                          "n01440764/3.png: answered, 0", printed().value(5)}));
    QVERIFY2(printed().value(5).startsWith("n01440764/broken.jpg: "),
             qPrintable(printed().value(5)));
    QVERIFY(printed().value(5).endsWith(", 0"));
    QVERIFY(m_rows[5].error.contains("broken.jpg"));
    QCOMPARE(printed().value(6), "other/4.png: answered, -1");
    QCOMPARE(run().labels(), (QStringList{"tench", "church", "golf ball", "parachute"}));
    QCOMPARE(run().progress().done, 7);
    QCOMPARE(run().progress().total, 7);
    for (const FolderRow &row : m_rows) {
        QCOMPARE(row.rank > 0, row.isJudged());
        QCOMPARE(row.rank == 1, row.isJudged() && !row.isWrong());
        QVERIFY(!row.isRead() || (row.confidence > 0.0 && row.forwardMilliseconds > 0.0));
    }
}

void TestFolderRun::theRowsAreTheAnswersOfThePage()
{
    m_explorer->runFolders({folder("many")});
    awaitState(FolderRun::State::Finished);
    QCOMPARE(m_rows.size(), 100u);
    for (const std::size_t i : {0u, 57u, 99u}) {
        m_explorer->showPhoto(m_rows[i].path);
        AWAIT(m_explorer->answer()
              && m_explorer->photos()->idOf(m_rows[i].path) == m_explorer->answer()->photo);
        const auto &predictions = m_explorer->answer()->predictions;
        QCOMPARE(predictions[0].index, m_rows[i].top);
        QVERIFY(std::abs(predictions[0].probability - m_rows[i].confidence) < 1e-4);
    }
}

void TestFolderRun::labelsGoToTheFilmstrip()
{
    m_explorer->openPhotos({folder("classes")});
    AWAIT_EQUAL(m_explorer->photos()->rowCount(), 7);
    m_explorer->runFolders({folder("classes")});
    awaitState(FolderRun::State::Finished);
    for (const FolderRow &row : m_rows) {
        const PhotoListModel *photos = m_explorer->photos();
        const QModelIndex index = photos->index(photos->rowOf(photos->idOf(row.path)));
        QCOMPARE(index.data(PhotoTopLabelRole).toString(), labelOf(run().labels(), row.top));
    }
}

/// And nothing is lost of the folder.
void TestFolderRun::aPersonIsAnsweredMeanwhile()
{
    m_explorer->openPhotos({folder("classes/6.png"), folder("classes/1/5.png")});
    AWAIT(m_explorer->answer());
    runHeld("long");
    m_explorer->selection()->setPhoto(2);
    std::size_t before = 0;
    const QObject scope;
    connect(m_explorer.get(), &Explorer::answerChanged, &scope, [&] {
        if (before == 0 && m_explorer->answer())
            before = m_rows.size();
    });
    letGo();
    AWAIT(before > 0);
    QVERIFY(before < longRun);
    m_explorer->selection()->setPhoto(1);
    awaitState(FolderRun::State::Finished);
    QCOMPARE(m_rows.size(), std::size_t{longRun});
    for (int i = 0; i < longRun; ++i)
        QCOMPARE(m_rows[static_cast<std::size_t>(i)].name,
                 QStringLiteral("%1.png").arg(10'000 + i));
}

void TestFolderRun::pausedAndResumed()
{
    runHeld("long");
    run().pause();
    QCOMPARE(run().state(), FolderRun::State::Paused);
    letGo();
    // The engine is free: a photo is answered, and its label after it.
    m_explorer->openPhotos({folder("classes/6.png")});
    AWAIT(m_explorer->answer());
    const std::size_t before = m_rows.size();
    QVERIFY(before < longRun);
    m_explorer->selection()->setPhoto(0);
    m_explorer->selection()->setPhoto(1);
    AWAIT(m_explorer->answer());
    QCOMPARE(m_rows.size(), before);
    run().resume();
    run().pause();
    run().resume();
    awaitState(FolderRun::State::Finished);
    QCOMPARE(m_rows.size(), std::size_t{longRun});
}

/// A turn that was begun before a photo is answered would have told the labels before that.
void TestFolderRun::heldAndLetGo()
{
    m_explorer->openPhotos({folder("classes/6.png"), folder("classes/1/5.png")});
    AWAIT_EQUAL(m_explorer->photos()->rowCount(), 2);
    AWAIT(!m_explorer->photos()->index(1).data(PhotoTopLabelRole).toString().isEmpty());
    QObject somebody;
    const auto hold = [&](bool held) {
        m_explorer->precedence()->setAwaited(&somebody, held);
        QCOMPARE(run().isHeld(), held);
    };
    hold(true);
    m_explorer->runFolders({folder("many")});
    QCOMPARE(run().state(), FolderRun::State::Running);
    m_explorer->selection()->setPhoto(2);
    AWAIT(m_explorer->answer());
    QCOMPARE(run().labels(), QStringList());
    AWAIT(run().progress().isHeld); // for a while
    hold(false);
    AWAIT(!m_rows.empty());
    hold(true);
    hold(false); // before the turn that it left is over
    awaitState(FolderRun::State::Finished);
    QCOMPARE(m_rows.size(), 100u);
    QVERIFY(!run().progress().isHeld);
}

void TestFolderRun::labelsComeAfterIt()
{
    runHeld("long");
    m_explorer->openPhotos({folder("classes")});
    AWAIT_EQUAL(m_explorer->photos()->rowCount(), 7);
    const auto label = [&] {
        return m_explorer->photos()->index(2).data(PhotoTopLabelRole).toString();
    };
    std::size_t before = 0;
    const QObject scope;
    connect(m_explorer->photos(), &PhotoListModel::dataChanged, &scope, [&] {
        if (before == 0 && !label().isEmpty())
            before = m_rows.size();
    });
    letGo();
    AWAIT(before > 0);
    QCOMPARE(before, std::size_t{longRun});
}

void TestFolderRun::cancelledKeepsWhatIsThere()
{
    runHeld("long");
    run().cancel();
    QCOMPARE(run().state(), FolderRun::State::Cancelled);
    letGo();
    const std::size_t before = m_rows.size();
    m_explorer->openPhotos({folder("classes/6.png")});
    AWAIT(m_explorer->answer());
    QCOMPARE(m_rows.size(), before);
    run().resume(); // of nothing
    QCOMPARE(run().state(), FolderRun::State::Cancelled);
    m_explorer->runFolders({folder("many")});
    awaitState(FolderRun::State::Finished);
    QCOMPARE(m_rows.size(), 100u);
}

void TestFolderRun::anotherFolderInItsPlace()
{
    QSignalSpy started(&run(), &FolderRun::started);
    runHeld("long");
    m_explorer->runFolders({folder("classes/golf_ball"), folder("classes/1")});
    letGo();
    awaitState(FolderRun::State::Finished);
    QCOMPARE(printed(),
             (QStringList{"golf_ball/1.png: answered, 2", "golf_ball/2.png: answered, 2",
                          "1/5.png: answered, 1"}));
    QCOMPARE(started.count(), 2);
}

/// And the same network lets it go on.
void TestFolderRun::anotherNetworkHoldsIt()
{
    runHeld("long");
    m_explorer->setNetwork("tiny_inception_resnet_v2");
    QCOMPARE(run().state(), FolderRun::State::Paused);
    letGo();
    QCOMPARE(run().settings().entry.id, "tiny_inception_v4");
    m_explorer->setNetwork("tiny_inception_v4");
    awaitState(FolderRun::State::Finished);
    QCOMPARE(m_rows.size(), std::size_t{longRun});
    m_explorer->setNetwork("tiny_inception_resnet_v2");
    QCOMPARE(run().state(), FolderRun::State::Finished);
    QSignalSpy started(&run(), &FolderRun::started);
    m_explorer->runFolders({folder("many")});
    AWAIT_EQUAL(started.count(), 1);
    awaitState(FolderRun::State::Finished);
    QCOMPARE(run().settings().entry.id, "tiny_inception_resnet_v2");
    QCOMPARE(m_rows.size(), 100u);
}

void TestFolderRun::withoutWeightsItSaysSo()
{
    m_explorer->setNetwork("inception_v3");
    m_explorer->runFolders({folder("many")});
    awaitState(FolderRun::State::Failed);
    QVERIFY2(run().problem().contains("weights"), qPrintable(run().problem()));
    QVERIFY(m_rows.empty());
    m_explorer->setNetwork("tiny_inception_v4");
    m_explorer->runFolders({folder("classes")});
    awaitState(FolderRun::State::Finished);
    QCOMPARE(m_rows.size(), 7u);
}

/// And the engine is free again.
void TestFolderRun::aJobThatThrowsFails()
{
    const QStringList folders{folder("many")};
    const FolderSettings settings = m_explorer->folderSettings();
    run().start(folders, settings, [&](PhotoJob::Listener listener) {
        listener.answered = [](const FolderRows &) { throw std::runtime_error("bad weather"); };
        return std::make_shared<FolderJob>(folders, settings, std::move(listener));
    });
    awaitState(FolderRun::State::Failed);
    QCOMPARE(run().problem(), "This could not be done: bad weather");
    m_explorer->runFolders({folder("classes")});
    awaitState(FolderRun::State::Finished);
    QCOMPARE(m_rows.size(), 7u);
}

void TestFolderRun::anEmptyFolderSaysSo()
{
    QSignalSpy problems(&run(), &FolderRun::problemFound);
    m_explorer->runFolders({folder("empty")});
    awaitState(FolderRun::State::Finished);
    AWAIT_EQUAL(problems.count(), 1);
    QVERIFY(problems[0][0].toString().startsWith("empty has no pictures in it"));
    QCOMPARE(run().progress().total, 0);
}

/// And there is one sentence for all of them.
void TestFolderRun::anEmptyFolderTakesNothingAway()
{
    runHeld("long");
    QSignalSpy started(&run(), &FolderRun::started);
    QSignalSpy problems(&run(), &FolderRun::problemFound);
    m_explorer->setNetwork("tiny_inception_resnet_v2");
    QCOMPARE(run().state(), FolderRun::State::Paused);
    m_explorer->runFolders({folder("empty"), folder("empty")});
    AWAIT_EQUAL(problems.count(), 1);
    m_explorer->setNetwork("tiny_inception_v4");
    QCOMPARE(problems[0][0].toString().count("empty has no pictures in it"), 2);
    QCOMPARE(started.count(), 0);
    QCOMPARE(run().state(), FolderRun::State::Running);
    QCOMPARE(run().folders(), QStringList{folder("long")});
    letGo();
    awaitState(FolderRun::State::Finished);
    QCOMPARE(m_rows.size(), std::size_t{longRun});
}

void TestFolderRun::goneWhileItRuns()
{
    m_explorer->runFolders({folder("long")});
    AWAIT(!m_rows.empty());
    m_explorer.reset();
}

QTEST_GUILESS_MAIN(TestFolderRun)
#include "tst_folderrun.moc"
