#include "curves/curvescontroller.h"
#include "curves/logwatch.h"
#include "support/await.h"
#include "support/eventfiles.h"
#include "support/runlogs.h"
#include "support/temporaryfolder.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <fstream>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

QString text(const std::filesystem::path &path)
{
    return QString::fromStdString(path.string());
}

/// A run a line: title, file below the folder, errors in percent.
QString printed(const std::vector<RunLog> &runs, const TemporaryFolder &folder)
{
    const QStringList titles = runTitles(runs);
    const auto root = std::filesystem::canonical(folder.path());
    QString lines;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        lines += titles[qsizetype(i)] + u' ' + text(runs[i].id.source.lexically_relative(root));
        for (const CurvePoint &point : curveOf(runs[i], "val_top1_error"))
            lines += QStringLiteral(" %1:%2").arg(point.x).arg(100 * point.y);
        lines += u'\n';
    }
    return lines;
}

/// What a new controller has read of it.
RunCollection loadRuns(const QStringList &paths)
{
    CurvesController controller;
    QSignalSpy loading(&controller, &CurvesController::loadingChanged);
    controller.openLogs(paths);
    while (loading.count() < 2 && loading.wait(60'000)) { }
    return controller.collection();
}

RunLog run(const std::string &source, bool residual, const std::string &title = {})
{
    RunLog log;
    log.name = "named";
    log.id.source = source;
    log.residual = residual;
    if (!title.empty())
        log.settings["title"] = title;
    return log;
}

} // namespace

class TestRunCollection : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void readsFoldersInNameOrder();
    void readsAFileOnce();
    void tellsOfWhatCannotBeRead_data();
    void tellsOfWhatCannotBeRead();
    void mergesWhatWasReadAgain();
    void titlesAreShortAndDiffer();
    void shadesCountWithinAFamily();

    void controllerLoadsTheBundledRuns();
    void controllerAddsLogsInTheOrderAsked();
    void controllerKeepsRunsThatCannotBeReadAgain();
    void controllerRemovesARun();
    void removedRunsStayAway();
    void cancelledReadingBringsNothing();
    void appendedPointsComeByThemselves();
    void runsThatAppearInAFolderCome();
    void aRotatedLogIsReadAnew();
    void aRemovedRunStaysAwayThoughItsLogGrows();
    void newsComeAtMostTenTimesASecond();
    void aDiskThatDoesNotAnswerHoldsNobody();

private:
    void writeBoth();

    std::unique_ptr<TemporaryFolder> m_folder;
};

void TestRunCollection::init()
{
    m_folder = std::make_unique<TemporaryFolder>();
}

void TestRunCollection::writeBoth()
{
    writeRunLog(*m_folder / "runs/v4/run.jsonl", "inception_v4", "Inception-v4", {0.75, 0.5});
    writeRunLog(*m_folder / "runs/resnet/run.jsonl", "inception_resnet_v2", "Inception-ResNet-v2",
                {0.5, 0.25});
}

void TestRunCollection::readsFoldersInNameOrder()
{
    writeBoth();
    writeFile(*m_folder / "runs/notes.txt", "not a log");
    const auto loaded = loadRuns({text(*m_folder / "runs")});
    QCOMPARE(printed(loaded.runs, *m_folder),
             QStringLiteral("Inception-ResNet-v2 runs/resnet/run.jsonl 1:50 2:25\n"
                            "Inception-v4 runs/v4/run.jsonl 1:75 2:50\n"));
    QCOMPARE(loaded.problems, QStringList());
}

void TestRunCollection::readsAFileOnce()
{
    writeBoth();
    std::filesystem::create_symlink(*m_folder / "runs/v4/run.jsonl", *m_folder / "link.jsonl");
    const auto loaded = loadRuns({text(*m_folder / "link.jsonl"), text(*m_folder / "runs/v4")});
    QCOMPARE(printed(loaded.runs, *m_folder),
             QStringLiteral("Inception-v4 runs/v4/run.jsonl 1:75 2:50\n"));
}

