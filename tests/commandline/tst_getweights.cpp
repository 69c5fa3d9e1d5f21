#include "commandline/programfolder.h"
#include "commandline/programrun.h"
#include "support/await.h"
#include "support/misbehavingserver.h"

#include <QCryptographicHash>
#include <QTest>

#include <csignal>

using namespace inceptoscope;
using namespace inceptoscope::test;
using nlohmann::ordered_json;

namespace fs = std::filesystem;

/// Public weights from a server of the test's own, fetched and looked after by the program itself.
class TestGetWeights : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void publicTable();
    void listAsText();
    void listAsJson();
    void listWithABrokenFile();
    void getAndUse();
    void getSeveral();
    void getAgain();
    void interruptedGetGoesOn();
    void nothingIsKeptOfTheWrongFile();
    void brokenIndex();
    void importAndRemove();
    void importRefuses();
    void check();
    void badUsage_data();
    void badUsage();

private:
    QByteArray model() const
    {
        return QByteArray::fromStdString(readFile(m_folder / "v4.safetensors"));
    }
    QString hash() const;
    QString installed(const QString &file = {}) const;
    QStringList installedFiles() const;
    void useIndex();

    const ProgramFolder m_folder;
    MisbehavingServer m_server;
};

void TestGetWeights::initTestCase()
{
    for (const char *name :
         {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"})
        qunsetenv(name);
}

void TestGetWeights::init()
{
    fs::remove_all(m_folder / "data/inceptoscope");
    m_server.serve("/a.safetensors", {whole(model())});
    m_server.serve("/b.safetensors", {whole(model())});
    useIndex();
}

QString TestGetWeights::hash() const
{
    return QString::fromLatin1(
        QCryptographicHash::hash(model(), QCryptographicHash::Sha256).toHex());
}

QString TestGetWeights::installed(const QString &file) const
{
    return m_folder.path("data/inceptoscope/networks") + "/" + file;
}

QStringList TestGetWeights::installedFiles() const
{
    QStringList names;
    std::error_code ignored;
    for (const auto &entry :
         fs::directory_iterator(m_folder / "data/inceptoscope/networks", ignored))
        names += QString::fromStdString(entry.path().filename().string());
    names.sort();
    return names;
}

void TestGetWeights::useIndex()
{
    const auto url = [this](const char *path) {
        return m_server.url(QString::fromLatin1(path)).toString().toStdString();
    };
    const ordered_json index{
        {"weights",
         {{{"id", "school.a"},
           {"network", "inception_v4"},
           {"title", "Inception-v4 · a"},
           {"publisher", "school"},
           {"licence", "CC0"},
           {"size", model().size()},
           {"size_is_approximate", false},
           {"top1", 80.144},
           {"top5", 94.982},
           {"url", url("/a.safetensors")},
           {"sha256", hash().toStdString()}},
          {{"id", "school.b"}, {"network", "inception_v4"}, {"url", url("/b.safetensors")}},
          {{"id", "school.c"}, {"network", "inception_v4"}, {"url", url("/none.safetensors")}}}}};
    writeFile(m_folder / "index.json", index.dump());
    qputenv("INCEPTOSCOPE_WEIGHTS_INDEX", (m_folder / "index.json").c_str());
}

void TestGetWeights::publicTable()
{
    qunsetenv("INCEPTOSCOPE_WEIGHTS_INDEX");
    const ProgramRun run = runProgram({"weights", "list"});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    const QList<QByteArray> lines = run.lines();
    QCOMPARE(lines.size(), 19);
    QCOMPARE(lines[0].simplified(), QByteArray("id network size top-1 top-5 licence publisher"));
    QCOMPARE(
        lines[1].simplified(),
        QByteArray("inception_v4.tf_in1k inception_v4 171.0 MB 80.1 % 95.0 % Apache-2.0 timm"));
    QCOMPARE(lines[18].simplified(),
             QByteArray("inception_resnet_v1.casia_webface inception_resnet_v1_facenet 116.0 MB "
                        "MIT facenet-pytorch"));
}

void TestGetWeights::listAsText()
{
    QCOMPARE(runProgram({"weights", "get", "school.a"}).status, 0);
    QCOMPARE(
        runProgram({"weights", "import", "--id", "mine", m_folder.path("v4.safetensors")}).status,
        0);
    const ProgramRun run = runProgram({"weights", "list"});
    QCOMPARE(run.status, 0);
    QStringList lines;
    for (const QByteArray &line : run.lines())
        lines += QString::fromUtf8(line.simplified());
    const QString size = lines.value(1).section(' ', 2, 3);
    QCOMPARE(lines,
             (QStringList{"id network size top-1 top-5 licence publisher",
                          "school.a inception_v4 " + size + " 80.1 % 95.0 % CC0 school installed",
                          "school.b inception_v4", "school.c inception_v4",
                          "mine inception_v4 " + size + " installed"}));
}

void TestGetWeights::listAsJson()
{
    QCOMPARE(runProgram({"weights", "get", "school.a"}).status, 0);
    const ProgramRun run = runProgram({"weights", "list", "--json"});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    const std::string file = installed("school.a.safetensors").toStdString();
    const std::string url = m_server.url("/a.safetensors").toString().toStdString();
    const ordered_json list = parsed(run.out);
    QCOMPARE(list["weights"].size(), std::size_t{3});
    const ordered_json expected{{"id", "school.a"},
                                {"network", "inception_v4"},
                                {"title", "Inception-v4 · a"},
                                {"publisher", "school"},
                                {"licence", "CC0"},
                                {"size", model().size()},
                                {"size_is_approximate", false},
                                {"top1", 80.144},
                                {"top5", 94.982},
                                {"note", ""},
                                {"page", ""},
                                {"url", url},
                                {"file", "a.safetensors"},
                                {"sha256", hash().toStdString()},
                                {"labels", nullptr},
                                {"installed", file}};
    QCOMPARE(list["weights"][0].dump(), expected.dump());
    QVERIFY(list["weights"][1]["installed"].is_null());
    const ordered_json mine{{"id", "school.a"},
                            {"network", "inception_v4"},
                            {"title", "Inception-v4 · a"},
                            {"source", url},
                            {"licence", "CC0"},
                            {"size", model().size()},
                            {"sha256", hash().toStdString()},
                            {"file", file},
                            {"problem", nullptr}};
    QCOMPARE(list["installed"].dump(), ordered_json::array({mine}).dump());
}

void TestGetWeights::listWithABrokenFile()
{
    fs::create_directories(m_folder / "data/inceptoscope/networks");
    writeFile(m_folder / "data/inceptoscope/networks/broken.safetensors", "text\n");
    const ProgramRun run = runProgram({"weights", "list"});
    QCOMPARE(run.status, 1);
    QCOMPARE(run.lines().size(), 5);
    QCOMPARE(run.errorLines().size(), 1);
    QVERIFY2(run.err.startsWith(
                 ("inceptoscope: " + installed("broken.safetensors") + " cannot be ").toUtf8()),
             run.err);
}

void TestGetWeights::getAndUse()
{
    const ProgramRun run = runProgram({"weights", "get", "school.a"});
    QCOMPARE(QString::fromUtf8(run.err), QString()); // no progress where nobody sees it
    QCOMPARE(QString::fromUtf8(run.out),
             "school.a is installed as " + installed("school.a.safetensors") + "\n");
    QCOMPARE(run.status, 0);
    QCOMPARE(installedFiles(),
             (QStringList{"school.a.json", "school.a.safetensors", "school.a.sha256"}));
    const ProgramRun answer =
        runProgram({"classify", "--json", "--weights", installed("school.a.safetensors"),
                    m_folder.path("7.png")});
    QCOMPARE(QString::fromUtf8(answer.err), QString());
    QCOMPARE(parsed(answer.out)["network"].get<std::string>(), std::string("inception_v4"));
    const ordered_json networks = parsed(runProgram({"networks", "--json"}).out);
    QStringList gets;
    for (const ordered_json &network : networks["networks"]) {
        if (network["id"] == "inception_v4" || network["id"] == "inception_v3")
            gets += QString::fromStdString(network["get"].dump());
    }
    QCOMPARE(gets, (QStringList{"null", "\"" + m_server.url("/a.safetensors").toString() + "\""}));
}

void TestGetWeights::getSeveral()
{
    const ProgramRun run =
        runProgram({"weights", "get", "--json", "school.c", "school.b", "inception_v4"});
    QCOMPARE(run.status, 1);
    const QString error = m_server.url("/none.safetensors").toString()
        + " cannot be downloaded: the server answers 404 Not Found";
    QCOMPARE(QString::fromUtf8(run.err), "inceptoscope: " + error + "\n");
    QList<QByteArray> expected;
    expected += QByteArray::fromStdString(
        ordered_json{{"id", "school.c"}, {"error", error.toStdString()}}.dump());
    for (const char *id : {"school.b", "school.a"})
        expected += QByteArray::fromStdString(ordered_json{
            {"id", id},
            {"file", installed(QString("%1.safetensors").arg(id)).toStdString()},
            {"size", model().size()},
            {"sha256", hash().toStdString()}}.dump());
    QCOMPARE(run.lines(), expected);
}

void TestGetWeights::getAgain()
{
    QCOMPARE(runProgram({"weights", "get", "school.b"}).status, 0);
    const auto before = m_server.requests().size();
    const ProgramRun again = runProgram({"weights", "get", "school.b"});
    QCOMPARE(QString::fromUtf8(again.out),
             "school.b is installed already, as " + installed("school.b.safetensors") + "\n");
    QCOMPARE(again.status, 0);
    QCOMPARE(m_server.requests().size(), before);
    QCOMPARE(runProgram({"weights", "get", "--force", "school.b"}).status, 0);
    QCOMPARE(m_server.requests().size(), before + 1);
}

void TestGetWeights::interruptedGetGoesOn()
{
    constexpr qint64 beginning = 50'000;
    Behaviour held = whole(model());
    held.stallAfter = beginning;
    m_server.serve("/b.safetensors", {held, whole(model())});
    const auto ranges = m_server.ranges("/b.safetensors").size();
    QProcess process;
    startProgram(process, {"weights", "get", "school.b"});
    const fs::path part = m_folder / "data/inceptoscope/networks/school.b.safetensors.part";
    std::error_code ignored;
    AWAIT_EQUAL(fs::file_size(part, ignored), std::uintmax_t{beginning});
    QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    const ProgramRun run = finished(process);
    QCOMPARE(run.status, 1);
    QCOMPARE(run.err,
             QByteArray("inceptoscope: interrupted; 50.0 kB of school.b are kept, and the same "
                        "command goes on\n"));
    QCOMPARE(installedFiles(),
             (QStringList{"school.b.safetensors.part", "school.b.safetensors.part.json"}));
    QVERIFY(!runProgram({"weights", "list"}).out.contains("installed"));

    const ProgramRun resumed = runProgram({"weights", "get", "school.b"});
    QCOMPARE(QString::fromUtf8(resumed.err), QString());
    QCOMPARE(resumed.status, 0);
    QCOMPARE(m_server.ranges("/b.safetensors").mid(ranges),
             (QList<QByteArray>{"", "bytes=50000-"}));
    QCOMPARE(QByteArray::fromStdString(
                 readFile(m_folder / "data/inceptoscope/networks/school.b.safetensors")),
             model());
    QCOMPARE(runProgram({"weights", "check", "school.b"}).status, 0);
}

void TestGetWeights::nothingIsKeptOfTheWrongFile()
{
    QByteArray other = model();
    other.back() = static_cast<char>(other.back() ^ 1);
    m_server.serve("/a.safetensors", {whole(other)});
    const ProgramRun run = runProgram({"weights", "get", "school.a"});
    QCOMPARE(run.status, 1);
    QCOMPARE(run.out, QByteArray());
    QVERIFY2(run.err.contains("cannot be downloaded: what has come is not the published file: its "
                              "SHA-256 is "),
             run.err);
    QCOMPARE(run.errorLines().size(), 1);
    QCOMPARE(installedFiles(), QStringList());
}

void TestGetWeights::brokenIndex()
{
    writeFile(m_folder / "index.json", "[]");
    for (const QStringList &command : {QStringList{"weights", "list"}, {"weights", "get", "a"}}) {
        const ProgramRun run = runProgram(command);
        QCOMPARE(run.status, 1);
        QCOMPARE(QString::fromUtf8(run.err),
                 "inceptoscope: " + m_folder.path("index.json")
                     + " cannot be used as a table of weights: it is no JSON object with a list "
                       "\"weights\"\n");
    }
}

void TestGetWeights::importAndRemove()
{
    const ProgramRun imported =
        runProgram({"weights", "import", "--json", m_folder.path("v4.safetensors")});
    QCOMPARE(QString::fromUtf8(imported.err), QString());
    QCOMPARE(imported.status, 0);
    const ordered_json expected{{"id", "tiny_inception_v4"},
                                {"network", "inception_v4"},
                                {"file", installed("tiny_inception_v4.safetensors").toStdString()},
                                {"size", model().size()},
                                {"sha256", hash().toStdString()}};
    QCOMPARE(parsed(imported.out).dump(), expected.dump());
    QVERIFY(runProgram({"networks"}).out.contains("\ntiny_inception_v4 "));

    const ProgramRun removed = runProgram({"weights", "remove", "none", "tiny_inception_v4"});
    QCOMPARE(removed.status, 1);
    QCOMPARE(removed.err, QByteArray("inceptoscope: no weights \"none\" are installed\n"));
    QCOMPARE(removed.out, QByteArray("tiny_inception_v4 is removed\n"));
    QCOMPARE(installedFiles(), QStringList());
    QVERIFY(fs::exists(m_folder / "v4.safetensors"));
}

void TestGetWeights::importRefuses()
{
    const QString file = m_folder.path("v4.safetensors");
    QCOMPARE(runProgram({"weights", "import", file}).status, 0);
    const ProgramRun again = runProgram({"weights", "import", file});
    QCOMPARE(again.status, 1);
    QCOMPARE(QString::fromUtf8(again.err),
             "inceptoscope: weights \"tiny_inception_v4\" are installed already, as "
                 + installed("tiny_inception_v4.safetensors") + "\n");
    QCOMPARE(runProgram({"weights", "import", "--force", file}).status, 0);
    const ProgramRun photo = runProgram({"weights", "import", m_folder.path("7.png")});
    QCOMPARE(photo.status, 1);
    QVERIFY2(
        photo.err.startsWith(("inceptoscope: " + m_folder.path("7.png") + " cannot be ").toUtf8()),
        photo.err);
}

void TestGetWeights::check()
{
    QCOMPARE(runProgram({"weights", "get", "school.a", "school.b"}).status, 0);
    const ProgramRun good = runProgram({"weights", "check"});
    QCOMPARE(good.err, QByteArray());
    QCOMPARE(good.out, QByteArray("school.a is as it should be\nschool.b is as it should be\n"));
    QCOMPARE(good.status, 0);

    QByteArray bytes = model();
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    writeFile(m_folder / "data/inceptoscope/networks/school.a.safetensors", bytes.toStdString());
    const ProgramRun bad = runProgram({"weights", "check", "--json"});
    QCOMPARE(bad.status, 1);
    const QString other =
        QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    const QString error = installed("school.a.safetensors")
        + " is not as it was installed: its SHA-256 is " + other + ", not " + hash();
    QCOMPARE(QString::fromUtf8(bad.err), "inceptoscope: " + error + "\n");
    const QList<QByteArray> expected{
        QByteArray::fromStdString(
            ordered_json{{"id", "school.a"}, {"error", error.toStdString()}}.dump()),
        QByteArray::fromStdString(ordered_json{
            {"id", "school.b"},
            {"sha256", hash().toStdString()},
            {"recorded", true}}.dump())};
    QCOMPARE(bad.lines(), expected);
}

void TestGetWeights::badUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("nothing") << QStringList{"weights"}
                             << "A subcommand is required (inceptoscope weights --help tells more)";
    QTest::newRow("unknown")
        << QStringList{"weights", "steal", "school.a"}
        << "there is no command \"weights steal\"; the known ones are list, get, import, remove, "
           "check, keys, export (inceptoscope weights --help tells more)";
    QTest::newRow("no id") << QStringList{"weights", "get"}
                           << "ID is missing: inceptoscope weights get ID... (inceptoscope weights "
                              "get --help tells more)";
    QTest::newRow("unknown id")
        << QStringList{"weights", "get", "school.a", "vgg16"}
        << "there are no public weights \"vgg16\": \"inceptoscope weights list\" tells which there "
           "are";
}

void TestGetWeights::badUsage()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, sentence);
    const ProgramRun run = runProgram(arguments);
    QCOMPARE(QString::fromUtf8(run.err), "inceptoscope: " + sentence + "\n");
    QCOMPARE(run.out, QByteArray());
    QCOMPARE(run.status, 2);
    QCOMPARE(installedFiles(), QStringList());
}

QTEST_GUILESS_MAIN(TestGetWeights)

#include "tst_getweights.moc"
