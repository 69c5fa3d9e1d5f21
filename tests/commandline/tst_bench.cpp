#include "commandline/programfolder.h"
#include "commandline/programrun.h"
#include "engine/engine.h"

#include <QTest>

#include <csignal>

using namespace inceptoscope;
using namespace inceptoscope::test;
using nlohmann::ordered_json;

/// What is measured, and how it is told; not how long it takes.
class TestBench : public QObject
{
    Q_OBJECT

private slots:
    void forwardAsJson_data();
    void forwardAsJson();
    void forwardAsText();
    void curvesAsJson();
    void decodeAsJson_data();
    void decodeAsJson();
    void decodeLeavesOutWhatCannotBeRead();
    void decodeOfNothing();
    void guiAsJson();
    void guiAsText();
    void badUsage_data();
    void badUsage();
    void endsCleanlyAtCtrlC();

private:
    const ProgramFolder m_folder;
};

/// "name unit runs", and a mark where the figures contradict each other.
static QStringList printed(const QByteArray &json)
{
    QStringList lines;
    const ordered_json read = parsed(json);
    if (read.size() != 1)
        return {QStringLiteral("more than benchmarks")};
    for (const ordered_json &benchmark : read["benchmarks"]) {
        const double minimum = benchmark["minimum"];
        const double median = benchmark["median"];
        const double maximum = benchmark["maximum"];
        const double spread = benchmark["spread"];
        const bool isSound = 0.0 < minimum && minimum <= median && median <= maximum
            && 0.0 <= spread && spread <= maximum - minimum + 1e-4 && benchmark.size() == 7;
        lines += QStringLiteral("%1 %2 %3%4")
                     .arg(QString::fromStdString(benchmark["name"]),
                          QString::fromStdString(benchmark["unit"]),
                          QString::number(benchmark["runs"].get<int>()),
                          isSound ? QString() : QStringLiteral(" unsound"));
    }
    return lines;
}

void TestBench::forwardAsJson_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("name");
    const QString all = QString::number(availableProcessors());
    QTest::newRow("bundled") << QStringList()
                             << "tiny_inception_resnet_v2/onednn/f32/threads:" + all
            + "/batch:1/output";
    QTest::newRow("batch") << QStringList{"--batch", "3", "--threads", "1", "--capture"}
                           << "tiny_inception_resnet_v2/onednn/f32/threads:1/batch:3/every_block";
    QTest::newRow("torch") << QStringList{"--engine", "torch",     "--threads",
                                          "1",        "--network", "tiny_inception_resnet_v2"}
                           << "tiny_inception_resnet_v2/torch/f32/threads:1/batch:1/output";
    QTest::newRow("without weights") << QStringList{"--network", "bn_inception", "--threads", "1"}
                                     << "bn_inception/onednn/f32/threads:1/batch:1/output";
}

void TestBench::forwardAsJson()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, name);
    const ProgramRun run =
        runProgram(QStringList{"bench", "forward", "--json", "--runs", "2"} + arguments);
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    QCOMPARE(printed(run.out),
             (QStringList{"forward/" + name + " ms 2", "rate/" + name + " photos/s 2"}));
}

void TestBench::forwardAsText()
{
    const ProgramRun run = runProgram({"bench", "forward", "--runs", "1", "--threads", "1"});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    QCOMPARE(run.lines().size(), 3);
    QCOMPARE(run.lines()[0].simplified(),
             QByteArray("benchmark median minimum maximum spread unit runs"));
    const QList<QByteArray> cells = run.lines()[1].simplified().split(' ');
    QCOMPARE(cells.size(), 7);
    QCOMPARE(cells[0],
             QByteArray("forward/tiny_inception_resnet_v2/onednn/f32/threads:1/batch:1/output"));
    QVERIFY(cells[1].toDouble() > 0.0);
    QCOMPARE(cells[1], cells[2]); // of one run, all are the same
    QCOMPARE(cells[1], cells[3]);
    QCOMPARE(cells.sliced(4), (QList<QByteArray>{"0.000", "ms", "1"}));
}

void TestBench::curvesAsJson()
{
    const ProgramRun run =
        runProgram({"bench", "curves", "--json", "--series", "3", "--points", "2000"});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    QCOMPARE(printed(run.out),
             (QStringList{"curves/read ms 1", "curves/first ms 1", "curves/all ms 1",
                          "curves/pan ms 40", "curves/zoom ms 40", "curves/smooth ms 8",
                          "curves/pan smoothed ms 40", "curves/list ms 1"}));
}

void TestBench::decodeAsJson_data()
{
    QTest::addColumn<QStringList>("photos");
    QTest::newRow("made here") << QStringList();
    QTest::newRow("one") << QStringList{m_folder.path("7.png")};
    QTest::newRow("some") << QStringList{m_folder.path("7.png"), m_folder.path("photos/more")};
}

void TestBench::decodeAsJson()
{
    QFETCH(const QStringList, photos);
    const ProgramRun run =
        runProgram(QStringList{"bench", "decode", "--json", "--runs", "3"} + photos);
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    QCOMPARE(printed(run.out),
             (QStringList{"decode ms/photo 3", "crop ms/photo 3", "normalise ms/photo 3",
                          "prepare ms/photo 3"}));
}

