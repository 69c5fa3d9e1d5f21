#include "support/await.h"
#include "support/misbehavingserver.h"
#include "support/temporaryfolder.h"
#include "support/testdata.h"
#include "weights/downloader.h"
#include "weights/httpanswer.h"
#include "weights/speedmeter.h"

#include <QCryptographicHash>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <random>
#include <sys/resource.h>

using namespace inceptoscope;
using namespace inceptoscope::test;
using namespace std::chrono_literals;

namespace fs = std::filesystem;

namespace {

constexpr qint64 bodySize = 300'000;

/// Bytes that no compression and no repetition hides the order of.
QByteArray makeBody(unsigned seed = 1)
{
    std::mt19937 random(seed);
    QByteArray body(bodySize, '\0');
    for (char &byte : body)
        byte = static_cast<char>(random());
    return body;
}

std::string sha256Of(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
}

const DownloadLimits hasty{
    .stall = 60s, .firstWait = 1ms, .longestWait = 10ms, .tries = 4, .redirects = 5};

/// A machine busy with other work may keep a good answer waiting too, so only where a script stalls
/// the client is quick to give up.
DownloadLimits limitsFor(const QList<Behaviour> &script, std::chrono::milliseconds stall)
{
    DownloadLimits limits = hasty;
    if (std::ranges::any_of(
            script, [](const Behaviour &each) { return each.stallAfter >= 0 || each.silent; }))
        limits.stall = stall;
    return limits;
}

} // namespace

class TestDownloader : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void contentRanges_data();
    void contentRanges();
    void arrives_data();
    void arrives();
    void fails_data();
    void fails();
    void unknownFile_data();
    void unknownFile();
    void startOfTheHash();
    void nobodyThere();
    void redirects();
    void pauseAndGoOn();
    void goesOnInAnotherProgram();
    void startsOverWhenTheFileChanged();
    void startsOverForAnotherAddress();
    void finishedPartNeedsNoBytes();
    void wrongPartIsFetchedAnew();
    void brokenRecordsAreNone_data();
    void brokenRecordsAreNone();
    void cancelLeavesNothing();
    void oneAtATime();
    void fullDisk();
    void diskThatFillsUp();
    void folderThatCannotBeMade();
    void installing();
    void installingFails();
    void untrustedCertificate();
    void safeToUnsafe();
    void proxyOfTheSystem();
    void progressAndSpeed();
    void speedIsSmoothed();

private:
    DownloadRequest request(const QString &path = "/file") const;
    /// What is left in the folder, in name order.
    QStringList files() const;
    QString run(const DownloadRequest &request, const DownloadLimits &limits = hasty);
    /// Downloads until the server holds back the rest.
    void fetchBeginning(qint64 size);

    const QByteArray m_body = makeBody();
    std::unique_ptr<MisbehavingServer> m_server;
    std::unique_ptr<TemporaryFolder> m_folder;
};

void TestDownloader::initTestCase()
{
    for (const char *name : {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY",
                             "ALL_PROXY", "no_proxy", "NO_PROXY"})
        qunsetenv(name);
}

void TestDownloader::init()
{
    m_server = std::make_unique<MisbehavingServer>();
    m_folder = std::make_unique<TemporaryFolder>();
}

void TestDownloader::cleanup()
{
    m_server.reset();
    m_folder.reset();
}

DownloadRequest TestDownloader::request(const QString &path) const
{
    DownloadRequest request;
    request.url = m_server->url(path);
    request.destination = *m_folder / "file.bin";
    return request;
}

QStringList TestDownloader::files() const
{
    QStringList names;
    for (const auto &entry : fs::directory_iterator(m_folder->path()))
        names += QString::fromStdString(entry.path().filename().string());
    names.sort();
    return names;
}