void TestRunCollection::tellsOfWhatCannotBeRead_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("problem");

    QTest::newRow("missing") << "missing.jsonl"
                             << "%1: it cannot be read: No such file or directory";
    QTest::newRow("empty folder") << "empty"
                                  << "%1: there are no training logs in it";
    QTest::newRow("no log")
        << "broken.jsonl"
        << "%1: it is no training log of a kind that is known, such as an event "
           "file, a CSV table with a header or JSON lines";
    QTest::newRow("a name of two lines") << "two\nlines.jsonl"
                                         << "%1: it is empty";
}

void TestRunCollection::tellsOfWhatCannotBeRead()
{
    QFETCH(QString, path);
    QFETCH(QString, problem);

    writeBoth();
    std::filesystem::create_directory(*m_folder / "empty");
    writeFile(*m_folder / "broken.jsonl", "{\"text\": \"x\"}\n");
    writeFile(*m_folder / "two\nlines.jsonl", "");
    const QString full = text(std::filesystem::canonical(m_folder->path())) + u'/' + path;
    const auto loaded = loadRuns({full, text(*m_folder / "runs/v4")});
    QCOMPARE(loaded.problems, QStringList(problem.arg(QString(full).replace(u'\n', "\\n"))));
    QCOMPARE(loaded.runs.size(), std::size_t{1}); // the others are read all the same
}

void TestRunCollection::mergesWhatWasReadAgain()
{
    const RunCollection older{{run("a", false, "old"), run("b", false)}, {"old problem"}};
    const RunCollection newer{{run("c", true), run("a", false, "new")}, {"new problem"}};
    RunCollection expected{{run("a", false, "new"), run("b", false), run("c", true)},
                           {"new problem"}};
    for (RunLog &run : expected.runs) // which are named together again
        run.name = run.id.source.string();
    QVERIFY(merged(older, newer) == expected);
}

void TestRunCollection::titlesAreShortAndDiffer()
{
    RunLog known = run("x/run.jsonl", false);
    known.settings["network"] = "inception_v3";
    const std::vector<RunLog> runs{run("first/run.jsonl", true, "Same"),
                                   run("second/run.jsonl", true, "Same"),
                                   run("second/other.jsonl", true, "Same"),
                                   run("y/run.jsonl", false),
                                   known,
                                   run("z/run.jsonl", false, std::string(99, 'x')),
                                   run("z/b.jsonl", false, "two\nlines")};
    QCOMPARE(runTitles(runs),
             QStringList({"Same · first", "Same · second", "Same · second (2)", "named",
                          "Inception-v3", QString(59, u'x') + u'…', "two\\nlines"}));
}

void TestRunCollection::shadesCountWithinAFamily()
{
    const std::vector<RunShade> expected{{true, 0}, {false, 0}, {true, 1}, {false, 1}};
    QVERIFY(runShades({run("a", true), run("b", false), run("c", true), run("d", false)})
            == expected);
}

void TestRunCollection::controllerLoadsTheBundledRuns()
{
    writeBoth();
    std::filesystem::rename(*m_folder / "runs", *m_folder / "networks");
    std::filesystem::create_directory(*m_folder / "runs");
    std::filesystem::rename(*m_folder / "networks", *m_folder / "runs/networks");
    qputenv("INCEPTOSCOPE_RESOURCES", m_folder->path().c_str());
    CurvesController controller;
    QSignalSpy changed(&controller, &CurvesController::collectionChanged);
    QSignalSpy loading(&controller, &CurvesController::loadingChanged);
    controller.loadBundled();
    QVERIFY(controller.isLoading());
    AWAIT(!changed.isEmpty());
    AWAIT_EQUAL(loading, (QList<QVariantList>{{true}, {false}}));
    QCOMPARE(printed(controller.collection().runs, *m_folder),
             QStringLiteral("Inception-ResNet-v2 runs/networks/resnet/run.jsonl 1:50 2:25\n"
                            "Inception-v4 runs/networks/v4/run.jsonl 1:75 2:50\n"));
}

void TestRunCollection::controllerAddsLogsInTheOrderAsked()
{
    writeBoth();
    CurvesController controller;
    controller.openLogs({text(*m_folder / "runs/v4/run.jsonl")});
    controller.openLogs({text(*m_folder / "runs/resnet/run.jsonl")});
    AWAIT(!controller.isLoading());
    const QString both = QStringLiteral("Inception-v4 runs/v4/run.jsonl 1:75 2:50\n"
                                        "Inception-ResNet-v2 runs/resnet/run.jsonl 1:50 2:25\n");
    QCOMPARE(printed(controller.collection().runs, *m_folder), both);

    RunLogWriter::open(*m_folder / "runs/v4/run.jsonl")
        .value()
        .writeEpoch(3, {{"val_top1_error", 0.25}});
    controller.reload();
    AWAIT(!controller.isLoading());
    QCOMPARE(printed(controller.collection().runs, *m_folder),
             QString(both).replace("2:50", "2:50 3:25"));
}

