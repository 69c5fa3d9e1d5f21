#include "checkpoint/modelfile.h"
#include "checkpoint/tensorfile.h"
#include "commandline/programrun.h"
#include "support/picturefiles.h"
#include "support/temporaryfolder.h"

#include <QElapsedTimer>
#include <QImage>
#include <QRegularExpression>
#include <QTest>

#include <nlohmann/json.hpp>

#include <csignal>
#include <fstream>
#include <random>
#include <sys/resource.h>

using namespace inceptoscope;
using namespace inceptoscope::test;
using nlohmann::json;

namespace fs = std::filesystem;

/// A narrow network on two classes of eight photos.
class TestTrain : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void trainAndClassify();
    void tellWhatWouldBeDone();
    void trainOnPictureFiles();
    void stopAndGoOn();
    void killAtAnyMoment();
    void oneRunInAFolder();
    void fileSizeLimit();
    void refuse_data();
    void refuse();

private:
    QString path(std::string_view name) const
    {
        return QString::fromStdString((m_folder / name).string());
    }
    QStringList command(std::string_view out, const QStringList &more = {}) const;
    QList<int> loggedEpochs(std::string_view out) const;
    QStringList quickCommand(std::string_view out, const QStringList &more = {}) const;
    void compareRuns(std::string_view out, std::string_view expected) const;

    const TemporaryFolder m_folder;
};

void TestTrain::initTestCase()
{
    qputenv("XDG_DATA_HOME", (m_folder / "none").c_str());
    for (const char *part : {"train", "val"}) {
        for (int label = 0; label < 2; ++label) {
            const fs::path folder =
                m_folder / "two classes" / part / (label == 0 ? "dark" : "light");
            fs::create_directories(folder);
            for (int i = 0; i < 8; ++i) {
                QImage image(90, 80 + i, QImage::Format_RGB32);
                image.fill(qRgb(40 + 150 * label, 60 + 10 * i, 50));
                const fs::path file = folder / (std::to_string(i) + ".png");
                QVERIFY(image.save(QString::fromStdString(file.string())));
            }
        }
    }
}

/// `more` takes the place of options that are there already.
static QStringList replaced(QStringList all, const QStringList &more)
{
    for (const QString &option : more) {
        const qsizetype at = option.startsWith("--") ? all.indexOf(option) : -1;
        if (at >= 0)
            all.remove(at, 2);
    }
    return all + more;
}

QStringList TestTrain::command(std::string_view out, const QStringList &more) const
{
    const QStringList all{"train",    "--network",    "inception_v4",
                          "--width",  "0.125",        "--repeats",
                          "1,1,1",    "--input-size", "75",
                          "--recipe", "paper",        "--batch",
                          "8",        "--data",       path("two classes/"),
                          "--out",    path(out)};
    return replaced(all, more);
}

QList<int> TestTrain::loggedEpochs(std::string_view out) const
{
    QList<int> epochs;
    std::ifstream log(m_folder / out / "run.jsonl");
    for (std::string line; std::getline(log, line);) {
        const json entry = json::parse(line);
        if (entry["event"] == "epoch")
            epochs += entry["epoch"].get<int>();
    }
    return epochs;
}