/// Returns the message it ended with, the folder and the server's address taken out.
QString TestDownloader::run(const DownloadRequest &request, const DownloadLimits &limits)
{
    Downloader downloader(request, limits);
    QSignalSpy finished(&downloader, &Downloader::finished);
    QSignalSpy failed(&downloader, &Downloader::failed);
    downloader.start();
    if (!QTest::qWaitFor([&] { return finished.size() + failed.size() > 0; }, 60'000))
        return QStringLiteral("no end");
    if (!finished.isEmpty())
        return {};
    return QString(downloader.message())
        .replace(m_server->url({}).toString(), QStringLiteral("URL"))
        .replace(QString::fromStdString(m_folder->path().string()), QStringLiteral("FOLDER"));
}

void TestDownloader::contentRanges_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QList<qint64>>("expected"); // first, last, total; none: refused
    const auto row = [](const char *text, const QList<qint64> &expected) {
        QTest::newRow(text) << QByteArray(text) << expected;
    };
    row("bytes 0-9/10", {0, 9, 10});
    row("Bytes 5-9/*", {5, 9, -1});
    row(" bytes  5-9 / 10 ", {5, 9, 10});
    row("bytes */10", {-1, -1, 10});
    row("bytes */*", {});
    row("bytes 5-4/10", {});
    row("bytes 5-10/10", {});
    row("bytes -5-9/10", {});
    row("bytes 5/10", {});
    row("bytes 5-9", {});
    row("bytes 99999999999999999999-9/10", {});
    row("lines 5-9/10", {});
    row("bytes /", {});
    row("", {});
}

void TestDownloader::contentRanges()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QList<qint64>, expected);
    const auto range = parseContentRange(text);
    QCOMPARE(range ? QList<qint64>({range->first, range->last, range->total}) : QList<qint64>(),
             expected);
}

