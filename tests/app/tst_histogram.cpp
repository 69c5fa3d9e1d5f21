#include "render/histogram.h"

#include <QTest>

#include <limits>

using namespace inceptoscope;

class HistogramTest : public QObject
{
    Q_OBJECT

private slots:
    void countsEveryValueOnce()
    {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const float infinity = std::numeric_limits<float>::infinity();
        const std::vector<float> values{0, 0, 0, 1, 1.9F, 2, 4, nan, infinity};
        QCOMPARE(histogramOf(values, extremesOf(values), 4),
                 (Histogram{0.0, 4.0, {0, 2, 1, 1}, 3, 0, 2}));
    }

    void reachesToZeroFromOneSide()
    {
        const std::vector<float> above{3, 3};
        QCOMPARE(histogramOf(above, extremesOf(above), 3),
                 (Histogram{0.0, 3.0, {0, 0, 2}, 0, 0, 0}));
        const std::vector<float> below{-3, -1};
        QCOMPARE(histogramOf(below, extremesOf(below), 3),
                 (Histogram{-3.0, 0.0, {1, 0, 1}, 0, 0, 0}));
    }

    void hasNoBinsWithoutValuesToCount()
    {
        const std::vector<float> zeros{0, 0};
        QCOMPARE(histogramOf(zeros, extremesOf(zeros)), (Histogram{0.0, 0.0, {}, 2, 0, 0}));
        QCOMPARE(histogramOf({}, {}), Histogram{});
    }

    void someOfTheValuesGoIntoTheSameBins()
    {
        const std::vector<float> all{-1, 0, 1, 2, 3};
        const Histogram whole = histogramOf(all, extremesOf(all), 4);
        QCOMPARE(whole, (Histogram{-1.0, 3.0, {1, 0, 1, 2}, 1, 0, 0}));
        QCOMPARE(histogramLike(whole, std::span(all).subspan(1, 2)),
                 (Histogram{-1.0, 3.0, {0, 0, 1, 0}, 1, 0, 0}));
        const std::vector<float> others{5, -5, 3};
        QCOMPARE(histogramLike(whole, others), (Histogram{-1.0, 3.0, {0, 0, 0, 1}, 0, 2, 0}));
        QCOMPARE(whole.mostInABin(), 2);
        QCOMPARE(whole.total(), 5);
    }
};

QTEST_APPLESS_MAIN(HistogramTest)
#include "tst_histogram.moc"
