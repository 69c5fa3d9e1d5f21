#include "commandline/programrun.h"
#include "curves/curvepoints.h"
#include "curves/runlogs.h"
#include "support/picturefiles.h"
#include "support/temporaryfolder.h"
#include "training/trainingdata.h"

#include <QRegularExpression>
#include <QTcpServer>
#include <QTest>

#include <nlohmann/json.hpp>

#include <csignal>
#include <fstream>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace fs = std::filesystem;

/// A narrow network on the first pictures of Fashion-MNIST, in two processes.
class TestTrainRanks : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void twoComeToTheNumbersOfOne();
    void eachItsOwnStatistics();
    void aRankIsKilled();
    void interrupted();
    void theOneThatStartedThemIsKilled();
    void startedByHand();
    void withOtherSettings();
    void refuse_data();
    void refuse();

private:
    QString path(std::string_view name) const
    {
        return QString::fromStdString((m_folder / name).string());
    }
    QStringList command(std::string_view out, const QStringList &more = {}) const;
    std::map<std::string, std::vector<double>> numbers(std::string_view out) const;

    const TemporaryFolder m_folder;
};

/// The first of a part's pictures, as IDX files of their own.
static void writeFirst(const std::vector<TrainingPhoto> &photos, std::uint32_t count,
                       const fs::path &folder, const std::string &part)
{
    std::string pixels;
    std::string labels;
    for (std::uint32_t i = 0; i < count; ++i) {
        for (std::size_t at = 0; at < photos[i].image.pixels.size(); at += 3)
            pixels += static_cast<char>(photos[i].image.pixels[at]);
        labels += static_cast<char>(photos[i].label);
    }
    writeFile(folder / (part + "-images-idx3-ubyte"), idx({count, 28, 28}, pixels));
    writeFile(folder / (part + "-labels-idx1-ubyte"), idx({count}, labels));
}

void TestTrainRanks::initTestCase()
{
    for (const char *name : {"RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE"})
        qunsetenv(name);
    const auto whole = openTrainingData("/usr/share/datasets/fashion-mnist", {});
    QVERIFY2(whole.has_value(), "./dev installs it: dataset-fashion-mnist");
    fs::create_directories(m_folder / "data");
    const auto &pictures = std::get<PictureSet>(*whole);
    writeFirst(pictures.train, 48, m_folder / "data", "train");
    writeFirst(pictures.validation, 21, m_folder / "data", "t10k");
}

/// Epochs of four batches, with a checkpoint after each.
QStringList TestTrainRanks::command(std::string_view out, const QStringList &more) const
{
    const QStringList network{"train",     "--network", "inception_resnet_v2", "--width", "0.05",
                              "--repeats", "1,1,1",     "--input-size",        "75"};
    const QStringList recipe{"--recipe",        "paper", "--batch",   "12",
                             "--learning-rate", "0.01",  "--threads", "1"};
    const QStringList folders{"--data",  path("data"),           "--out",
                              path(out), "--checkpoint-minutes", "0"};
    return network + recipe + folders + more;
}

/// The log's, by name, but for what clocks tell.
std::map<std::string, std::vector<double>> TestTrainRanks::numbers(std::string_view out) const
{
    std::map<std::string, std::vector<double>> numbers;
    const auto log = readRunLog(m_folder / out / "run.jsonl");
    if (!log)
        return numbers;
    for (const auto &[name, series] : log->series) {
        if (name == "photos_per_second")
            continue;
        numbers["step"].clear(); // they are those of every series
        for (const CurvePoint &point : curvePoints(series, CurveAxis::Step)) {
            numbers["step"].push_back(point.x);
            numbers[name].push_back(point.y);
        }
    }
    return numbers;
}

/// What `--sync-batch-norm` promises, but for rounding: that is little in the first four steps, and
/// on some processors four more make of it that a channel is dead or not.
void TestTrainRanks::twoComeToTheNumbersOfOne()
{
    const QStringList epochs{"--epochs", "2"};
    const ProgramRun one = runProgram(command("one", epochs));
    QVERIFY2(one.status == 0, one.err);
    const ProgramRun two =
        runProgram(command("two", epochs + QStringList{"--nproc", "2", "--sync-batch-norm"}));
    QVERIFY2(two.status == 0, two.err);
    QCOMPARE(two.err,
             QByteArray("inceptoscope: 48 pictures of 28×28 to train and 21 to validate\n"));
    QCOMPARE(two.lines().size(), 2);
    const auto expected = numbers("one");
    const auto told = numbers("two");
    QCOMPARE(told.size(), expected.size());
    for (const auto &[name, values] : expected) {
        QCOMPARE(told.at(name).size(), values.size());
        for (std::size_t i = 0; i < values.size(); ++i)
            QVERIFY2(std::abs(told.at(name)[i] - values[i])
                         <= (i == 0 ? 1e-5 : 0.05) * std::abs(values[i]) + 1e-9,
                     qPrintable(QStringLiteral("%1: %2, %3")
                                    .arg(name.c_str())
                                    .arg(told.at(name)[i], 0, 'g', 9)
                                    .arg(values[i], 0, 'g', 9)));
    }
    QVERIFY(fs::exists(m_folder / "two/model.safetensors"));
}

