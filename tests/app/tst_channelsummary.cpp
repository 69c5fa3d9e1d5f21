#include "render/activationsummariser.h"
#include "render/channelsummary.h"
#include "render/similaritysorter.h"
#include "render/valuetext.h"
#include "support/activations.h"
#include "support/await.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <limits>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();
constexpr float infinity = std::numeric_limits<float>::infinity();

/// Channels: some of both signs, dead, not finite throughout, one outstanding value.
Activation mixed()
{
    return activationOf(
        {4, 1, 4},
        {2, -1, 0, 3, 0, 0, 0, 0, notANumber, infinity, notANumber, notANumber, 0, 0, -8, 9});
}

QString texts(const ActivationSummary &summary)
{
    QString text;
    int channel = 0;
    for (const ChannelSummary &one : summary.channels)
        text += channelText(channel++, one) + u'\n';
    return text;
}

} // namespace

class ChannelSummaryTest : public QObject
{
    Q_OBJECT

private slots:
    void everyChannelInNumbers()
    {
        const ActivationSummary summary = summarise(mixed());
        QCOMPARE(summary.statistics, statistics(mixed()));
        const std::vector<ChannelSummary> expected = {
            {{-1, 3}, 1.0, 0.25, 0, std::sqrt(14.0 / 4.0)},
            {{0, 0}, 0.0, 1.0, 0, 0.0},
            {{}, 0.0, 0.0, 4, 0.0},
            {{-8, 9}, 0.25, 0.5, 0, std::sqrt(145.0 / 4.0)}};
        QCOMPARE(summary.channels, expected);
        QCOMPARE(texts(summary),
                 QStringLiteral("Channel 0: mean 1, min −1, max 3, 25.0 % zeros\n"
                                "Channel 1: mean 0, max 0, zero on this photo\n"
                                "Channel 2: 0.0 % zeros, 4 not finite\n"
                                "Channel 3: mean 0.25, min −8, max 9, 50.0 % zeros\n"));
    }

    void theHistogramIsOfAllValues()
    {
        const Histogram histogram = summarise(mixed()).histogram;
        QCOMPARE(histogram.low, -8.0);
        QCOMPARE(histogram.high, 9.0);
        QCOMPARE(histogram.zeros, 7);
        QCOMPARE(histogram.nonFinite, 4);
        QCOMPARE(histogram.total(), 16);
    }

    void channelsLikeAnother()
    {
        const Activation activation =
            activationOf({6, 1, 2}, {1, 1, 0, 0, -2, -2, 3, 3, 1, 0, notANumber, 1});
        const std::vector<double> cosines = similarities(activation, 0);
        const std::vector<double> expected{1.0, 0.0, -1.0, 1.0, std::sqrt(0.5), 0.0};
        QCOMPARE(cosines.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY(std::abs(cosines[i] - expected[i]) < 1e-12);
        QCOMPARE(orderedBySimilarity(activation, 0), (std::vector{0, 3, 4, 1, 5, 2}));
        QCOMPARE(orderedBySimilarity(activation, 1), (std::vector{1, 0, 2, 3, 4, 5}));
    }

    void nothingAtAll()
    {
        QCOMPARE(summarise(activationOf({0, 0, 0}, {})), ActivationSummary{});
        QCOMPARE(summarise(activationOf({1, 0, 5}, {})).channels,
                 std::vector<ChannelSummary>{ChannelSummary{}});
    }

    void orders()
    {
        const ActivationSummary summary = summarise(mixed());
        QCOMPARE(orderedChannels(summary, ChannelOrder::ByIndex), (std::vector{0, 1, 2, 3}));
        QCOMPARE(orderedChannels(summary, ChannelOrder::ByMean), (std::vector{0, 3, 1, 2}));
        QCOMPARE(orderedChannels(summary, ChannelOrder::ByPeak), (std::vector{3, 0, 1, 2}));
        QCOMPARE(orderedChannels(summary, ChannelOrder::ByEnergy), (std::vector{3, 0, 1, 2}));
    }

    void channelsAlikeKeepTheirOrder()
    {
        const ActivationSummary summary = summarise(activationOf({4, 1, 1}, {1, 2, 1, 2}));
        QCOMPARE(orderedChannels(summary, ChannelOrder::ByMean), (std::vector{1, 3, 0, 2}));
    }

    void values_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << 0.0 << "0";
        QTest::newRow("negative zero") << -0.0 << "0";
        QTest::newRow("short") << 5.3 << "5.3";
        QTest::newRow("rounded") << -0.41284 << "−0.413";
        QTest::newRow("thousands") << 1234.4 << "1234";
        QTest::newRow("nearly a thousand") << 999.7 << "1000";
        QTest::newRow("huge") << -1.25e8 << "−1.25e+08";
        QTest::newRow("tiny") << 1.5e-7 << "1.5e-07";
        QTest::newRow("NaN") << std::numeric_limits<double>::quiet_NaN() << "NaN";
        QTest::newRow("infinity") << -std::numeric_limits<double>::infinity() << "−∞";
    }

    void values()
    {
        QFETCH(double, value);
        QTEST(valueText(value), "text");
    }

    void statisticsInALine()
    {
        QCOMPARE(statisticsText(statistics(mixed()), {4, 1, 4}),
                 QStringLiteral("mean 0.417 · min −8 · max 9 · 43.8 % zeros · 1 of 4 channels zero "
                                "· 4 not finite"));
        QCOMPARE(statisticsText({.mean = 0.5, .max = 2.0F, .deadChannels = 3}, {5, 1, 1}),
                 QStringLiteral("mean 0.5 · max 2 · 0.0 % zeros"));
    }

    void theNewestSimilarityWins()
    {
        const Activation activation = activationOf({3, 1, 2}, {1, 1, 0, 9, 1, 5});
        SimilaritySorter sorter;
        QSignalSpy sorted(&sorter, &SimilaritySorter::sorted);
        sorter.start(flatChannels({64, 147, 147}), 0);
        sorter.start(activation, 1);
        QVERIFY(sorter.isRunning());
        AWAIT(!sorter.isRunning());
        QCOMPARE(sorted.first().first().value<std::vector<int>>(), (std::vector{1, 2, 0}));
        sorter.start(activation, 0);
        sorter.cancel();
        QVERIFY(!sorted.wait(100));
        QCOMPARE(sorted.count(), 1);
    }

    void theNewestSummaryWins()
    {
        ActivationSummariser summariser;
        QSignalSpy summarised(&summariser, &ActivationSummariser::summarised);
        summariser.start(flatChannels({64, 147, 147}));
        summariser.start(mixed());
        QVERIFY(summariser.isRunning());
        AWAIT(!summarised.isEmpty());
        QVERIFY(!summariser.isRunning());
        QCOMPARE(summarised.first().at(0).value<Activation>().shape, (GridShape{4, 1, 4}));
        const auto summary = summarised.first().at(1).value<ActivationSummaryPtr>();
        QCOMPARE(*summary, summarise(mixed()));
        QVERIFY(!summarised.wait(100));
    }

    void aCancelledSummaryIsDropped()
    {
        ActivationSummariser summariser;
        QSignalSpy summarised(&summariser, &ActivationSummariser::summarised);
        summariser.start(mixed());
        summariser.cancel();
        QVERIFY(!summariser.isRunning());
        QVERIFY(!summarised.wait(100));
    }
};

QTEST_GUILESS_MAIN(ChannelSummaryTest)
#include "tst_channelsummary.moc"