void TestTrain::trainAndClassify()
{
    const ProgramRun run = runProgram(command("out", {"--epochs", "2", "--json"}));
    QCOMPARE(run.err, QByteArray("inceptoscope: reading 16 photos to train and 16 to validate\n"));
    QCOMPARE(run.status, 0);
    QStringList keys;
    QList<int> epochs;
    for (const QByteArray &line : run.lines()) {
        const auto told = nlohmann::ordered_json::parse(line.toStdString());
        epochs += told["epoch"].get<int>();
        keys.clear();
        for (const auto &[key, value] : told.items()) {
            QVERIFY2(value.is_number(), line);
            keys += QString::fromStdString(key);
        }
    }
    QCOMPARE(epochs, (QList<int>{1, 2}));
    QCOMPARE(
        keys,
        (QStringList{"epoch", "train_loss", "train_top1_error", "val_loss", "val_top1_error",
                     "val_top5_error", "photos_per_second", "dead_share/inception_a.0",
                     "dead_share/inception_b.0", "dead_share/inception_c.0",
                     "dead_share/reduction_a", "dead_share/reduction_b", "dead_share/stem.conv1",
                     "dead_share/stem.conv2", "dead_share/stem.conv3", "dead_share/stem.mixed4",
                     "dead_share/stem.mixed5", "dead_share/stem.mixed6", "zeros_before_pool"}));
    QCOMPARE(loggedEpochs("out"), epochs);

    const auto model = loadModel(m_folder / "out/model.safetensors");
    QVERIFY2(model.has_value(), model ? "" : model.error().message.c_str());
    QCOMPARE(model->description.id, std::string("inception_v4_two_classes"));
    QCOMPARE(model->description.title, std::string("Inception-v4 · two classes"));
    const ProgramRun answer =
        runProgram({"classify", "--json", "--weights", path("out/model.safetensors"),
                    path("two classes/val/dark/0.png")});
    QCOMPARE(answer.status, 0);
    QCOMPARE(json::parse(answer.out.toStdString())["top"].size(), std::size_t{2});

    const ProgramRun again = runProgram(command("out", {"--epochs", "2"}));
    QCOMPARE(again.status, 1);
    QCOMPARE(QString::fromUtf8(again.err),
             "inceptoscope: " + path("out")
                 + " already holds a training run; go on with --resume or name another folder\n");
}

void TestTrain::tellWhatWouldBeDone()
{
    const QStringList arguments = command("dry", {"--epochs", "3", "--threads", "1", "--dry-run"});
    const ProgramRun run = runProgram(arguments + QStringList{"--json"});
    QCOMPARE(run.err, QByteArray("inceptoscope: reading 16 photos to train and 16 to validate\n"));
    QCOMPARE(run.status, 0);
    json told = json::parse(run.out.toStdString());
    QCOMPARE(told["time"].size(), std::size_t{4});
    for (const char *part : {"total_seconds", "validation_seconds"})
        QVERIFY2(told["time"][part].get<double>() > 0, part);
    std::int64_t memory = 0;
    for (const auto &[part, bytes] : told["memory"].items())
        memory += part == "total" ? 0 : bytes.get<std::int64_t>();
    QVERIFY(told["memory"]["total"].get<std::int64_t>()
            < memory); // batches and what is between epochs take turns
    QCOMPARE(told["time"]["sizes"][0]["epochs"].get<int>(), 3);
    told.erase("time");
    told.erase("memory");
    const json wanted = json::parse(R"({
        "network": "inception_v4", "title": "Inception-v4", "input": [3, 75, 75],
        "parameters": 234858, "multiply_adds": 5142488, "residual_scales": [],
        "dataset": "two classes",
        "classes": [{"label": "dark", "train": 8, "validation": 8},
                    {"label": "light", "train": 8, "validation": 8}],
        "train": 16, "validation": 16, "steps_per_epoch": 2, "epochs": 3, "patience": 0,
        "recipe": {"name": "paper", "optimizer": "rmsprop", "momentum": 0.9, "rms_decay": 0.9,
                   "rms_epsilon": 1.0, "learning_rate": 0.045, "schedule": "exponential",
                   "warm_up_epochs": 0.0, "batch": 8, "weight_decay": 0.00004,
                   "gradient_clip": 2.0, "average_decay": 0.999, "label_smoothing": 0.0,
                   "smallest_crop": 0.05, "aspect_range": 1.3333333333333333, "flip": true,
                   "colour": 0.0, "early_size": 1.0, "early_epochs": 0.0},
        "seed": 1, "threads": 1, "precision": "f32"})");
    QCOMPARE(QByteArray::fromStdString(json::diff(wanted, told).dump()), QByteArray("[]"));

    const ProgramRun text = runProgram(arguments);
    QCOMPARE(text.status, 0);
    for (const char *line :
         {"Inception-v4", "all 2 classes     16        16", "Nothing was written."})
        QVERIFY2(text.out.contains(line), text.out);
    QVERIFY(!fs::exists(m_folder / "dry"));
}

