#include "async/whendone.h"
#include "support/await.h"

#include <QSemaphore>
#include <QtConcurrentRun>
#include <QTest>

#include <memory>
#include <new>
#include <optional>
#include <stdexcept>

using namespace inceptoscope;

/// What a job on a worker comes to, whatever it throws.
class TestWhenDone : public QObject
{
    Q_OBJECT

private slots:
    void resultsArriveAfterTheCaller();
    void whatCanFailStaysWhatItIs();
    void exceptionsAreErrors_data();
    void exceptionsAreErrors();
    void ofJobsWithoutAResult();
    void notAfterTheirContext();

private:
    template<typename Work> auto outcomeOnAWorker(Work work)
    {
        std::optional<Outcome<std::invoke_result_t<Work>>> outcome;
        whenDone(this, QtConcurrent::run(work), [&](const auto &result) { outcome = result; });
        [&] { AWAIT(outcome.has_value()); }();
        return *outcome;
    }
};

void TestWhenDone::resultsArriveAfterTheCaller()
{
    int seen = 0;
    QFuture<int> future = QtConcurrent::run([] { return 3; });
    future.waitForFinished();
    whenDone(this, future, [&](const Expected<int> &result) { seen = result.value(); });
    QCOMPARE(seen, 0);
    AWAIT_EQUAL(seen, 3);
}

void TestWhenDone::whatCanFailStaysWhatItIs()
{
    const auto failed = outcomeOnAWorker([]() -> Expected<int> { return failure("no file"); });
    QCOMPARE(failed, (Expected<int>(failure("no file"))));
    QCOMPARE(outcomeOnAWorker([]() -> Expected<int> { return 4; }), Expected<int>(4));
}

Q_DECLARE_METATYPE(std::exception_ptr)

void TestWhenDone::exceptionsAreErrors_data()
{
    QTest::addColumn<std::exception_ptr>("thrown");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("memory")
        << std::make_exception_ptr(std::bad_alloc())
        << "There is not enough memory for this; close other programs and try again";
    QTest::newRow("library") << std::make_exception_ptr(std::runtime_error("bad weather"))
                             << "This could not be done: bad weather";
    QTest::newRow("anything") << std::make_exception_ptr(7)
                              << "This could not be done, for a reason that was not told";
}

void TestWhenDone::exceptionsAreErrors()
{
    QFETCH(std::exception_ptr, thrown);
    QFETCH(QString, sentence);
    const auto plain = outcomeOnAWorker([thrown]() -> int { std::rethrow_exception(thrown); });
    QVERIFY(!plain);
    QCOMPARE(QString::fromStdString(plain.error().message), sentence);
    const auto expected =
        outcomeOnAWorker([thrown]() -> Expected<int> { std::rethrow_exception(thrown); });
    QVERIFY(!expected);
    QCOMPARE(expected.error(), plain.error());
}

void TestWhenDone::ofJobsWithoutAResult()
{
    QVERIFY(outcomeOnAWorker([] { }));
    const auto failed = outcomeOnAWorker([] { throw std::bad_alloc(); });
    QVERIFY(!failed);
    QVERIFY(failed.error().message.starts_with("There is not enough memory"));
}

void TestWhenDone::notAfterTheirContext()
{
    auto context = std::make_unique<QObject>();
    bool called = false;
    whenDone(context.get(), QtConcurrent::run([]() -> int { throw std::bad_alloc(); }),
             [&](const Expected<int> &) { called = true; });
    context.reset();
    QVERIFY(outcomeOnAWorker([] { }));
    QVERIFY(!called);
}

QTEST_GUILESS_MAIN(TestWhenDone)
#include "tst_whendone.moc"
