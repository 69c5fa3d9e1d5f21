#include "curves/curvehue.h"
#include "curves/curveset.h"
#include "curves/gapset.h"
#include "curves/metricnames.h"
#include "support/runlogs.h"

#include <QTest>

#include <set>

using namespace inceptoscope;

namespace {

RunLog run(const std::string &title, const std::map<std::string, std::vector<CurvePoint>> &series)
{
    RunLog log;
    log.id.source = title + "/run.csv";
    log.name = title;
    for (const auto &[tag, points] : series)
        log.series[tag] = test::seriesOf(points);
    return log;
}

std::vector<RunLog> others()
{
    return {run("a", {{"acc", {{1, 0.5}}}, {"train/loss", {{1, 3}}}, {"val/loss", {{1, 4}}}}),
            run("b", {{"train/loss", {{1, 5}}}, {"val/loss", {{1, 6}}}})};
}

std::vector<RunLog> own()
{
    return {run("v4", {{"val_top1_error", {{1, 0.5}}}, {"train_top1_error", {{1, 0.75}}}})};
}

CurveSet setOf(const std::vector<RunLog> &runs, const std::vector<std::string> &names,
               CurveChoice choice = {})
{
    choice.metrics.clear();
    for (const std::string &name : names)
        choice.metrics.push_back(metricNamed(name, runs).value());
    return curveSet(runs, std::vector<bool>(runs.size(), true), choice);
}

/// "label solid 4", a line each.
QString printed(const CurveSet &set)
{
    QString lines;
    for (const CurveSeries &series : set.series)
        lines += QStringLiteral("%1 %2 %3\n")
                     .arg(series.label, series.validation ? "solid" : "dashed")
                     .arg(series.points[0].y);
    return lines;
}

/// How many colours the curves have.
std::size_t coloursOf(const CurveSet &set)
{
    std::set<CurveHue> hues;
    for (const CurveSeries &series : set.series)
        hues.insert(hueOf(series.shade));
    return hues.size();
}

} // namespace

/// Several metrics in one plot, chosen by name.
class TestSeveralMetrics : public QObject
{
    Q_OBJECT

private slots:
    void showsWhatThePageWouldFirst();
    void metricsHaveNames();
    void oneMetricIsAsOnThePage();
    void labelsTellRunAndMetric();
    void trainingIsDashed();
    void coloursTellMetricsApart();
    void missingMetricsAreTold();
    void coloursStayWhenRunsAreHidden();
    void tagsMayBeCalledAsMeasures();
    void pairsAreOfOneMetric();
    void allStandOnOneAxis();
    void errorsAndTagsMayStandTogether();
};

void TestSeveralMetrics::showsWhatThePageWouldFirst()
{
    QCOMPARE(firstMetric(own()), Metric());
    QCOMPARE(firstMetric(others()), Metric()); // there is an accuracy
    const RunLog losses = others()[1];
    QCOMPARE(firstMetric({losses}), Metric{CurveMetric::Loss});
    QCOMPARE(firstMetric({run("a", {{"lr", {{1, 0.5}}}, {"gan_loss", {{1, 2}}}})}),
             tagMetric("gan_loss"));
    QCOMPARE(firstMetric({RunLog()}), std::nullopt);
    const RunLog training = run("a", {{"train_loss", {{1, 0.5}}}, {"lr", {{1, 0.5}}}});
    QCOMPARE(firstMetric({training}), Metric{CurveMetric::Loss});
    QCOMPARE(firstMetric({training}, {{}, true, false}), tagMetric("train_loss")); // to be seen
    CurveChoice dates; // which nobody knows
    dates.axis = CurveAxis::Wall;
    QCOMPARE(firstMetric({training}, dates), Metric{CurveMetric::Loss});
    QCOMPARE(metricsOf(others()),
             (std::vector<Metric>{{CurveMetric::TopOneError},
                                  {CurveMetric::Loss},
                                  tagMetric("acc"),
                                  tagMetric("train/loss"),
                                  tagMetric("val/loss")}));
}