/// With every part of the recipe that can be changed.
void TestTrain::trainOnPictureFiles()
{
    writeIdxFiles(m_folder / "idx");
    const QStringList options{"--data",
                              path("idx"),
                              "--batch",
                              "2",
                              "--epochs",
                              "1",
                              "--optimizer",
                              "adamw",
                              "--schedule",
                              "step",
                              "--warm-up",
                              "0.5",
                              "--weight-decay",
                              "0.001",
                              "--clip",
                              "1.5",
                              "--colour",
                              "0.25",
                              "--no-flip",
                              "--label-smoothing",
                              "0.2",
                              "--patience",
                              "3",
                              "--learning-rate",
                              "0.015625"};
    const ProgramRun run = runProgram(command("from files", options));
    QCOMPARE(run.status, 0);
    const QList<QByteArray> sentences = run.errorLines();
    QCOMPARE(sentences.size(), 2);
    QCOMPARE(QString::fromUtf8(sentences[0]),
             QStringLiteral("inceptoscope: 6 pictures of 5×4 to train and 3 to validate"));
    const QByteArray ofTheModel = "inceptoscope: the model is that of epoch ";
    QVERIFY2(sentences[1].startsWith(ofTheModel), sentences[1]);
    std::string first;
    std::getline(std::ifstream(m_folder / "from files/run.jsonl") >> std::ws, first);
    json told = json::parse(first);
    json wanted{{"recipe", "paper with adamw"},
                {"optimizer", "adamw"},
                {"schedule", "step"},
                {"learning_rate", 0.015625},
                {"weight_decay", 0.001},
                {"label_smoothing", 0.2},
                {"gradient_clip", 1.5},
                {"flip", false},
                {"colour", 0.25},
                {"classes", 3},
                {"dataset", "idx"}};
    for (const auto &[key, value] : wanted.items())
        QCOMPARE(told[key].dump(), value.dump());
    const auto model = loadModel(m_folder / "from files/model.safetensors");
    QVERIFY2(model.has_value(), model ? "" : model.error().message.c_str());
    QCOMPARE(model->description.labels, (std::vector<std::string>{"0", "1", "2"}));

    QStringList changed = options;
    changed[changed.indexOf("adamw")] = "rmsprop"; // the recipe's own
    const ProgramRun refused = runProgram(command("from files", changed + QStringList{"--resume"}));
    QCOMPARE(refused.status, 1);
    QVERIFY2(refused.err.contains(" holds a run with batches of 2"), refused.err);
    QVERIFY2(refused.err.contains("the recipe paper with adamw"), refused.err);
}

