#include "checkpoint/sidecar.h"
#include "support/await.h"
#include "support/misbehavingserver.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"
#include "weights/downloader.h"
#include "weights/weightstore.h"

#include <QCryptographicHash>
#include <QTest>

#include <limits>

using namespace inceptoscope;
using namespace inceptoscope::test;
using namespace std::chrono_literals;

namespace fs = std::filesystem;

class TestWeightStore : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_folder.reset(); }

    void folderOfThePerson();
    void emptyFolder();
    void importing();
    void importingWithASidecar();
    void importingUnderAnotherId();
    void importingFails_data();
    void importingFails();
    void replacing();
    void keeping();
    void stoppedImport();
    void listing();
    void removing();
    void checking();
    void damagedFiles();
    void downloading();
    void downloadedFileMustBeWeights_data();
    void downloadedFileMustBeWeights();

private:
    fs::path model(std::string_view name, unsigned seed = 1,
                   const ModelDescription &description = tinyDescription());
    QStringList files() const;
    QString shortened(const std::string &message) const;
    template<typename T> QString reasonOf(const Expected<T> &result) const
    {
        return result ? QString() : shortened(result.error().message);
    }
    PublicWeights publication(const QUrl &url) const;

    std::unique_ptr<TemporaryFolder> m_folder;
    WeightStore m_store;
};

static std::string sha256Of(const fs::path &file)
{
    return QCryptographicHash::hash(QByteArray::fromStdString(readFile(file)),
                                    QCryptographicHash::Sha256)
        .toHex()
        .toStdString();
}

void TestWeightStore::init()
{
    m_folder = std::make_unique<TemporaryFolder>();
    m_store = WeightStore(*m_folder / "installed");
}

fs::path TestWeightStore::model(std::string_view name, unsigned seed,
                                const ModelDescription &description)
{
    saveTinyModel(*m_folder / name, description, seed);
    return *m_folder / name;
}

QStringList TestWeightStore::files() const
{
    QStringList names;
    std::error_code ignored;
    for (const auto &entry : fs::directory_iterator(m_store.folder(), ignored))
        names += QString::fromStdString(entry.path().filename().string());
    names.sort();
    return names;
}

QString TestWeightStore::shortened(const std::string &message) const
{
    return QString::fromStdString(message).replace(
        QString::fromStdString(m_folder->path().string()), QStringLiteral("FOLDER"));
}

PublicWeights TestWeightStore::publication(const QUrl &url) const
{
    PublicWeights weights;
    weights.id = "inception_v4.school";
    weights.network = "inception_v4";
    weights.title = "Inception-v4 · the school's";
    weights.licence = "CC0";
    weights.url = url.toString().toStdString();
    weights.fileName = "model.safetensors";
    weights.imagenetLabels = false;
    return weights;
}

void TestWeightStore::folderOfThePerson()
{
    qputenv("XDG_DATA_HOME", "/somewhere");
    QCOMPARE(WeightStore().folder(), fs::path("/somewhere/inceptoscope/networks"));
    qunsetenv("XDG_DATA_HOME");
}

void TestWeightStore::emptyFolder()
{
    QVERIFY(m_store.list().empty());
    QCOMPARE(reasonOf(m_store.find("a")), QString("no weights \"a\" are installed"));
    QCOMPARE(reasonOf(m_store.remove("a")), QString("no weights \"a\" are installed"));
    QCOMPARE(reasonOf(m_store.check("a")), QString("no weights \"a\" are installed"));
}

void TestWeightStore::importing()
{
    const fs::path source = model("my weights.safetensors");
    const auto imported = m_store.import(source);
    QCOMPARE(reasonOf(imported), QString());
    InstalledWeights expected;
    expected.id = "tiny_inception_v4";
    expected.title = "Tiny inception_v4";
    expected.network = "inception_v4";
    expected.file = m_store.folder() / "tiny_inception_v4.safetensors";
    expected.bytes = static_cast<std::int64_t>(fs::file_size(source));
    expected.sha256 = sha256Of(source);
    QVERIFY(*imported == expected);
    QVERIFY(m_store.list() == std::vector{expected});
    QCOMPARE(readFile(expected.file), readFile(source));
    QCOMPARE(files(),
             (QStringList{"tiny_inception_v4.json", "tiny_inception_v4.safetensors",
                          "tiny_inception_v4.sha256"}));
    QCOMPARE(readFile(m_store.folder() / "tiny_inception_v4.sha256"),
             expected.sha256 + "  tiny_inception_v4.safetensors\n");
}

void TestWeightStore::importingWithASidecar()
{
    const fs::path source = model("a.safetensors");
    Sidecar sidecar;
    sidecar.title = "Pears and apples";
    sidecar.source = "https://school.example/";
    sidecar.licence = "CC0";
    sidecar.labels = Labels{"a", "b", "c", "d"};
    QVERIFY(writeSidecar(source, sidecar));
    const auto imported = m_store.import(source);
    QCOMPARE(reasonOf(imported), QString());
    sidecar.id = "tiny_inception_v4";
    QVERIFY(readSidecar(imported->file) == sidecar);
    QCOMPARE(imported->title, *sidecar.title);
    QCOMPARE(imported->source, *sidecar.source);
    QCOMPARE(imported->licence, *sidecar.licence);
}