void TestTrainRanks::eachItsOwnStatistics()
{
    const ProgramRun run = runProgram(command("own", {"--epochs", "1", "--nproc", "3"}));
    QVERIFY2(run.status == 0, run.err);
    QCOMPARE(QString::fromUtf8(run.errorLines().first()),
             "inceptoscope: BatchNorms take the statistics of each rank's own 4 of 12 photos; with "
             "--sync-batch-norm they would take those of all");
    QCOMPARE(run.lines().size(), 1);
}

/// In the order in which they were started: rank 0 first.
static QList<pid_t> childrenOf(const QProcess &process)
{
    const auto id = std::to_string(process.processId());
    std::ifstream file("/proc/" + id + "/task/" + id + "/children");
    QList<pid_t> children;
    for (pid_t child = 0; file >> child;)
        children += child;
    return children;
}

/// So that its end can be waited for, whoever's child it is.
static int watched(pid_t process)
{
    return static_cast<int>(syscall(SYS_pidfd_open, process, 0));
}

static bool waitForEnd(int watched)
{
    pollfd end{watched, POLLIN, 0};
    const bool ended = poll(&end, 1, 120'000) == 1;
    close(watched);
    return ended;
}

static QString resumable(std::string_view why)
{
    return QStringLiteral("^inceptoscope: %1; the checkpoint (of epoch [0-9]+|after batch [1-4] of "
                          "epoch [0-9]+) is kept: go on with --resume$")
        .arg(QString::fromUtf8(why.data(), static_cast<qsizetype>(why.size())));
}

static int linesMatching(const ProgramRun &run, const QString &expression)
{
    const QRegularExpression sentence(expression);
    int matching = 0;
    for (const QByteArray &line : run.errorLines())
        matching += sentence.match(QString::fromUtf8(line)).hasMatch() ? 1 : 0;
    return matching;
}

void TestTrainRanks::aRankIsKilled()
{
    QProcess process;
    startProgram(process, command("killed", {"--epochs", "100000", "--nproc", "2"}));
    QVERIFY(process.waitForReadyRead(300'000)); // the first epoch
    const QList<pid_t> ranks = childrenOf(process);
    QCOMPARE(ranks.size(), 2);
    QCOMPARE(kill(ranks[1], SIGKILL), 0);
    const ProgramRun run = finished(process);
    QCOMPARE(run.status, 1);
    QVERIFY2(linesMatching(run, resumable("rank 1 of 2 is gone")) == 1, run.err);
    QVERIFY2(linesMatching(run, "^inceptoscope: rank 1 was ended by signal 9 \\(Killed\\)$") == 1,
             run.err);
    const auto logged = numbers("killed").at("val_loss").size();
    const ProgramRun resumed = runProgram(
        command("killed", {"--epochs", QString::number(logged + 1), "--nproc", "2", "--resume"}));
    QVERIFY2(resumed.status == 0, resumed.err);
    QCOMPARE(numbers("killed").at("val_loss").size(), logged + 1);
}

/// And goes on to the numbers of a run that nobody stopped, bit by bit.
void TestTrainRanks::interrupted()
{
    QProcess process;
    startProgram(process, command("stopped", {"--epochs", "100000", "--nproc", "2"}));
    QVERIFY(process.waitForReadyRead(300'000));
    QList<int> ends;
    for (const pid_t rank : childrenOf(process))
        ends += watched(rank);
    QCOMPARE(ends.size(), 2);
    QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    const ProgramRun run = finished(process);
    for (const int end : ends)
        QVERIFY(waitForEnd(end));
    QCOMPARE(run.status, 1);
    QVERIFY2(linesMatching(run, resumable("interrupted")) == 1, run.err);
    QVERIFY2(linesMatching(run,
                           "^inceptoscope: rank 1: interrupted; rank 0 keeps the checkpoints: "
                           "go on with --resume$")
                 == 1,
             run.err);
    const QString epochs = QString::number(numbers("stopped").at("val_loss").size() + 1);
    const QStringList rest{"--epochs", epochs, "--nproc", "2"};
    const ProgramRun resumed = runProgram(command("stopped", rest + QStringList{"--resume"}));
    QVERIFY2(resumed.status == 0, resumed.err);
    const ProgramRun whole = runProgram(command("whole", rest));
    QVERIFY2(whole.status == 0, whole.err);
    QVERIFY(numbers("stopped") == numbers("whole"));
    QVERIFY(readFile(m_folder / "stopped/model.safetensors")
            == readFile(m_folder / "whole/model.safetensors"));
}

void TestTrainRanks::theOneThatStartedThemIsKilled()
{
    QProcess process;
    startProgram(process, command("orphans", {"--epochs", "100000", "--nproc", "2"}));
    QVERIFY(process.waitForReadyRead(300'000));
    QList<int> ends;
    for (const pid_t rank : childrenOf(process))
        ends += watched(rank);
    QCOMPARE(ends.size(), 2);
    process.kill();
    QVERIFY(process.waitForFinished(-1));
    for (const int end : ends)
        QVERIFY(waitForEnd(end));
}

namespace {

using Variables = std::map<QString, QString>;

/// As a launcher would.
void startRank(QProcess &process, const QStringList &arguments, const Variables &variables)
{
    for (const auto &[name, value] : variables)
        qputenv(name.toLatin1().constData(), value.toLatin1());
    startProgram(process, arguments);
    for (const auto &[name, value] : variables)
        qunsetenv(name.toLatin1().constData());
}

Variables rankOf(int rank, int port)
{
    return {{"RANK", QString::number(rank)},
            {"WORLD_SIZE", "2"},
            {"MASTER_ADDR", "localhost"},
            {"MASTER_PORT", QString::number(port)}};
}

int freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

} // namespace

/// On what would be two machines: the second has no folder to write to.
void TestTrainRanks::startedByHand()
{
    const int port = freePort();
    const QStringList epochs{"--epochs", "2", "--sync-batch-norm"};
    QProcess zero;
    QProcess one;
    startRank(one, command("no/such/folder", epochs), rankOf(1, port));
    startRank(zero, command("by hand", epochs), rankOf(0, port));
    const ProgramRun first = finished(zero);
    const ProgramRun second = finished(one);
    QVERIFY2(first.status == 0, first.err);
    QVERIFY2(second.status == 0, second.err);
    QCOMPARE(
        QString::fromUtf8(first.errorLines().first()),
        QStringLiteral("inceptoscope: rank 0 of 2 waits for the others at localhost:%1").arg(port));
    QCOMPARE(second.err, QByteArray());
    QCOMPARE(second.out, QByteArray());
    QVERIFY(!fs::exists(m_folder / "no"));
    QVERIFY(numbers("by hand") == numbers("two"));
}

void TestTrainRanks::withOtherSettings()
{
    const int port = freePort();
    QProcess zero;
    QProcess one;
    startRank(zero, command("other", {"--seed", "1"}), rankOf(0, port));
    startRank(one, command("other", {"--seed", "2"}), rankOf(1, port));
    const ProgramRun first = finished(zero);
    const ProgramRun second = finished(one);
    const QByteArray sentence =
        "rank 1 has seed 2 where rank 0 has seed 1; all ranks need the same "
        "options and the same photos";
    QCOMPARE(first.status, 1);
    QCOMPARE(second.status, 1);
    QCOMPARE(second.err, "inceptoscope: rank 1: " + sentence + "\n");
    QVERIFY2(first.errorLines().last().startsWith("inceptoscope: rank 1 has ended: " + sentence),
             first.err);
}

void TestTrainRanks::refuse_data()
{
    QTest::addColumn<Variables>("variables");
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("sentence");
    QTest::newRow("rank") << Variables{{"RANK", "2"}, {"WORLD_SIZE", "2"}} << QStringList{} << 1
                          << QByteArray("RANK is 2 in the environment, and has to be a number from "
                                        "0 to 1");
    QTest::newRow("ranks of ranks")
        << Variables{{"RANK", "0"}, {"WORLD_SIZE", "2"}} << QStringList{"--nproc", "2"} << 2
        << QByteArray("--nproc starts ranks, but RANK or WORLD_SIZE in the environment say that "
                      "this process is one; leave out the one or the others");
    QTest::newRow("more than photos")
        << Variables{} << QStringList{"--nproc", "2", "--batch", "1"} << 1
        << QByteArray("2 ranks cannot share a batch of 1; give at least --batch 2");
}

void TestTrainRanks::refuse()
{
    QFETCH(const Variables, variables);
    QFETCH(const QStringList, more);
    QFETCH(const QByteArray, sentence);
    QProcess process;
    QStringList arguments = command("refused");
    if (more.contains("--batch"))
        arguments.remove(arguments.indexOf("--batch"), 2);
    startRank(process, arguments + more, variables);
    const ProgramRun run = finished(process);
    QTEST(run.status, "status");
    QVERIFY2(run.errorLines().contains("inceptoscope: " + sentence), run.err);
}

QTEST_GUILESS_MAIN(TestTrainRanks)
#include "tst_trainranks.moc"