void TestTrain::stopAndGoOn()
{
    QProcess process;
    startProgram(process, command("stopped", {"--epochs", "100000", "--json"}));
    QVERIFY(process.waitForReadyRead(300'000)); // the first epoch
    QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    const ProgramRun stopped = finished(process);
    QCOMPARE(stopped.status, 1);
    const int last = loggedEpochs("stopped").last();
    const QRegularExpression sentence(
        QStringLiteral(
            "^inceptoscope: interrupted; the checkpoint (of epoch %1|after batch [12] of "
            "epoch %2) is kept: go on with --resume$")
            .arg(last)
            .arg(last + 1));
    QVERIFY2(sentence.match(QString::fromUtf8(stopped.errorLines().last())).hasMatch(),
             stopped.err);
    QVERIFY(!fs::exists(m_folder / "stopped/model.safetensors"));

    const QString epochs = QString::number(last + 1);
    const ProgramRun other =
        runProgram(command("stopped", {"--resume", "--epochs", epochs, "--batch", "4"}));
    QCOMPARE(other.status, 1);
    QCOMPARE(QString::fromUtf8(other.err),
             "inceptoscope: " + path("stopped")
                 + " holds a run with batches of 8, the recipe paper and the seed 1, which cannot "
                   "go on with batches of 4, the recipe paper and the seed 1\n");
    const ProgramRun resumed = runProgram(command("stopped", {"--resume", "--epochs", epochs}));
    QCOMPARE(resumed.status, 0);
    QCOMPARE(resumed.lines().size(), 1);
    QList<int> all;
    for (int epoch = 1; epoch <= last + 1; ++epoch)
        all += epoch;
    QCOMPARE(loggedEpochs("stopped"), all);
    QVERIFY(fs::exists(m_folder / "stopped/model.safetensors"));
}

/// Three epochs of four batches, with a checkpoint after each.
QStringList TestTrain::quickCommand(std::string_view out, const QStringList &more) const
{
    return replaced(command(out,
                            {"--epochs", "3", "--batch", "4", "--width", "0.05", "--threads", "1",
                             "--checkpoint-minutes", "0"}),
                    more);
}

namespace {

/// The lines of a log, but for what depends on the clock.
QStringList timelessLog(const fs::path &file)
{
    QStringList lines;
    std::ifstream log(file);
    for (std::string line; std::getline(log, line);) {
        auto entry = nlohmann::ordered_json::parse(line);
        entry.erase("wall");
        entry.erase("photos_per_second");
        lines += QString::fromStdString(entry.dump());
    }
    return lines;
}

/// The bits of every number in a checkpoint.
std::map<std::string, QByteArray> numbersOf(const fs::path &checkpoint)
{
    std::map<std::string, QByteArray> all;
    const auto file = readSafetensors(checkpoint);
    if (!file)
        return all;
    for (const auto &[name, tensor] : file->tensors)
        all[name] = QByteArray(reinterpret_cast<const char *>(tensor.bytes.data()),
                               static_cast<qsizetype>(tensor.bytes.size()));
    return all;
}

/// Kills the program after a while, unless it is done before: whether it was killed.
bool killedAfter(const QStringList &arguments, int milliseconds)
{
    QProcess process;
    startProgram(process, arguments);
    if (process.waitForFinished(milliseconds))
        return false;
    process.kill();
    process.waitForFinished(-1);
    return true;
}

} // namespace

void TestTrain::compareRuns(std::string_view out, std::string_view expected) const
{
    const fs::path run = m_folder / out;
    const fs::path other = m_folder / expected;
    QCOMPARE(timelessLog(run / "run.jsonl"), timelessLog(other / "run.jsonl"));
    QVERIFY(readFile(run / "model.safetensors") == readFile(other / "model.safetensors"));
    QVERIFY(numbersOf(run / "checkpoint.safetensors")
            == numbersOf(other / "checkpoint.safetensors"));
    QStringList names;
    for (const fs::directory_entry &entry : fs::directory_iterator(run))
        names += QString::fromStdString(entry.path().filename().string());
    names.sort();
    QCOMPARE(names,
             (QStringList{".lock", "checkpoint.safetensors", "model-so-far.safetensors",
                          "model.safetensors", "progress.json", "run.jsonl"}));
}

/// 20 kills at moments drawn between the start of a run and the time a whole one takes. A run that
/// comes to its end before is compared, and another is begun.
void TestTrain::killAtAnyMoment()
{
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(runProgram(quickCommand("whole")).status, 0);
    const auto whole = static_cast<int>(clock.elapsed());

    std::mt19937 random(20);
    int runs = 0;
    std::string out = "killed 0";
    for (int kills = 0; kills < 20;) {
        const int moment = static_cast<int>(random() % static_cast<unsigned>(whole));
        if (killedAfter(quickCommand(out, {"--resume"}), moment)) {
            ++kills;
            continue;
        }
        compareRuns(out, "whole");
        out = "killed " + std::to_string(++runs);
    }
    const ProgramRun last = runProgram(quickCommand(out, {"--resume"}));
    QVERIFY2(last.status == 0, last.err);
    compareRuns(out, "whole");
}

void TestTrain::oneRunInAFolder()
{
    QProcess first;
    startProgram(first, command("shared", {"--epochs", "100000", "--json"}));
    while (!fs::exists(m_folder / "shared/.lock"))
        QVERIFY(!first.waitForFinished(1));
    const QString sentence = "inceptoscope: another training run is writing to " + path("shared")
        + "; wait for its end or name another folder\n";
    // The first may have made the file and not yet locked it, but reads no photo before that.
    QVERIFY(first.waitForReadyRead(300'000));
    for (const QStringList &more : {QStringList{}, QStringList{"--resume"}}) {
        const ProgramRun second = runProgram(command("shared", more));
        QCOMPARE(second.status, 1);
        QCOMPARE(QString::fromUtf8(second.err), sentence);
    }
    first.kill();
    first.waitForFinished(-1);
    const int epochs = loggedEpochs("shared").last();
    const ProgramRun next =
        runProgram(command("shared", {"--resume", "--epochs", QString::number(epochs)}));
    QVERIFY2(next.status == 0, next.err);
}

/// As a full disk is: the checkpoint that is there stays.
void TestTrain::fileSizeLimit()
{
    QCOMPARE(runProgram(quickCommand("limited", {"--epochs", "1"})).status, 0);
    const fs::path checkpoint = m_folder / "limited/checkpoint.safetensors";
    const std::string kept = readFile(checkpoint);
    QProcess process;
    process.setChildProcessModifier([] {
        const rlimit small{4096, 4096};
        setrlimit(RLIMIT_FSIZE, &small);
    });
    startProgram(process, quickCommand("limited", {"--resume"}));
    const ProgramRun run = finished(process);
    QCOMPARE(run.status, 1);
    QCOMPARE(QString::fromUtf8(run.errorLines().last()),
             "inceptoscope: " + path("limited/checkpoint-within-epoch.safetensors")
                 + " cannot be written: File too large; the checkpoint of epoch 1 is kept");
    QVERIFY(readFile(checkpoint) == kept);
    QCOMPARE(runProgram(quickCommand("limited", {"--resume"})).status, 0);
    QCOMPARE(runProgram(quickCommand("unlimited")).status, 0);
    QVERIFY(readFile(m_folder / "limited/model.safetensors")
            == readFile(m_folder / "unlimited/model.safetensors"));
}

void TestTrain::refuse_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("network") << QStringList{"--network", "inception_v5"} << 2
                             << "there is no network \"inception_v5\"; the known ones are ";
    QTest::newRow("recipe") << QStringList{"--recipe", "cake"} << 2
                            << "there is no recipe \"cake\"; the known ones are small-data, paper";
    QTest::newRow("optimizer") << QStringList{"--optimizer", "adam"} << 2 << "";
    QTest::newRow("schedule") << QStringList{"--schedule", "paper"} << 2 << "";
    QTest::newRow("scale") << QStringList{"--residual-scale", "0.1"} << 2
                           << "Inception-v4 has no residual blocks to scale";
    QTest::newRow("dry ranks") << QStringList{"--dry-run", "--nproc", "2"} << 2
                               << "--dry-run tells of one process; leave out --nproc";
    QTest::newRow("share") << QStringList{"--val-share", "1"} << 2 << "";
    QTest::newRow("patience") << QStringList{"--patience", "-1"} << 2 << "";
    QTest::newRow("clip") << QStringList{"--clip", "nan"} << 2 << "";
    QTest::newRow("a file") << QStringList{"--data", path("two classes/val/dark/0.png")} << 1
                            << path("two classes/val/dark/0.png") + " is no folder; ";
    QTest::newRow("one class") << QStringList{"--data", path("two classes/val/dark")} << 1
                               << path("two classes/val/dark") + " holds 0 class folders; ";
    QTest::newRow("input size") << QStringList{"--input-size", "20"} << 2 << "";
    QTest::newRow("labels") << QStringList{"--labels", path("nowhere.txt")} << 1
                            << path("nowhere.txt") + " cannot be read: No such file or directory";
    QTest::newRow("id") << QStringList{"--id", "a/b"} << 1
                        << "the id \"a/b\" is not made of 1 to 100 letters, digits, _, - and .";
    QTest::newRow("data") << QStringList{"--data", path("no\nwhere")} << 1
                          << path("no\\nwhere") + " cannot be read: ";
}

void TestTrain::refuse()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, sentence);
    const ProgramRun run = runProgram(command("refused", arguments));
    QTEST(run.status, "status");
    QCOMPARE(run.errorLines().size(), 1);
    QVERIFY2(QString::fromUtf8(run.err).startsWith("inceptoscope: " + sentence), run.err);
    QVERIFY(!fs::exists(m_folder / "refused"));
}

QTEST_GUILESS_MAIN(TestTrain)
#include "tst_train.moc"