void TestRunCollection::controllerKeepsRunsThatCannotBeReadAgain()
{
    writeBoth();
    CurvesController controller;
    controller.openLogs({text(*m_folder / "runs")});
    AWAIT(!controller.isLoading());
    const auto before = controller.collection().runs;
    std::filesystem::remove(*m_folder / "runs/v4/run.jsonl");
    controller.reload();
    AWAIT(!controller.isLoading());
    QVERIFY(controller.collection().runs == before);
    QCOMPARE(controller.collection().problems,
             QStringList(text(std::filesystem::canonical(m_folder->path()))
                         + "/runs/v4/run.jsonl: it cannot be read: No such file or directory"));
}

void TestRunCollection::controllerRemovesARun()
{
    writeBoth();
    CurvesController controller;
    QSignalSpy changed(&controller, &CurvesController::collectionChanged);
    controller.openLogs({text(*m_folder / "runs")});
    AWAIT(!changed.isEmpty());
    controller.remove({controller.collection().runs.front().id});
    QCOMPARE(changed.count(), 2);
    controller.remove({{"no such run", {}}});
    QCOMPARE(changed.count(), 2);
    QCOMPARE(printed(controller.collection().runs, *m_folder),
             QStringLiteral("Inception-v4 runs/v4/run.jsonl 1:75 2:50\n"));
}

/// Though they lie in the folder of one that is read again.
void TestRunCollection::removedRunsStayAway()
{
    const std::filesystem::path folder = *m_folder / "runs";
    std::filesystem::create_directories(folder / "below");
    writeFile(folder / "events.out.tfevents.1", test::scalarRecord(1, 1, "loss", 0.5F));
    writeFile(folder / "below/events.out.tfevents.2", test::scalarRecord(1, 1, "loss", 0.5F));
    CurvesController controller;
    controller.openLogs({text(folder)});
    AWAIT(!controller.isLoading());
    QCOMPARE(controller.collection().runs.size(), 2U);
    controller.remove({controller.collection().runs.back().id});
    controller.reload();
    AWAIT(!controller.isLoading());
    QCOMPARE(controller.collection().runs.size(), 1U);
}

void TestRunCollection::cancelledReadingBringsNothing()
{
    writeBoth();
    CurvesController controller;
    QSignalSpy changed(&controller, &CurvesController::collectionChanged);
    controller.openLogs({text(*m_folder / "runs/v4")});
    controller.cancel();
    controller.openLogs({text(*m_folder / "runs/resnet")});
    AWAIT(!controller.isLoading());
    QCOMPARE(changed.count(), 1);
    QCOMPARE(printed(controller.collection().runs, *m_folder),
             QStringLiteral("Inception-ResNet-v2 runs/resnet/run.jsonl 1:50 2:25\n"));
}

void TestRunCollection::appendedPointsComeByThemselves()
{
    writeBoth();
    CurvesController controller;
    controller.openLogs({text(*m_folder / "runs/v4")});
    AWAIT(!controller.isLoading());
    RunLogWriter::open(*m_folder / "runs/v4/run.jsonl")
        .value()
        .writeEpoch(3, {{"val_top1_error", 0.25}});
    AWAIT_EQUAL(printed(controller.collection().runs, *m_folder),
                QStringLiteral("Inception-v4 runs/v4/run.jsonl 1:75 2:50 3:25\n"));
    QCOMPARE(controller.collection().problems, QStringList());
}

