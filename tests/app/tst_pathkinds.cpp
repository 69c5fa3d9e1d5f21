#include "opening/pathkinds.h"
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
    void tellsFolders();
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