void TestDownloader::arrives_data()
{
    QTest::addColumn<QList<Behaviour>>("script");
    QTest::addColumn<QList<QByteArray>>("ranges"); // what each request asked for
    const Behaviour good = whole(m_body);
    const auto with = [&](auto change) {
        Behaviour behaviour = good;
        change(behaviour);
        return behaviour;
    };
    const Behaviour cut = with([](Behaviour &b) { b.cutAfter = 100'000; });
    const Behaviour noRanges = with([](Behaviour &b) { b.ranges = false; });
    const QByteArray rest = "bytes=100000-";
    QTest::newRow("whole") << QList{good} << QList<QByteArray>{""};
    QTest::newRow("no stated length")
        << QList{with([](Behaviour &b) { b.statedLength = -2; })} << QList<QByteArray>{""};
    QTest::newRow("in small pieces")
        << QList{with([](Behaviour &b) { b.dripSize = 20'000; })} << QList<QByteArray>{""};
    QTest::newRow("cut, goes on") << QList{cut, good} << QList<QByteArray>{"", rest};
    QTest::newRow("cut twice") << QList{cut, with([](Behaviour &b) { b.cutAfter = 50'000; }), good}
                               << QList<QByteArray>{"", rest, "bytes=150000-"};
    QTest::newRow("stalls, goes on")
        << QList{with([](Behaviour &b) { b.stallAfter = 100'000; }), good}
        << QList<QByteArray>{"", rest};
    QTest::newRow("ignores Range") << QList{cut, noRanges} << QList<QByteArray>{"", rest};
    QTest::newRow("stalls before the first byte")
        << QList{with([](Behaviour &b) { b.stallAfter = 0; }), good} << QList<QByteArray>{"", ""};
    QTest::newRow("no validator: from the start") << QList{with([](Behaviour &b) {
                                                               b.etag.clear();
                                                               b.stallAfter = 100'000;
                                                           }),
                                                           good}
                                                  << QList<QByteArray>{"", ""};
    QTest::newRow("weak validator: from the start") << QList{with([](Behaviour &b) {
                                                                 b.etag = "W/\"one\"";
                                                                 b.stallAfter = 100'000;
                                                             }),
                                                             good}
                                                    << QList<QByteArray>{"", ""};
    QTest::newRow("another file meanwhile") << QList{with([](Behaviour &b) {
                                                         b.etag = "\"zero\"";
                                                         b.body = makeBody(2);
                                                         b.cutAfter = 100'000;
                                                     }),
                                                     good}
                                            << QList<QByteArray>{"", rest};
    QTest::newRow("part of another size") << QList{with([](Behaviour &b) {
                                                       b.body = makeBody(2) + "more";
                                                       b.cutAfter = 100'000;
                                                   }),
                                                   good, good}
                                          << QList<QByteArray>{"", rest, ""};
    QTest::newRow("longer than stated, once")
        << QList{with([](Behaviour &b) { b.statedLength = bodySize + 10; }), good, good}
        << QList<QByteArray>{"", "bytes=300000-", ""};
    for (const int code : {429, 500, 503})
        QTest::addRow("%d, then well", code)
            << QList{status(code), good} << QList<QByteArray>{"", ""};
    QTest::newRow("500 between the parts")
        << QList{cut, status(500), good} << QList<QByteArray>{"", rest, rest};
    QTest::newRow("asked to wait") << QList{with([](Behaviour &b) {
                                                b.status = 503;
                                                b.headers = {"Retry-After: 86400"};
                                            }),
                                            good}
                                   << QList<QByteArray>{"", ""};
}

void TestDownloader::arrives()
{
    QFETCH(const QList<Behaviour>, script);
    QFETCH(const QList<QByteArray>, ranges);
    m_server->serve("/file", script);
    DownloadRequest wanted = request();
    wanted.sha256 = sha256Of(m_body);
    wanted.size = bodySize;
    if (script.first().statedLength > bodySize || script.first().body.size() > bodySize)
        wanted.size = 0; // else noticed earlier
    QCOMPARE(run(wanted, limitsFor(script, 1s)), QString());
    QCOMPARE(QByteArray::fromStdString(readFile(*m_folder / "file.bin")), m_body);
    QCOMPARE(files(), QStringList{"file.bin"});
    QCOMPARE(m_server->ranges("/file"), ranges);
}

void TestDownloader::fails_data()
{
    QTest::addColumn<QList<Behaviour>>("script");
    QTest::addColumn<QString>("reason"); // without "URL/file cannot be downloaded: "
    QTest::addColumn<bool>("keepsPart");
    const auto with = [&](auto change) {
        Behaviour behaviour = whole(m_body);
        change(behaviour);
        return behaviour;
    };
    const QString mine = QString::fromStdString(sha256Of(m_body));
    const QByteArray other = makeBody(2);
    const QString others = QString::fromStdString(sha256Of(other));
    const QString wrong =
        "what has come is not the published file: its SHA-256 is %1, which should be " + mine;
    const auto row = [](const char *name, const QList<Behaviour> &script, const QString &reason,
                        bool keepsPart = false) {
        QTest::newRow(name) << script << reason << keepsPart;
    };
    row("not there", {status(404)}, "the server answers 404 Not Found");
    row("forbidden", {status(403)}, "the server answers 403 Forbidden");
    row("not there after a cut", {with([](Behaviour &b) { b.cutAfter = 1000; }), status(404)},
        "the server answers 404 Not Found", true);
    row("always in trouble", {status(500)}, "the server answers 500 Internal Trouble");
    row("a web page", {with([](Behaviour &b) { b.type = "text/html; charset=utf-8"; })},
        "the server sends a web page in place of the file");
    row("compressed", {with([](Behaviour &b) { b.headers = {"Content-Encoding: gzip"}; })},
        "the server sends the file in another coding than asked for");
    row("loop", {redirectTo("/file")}, "the server redirects more than 5 times");
    row("to a local file", {redirectTo("file:///etc/passwd")},
        "the server redirects to file:///etc/passwd, which is no web address");
    row("to nowhere", {redirectTo("")}, "the server answers 302 Found");
    row("wrong bytes", {whole(other)}, wrong.arg(others));
    row("shorter than it is", {with([](Behaviour &b) { b.statedLength = 1000; })},
        "the server's file has 1000 bytes, the published one 300000");
    row("longer than it is", {with([](Behaviour &b) { b.statedLength = 300'001; })},
        "the server's file has 300001 bytes, the published one 300000");
    row("another file, as the server itself says",
        {redirectTo("/moved", {"X-Linked-ETag: \"" + others.toLatin1() + '"'})},
        "the server has another file than the published one: its SHA-256 is " + others + ", not "
            + mine);
    row("always cut at the same place, no ranges", {with([](Behaviour &b) {
            b.ranges = false;
            b.cutAfter = 1000;
        })},
        "the connection was cut; what has come is kept", true);
    row("always stalls", {with([](Behaviour &b) {
            b.ranges = false;
            b.stallAfter = 1000;
        })},
        "nothing has come for 0.3 s; what has come is kept", true);
    row("never answers", {with([](Behaviour &b) { b.silent = true; })},
        "nothing has come for 0.3 s");
    row("endless", {with([](Behaviour &b) { b.statedLength = 900'000'000'000'000; })},
        "the server's file has 900000000000000 bytes, the published one 300000");
}

void TestDownloader::fails()
{
    QFETCH(const QList<Behaviour>, script);
    QFETCH(const QString, reason);
    QFETCH(const bool, keepsPart);
    m_server->serve("/file", script);
    m_server->serve("/moved", {whole(m_body)});
    DownloadRequest wanted = request();
    wanted.sha256 = sha256Of(m_body);
    wanted.size = bodySize;
    QCOMPARE(run(wanted, limitsFor(script, 300ms)), "URL/file cannot be downloaded: " + reason);
    QCOMPARE(files(),
             keepsPart ? (QStringList{"file.bin.part", "file.bin.part.json"}) : QStringList());
}

/// Where neither size nor hash is known beforehand.
void TestDownloader::unknownFile_data()
{
    QTest::addColumn<QList<Behaviour>>("script");
    QTest::addColumn<QString>("reason");
    const auto with = [&](auto change) {
        Behaviour behaviour = whole(m_body);
        change(behaviour);
        return behaviour;
    };
    const QByteArray mine = QByteArray::fromStdString(sha256Of(m_body));
    const QByteArray others = QByteArray::fromStdString(sha256Of(makeBody(2)));
    QTest::newRow("hash of the first answer")
        << QList{redirectTo("/moved", {"X-Linked-ETag: \"" + mine + '"'})} << QString();
    QTest::newRow("wrong hash of the first answer")
        << QList{redirectTo("/moved", {"X-Linked-ETag: \"" + others + '"'})}
        << QString("what has come is not the published file: its SHA-256 is " + mine
                   + ", which should be " + others);
    QTest::newRow("something else under that name")
        << QList{with([](Behaviour &b) { b.headers = {"X-Linked-ETag: \"abc\""}; })} << QString();
    QTest::newRow("longer than it is, always")
        << QList{with([](Behaviour &b) { b.statedLength = bodySize + 10; })}
        << QString("the server has no more of the file than has come, yet states it longer");
    QTest::newRow("more than any disk has")
        << QList{with([](Behaviour &b) { b.statedLength = 900'000'000'000'000; })}
        << QString("the server states 900000.0 GB to come, more than any weights have");
    QTest::newRow("more than expected, not stated") << QList{with([](Behaviour &b) {
        b.statedLength = -2;
        b.body += b.body;
    })} << "the server sends more than any weights have";
}

void TestDownloader::unknownFile()
{
    QFETCH(const QList<Behaviour>, script);
    QFETCH(const QString, reason);
    m_server->serve("/file", script);
    m_server->serve("/moved", {whole(m_body)});
    DownloadLimits limits = hasty;
    limits.largest = bodySize + 20;
    QCOMPARE(run(request(), limits),
             reason.isEmpty() ? QString() : "URL/file cannot be downloaded: " + reason);
    QCOMPARE(fs::exists(*m_folder / "file.bin"), reason.isEmpty());
}

void TestDownloader::startOfTheHash()
{
    m_server->serve("/file", {whole(m_body)});
    DownloadRequest wanted = request();
    wanted.sha256 = sha256Of(m_body).substr(0, 8);
    QCOMPARE(run(wanted), QString());
    wanted.destination = *m_folder / "other.bin";
    wanted.sha256 = "01234567";
    QCOMPARE(run(wanted),
             "URL/file cannot be downloaded: what has come is not the published file: its SHA-256 "
             "is "
                 + QString::fromStdString(sha256Of(m_body)) + ", which should begin with 01234567");
    QCOMPARE(files(), QStringList{"file.bin"});
}

void TestDownloader::nobodyThere()
{
    DownloadRequest wanted = request();
    m_server = std::make_unique<MisbehavingServer>(); // another port
    const QString url = wanted.url.toString();
    QCOMPARE(run(wanted), url + " cannot be downloaded: the server refuses the connection");
    QCOMPARE(files(), QStringList());
}

void TestDownloader::redirects()
{
    m_server->serve("/file", {redirectTo("b/1")});
    m_server->serve("/b/1",
                    {redirectTo("//127.0.0.1:" + QByteArray::number(m_server->url({}).port())
                                + "/c?signed=yes")});
    m_server->serve("/c", {whole(m_body)});
    QCOMPARE(run(request()), QString());
    QCOMPARE(QByteArray::fromStdString(readFile(*m_folder / "file.bin")), m_body);
}

void TestDownloader::fetchBeginning(qint64 size)
{
    Behaviour held = whole(m_body);
    held.stallAfter = size;
    m_server->serve("/file", {held});
    Downloader downloader(request());
    downloader.start();
    AWAIT_EQUAL(downloader.progress().received, size);
}

void TestDownloader::pauseAndGoOn()
{
    Behaviour held = whole(m_body);
    held.stallAfter = 100'000;
    m_server->serve("/file", {held, whole(m_body)});
    Downloader downloader(request());
    QList<DownloadState> states;
    connect(&downloader, &Downloader::stateChanged, &downloader,
            [&](DownloadState state) { states += state; });
    downloader.start();
    AWAIT_EQUAL(downloader.progress().received, 100'000);
    QVERIFY(downloader.isActive());
    downloader.pause();
    AWAIT_EQUAL(downloader.state(), DownloadState::Paused);
    QVERIFY(!downloader.isActive());
    QCOMPARE(files(), (QStringList{"file.bin.part", "file.bin.part.json"}));
    downloader.start();
    AWAIT_EQUAL(downloader.state(), DownloadState::Finished);
    using enum DownloadState;
    QCOMPARE(states,
             (QList{Connecting, Connecting, Receiving, Paused, Connecting, Connecting, Receiving,
                    Checking, Finished}));
    QCOMPARE(QByteArray::fromStdString(readFile(*m_folder / "file.bin")), m_body);
    QCOMPARE(m_server->ranges("/file"), (QList<QByteArray>{"", "bytes=100000-"}));
}

void TestDownloader::goesOnInAnotherProgram()
{
    fetchBeginning(100'000); // as if the program had ended there
    QCOMPARE(files(), (QStringList{"file.bin.part", "file.bin.part.json"}));
    m_server->serve("/file", {whole(m_body)});
    DownloadRequest wanted = request();
    wanted.sha256 = sha256Of(m_body);
    QCOMPARE(run(wanted), QString());
    QCOMPARE(QByteArray::fromStdString(readFile(*m_folder / "file.bin")), m_body);
    QCOMPARE(m_server->ranges("/file"), (QList<QByteArray>{"", "bytes=100000-"}));
}

void TestDownloader::startsOverWhenTheFileChanged()
{
    fetchBeginning(100'000);
    Behaviour changed = whole(makeBody(2));
    changed.etag = "\"two\"";
    m_server->serve("/file", {changed});
    QCOMPARE(run(request()), QString());
    QCOMPARE(QByteArray::fromStdString(readFile(*m_folder / "file.bin")), makeBody(2));
}

void TestDownloader::startsOverForAnotherAddress()
{
    fetchBeginning(100'000);
    m_server->serve("/other", {whole(makeBody(2))});
    QCOMPARE(run(request("/other")), QString());
    QCOMPARE(QByteArray::fromStdString(readFile(*m_folder / "file.bin")), makeBody(2));
    QCOMPARE(m_server->ranges("/other"), QList<QByteArray>{""});
}

/// The program may end between the last byte and the file's move.
void TestDownloader::finishedPartNeedsNoBytes()
{
    fetchBeginning(100'000);
    writeFile(*m_folder / "file.bin.part", m_body.toStdString());
    m_server->serve("/file", {whole(m_body)});
    QCOMPARE(run(request()), QString());
    QCOMPARE(QByteArray::fromStdString(readFile(*m_folder / "file.bin")), m_body);
    QCOMPARE(m_server->ranges("/file"), (QList<QByteArray>{"", "bytes=300000-"}));
}

void TestDownloader::wrongPartIsFetchedAnew()
{
    fetchBeginning(100'000);
    writeFile(*m_folder / "file.bin.part", std::string(100'000, 'x'));
    m_server->serve("/file", {whole(m_body)});
    DownloadRequest wanted = request();
    wanted.sha256 = sha256Of(m_body);
    QCOMPARE(run(wanted), QString());
    QCOMPARE(QByteArray::fromStdString(readFile(*m_folder / "file.bin")), m_body);
    QCOMPARE(m_server->ranges("/file"), (QList<QByteArray>{"", "bytes=100000-", ""}));
}

void TestDownloader::brokenRecordsAreNone_data()
{
    QTest::addColumn<QByteArray>("record");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{\"url\":");
    QTest::newRow("list") << QByteArray("[1]");
    QTest::newRow("other types") << QByteArray(R"({"url":1,"validator":[],"total":"x"})");
    QTest::newRow("no validator") << QByteArray(R"({"url":"URL","validator":"","total":300000})");
    QTest::newRow("too short") << QByteArray(R"({"url":"URL","validator":"\"one\"","total":10})");
    QTest::newRow("no number") << QByteArray(R"({"url":"URL","validator":"\"one\"","total":1e99})");
}

void TestDownloader::brokenRecordsAreNone()
{
    QFETCH(QByteArray, record);
    record.replace("URL", request().url.toEncoded());
    writeFile(*m_folder / "file.bin.part", std::string(100'000, 'x'));
    writeFile(*m_folder / "file.bin.part.json", record.toStdString());
    m_server->serve("/file", {whole(m_body)});
    QCOMPARE(run(request()), QString());
    QCOMPARE(QByteArray::fromStdString(readFile(*m_folder / "file.bin")), m_body);
    QCOMPARE(m_server->ranges("/file"), QList<QByteArray>{""});
}

void TestDownloader::cancelLeavesNothing()
{
    Behaviour held = whole(m_body);
    held.stallAfter = 100'000;
    m_server->serve("/file", {held});
    Downloader downloader(request());
    downloader.start();
    AWAIT_EQUAL(downloader.progress().received, 100'000);
    downloader.cancel();
    AWAIT_EQUAL(downloader.state(), DownloadState::Idle);
    QCOMPARE(files(), QStringList());
    QCOMPARE(downloader.progress(), DownloadProgress());

    fetchBeginning(100'000);
    Downloader other(request());
    QSignalSpy changed(&other, &Downloader::stateChanged);
    other.cancel(); // a part of an earlier time
    AWAIT_EQUAL(changed.size(), 1);
    QCOMPARE(files(), QStringList());
}

void TestDownloader::oneAtATime()
{
    Behaviour held = whole(m_body);
    held.stallAfter = 100'000;
    m_server->serve("/file", {held, whole(m_body)});
    Downloader first(request());
    first.start();
    AWAIT_EQUAL(first.progress().received, 100'000);
    QCOMPARE(run(request()),
             QStringLiteral("FOLDER/file.bin is being downloaded already, by process %1")
                 .arg(QCoreApplication::applicationPid()));
    QCOMPARE(first.state(), DownloadState::Receiving);
    QCOMPARE(files(), (QStringList{"file.bin.lock", "file.bin.part", "file.bin.part.json"}));
    first.pause();
    AWAIT_EQUAL(first.state(), DownloadState::Paused);
    QCOMPARE(run(request()), QString());
}

void TestDownloader::fullDisk()
{
    m_server->serve("/file", {whole(m_body)});
    DownloadLimits limits = hasty;
    limits.freeAfter = std::int64_t{1} << 60; // as if others had nearly all of it
    const QString message = run(request(), limits);
    QVERIFY2(message.startsWith("URL/file cannot be downloaded: 300.0 kB are still to come and the "
                                "disk of FOLDER has ")
                 && message.endsWith("B free"),
             qPrintable(message));
    QCOMPARE(files(), QStringList());
}

void TestDownloader::diskThatFillsUp()
{
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit little = before;
    little.rlim_cur = 50'000;
    setrlimit(RLIMIT_FSIZE, &little);
    m_server->serve("/file", {whole(m_body)});
    const QString message = run(request());
    setrlimit(RLIMIT_FSIZE, &before);
    QCOMPARE(message, QString("FOLDER/file.bin.part cannot be written: File too large"));
    QVERIFY(!fs::exists(*m_folder / "file.bin"));
    QCOMPARE(run(request()), QString());
    QCOMPARE(QByteArray::fromStdString(readFile(*m_folder / "file.bin")), m_body);
    QCOMPARE(m_server->ranges("/file"), (QList<QByteArray>{"", "bytes=50000-"}));
}

void TestDownloader::folderThatCannotBeMade()
{
    writeFile(*m_folder / "in the way", "");
    DownloadRequest wanted = request();
    wanted.destination = *m_folder / "in the way/file.bin";
    QCOMPARE(run(wanted), QString("FOLDER/in the way cannot be made: Not a directory"));
}

void TestDownloader::installing()
{
    m_server->serve("/file", {whole(m_body)});
    DownloadRequest wanted = request();
    QThread *thread = nullptr;
    std::string hash;
    wanted.install = [&](const fs::path &part, const std::string &sha256) -> Expected<void> {
        thread = QThread::currentThread();
        hash = sha256;
        fs::rename(part, *m_folder / "installed");
        return {};
    };
    QCOMPARE(run(wanted), QString());
    QVERIFY(thread && thread != QThread::currentThread());
    QCOMPARE(hash, sha256Of(m_body));
    QCOMPARE(files(), QStringList{"installed"});
}

void TestDownloader::installingFails()
{
    m_server->serve("/file", {whole(m_body)});
    DownloadRequest wanted = request();
    wanted.install = [](const fs::path &, const std::string &) -> Expected<void> {
        return failure("these are no weights");
    };
    QCOMPARE(run(wanted), QString("these are no weights"));
    QCOMPARE(files(), QStringList());
}

void TestDownloader::untrustedCertificate()
{
    m_server = std::make_unique<MisbehavingServer>(MisbehavingServer::Security::UntrustedTls);
    m_server->serve("/file", {whole(m_body)});
    QCOMPARE(run(request()),
             QString("URL/file cannot be downloaded: the certificate of 127.0.0.1 is not trusted: "
                     "The certificate is self-signed, and untrusted"));
    QCOMPARE(files(), QStringList());
    QCOMPARE(m_server->requests().size(), 0);
}

void TestDownloader::safeToUnsafe()
{
    MisbehavingServer unsafe;
    unsafe.serve("/file", {whole(m_body)});
    m_server = std::make_unique<MisbehavingServer>(MisbehavingServer::Security::UntrustedTls);
    m_server->serve("/file", {redirectTo(unsafe.url("/file").toEncoded()), whole(m_body)});
    const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
    QSslConfiguration trusting = before;
    trusting.addCaCertificates(QString::fromStdString(testData("tls/untrusted.crt").string()));
    QSslConfiguration::setDefaultConfiguration(trusting);
    const QString message = run(request());
    const QString afterwards = run(request());
    QSslConfiguration::setDefaultConfiguration(before);
    QCOMPARE(message,
             "URL/file cannot be downloaded: the server redirects from https to "
                 + unsafe.url("/file").toString()
                 + ", where anybody could change the file on its way");
    QCOMPARE(unsafe.requests().size(), 0);
    QCOMPARE(afterwards, QString());
    QCOMPARE(QByteArray::fromStdString(readFile(*m_folder / "file.bin")), m_body);
}

void TestDownloader::proxyOfTheSystem()
{
    m_server->serve("/file", {whole(m_body)});
    qputenv("http_proxy", m_server->url({}).toEncoded());
    DownloadRequest wanted = request();
    wanted.url = QUrl("http://weights.example/file");
    const QString message = run(wanted);
    qunsetenv("http_proxy");
    QCOMPARE(message, QString());
    QCOMPARE(m_server->requests().first().target, QByteArray("http://weights.example/file"));
}

void TestDownloader::progressAndSpeed()
{
    Behaviour slow = whole(m_body);
    slow.dripSize = 3'000; // some hundred pieces
    m_server->serve("/file", {slow});
    Downloader downloader(request());
    QList<DownloadProgress> seen;
    connect(&downloader, &Downloader::progressChanged, &downloader,
            [&] { seen += downloader.progress(); });
    downloader.start();
    AWAIT_EQUAL(downloader.state(), DownloadState::Finished);
    QCOMPARE(downloader.progress(), (DownloadProgress{bodySize, bodySize, 0.0}));
    QVERIFY(std::ranges::is_sorted(seen, {}, &DownloadProgress::received));
    QVERIFY(std::ranges::any_of(
        seen, [](const DownloadProgress &progress) { return progress.bytesPerSecond > 1000.0; }));
}

void TestDownloader::speedIsSmoothed()
{
    SpeedMeter meter;
    meter.add(1000);
    QCOMPARE(meter.measure(0.5), 2000.0);
    meter.add(2000);
    QCOMPARE(meter.measure(1.0), 2000.0);
    const double falling = meter.measure(1.0); // nothing came
    QVERIFY(falling < 1500.0 && falling > 500.0);
    QVERIFY(meter.measure(30.0) < 1.0);
    meter.reset();
    QCOMPARE(meter.measure(0.001), 0.0);
    meter.add(1000);
    QVERIFY(meter.measure(1.0) > 990.0); // a first moment without bytes does not count for long
}

QTEST_GUILESS_MAIN(TestDownloader)

#include "tst_downloader.moc"