void TestWeightStore::importingUnderAnotherId()
{
    const auto imported = m_store.import(model("a.safetensors"), {.id = "mine.v2"});
    QCOMPARE(reasonOf(imported), QString());
    QCOMPARE(imported->id, std::string("mine.v2"));
    QCOMPARE(files(), (QStringList{"mine.v2.json", "mine.v2.safetensors", "mine.v2.sha256"}));
}

void TestWeightStore::importingFails_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("reason");
    QTest::newRow("not there") << "none.safetensors" << ""
                               << "FOLDER/none.safetensors cannot be read: No such file or "
                                  "directory";
    QTest::newRow("no weights") << "text.safetensors" << ""
                                << "FOLDER/text.safetensors cannot be ";
    QTest::newRow("bad id") << "a.safetensors"
                            << "../a"
                            << "\"../a\" is no id: it takes 1 to 100 letters, digits, _, - and .";
    QTest::newRow("a family's id") << "a.safetensors"
                                   << "inception_v4"
                                   << "the id \"inception_v4\" is that of Inception-v4 as "
                                      "published; choose another one";
    QTest::newRow("broken sidecar") << "b.safetensors" << ""
                                    << "FOLDER/b.json cannot be used: it is no JSON object";
}

void TestWeightStore::importingFails()
{
    QFETCH(const QString, file);
    QFETCH(const QString, id);
    QFETCH(const QString, reason);
    model("a.safetensors");
    model("b.safetensors");
    writeFile(*m_folder / "b.json", "{");
    writeFile(*m_folder / "text.safetensors", "text\n");
    const QString told =
        reasonOf(m_store.import(*m_folder / file.toStdString(), {.id = id.toStdString()}));
    QVERIFY2(told.startsWith(reason), qPrintable(told));
    QCOMPARE(files(), QStringList());
}

void TestWeightStore::replacing()
{
    QVERIFY(m_store.import(model("a.safetensors", 1)));
    const fs::path other = model("b.pth", 2); // recognised by what it holds
    QCOMPARE(reasonOf(m_store.import(other)),
             QString("weights \"tiny_inception_v4\" are installed already, as "
                     "FOLDER/installed/tiny_inception_v4.safetensors"));
    const auto replaced = m_store.import(other, {.replace = true});
    QCOMPARE(reasonOf(replaced), QString());
    QCOMPARE(replaced->sha256, sha256Of(other));
    QCOMPARE(files(),
             (QStringList{"tiny_inception_v4.json", "tiny_inception_v4.pth",
                          "tiny_inception_v4.sha256"}));
}

void TestWeightStore::keeping()
{
    const fs::path first = model("a.safetensors", 1);
    const auto kept = m_store.keep(first);
    QCOMPARE(reasonOf(kept), QString());
    QCOMPARE(kept->id, std::string("tiny_inception_v4"));
    const auto other = m_store.keep(model("b.safetensors", 2));
    QCOMPARE(reasonOf(other), QString());
    QCOMPARE(other->id, std::string("tiny_inception_v4_2"));
    for (const auto &each : {*kept, *other}) { // as they were
        const auto again = m_store.keep(each.file);
        QCOMPARE(reasonOf(again), QString());
        QVERIFY(*again == each);
    }
    QCOMPARE(m_store.list().size(), std::size_t{2});
    QCOMPARE(reasonOf(m_store.keep(m_folder->path() / "none.safetensors")),
             QStringLiteral("FOLDER/none.safetensors cannot be read: No such file or directory"));
}

void TestWeightStore::stoppedImport()
{
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(reasonOf(m_store.import(model("a.safetensors"), {}, stop.get_token())),
             QString("FOLDER/a.safetensors cannot be read: interrupted"));
    QCOMPARE(files(), QStringList());
}

void TestWeightStore::listing()
{
    QVERIFY(m_store.import(model("a.safetensors"), {.id = "z"}));
    QVERIFY(m_store.import(model("a.safetensors"), {.id = "b"}));
    writeFile(m_store.folder() / "m.safetensors", "text\n");
    writeFile(m_store.folder() / "notes.txt", "not weights");
    writeFile(m_store.folder() / "c.safetensors.part", "not whole");
    QStringList listed;
    for (const InstalledWeights &weights : m_store.list())
        listed += QString::fromStdString(weights.id + ", " + weights.network + ", ")
            + shortened(weights.problem).section(u' ', 0, 2);
    QCOMPARE(listed,
             (QStringList{"b, inception_v4, ", "m, , FOLDER/installed/m.safetensors cannot be",
                          "z, inception_v4, "}));
}