/// In a folder that had none, too.
void TestRunCollection::runsThatAppearInAFolderCome()
{
    std::filesystem::create_directory(*m_folder / "runs");
    CurvesController controller;
    controller.openLogs({text(*m_folder / "runs")});
    AWAIT(!controller.isLoading());
    QCOMPARE(controller.collection().problems.size(), 1);
    writeRunLog(*m_folder / "runs/v4/run.jsonl", "inception_v4", "Inception-v4", {0.75});
    AWAIT_EQUAL(printed(controller.collection().runs, *m_folder),
                QStringLiteral("Inception-v4 runs/v4/run.jsonl 1:75\n"));
    AWAIT_EQUAL(controller.collection().problems, QStringList());
    writeRunLog(*m_folder / "runs/a/run.jsonl", "inception_v3", "Inception-v3", {0.5});
    AWAIT_EQUAL(printed(controller.collection().runs, *m_folder),
                QStringLiteral("Inception-v4 runs/v4/run.jsonl 1:75\n"
                               "Inception-v3 runs/a/run.jsonl 1:50\n"));
}

void TestRunCollection::aRotatedLogIsReadAnew()
{
    const std::filesystem::path log = *m_folder / "log.csv";
    writeFile(log, "epoch,val_top1_error\n1,0.5\n2,0.25\n");
    CurvesController controller;
    controller.openLogs({text(log)});
    AWAIT(!controller.isLoading());
    std::filesystem::rename(log, *m_folder / "log.csv.1");
    AWAIT_EQUAL(controller.collection().problems.size(), 1); // once
    QCOMPARE(curveOf(controller.collection().runs.front(), "val_top1_error").size(), 2U);
    writeFile(log, "epoch,val_top1_error\n1,0.125\n");
    AWAIT_EQUAL(curveOf(controller.collection().runs.front(), "val_top1_error").size(), 1U);
    AWAIT_EQUAL(controller.collection().problems, QStringList());
}

void TestRunCollection::aRemovedRunStaysAwayThoughItsLogGrows()
{
    writeBoth();
    CurvesController controller;
    controller.openLogs({text(*m_folder / "runs")});
    AWAIT(!controller.isLoading());
    controller.remove({controller.collection().runs.front().id});
    for (const char *name : {"runs/resnet/run.jsonl", "runs/v4/run.jsonl"})
        RunLogWriter::open(*m_folder / name).value().writeEpoch(3, {{"val_top1_error", 0.125}});
    const QString one = QStringLiteral("Inception-v4 runs/v4/run.jsonl 1:75 2:50 3:12.5\n");
    AWAIT_EQUAL(printed(controller.collection().runs, *m_folder), one);
    controller.reload();
    AWAIT(!controller.isLoading());
    QCOMPARE(printed(controller.collection().runs, *m_folder), one);
    controller.openLogs({text(*m_folder / "runs")}); // asked for again
    AWAIT(!controller.isLoading());
    QCOMPARE(controller.collection().runs.size(), 2U);
}

void TestRunCollection::newsComeAtMostTenTimesASecond()
{
    const std::filesystem::path log = *m_folder / "log.csv";
    writeFile(log, "step,loss\n");
    CurvesController controller;
    controller.openLogs({text(log)});
    AWAIT(!controller.isLoading());
    QSignalSpy changed(&controller, &CurvesController::collectionChanged);
    QElapsedTimer time;
    time.start();
    const auto count = [&controller] {
        return controller.collection().runs.empty()
            ? std::size_t{0}
            : controller.collection().runs.front().series.at("loss").size();
    };
    for (int step = 1; step <= 400; ++step) {
        std::ofstream(log, std::ios::app) << step << ",0.5\n";
        AWAIT(step % 100 != 0 || count() == std::size_t(step)); // while it goes on
    }
    QVERIFY2(changed.count() <= time.elapsed() / 100 + 2,
             qPrintable(QString::number(changed.count())));
    QVERIFY(changed.count() >= 4);
}

/// As a network mount whose server is gone: closing goes on without the thread.
void TestRunCollection::aDiskThatDoesNotAnswerHoldsNobody()
{
    auto controller = std::make_unique<CurvesController>();
    const std::unique_ptr<QThread> thread(controller->watch()->thread());
    QSemaphore held;
    QSemaphore answer;
    QMetaObject::invokeMethod(controller->watch(), [&] {
        held.release();
        answer.acquire();
    });
    held.acquire();
    controller.reset();
    QVERIFY(thread->isRunning());
    answer.release();
    QVERIFY(thread->wait());
}

QTEST_GUILESS_MAIN(TestRunCollection)
#include "tst_runcollection.moc"
