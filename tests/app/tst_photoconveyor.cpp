#include "commandline/photobatches.h"
#include "support/await.h"
#include "support/roomforonethread.h"
#include "support/temporaryfolder.h"
#include "zoo/zoo.h"

#include <QImage>
#include <QScopeGuard>
#include <QSemaphore>
#include <QTest>

#include <atomic>
#include <deque>
#include <latch>

using namespace inceptoscope;

namespace {

/// Answers each picture with its first value, and remembers how many it got at once.
class CountingEngine : public Engine
{
public:
    const NetworkGraph &graph() const override { return m_graph; }
    Expected<void> setGraph(const NetworkGraph &) override { return {}; }

    Expected<std::vector<Activations>> run(std::span<const std::vector<float>> inputs,
                                           const CaptureSet &, std::stop_token,
                                           const ForwardProgress &) override
    {
        m_batches += static_cast<int>(inputs.size());
        std::vector<Activations> answers(inputs.size());
        for (std::size_t i = 0; i < inputs.size(); ++i)
            answers[i].logits = {inputs[i].front()};
        return answers;
    }

    const QList<int> &batches() const { return m_batches; }

private:
    const NetworkGraph m_graph = buildNetwork("inception_v3").value();
    QList<int> m_batches;
};

/// A photo named by a number is worth that number; any other cannot be read.
PreparedPhoto worth(const QString &path)
{
    bool isNumber = false;
    const float value = path.toFloat(&isNumber);
    if (!isNumber)
        return {path, failure("no number")};
    return {path, std::vector<std::vector<float>>{{value}}};
}

QStringList numbers(int count)
{
    QStringList paths;
    for (int i = 0; i < count; ++i)
        paths += QString::number(i);
    return paths;
}

QString printed(const PreparedPhoto &photo, const Activations *answer)
{
    const QString value = answer ? QString::number(answer->logits.front())
                                 : QString::fromStdString(photo.inputs.error().message);
    return photo.path + u'=' + value;
}

} // namespace

class TestPhotoConveyor : public QObject
{
    Q_OBJECT

private slots:
    void photosComeInTheirOrder();
    void photosOfAFolderAreThoseOfPreparePhoto();
    void batchesAreFull_data();
    void batchesAreFull();
    void aBatchOfAnySizeFindsItsPhotosReady();
    void noMorePhotosAreReadyThanAgreed();
    void stopEndsTheWait();
    void leavingEndsTheWaitAlone();
    void stopEndsTheBatches();
    void goneWhileTheLineIsFull();
    void goneWhileADiskDoesNotAnswer();
    void problemsOfFolders();
    void saysWhenNoThreadCanBeStarted();
};

/// Of every four photos, the first is ready last.
void TestPhotoConveyor::photosComeInTheirOrder()
{
    const QStringList paths = numbers(40);
    std::deque<std::latch> others;
    for (int i = 0; i < paths.size(); i += 4)
        others.emplace_back(3);
    PhotoConveyor photos(paths,
                         [&](const QString &path) {
                             std::latch &latch = others.at(path.toUInt() / 4);
                             if (path.toInt() % 4 == 0)
                                 latch.wait();
                             else
                                 latch.count_down();
                             return worth(path);
                         },
                         4, 1, {});
    QStringList taken;
    while (const auto photo = photos.next())
        taken += photo->path;
    QCOMPARE(taken, paths);
    QVERIFY(!photos.next());
}

void TestPhotoConveyor::photosOfAFolderAreThoseOfPreparePhoto()
{
    const test::TemporaryFolder folder;
    const QString path = QString::fromStdString(folder.path().string());
    for (int i = 0; i < 5; ++i) {
        QImage picture(300 + 10 * i, 320, QImage::Format_RGB32);
        picture.fill(QColor(20 * i, 100, 200));
        QVERIFY(picture.save(path + QStringLiteral("/%1.png").arg(i)));
    }
    test::writeFile(folder / "3.png", "no picture");
    const std::vector<Preprocessing> networks{Preprocessing(), Preprocessing().withInputSize(160)};
    PhotoConveyor photos({path}, networks, 2, {});
    for (int i = 0; i < 5; ++i) {
        const auto photo = photos.next();
        QVERIFY(photo);
        const PreparedPhoto direct =
            preparePhoto(path + QStringLiteral("/%1.png").arg(i), networks);
        QCOMPARE(photo->path, direct.path);
        QCOMPARE(photo->inputs.has_value(), i != 3);
        if (i == 3) {
            QCOMPARE(photo->inputs.error().message, direct.inputs.error().message);
            continue;
        }
        QVERIFY(*photo->inputs == *direct.inputs);
        QCOMPARE(photo->inputs->size(), networks.size());
        for (std::size_t n = 0; n < networks.size(); ++n)
            QVERIFY((*photo->inputs)[n]
                    == preparePhoto(photo->path, {networks[n]}).inputs->front());
    }
    QVERIFY(!photos.next());
    QCOMPARE(photos.problems(), QStringList());
}