void TestBench::decodeLeavesOutWhatCannotBeRead()
{
    const QString text = m_folder.path("photos/3 text.jpg");
    const ProgramRun run = runProgram({"bench", "decode", "--json", "--runs", "1", text,
                                       m_folder.path("7.png"), m_folder.path("data")});
    QCOMPARE(run.status, 1);
    QCOMPARE(printed(run.out).size(), 4);
    QCOMPARE(run.errorLines().size(), 2);
    QVERIFY2(run.errorLines()[0].startsWith("inceptoscope: " + text.toUtf8()), run.err);
    QVERIFY2(run.errorLines()[1].startsWith("inceptoscope: data has no pictures"), run.err);
}

void TestBench::decodeOfNothing()
{
    const ProgramRun run = runProgram({"bench", "decode", m_folder.path("none.png")});
    QCOMPARE(run.status, 1);
    QCOMPARE(run.out, QByteArray());
    QCOMPARE(run.errorLines().size(), 1);
}

/// The window is drawn where nobody sees it.
void TestBench::guiAsJson()
{
    const ProgramRun run =
        runProgram({"bench", "gui", "--network", "tiny_inception_resnet_v2", "--json"});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    QStringList names;
    const ordered_json read = parsed(run.out);
    for (const ordered_json &scenario : read["benchmarks"]) {
        names += QString::fromStdString(scenario["name"]);
        QVERIFY(0.0 < scenario["minimum"] && scenario["minimum"] <= scenario["median"]
                && scenario["median"] <= scenario["percentile_99"]
                && scenario["percentile_99"] <= scenario["maximum"]);
        int tasks = 0;
        for (const ordered_json &bar : scenario["histogram"])
            tasks += bar["tasks"].get<int>();
        QCOMPARE(tasks, scenario["runs"].get<int>());
        QVERIFY(!scenario["longest"].get<std::string>().empty());
    }
    QCOMPARE(
        names,
        (QStringList{"gui/select every block", "gui/scroll the widest layer",
                     "gui/scroll the most channels", "gui/zoom the whole diagram",
                     "gui/drop while computing", "gui/scroll 10,000 photos", "gui/all of it"}));
}

void TestBench::guiAsText()
{
    const ProgramRun run = runProgram({"bench", "gui", "--network", "tiny_inception_resnet_v2"});
    QCOMPARE(run.err, QByteArray());
    const QList<QByteArray> lines = run.out.trimmed().split('\n');
    QCOMPARE(lines[0], QByteArray("Tasks of the GUI thread of 0.1 ms and more, in milliseconds"));
    QVERIFY(lines[2].startsWith("scenario"));
    QCOMPARE(lines.size(), 10);
}

void TestBench::badUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("nothing") << QStringList{"bench"}
                             << "A subcommand is required (inceptoscope bench --help tells more)";
    QTest::newRow("unknown") << QStringList{"bench", "backward", "--runs", "3"}
                             << "there is no command \"bench backward\"; the known ones are "
                                "forward, decode, curves, gui (inceptoscope bench "
                                "--help tells more)";
    QTest::newRow("only an option")
        << QStringList{"bench", "--backward"}
        << "A subcommand is required (inceptoscope bench --help tells more)";
    QTest::newRow("no runs") << QStringList{"bench", "decode", "--runs", "0"}
                             << "--runs: Value 0 not in range 1 to 100000 (inceptoscope bench "
                                "decode --help tells more)";
    QTest::newRow("precision that is not there")
        << QStringList{"bench", "forward", "--engine", "torch", "--precision", "bf16"}
        << "the LibTorch engine computes in f32 only: leave --precision bf16 out";
    QTest::newRow("unknown network")
        << QStringList{"bench", "forward", "--network", "vgg"}
        << QStringLiteral("there is no network \"vgg\"; the known ones are "
                          "tiny_inception_resnet_v2, ")
            + familyIds().join(", ");
}

void TestBench::badUsage()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, sentence);
    const ProgramRun run = runProgram(arguments);
    QCOMPARE(run.status, 2);
    QCOMPARE(run.out, QByteArray());
    QCOMPARE(QString::fromUtf8(run.err), "inceptoscope: " + sentence + "\n");
}

void TestBench::endsCleanlyAtCtrlC()
{
    QProcess process;
    startProgram(process,
                 {"bench", "decode", "--json", "--runs", "100000", m_folder.path("none.png"),
                  m_folder.path("7.png")});
    process.setReadChannel(QProcess::StandardError);
    QVERIFY(process.waitForReadyRead(300'000)); // the sentence about the first photo
    QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    const ProgramRun run = finished(process);
    QCOMPARE(run.status, 1);
    QCOMPARE(run.out, QByteArray());
    QVERIFY2(run.errorLines().last() == "inceptoscope: interrupted; nothing was measured", run.err);
}

QTEST_GUILESS_MAIN(TestBench)
#include "tst_bench.moc"