void TestSeveralMetrics::metricsHaveNames()
{
    QCOMPARE(metricNamed("top1_error", own()).value(), Metric());
    QCOMPARE(metricNamed("val_top1_error", own()).value(), tagMetric("val_top1_error"));
    QCOMPARE(metricNamed("loss", {run("a", {{"loss", {{1, 1}}}})}).value(), tagMetric("loss"));
    QCOMPARE(metricNamed("loss", own()).error().message,
             std::string("no run has logged \"loss\"; there are train_top1_error, "
                         "val_top1_error"));
    const std::vector<RunLog> keras{run("a", {{"loss", {{1, 1}}}, {"val_loss", {{1, 1}}}})};
    QCOMPARE(measureCalled("loss", keras).value(), Metric{CurveMetric::Loss});
    QCOMPARE(measureCalled("loss", own()).error().message,
             std::string("no run has logged its loss"));
    QCOMPARE(measureCalled("lr", own()).error().message,
             std::string("there is no measure \"lr\"; there are top1_error, top5_error and loss"));
}

void TestSeveralMetrics::oneMetricIsAsOnThePage()
{
    const CurveSet set = setOf(own(), {"top1_error"});
    QCOMPARE(printed(set), "v4, validation solid 50\nv4, training dashed 75\n");
    QCOMPARE(set.yTitle, "top-1 error (%)");
}

void TestSeveralMetrics::labelsTellRunAndMetric()
{
    const CurveSet set = setOf(others(), {"acc", "val/loss"});
    QCOMPARE(printed(set), "a, acc solid 0.5\na, val/loss solid 4\nb, val/loss solid 6\n");
    QCOMPARE(set.yTitle, "acc, val/loss");
    QVERIFY(!set.isPercent);
}

void TestSeveralMetrics::trainingIsDashed()
{
    const CurveSet set = setOf(others(), {"train/loss", "val/loss"});
    QCOMPARE(printed(set),
             "a, train/loss dashed 3\na, val/loss solid 4\nb, train/loss dashed 5\n"
             "b, val/loss solid 6\n");
    QCOMPARE(coloursOf(set), 2U); // of the runs
    const std::vector<RunLog> keras{run("k", {{"loss", {{1, 1}}}, {"val_loss", {{1, 2}}}})};
    QCOMPARE(printed(setOf(keras, {"loss", "val_loss"})),
             "k, loss dashed 1\nk, val_loss solid 2\n");
}

void TestSeveralMetrics::coloursTellMetricsApart()
{
    QCOMPARE(coloursOf(setOf(others(), {"acc", "val/loss"})), 3U);
    QCOMPARE(coloursOf(setOf(own(), {"top1_error", "val_top1_error"})), 2U);
    QCOMPARE(coloursOf(setOf(own(), {"top1_error", "train_top1_error"})), 2U); // both dashed
    std::map<std::string, std::vector<CurvePoint>> many;
    std::vector<std::string> names;
    for (int i = 0; i < 12; ++i) {
        names.push_back("m" + std::to_string(i));
        many[names.back()] = {{1, 0.5}};
    }
    QCOMPARE(coloursOf(setOf({run("a", many), run("b", many), run("c", many)}, names)), 36U);
}

/// What no run has takes none of the colours.
void TestSeveralMetrics::missingMetricsAreTold()
{
    CurveChoice choice;
    choice.metrics = {tagMetric("acc"), tagMetric("gone"), tagMetric("val/loss")};
    const std::vector<RunLog> runs = others();
    const CurveSet with = curveSet(runs, {true, true}, choice);
    QCOMPARE(with.withoutCurve, QStringList{"gone"});
    QCOMPARE(with.yTitle, "acc, val/loss");
    CurveSet without = setOf(runs, {"acc", "val/loss"});
    for (std::size_t i = 0; i < without.series.size(); ++i)
        QCOMPARE(with.series[i].shade, without.series[i].shade);
    QCOMPARE(curveSet(runs, {false, true}, choice).withoutCurve, QStringList({"acc", "gone"}));
    QCOMPARE(curveSet(runs, {false, false}, choice).withoutCurve, QStringList());
    choice.metrics = {Metric{CurveMetric::TopFiveError}, Metric{CurveMetric::Loss}};
    choice.validation = false; // which is not why it is missing
    choice.training = false;
    QCOMPARE(curveSet(runs, {true, true}, choice).withoutCurve, QStringList{"Top-5 error"});
    choice.metrics.clear();
    QVERIFY(curveSet(runs, {true, true}, choice).series.empty());
}

