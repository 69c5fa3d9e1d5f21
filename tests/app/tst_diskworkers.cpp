#include "async/diskworkers.h"
#include "async/whendone.h"
#include "support/await.h"
#include "support/roomforonethread.h"

#include <QSemaphore>
#include <QTest>

#include <atomic>
#include <memory>
#include <new>
#include <stdexcept>
#include <system_error>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// Threads that ask disks, some of which do not answer.
class TestDiskWorkers : public QObject
{
    Q_OBJECT

private slots:
    void outcomes();
    void oneThreadKeepsTheOrder();
    void asManyAtOnceAsNeeded();
    void goesWithoutThoseThatAreHeld();
    void waitsForTheOthers();
    void whatWasNotBegunIsDropped();
    void anAnswerGoesOn();
    void anotherThreadJustAsks();
    void saysWhenNoThreadCanBeStarted();
};

/// A disk that answers when it is told to, and says when it was asked.
struct Disk
{
    QSemaphore asked;
    QSemaphore answer;

    int ask()
    {
        asked.release();
        answer.acquire();
        return 7;
    }
};

void TestDiskWorkers::outcomes()
{
    DiskWorkers workers;
    Expected<int> result = 0;
    const auto keep = [&](const Expected<int> &outcome) { result = outcome; };
    whenDone(this, workers.run([] { return 3; }), keep);
    AWAIT_EQUAL(result, Expected<int>(3));
    whenDone(this, workers.run([]() -> int { throw std::bad_alloc(); }), keep);
    AWAIT(!result);
    QVERIFY(result.error().message.starts_with("There is not enough memory"));
    bool isDone = false;
    whenDone(this, workers.run([] {}), [&](const Expected<void> &done) { isDone = bool(done); });
    AWAIT(isDone);
}

void TestDiskWorkers::oneThreadKeepsTheOrder()
{
    DiskWorkers workers(1);
    QList<int> order; // of the one thread
    for (int i = 0; i < 50; ++i)
        workers.start([&order, i] { order << i; });
    QFuture<Expected<void>> last = workers.run([] { });
    last.waitForFinished();
    QCOMPARE(order.size(), 50);
    QVERIFY(std::ranges::is_sorted(order));
}

void TestDiskWorkers::asManyAtOnceAsNeeded()
{
    DiskWorkers workers;
    QSemaphore here;
    QSemaphore go;
    for (int i = 0; i < 5; ++i) {
        workers.start([&] {
            here.release();
            go.acquire();
        });
    }
    here.acquire(5); // each on a thread of its own
    go.release(5);
}

/// Whose disk answers too late: the task ends there.
void TestDiskWorkers::goesWithoutThoseThatAreHeld()
{
    const auto disk = std::make_shared<Disk>();
    const auto goesOn = std::make_shared<std::atomic<bool>>(false);
    QFuture<Expected<void>> task;
    {
        DiskWorkers workers(1);
        task = workers.run([disk, goesOn] {
            askDisk([&] { return askDisk([&] { return disk->ask(); }); });
            *goesOn = true;
        });
        disk->asked.acquire();
    }
    QVERIFY(!task.isFinished());
    disk->answer.release();
    task.waitForFinished();
    QVERIFY(!task.result());
    QVERIFY(!*goesOn);
}

void TestDiskWorkers::waitsForTheOthers()
{
    QSemaphore begun;
    std::atomic<bool> isDone = false;
    {
        DiskWorkers workers;
        workers.start([&] {
            begun.release();
            for (int i = 0; i < 200; ++i)
                std::this_thread::yield();
            isDone = true;
        });
        begun.acquire();
    }
    QVERIFY(isDone);
}

void TestDiskWorkers::whatWasNotBegunIsDropped()
{
    const auto disk = std::make_shared<Disk>();
    QFuture<Expected<void>> held;
    QFuture<Expected<void>> waiting;
    {
        DiskWorkers workers(1);
        held = workers.run([disk] { askDisk([&] { return disk->ask(); }); });
        waiting = workers.run([] { });
        disk->asked.acquire();
    }
    QVERIFY(waiting.isCanceled());
    disk->answer.release();
    held.waitForFinished();
    QCOMPARE(waiting.resultCount(), 0);
}

void TestDiskWorkers::anAnswerGoesOn()
{
    DiskWorkers workers;
    const auto disk = std::make_shared<Disk>();
    QFuture<Expected<int>> answered =
        workers.run([disk] { return askDisk([&] { return disk->ask(); }) + 1; });
    disk->asked.acquire();
    disk->answer.release();
    answered.waitForFinished();
    QCOMPARE(answered.result(), Expected<int>(8));
    QFuture<Expected<int>> failed = workers.run(
        [] { return askDisk([]() -> int { throw std::runtime_error("no such disk"); }); });
    failed.waitForFinished();
    QVERIFY(!failed.result());
    QCOMPARE(failed.result().error().message, "This could not be done: no such disk");
}

void TestDiskWorkers::anotherThreadJustAsks()
{
    QCOMPARE(askDisk([] { return 5; }), 5);
    QVERIFY_THROWS_EXCEPTION(std::runtime_error,
                             askDisk([]() -> int { throw std::runtime_error("none"); }));
}

void TestDiskWorkers::saysWhenNoThreadCanBeStarted()
{
    const auto disk = std::make_shared<Disk>();
    DiskWorkers workers;
    const RoomForOneThread room;
    QFuture<Expected<int>> first = workers.run([disk] { return disk->ask(); });
    disk->asked.acquire();
    QVERIFY_THROWS_EXCEPTION(std::system_error, workers.start([] { }));
    QVERIFY(!workers.run([] { return 1; }).result());
    disk->answer.release();
    QCOMPARE(first.result(), Expected<int>(7));
}

QTEST_GUILESS_MAIN(TestDiskWorkers)
#include "tst_diskworkers.moc"