void TestPhotoConveyor::batchesAreFull_data()
{
    QTest::addColumn<QStringList>("paths");
    QTest::addColumn<int>("batch");
    QTest::addColumn<QList<int>>("batches");
    QTest::newRow("one at a time") << numbers(3) << 1 << QList<int>{1, 1, 1};
    QTest::newRow("a rest") << numbers(8) << 3 << QList<int>{3, 3, 2};
    QTest::newRow("no rest") << numbers(8) << 4 << QList<int>{4, 4};
    QTest::newRow("fewer than a batch") << numbers(2) << 100 << QList<int>{2};
    QTest::newRow("unreadable ones")
        << QStringList{"a", "0", "b", "1", "c", "d", "2", "3", "e"} << 2 << QList<int>{2, 2};
    QTest::newRow("nothing but unreadable ones") << QStringList{"a", "b"} << 2 << QList<int>();
    QTest::newRow("nothing") << QStringList() << 2 << QList<int>();
}

void TestPhotoConveyor::batchesAreFull()
{
    QFETCH(const QStringList, paths);
    QFETCH(const int, batch);
    CountingEngine engine;
    PhotoConveyor photos(paths, worth, 2, batch, {});
    QStringList told;
    const auto done = answerInBatches(photos, engine, batch, {},
                                      [&](const PreparedPhoto &photo, const Activations *answer) {
                                          told += printed(photo, answer);
                                      });
    QVERIFY(done);
    QStringList expected;
    for (const QString &path : paths)
        expected += path + u'=' + (path[0].isDigit() ? path : QStringLiteral("no number"));
    QCOMPARE(told, expected);
    QTEST(engine.batches(), "batches");
}

/// While the engine computes a batch, the whole next one is prepared.
void TestPhotoConveyor::aBatchOfAnySizeFindsItsPhotosReady()
{
    std::atomic<int> prepared = 0;
    PhotoConveyor photos(numbers(150),
                         [&](const QString &path) {
                             ++prepared;
                             return worth(path);
                         },
                         2, 50, {});
    for (int taken = 0; taken < 150; taken += 50) {
        AWAIT_EQUAL(prepared.load(), taken + 50);
        for (int i = 0; i < 50; ++i)
            QVERIFY(photos.next());
    }
    QVERIFY(!photos.next());
}

void TestPhotoConveyor::noMorePhotosAreReadyThanAgreed()
{
    std::atomic<int> taken = 0;
    std::atomic<int> started = 0;
    std::atomic<int> most = 0;
    PhotoConveyor photos(numbers(300),
                         [&](const QString &path) {
                             const int ahead = ++started - taken;
                             for (int before = most;
                                  ahead > before && !most.compare_exchange_weak(before, ahead);)
                                 ;
                             return worth(path);
                         },
                         3, 20, {});
    AWAIT_EQUAL(started.load(), 20);
    while (true) {
        ++taken; // beforehand: the line goes on at once
        if (!photos.next())
            break;
    }
    QCOMPARE(started.load(), 300);
    QCOMPARE(most.load(), 20);
}

void TestPhotoConveyor::stopEndsTheWait()
{
    std::stop_source stop;
    std::latch started(1);
    std::latch released(1);
    PhotoConveyor photos(
        {QStringLiteral("1")},
        [&](const QString &path) {
            started.count_down();
            released.wait();
            return worth(path);
        },
        1, 1, stop.get_token());
    std::jthread stopper([&] {
        started.wait();
        stop.request_stop();
    });
    QVERIFY(!photos.next()); // the photo is not ready, and will not be
    released.count_down();
}

