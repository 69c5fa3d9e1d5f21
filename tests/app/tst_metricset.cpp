#include "curves/metricset.h"
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
               const CurveChoice &all = {})
{
    std::vector<CurveChoice> choices;
    for (const std::string &name : names)
        choices.push_back(choiceNamed(name, runs).value());
    return curveSet(runs, choices, all, {});
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

/// How many shades the curves have.
std::size_t shadesOf(const CurveSet &set)
{
    std::set<std::pair<int, bool>> shades;
    for (const CurveSeries &series : set.series)
        shades.insert({series.shade.family < 0 ? series.shade.number : series.shade.family,
                       series.shade.residual});
    return shades.size();
}

} // namespace

/// Several metrics in one plot, chosen by name.
class TestMetricSet : public QObject
{
    Q_OBJECT

private slots:
    void showsWhatThePageWouldFirst();
    void metricsHaveNames();
    void oneMetricIsAsOnThePage();
    void labelsTellRunAndMetric();
    void trainingIsDashed();
    void coloursTellMetricsApart();
    void allStandOnOneAxis();
    void errorsAndTagsMayStandTogether();
};

void TestMetricSet::showsWhatThePageWouldFirst()
{
    QCOMPARE(firstChoice(own()).metric, CurveMetric::TopOneError);
    QCOMPARE(firstChoice(others()).tags, std::vector<std::string>{"train/loss"});
    QCOMPARE(firstChoice({run("a", {{"acc", {{1, 0.5}}}})}).tags, std::vector<std::string>{"acc"});
}

void TestMetricSet::metricsHaveNames()
{
    QCOMPARE(choiceNamed("top1_error", own())->metric, CurveMetric::TopOneError);
    QCOMPARE(choiceNamed("val_top1_error", own())->tags,
             std::vector<std::string>{"val_top1_error"});
    QCOMPARE(choiceNamed("loss", {run("a", {{"loss", {{1, 1}}}})})->metric, CurveMetric::Tag);
    QCOMPARE(choiceNamed("loss", own()).error().message,
             std::string("no run has logged \"loss\"; there are train_top1_error, "
                         "val_top1_error"));
}

void TestMetricSet::oneMetricIsAsOnThePage()
{
    const CurveSet set = setOf(own(), {"top1_error"});
    QCOMPARE(printed(set), "v4, validation solid 50\nv4, training dashed 75\n");
    QCOMPARE(set.yTitle, "top-1 error (%)");
}

void TestMetricSet::labelsTellRunAndMetric()
{
    const CurveSet set = setOf(others(), {"acc", "val/loss"});
    QCOMPARE(printed(set), "a, acc solid 0.5\na, val/loss solid 4\nb, val/loss solid 6\n");
    QCOMPARE(set.yTitle, "acc, val/loss");
    QVERIFY(!set.isPercent);
}

void TestMetricSet::trainingIsDashed()
{
    const CurveSet set = setOf(others(), {"train/loss", "val/loss"});
    QCOMPARE(printed(set),
             "a, train/loss dashed 3\nb, train/loss dashed 5\na, val/loss solid 4\n"
             "b, val/loss solid 6\n");
    QCOMPARE(shadesOf(set), 2U); // of the runs
}

void TestMetricSet::coloursTellMetricsApart()
{
    QCOMPARE(shadesOf(setOf(others(), {"acc", "val/loss"})), 3U);
    QCOMPARE(shadesOf(setOf(own(), {"top1_error", "val_top1_error"})), 2U);
}

void TestMetricSet::allStandOnOneAxis()
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

void TestMetricSet::errorsAndTagsMayStandTogether()
{
    CurveChoice errors;
    errors.accuracyAsError = true;
    const CurveSet set = setOf(others(), {"acc", "val/loss"}, errors);
    QCOMPARE(printed(set),
             "a, error by acc (%) solid 50\na, val/loss solid 4\nb, val/loss solid 6\n");
}

QTEST_GUILESS_MAIN(TestMetricSet)
#include "tst_metricset.moc"
