#include "curves/curvevalues.h"
#include "support/temporaryfolder.h"

#include <QTest>

#include <limits>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

const double notANumber = std::numeric_limits<double>::quiet_NaN();
const double infinite = std::numeric_limits<double>::infinity();

CurveSeries seriesOf(const QString &label, const Curve &points)
{
    CurveSeries series;
    series.label = label;
    series.points = points;
    return series;
}

CurveSet setOf(const std::vector<CurveSeries> &series)
{
    CurveSet set;
    set.xTitle = "epoch";
    set.yTitle = "top-1 error (%)";
    set.series = series;
    return set;
}

} // namespace

/// The values of curves as CSV.
class TestCurveValues : public QObject
{
    Q_OBJECT

private slots:
    void hasALineForEachPointInSight();
    void keepsAllDigits();
    void smoothedCurvesHaveWhatWasLogged();
    void meansHaveTheirSpread();
    void quotesWhatNeedsIt();
    void datesAreSeconds();
    void tellsWhyItCannotBeWritten();
    void stops();

private:
    std::string written(const CurveSet &curves, const CurveRanges &ranges = {0, 10, 0, 1})
    {
        const auto path = m_folder / "values.csv";
        const auto points = writeCurveValues(curves, ranges, QString::fromStdString(path.string()));
        return points ? readFile(path) : points.error().message;
    }

    TemporaryFolder m_folder;
};

void TestCurveValues::hasALineForEachPointInSight()
{
    const CurveSet curves = setOf(
        {seriesOf("A", {{1, 9}, {2, 8}, {3, 7}, {4, 6}}), seriesOf("B", {{2.5, 5}, {4.5, 4}})});
    QCOMPARE(written(curves, {2, 4, 0, 1}),
             std::string("curve,epoch,top-1 error (%)\r\nA,2,8\r\nA,3,7\r\nA,4,6\r\nB,2.5,5\r\n"));
    QCOMPARE(written(curves, {20, 40, 0, 1}), std::string("curve,epoch,top-1 error (%)\r\n"));
}

void TestCurveValues::keepsAllDigits()
{
    const CurveSet curves = setOf({seriesOf(
        "A", {{1, 0.1}, {2, 1.0 / 3}, {3, notANumber}, {4, infinite}, {5, -5e-324}, {6, 1e300}})});
    QCOMPARE(written(curves),
             std::string("curve,epoch,top-1 error (%)\r\nA,1,0.1\r\nA,2,0.3333333333333333\r\n"
                         "A,3,nan\r\nA,4,inf\r\nA,5,-5e-324\r\nA,6,1e+300\r\n"));
}

void TestCurveValues::smoothedCurvesHaveWhatWasLogged()
{
    CurveSeries smoothed = seriesOf("A", {{1, 0.5}, {2, 0.75}});
    smoothed.raw = {{1, 0.5}, {2, 1}};
    QCOMPARE(written(setOf({smoothed, seriesOf("B", {{1, 3}})})),
             std::string("curve,epoch,top-1 error (%),as logged\r\nA,1,0.5,0.5\r\nA,2,0.75,1\r\n"
                         "B,1,3,\r\n"));
}

void TestCurveValues::meansHaveTheirSpread()
{
    CurveSeries mean = seriesOf("A", {{1, 2}});
    mean.low = {{1, 1}};
    mean.high = {{1, 3}};
    QCOMPARE(written(setOf({mean, seriesOf("B", {{1, 5}})})),
             std::string("curve,epoch,top-1 error (%),lowest,highest\r\nA,1,2,1,3\r\n"
                         "B,1,5,,\r\n"));
}

void TestCurveValues::quotesWhatNeedsIt()
{
    CurveSet curves = setOf({seriesOf("A \"best\", val", {{1, 2}}), seriesOf("=1+1", {{1, 2}})});
    curves.yTitle = "loss, total";
    QCOMPARE(written(curves),
             std::string("curve,epoch,\"loss, total\"\r\n\"A \"\"best\"\", val\",1,2\r\n"
                         "'=1+1,1,2\r\n"));
}

void TestCurveValues::datesAreSeconds()
{
    CurveSet curves = setOf({seriesOf("A", {{1.7e9 + 0.25, 2}})});
    curves.axis = CurveAxis::Wall;
    curves.xTitle = "date and time";
    QCOMPARE(written(curves, {1e9, 2e9, 0, 1}),
             std::string("curve,date and time (seconds since 1970),top-1 error (%)\r\n"
                         "A,1700000000.25,2\r\n"));
}

void TestCurveValues::tellsWhyItCannotBeWritten()
{
    const auto path = m_folder / "none/values.csv";
    const auto points = writeCurveValues(setOf({seriesOf("A", {{1, 2}})}), {},
                                         QString::fromStdString(path.string()));
    QCOMPARE(points.error().message,
             path.string() + " cannot be written: No such file or directory");
}

void TestCurveValues::stops()
{
    std::stop_source stop;
    stop.request_stop();
    const auto path = m_folder / "stopped.csv";
    const auto points = writeCurveValues(setOf({seriesOf("A", {{1, 2}})}), {},
                                         QString::fromStdString(path.string()), stop.get_token());
    QCOMPARE(points.error().message, std::string("cancelled"));
    QVERIFY(!std::filesystem::exists(path));
}

QTEST_GUILESS_MAIN(TestCurveValues)
#include "tst_curvevalues.moc"