/// Who leaves gets the same photo when they come back.
void TestPhotoConveyor::leavingEndsTheWaitAlone()
{
    std::stop_source leave;
    std::latch started(1);
    std::latch released(1);
    PhotoConveyor photos({QStringLiteral("1"), QStringLiteral("2")},
                         [&](const QString &path) {
                             if (path == QStringLiteral("1"))
                                 started.count_down();
                             released.wait();
                             return worth(path);
                         },
                         1, 1, {});
    std::jthread leaver([&] {
        started.wait();
        leave.request_stop();
    });
    QVERIFY(!photos.next(leave.get_token()));
    released.count_down();
    QVERIFY(!photos.next(leave.get_token())); // who has left is not served
    QCOMPARE(photos.next().value().path, QStringLiteral("1"));
    QCOMPARE(photos.next().value().path, QStringLiteral("2"));
    QVERIFY(!photos.next());
}

void TestPhotoConveyor::stopEndsTheBatches()
{
    std::stop_source stop;
    CountingEngine engine;
    PhotoConveyor photos(numbers(1000), worth, 2, 4, stop.get_token());
    QStringList told;
    const auto done = answerInBatches(photos, engine, 4, stop.get_token(),
                                      [&](const PreparedPhoto &photo, const Activations *answer) {
                                          told += printed(photo, answer);
                                          if (told.size() == 6)
                                              stop.request_stop();
                                      });
    QVERIFY(!done);
    QCOMPARE(done.error().message, std::string("cancelled"));
    QCOMPARE(told, (QStringList{"0=0", "1=1", "2=2", "3=3", "4=4", "5=5", "6=6", "7=7"}));
}

void TestPhotoConveyor::goneWhileTheLineIsFull()
{
    std::atomic<int> prepared = 0;
    {
        PhotoConveyor photos(numbers(1000),
                             [&](const QString &path) {
                                 ++prepared;
                                 return worth(path);
                             },
                             2, 1, {});
        AWAIT_EQUAL(prepared.load(), 16);
    }
    QCOMPARE(prepared.load(), 16);
}

/// The photos after it are prepared, and then they wait for it.
void TestPhotoConveyor::goneWhileADiskDoesNotAnswer()
{
    const auto answer = std::make_shared<QSemaphore>();
    const auto ended = std::make_shared<QSemaphore>();
    std::atomic<int> prepared = 0;
    {
        PhotoConveyor photos(numbers(100),
                             [&prepared, answer, ended](const QString &path) {
                                 if (path == QStringLiteral("0")) {
                                     const auto atTheEnd = qScopeGuard([&] { ended->release(); });
                                     askDisk([&] {
                                         answer->acquire();
                                         return true;
                                     });
                                 }
                                 ++prepared;
                                 return worth(path);
                             },
                             2, 1, {});
        AWAIT_EQUAL(prepared.load(), 15);
    }
    answer->release();
    ended->acquire();
    QCOMPARE(prepared.load(), 15);
}

void TestPhotoConveyor::problemsOfFolders()
{
    const test::TemporaryFolder folder;
    std::filesystem::create_directory(folder / "empty");
    PhotoConveyor photos({QString::fromStdString((folder / "empty").string()), "7"}, worth, 1, 1,
                         {});
    QCOMPARE(photos.next().value().path, QStringLiteral("7"));
    QVERIFY(!photos.next());
    QCOMPARE(photos.problems(),
             QStringList{"empty has no pictures in it; choose a folder with JPEG, PNG or other "
                         "photos"});
}

/// The folders are walked by one thread; the one that would prepare photos does not come to be.
void TestPhotoConveyor::saysWhenNoThreadCanBeStarted()
{
    const test::RoomForOneThread room;
    PhotoConveyor photos(numbers(1000), worth, 2, 1, {});
    QVERIFY(!photos.next());
    QCOMPARE(photos.problems(),
             QStringList{"No thread could be started to prepare photos (Resource temporarily "
                         "unavailable); close other programs and try again"});
}

QTEST_GUILESS_MAIN(TestPhotoConveyor)
#include "tst_photoconveyor.moc"