/// Neither are those of runs that are hidden taken, nor is one left without its own.
void TestSeveralMetrics::coloursStayWhenRunsAreHidden()
{
    const std::vector<RunLog> runs = others(); // of which the second has no accuracy
    CurveChoice choice;
    choice.metrics = {tagMetric("acc"), tagMetric("train/loss"), tagMetric("val/loss")};
    const CurveSet all = curveSet(runs, {true, true}, choice);
    const CurveSet second = curveSet(runs, {false, true}, choice);
    QCOMPARE(all.series.size(), 5U);
    QCOMPARE(second.series.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        QCOMPARE(second.series[i].shade, all.series[3 + i].shade);
        QCOMPARE(second.series[i].shade, arranged(runs).shades[1]); // solid and dashed
    }
    choice.metrics = {Metric{CurveMetric::Loss}, tagMetric("acc")};
    const CurveSet both = curveSet(runs, {true, true}, choice);
    choice.training = false;
    const CurveSet validation = curveSet(runs, {true, true}, choice);
    QCOMPARE(validation.series.size(), 3U);
    QCOMPARE(validation.series[1].label, "a, acc");
    QCOMPARE(validation.series[1].shade, both.series[2].shade);
}

void TestSeveralMetrics::tagsMayBeCalledAsMeasures()
{
    CurveChoice choice;
    choice.metrics = {Metric{CurveMetric::Loss}, tagMetric("loss")};
    const CurveSet set =
        curveSet({run("a", {{"loss", {{1, 1}}}})}, std::vector<bool>{true}, choice);
    QCOMPARE(printed(set), "a, loss solid 1\na, tag loss solid 1\n");
    QCOMPARE(set.yTitle, "loss, tag loss");
}

/// A pair's gap is of one metric.
void TestSeveralMetrics::pairsAreOfOneMetric()
{
    std::vector<RunLog> runs = others();
    RunArrangement arrangement = arranged(runs);
    arrangement.pairs = {{0, 1}};
    CurveChoice choice;
    choice.metrics = {tagMetric("train/loss"), tagMetric("val/loss")};
    const CurveSet set = curveSet(runs, arrangement, {true, true}, choice);
    QCOMPARE(curvePairs(set, arrangement), (std::vector<CurvePair>{{0, 2}, {1, 3}}));
}

void TestSeveralMetrics::allStandOnOneAxis()
{
    std::vector<RunLog> runs = others();
    Series stepsOnly;
    stepsOnly.append({100, 1});
    runs[1].series["lr"] = stepsOnly;
    QCOMPARE(setOf(runs, {"val/loss"}).axis, CurveAxis::Epoch);
    const CurveSet both = setOf(runs, {"val/loss", "lr"});
    QCOMPARE(both.axis, CurveAxis::Step);
    QCOMPARE(both.series.size(), 3U);
    CurveChoice epochs;
    epochs.axis = CurveAxis::Epoch;
    const CurveSet without = setOf(runs, {"val/loss", "lr"}, epochs);
    QCOMPARE(without.series.size(), 2U);
    QCOMPARE(without.withoutPlace, 1U);
}

void TestSeveralMetrics::errorsAndTagsMayStandTogether()
{
    CurveChoice errors;
    errors.accuracyAsError = true;
    const CurveSet set = setOf(others(), {"acc", "val/loss"}, errors);
    QCOMPARE(printed(set),
             "a, error by acc (%) solid 50\na, val/loss solid 4\nb, val/loss solid 6\n");
    QCOMPARE(set.yTitle, "error by acc (%), val/loss");
    QVERIFY(!set.isPercent);
}

QTEST_GUILESS_MAIN(TestSeveralMetrics)
#include "tst_severalmetrics.moc"