void TestWeightStore::removing()
{
    QVERIFY(m_store.import(model("a.safetensors"), {.id = "a"}));
    QVERIFY(m_store.import(model("a.safetensors"), {.id = "b"}));
    writeFile(m_store.folder() / "broken.safetensors", "text\n");
    QCOMPARE(reasonOf(m_store.remove("a")), QString());
    QCOMPARE(reasonOf(m_store.remove("broken")), QString());
    writeFile(m_store.folder() / "c.pth.part", "half");
    writeFile(m_store.folder() / "c.pth.part.json", "{}");
    QCOMPARE(reasonOf(m_store.remove("c")), QString());
    QCOMPARE(reasonOf(m_store.remove("c")), QString("no weights \"c\" are installed"));
    writeFile(*m_folder / "outside.pth.part", "half");
    QCOMPARE(reasonOf(m_store.remove("../outside")),
             QString("no weights \"../outside\" are installed"));
    QVERIFY(fs::exists(*m_folder / "outside.pth.part"));
    QCOMPARE(files(), (QStringList{"b.json", "b.safetensors", "b.sha256"}));
}

void TestWeightStore::checking()
{
    QVERIFY(m_store.import(model("a.safetensors"), {.id = "a"}));
    const auto checked = m_store.check("a");
    QCOMPARE(reasonOf(checked), QString());
    QVERIFY(checked->wasRecorded);
    QCOMPARE(checked->sha256, sha256Of(*m_folder / "a.safetensors"));
    fs::remove(m_store.folder() / "a.sha256");
    QCOMPARE(m_store.check("a").value().wasRecorded, false);
}

void TestWeightStore::damagedFiles()
{
    QVERIFY(m_store.import(model("a.safetensors"), {.id = "a"}));
    const fs::path file = m_store.folder() / "a.safetensors";
    const std::string before = sha256Of(file);
    std::string bytes = readFile(file);
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    writeFile(file, bytes);
    QCOMPARE(reasonOf(m_store.check("a")),
             QString("FOLDER/installed/a.safetensors is not as it was installed: its SHA-256 is "
                     "%1, not %2")
                 .arg(QString::fromStdString(sha256Of(file)), QString::fromStdString(before)));

    fs::remove(m_store.folder() / "a.sha256");
    const float infinite = std::numeric_limits<float>::infinity();
    std::memcpy(bytes.data() + bytes.size() - sizeof infinite, &infinite, sizeof infinite);
    writeFile(file, bytes);
    const QString reason = reasonOf(m_store.check("a"));
    QVERIFY2(reason.startsWith("FOLDER/installed/a.safetensors is damaged: its tensor \"")
                 && reason.endsWith("\" has values that are not finite"),
             qPrintable(reason));
}

void TestWeightStore::downloading()
{
    MisbehavingServer server;
    const fs::path source = model("a.safetensors");
    server.serve("/model.safetensors", {whole(QByteArray::fromStdString(readFile(source)))});
    const PublicWeights weights = publication(server.url("/model.safetensors"));
    Downloader downloader(m_store.requestFor(weights));
    downloader.start();
    AWAIT(!downloader.isActive() && downloader.state() != DownloadState::Idle);
    QCOMPARE(downloader.message(), QString());
    InstalledWeights expected;
    expected.id = weights.id;
    expected.title = weights.title;
    expected.network = "inception_v4";
    expected.file = m_store.folder() / "inception_v4.school.safetensors";
    expected.bytes = static_cast<std::int64_t>(fs::file_size(source));
    expected.source = weights.url;
    expected.licence = "CC0";
    expected.sha256 = sha256Of(source);
    QVERIFY(m_store.list() == std::vector{expected});
    QCOMPARE(files(),
             (QStringList{"inception_v4.school.json", "inception_v4.school.safetensors",
                          "inception_v4.school.sha256"}));
}

void TestWeightStore::downloadedFileMustBeWeights_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("reason");
    QTest::newRow("text") << "text" << "URL cannot be ";
    QTest::newRow("another network")
        << "other" << "URL cannot be used: it is for inception_resnet_v2, not for inception_v4";
}

void TestWeightStore::downloadedFileMustBeWeights()
{
    QFETCH(const QString, file);
    QFETCH(const QString, reason);
    model("other", 1, tinyDescription("inception_resnet_v2"));
    writeFile(*m_folder / "text", "text\n");
    MisbehavingServer server;
    server.serve("/model.safetensors",
                 {whole(QByteArray::fromStdString(readFile(*m_folder / file.toStdString())))});
    const QUrl url = server.url("/model.safetensors");
    Downloader downloader(m_store.requestFor(publication(url)));
    downloader.start();
    AWAIT_EQUAL(downloader.state(), DownloadState::Failed);
    const QString told = QString(downloader.message()).replace(url.toString(), "URL");
    QVERIFY2(told.startsWith(reason), qPrintable(told));
    QCOMPARE(files(), QStringList());
}

QTEST_GUILESS_MAIN(TestWeightStore)

#include "tst_weightstore.moc"
