#include "opening/pathkinds.h"
#include "support/eventfiles.h"
#include "support/temporaryfolder.h"
#include "support/testdata.h"

#include <QTest>

#include <sys/stat.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace fs = std::filesystem;

class TestPathKinds : public QObject
{
    Q_OBJECT

private slots:
    void sortsByName();
    void sortsByContents();
    void tellsLogs();
    void tellsFolders();
    void tellsFoldersOfLogs_data();
    void tellsFoldersOfLogs();
    void doesNotWaitForPipes();
};

void TestPathKinds::sortsByName()
{
    const QStringList photos{"/a/photo.jpg", "/a", "/a/notes.txt"};
    const QStringList weights{"/a/v4.safetensors", "/a/V4.PTH", "/a/v4.pt", "/a/v4.bin",
                              "/a/v4.ckpt"};
    const QStringList logs{"/a/RUN.JSONL"};
    QVERIFY(sortedPaths(logs + photos + weights) == (SortedPaths{photos, {}, weights, logs}));
    QVERIFY(sortedPaths({}) == SortedPaths{});
    const QStringList named{"/a/photo.jpg", "/a/b.PNG"};
    QVERIFY(sortedByName(named + logs + weights) == (SortedPaths{named, {}, weights, logs}));
    QVERIFY(!sortedByName(named + QStringList("/a"))); // a folder, or anything else
    QVERIFY(sortedByName({}) == SortedPaths{});
}

void TestPathKinds::sortsByContents()
{
    const TemporaryFolder folder;
    const fs::path fixtures = testData("pytorch");
    const auto path = [&](const char *name) {
        return QString::fromStdString((folder / name).string());
    };
    fs::copy(fixtures / "module-zip.pth", folder / "a");
    fs::copy(fixtures / "module-legacy.pth", folder / "b.pth.tar");
    writeFile(folder / "c.h5", "\x89HDF\r\n\x1a\n");
    writeFile(folder / "d.json", R"({"a":1})");
    writeFile(folder / "e.svgz", "\x1f\x8b\x08");
    writeFile(folder / "f", "");
    fs::copy(testData("images/cmyk.jpg"), folder / "g.jpg");
    const QStringList weights{path("a"), path("b.pth.tar"), path("c.h5")};
    const QStringList photos{path("d.json"), path("e.svgz"), path("f"), path("g.jpg"), path("")};
    QVERIFY(sortedPaths(photos + weights) == (SortedPaths{photos, {path("")}, weights, {}}));
}

/// Of every format, by contents where the name does not tell; a log that is broken is one all the
/// same.
void TestPathKinds::tellsLogs()
{
    const TemporaryFolder folder;
    const auto path = [&](const char *name) {
        return QString::fromStdString((folder / name).string());
    };
    writeFile(folder / "events.out.tfevents.1.host", "");
    writeFile(folder / "renamed", scalarRecord(1, 1, "loss", 0.5F));
    writeFile(folder / "empty.csv", "");
    writeFile(folder / "wide.txt",
              std::string("\xff\xfes\0t\0e\0p\0,\0a\0\n\0001\0,\0002\0\n\0", 24));
    fs::copy(testData("logs/caffe.log"), folder / "printed.txt");
    fs::copy(testData("logs/huggingface/checkpoint-2/trainer_state.json"), folder / "state.json");
    fs::copy(testData("logs/lightning/version_0/metrics.csv"), folder / "metrics.csv");
    fs::copy(testData("logs/mlruns/0/5f2c/metrics/loss"), folder / "loss");
    writeFile(folder / "settings.json", R"({"epoch":1})");
    writeFile(folder / "names.txt", "tench\ngoldfish\n");
    const QStringList logs{path("events.out.tfevents.1.host"),
                           path("renamed"),
                           path("empty.csv"),
                           path("wide.txt"),
                           path("printed.txt"),
                           path("state.json"),
                           path("metrics.csv"),
                           path("loss")};
    const QStringList others{path("settings.json"), path("names.txt"), path("gone.csv")};
    const SortedPaths sorted = sortedPaths(logs + others);
    QCOMPARE(sorted.logs, logs);
    QCOMPARE(sorted.photos, others);
}

void TestPathKinds::tellsFoldersOfLogs_data()
{
    QTest::addColumn<QStringList>("photos");
    QTest::addColumn<QStringList>("logs");
    QTest::addColumn<bool>("isOfLogs");

    const QStringList none;
    const QStringList below{"logs/run/events.out.tfevents.1"};
    QTest::newRow("logs") << none << below << true;
    QTest::newRow("photos, too") << QStringList("logs/z.jpg") << below << false;
    QTest::newRow("a photo without a suffix") << QStringList("logs/z") << below << false;
    QTest::newRow("MLflow's") << none << QStringList("logs/0/5f2c/metrics/val/loss") << true;
    QTest::newRow("MLflow's, somewhere else") << none << QStringList("logs/0/5f2c/loss") << false;
    QTest::newRow("neither") << none << none << false;
}

void TestPathKinds::tellsFoldersOfLogs()
{
    QFETCH(QStringList, photos);
    QFETCH(QStringList, logs);
    QFETCH(bool, isOfLogs);
    const TemporaryFolder folder;
    const auto copy = [&folder](const fs::path &from, const QString &name) {
        const fs::path to = folder / name.toStdString();
        fs::create_directories(to.parent_path());
        fs::copy(from, to);
    };
    writeFile(folder / "record", scalarRecord(1, 1, "loss", 0.5F));
    for (const QString &name : photos)
        copy(testData("images/cmyk.jpg"), name);
    for (const QString &name : logs)
        copy(name.contains("tfevents") ? folder / "record"
                                       : testData("logs/mlruns/0/5f2c/metrics/loss"),
             name);
    fs::create_directories(folder / "logs");
    fs::create_directory_symlink(folder / "logs", folder / "logs/loop");
    const QStringList paths(QString::fromStdString((folder / "logs").string()));
    const SortedPaths sorted = sortedPaths(paths);
    QCOMPARE(sorted.logs, isOfLogs ? paths : QStringList());
    QCOMPARE(sorted.photos, isOfLogs ? QStringList() : paths);
    QCOMPARE(sorted.folders, sorted.photos);
}

void TestPathKinds::tellsFolders()
{
    const TemporaryFolder folder;
    fs::create_directories(folder / "classes");
    fs::create_directories(folder / "misleading.jpg"); // is not looked at
    writeFile(folder / "file", "");
    const auto path = [&](const char *name) {
        return QString::fromStdString((folder / name).string());
    };
    const QStringList photos{path("file"), path("classes"), path("misleading.jpg"), path("gone")};
    QVERIFY(sortedPaths(photos) == (SortedPaths{photos, {path("classes")}, {}, {}}));
}

void TestPathKinds::doesNotWaitForPipes()
{
    const TemporaryFolder folder;
    const fs::path pipe = folder / "pipe";
    QCOMPARE(mkfifo(pipe.c_str(), 0600), 0);
    const QStringList paths{QString::fromStdString(pipe.string())};
    QVERIFY(sortedPaths(paths) == (SortedPaths{paths, {}, {}, {}}));
}

QTEST_GUILESS_MAIN(TestPathKinds)
#include "tst_pathkinds.moc"
