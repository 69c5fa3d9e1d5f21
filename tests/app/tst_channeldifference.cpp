#include "compare/channeldifference.h"
#include "compare/mapcomparer.h"
#include "support/activations.h"
#include "support/await.h"

#include <QSignalSpy>

#include <cmath>
#include <limits>

using namespace inceptoscope;
using namespace inceptoscope::test;

class TestChannelDifference : public QObject
{
    Q_OBJECT

private slots:
    void measures();
    void faintChannelsDoNotComeFirst();
    void notFiniteCellsAreLeftOut();
    void nothingButZeros();
    void order();
    void comparedOnAWorker();
};

/// Three digits of each.
static QStringList rounded(const std::vector<double> &values)
{
    QStringList texts;
    for (const double value : values)
        texts << QString::number(value, 'f', 3);
    return texts;
}

/// One channel a row: alike, moved, louder, gone. The layer's energy is 5 in one, 5.5 in the other.
void TestChannelDifference::measures()
{
    const Activation a = activationOf({4, 1, 2}, {3, 4, 5, 0, 1, 1, 7, 0});
    const Activation b = activationOf({4, 1, 2}, {3, 4, 0, 5, 3, 3, 0, 0});
    const double layer =
        0.01 * (std::sqrt((25 + 25 + 2 + 49) / 8.0) + std::sqrt((25 + 25 + 18) / 8.0));
    const double five = std::sqrt(12.5);
    const double seven = std::sqrt(24.5);
    QCOMPARE(rounded(channelDifferences(a, b, DifferenceMeasure::Energy)),
             rounded({0, 0, 2 / (4 + layer), seven / (seven + layer)}));
    QCOMPARE(rounded(channelDifferences(a, b, DifferenceMeasure::Maps)),
             rounded({0, 5 / (2 * five + layer), 2 / (4 + layer), seven / (seven + layer)}));
}

void TestChannelDifference::faintChannelsDoNotComeFirst()
{
    const Activation a = activationOf({2, 1, 1}, {1e-6F, 10});
    const Activation b = activationOf({2, 1, 1}, {0, 5});
    for (const auto measure : {DifferenceMeasure::Energy, DifferenceMeasure::Maps})
        QCOMPARE(orderedByDifference(channelDifferences(a, b, measure)), (std::vector{1, 0}));
}

void TestChannelDifference::notFiniteCellsAreLeftOut()
{
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    constexpr float infinite = std::numeric_limits<float>::infinity();
    const Activation a = activationOf({2, 1, 2}, {nan, 2, infinite, nan});
    const Activation b = activationOf({2, 1, 2}, {9, 2, 1, infinite});
    for (const auto measure : {DifferenceMeasure::Energy, DifferenceMeasure::Maps})
        QCOMPARE(channelDifferences(a, b, measure), (std::vector{0.0, 0.0}));
}

void TestChannelDifference::nothingButZeros()
{
    const Activation zeros = activationOf({2, 1, 1}, {0, 0});
    QCOMPARE(channelDifferences(zeros, zeros, DifferenceMeasure::Maps), (std::vector{0.0, 0.0}));
    QCOMPARE(channelDifferences({}, {}, DifferenceMeasure::Maps), std::vector<double>());
}

void TestChannelDifference::order()
{
    QCOMPARE(orderedByDifference({0.1, 0.9, 0.1, 0.5}), (std::vector{1, 3, 0, 2}));
    QCOMPARE(orderedByDifference({}), std::vector<int>());
}

void TestChannelDifference::comparedOnAWorker()
{
    MapComparer comparer;
    QSignalSpy done(&comparer, &MapComparer::compared);
    const Activation a = activationOf({2, 1, 1}, {1, 2});
    const Activation b = activationOf({2, 1, 1}, {1, 4});
    comparer.start(a, {}, false); // overtaken
    comparer.start(a, b, true);
    QVERIFY(comparer.isRunning());
    QCOMPARE(done.count(), 0); // never before the caller is done
    AWAIT_EQUAL(done.count(), 1);
    QVERIFY(!comparer.isRunning());
    const auto maps = done.constFirst().constFirst().value<ComparedMaps>();
    QCOMPARE(*maps.summaryA, summarise(a));
    QCOMPARE(*maps.summaryB, summarise(b));
    QCOMPARE(maps.energyDifferences, channelDifferences(a, b, DifferenceMeasure::Energy));
    QCOMPARE(maps.mapDifferences, channelDifferences(a, b, DifferenceMeasure::Maps));

    const ComparedMaps alone = comparedMaps(a, {}, true);
    QVERIFY(alone.summaryA && !alone.summaryB && alone.mapDifferences.empty());
    QVERIFY(comparedMaps(a, b, false).mapDifferences.empty());
}

QTEST_GUILESS_MAIN(TestChannelDifference)

#include "tst_channeldifference.moc"
