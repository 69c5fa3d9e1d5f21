#include "curves/curveranges.h"
#include "curves/curveset.h"
#include "curves/curvetablemodel.h"
#include "curves/curvetags.h"
#include "curves/curvetexts.h"
#include "curves/metrictreemodel.h"
#include "curves/paperfigures.h"
#include "curves/runsummary.h"
#include "support/runlogs.h"

#include <QAbstractItemModelTester>
#include <QFont>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <limits>

using namespace inceptoscope;

namespace {

const double notANumber = std::numeric_limits<double>::quiet_NaN();
const double infinite = std::numeric_limits<double>::infinity();

using Points = std::vector<CurvePoint>;

RunLog run(const std::string &title, bool residual, const Points &validation,
           const Points &training = {})
{
    RunLog log;
    log.id.source = title + "/run.jsonl";
    log.settings = {{"title", title}};
    log.residual = residual;
    log.series["val_top1_error"] = test::seriesOf(validation);
    if (!training.empty())
        log.series["train_top1_error"] = test::seriesOf(training);
    log.series["val_top5_error"] = test::seriesOf({{1, 0.125}});
    log.series["val_loss"] = test::seriesOf({{1, 2.5}, {2, 1.5}});
    return log;
}

std::vector<RunLog> pair()
{
    return {run("R", true, {{1, 0.5}, {2, 0.25}}, {{1, 0.75}, {2, 0.5}}),
            run("P", false, {{1, 0.75}, {2, notANumber}, {3, 0.5}}, {{1, 0.875}})};
}

QString printed(const Curve &curve)
{
    QStringList points;
    for (const CurvePoint &point : curve.points())
        points += QStringLiteral("%1:%2").arg(point.x).arg(point.y);
    return points.join(u' ');
}

QString printed(const CurveSet &set)
{
    QString lines = set.yTitle + QStringLiteral(" against ") + set.xTitle + u'\n';
    for (const CurveSeries &series : set.series) {
        lines += QStringLiteral("%1 | %2%3 %4 | %5")
                     .arg(series.label, series.shade.residual ? "r" : "p")
                     .arg(series.shade.number)
                     .arg(series.validation ? "solid" : "dashed", printed(series.points));
        lines += series.raw.empty() ? QString() : QStringLiteral(" | ") + printed(series.raw);
        lines += u'\n';
    }
    return lines;
}

CurveSet ofPoints(const Curve &points)
{
    CurveSet set;
    set.series = {{"a", {}, true, points, {}}};
    return set;
}

QString printed(const CurveRanges &ranges)
{
    return QStringLiteral("%1 to %2, %3 to %4")
        .arg(ranges.xFrom)
        .arg(ranges.xTo)
        .arg(ranges.yFrom)
        .arg(ranges.yTo);
}

} // namespace

class TestCurveSet : public QObject
{
    Q_OBJECT

private slots:
    void makesSeriesOfAChoice_data();
    void makesSeriesOfAChoice();
    void choosesTheAxisForAllCurves();
    void standsAgainstAChosenAxis();
    void leavesOutWhatKnowsNoPlace();
    void smoothsInTheLogsOrder();
    void valuesAsLoggedStayBehindSomeCurves();
    void drawsAccuracyAsError();
    void leavesOutliersOutOfTheRange();
    void rangesOfALogarithmicHorizontalAxis();
    void joinsSeeds();
    void pairsHaveAHueEach();
    void theGapIsResidualLessPlain();
    void theTableTellsFiguresAndRatios();
    void theTableAsksForAValueThatAllReach();
    void referencesAreThePapers();
    void knowsTheTags();
    void drawsSeveralTagsTogether();
    void checksTagsInATree();
    void thePapersFiguresHaveTheirRuns();
    void rangesHoldAllFinitePoints_data();
    void rangesHoldAllFinitePoints();
    void logarithmicTicksAreRound_data();
    void logarithmicTicksAreRound();
    void readsValuesAtAnEpoch();
    void writesValuesWithTheirUnit();
    void summarizesRuns_data();
    void summarizesRuns();
    void summarizesGroupsAsTheyAreDrawn();
};

void TestCurveSet::makesSeriesOfAChoice_data()
{
    QTest::addColumn<CurveChoice>("choice");
    QTest::addColumn<std::vector<bool>>("shown");
    QTest::addColumn<QString>("expected");

    const std::vector<bool> both{true, true};
    QTest::newRow("as it begins") << CurveChoice() << both
                                  << "top-1 error (%) against epoch\n"
                                     "R, validation | r0 solid | 1:50 2:25\n"
                                     "R, training | r0 dashed | 1:75 2:50\n"
                                     "P, validation | p0 solid | 1:75 2:nan 3:50\n"
                                     "P, training | p0 dashed | 1:87.5\n";
    QTest::newRow("one hidden") << CurveChoice() << std::vector<bool>{false, true}
                                << "top-1 error (%) against epoch\n"
                                   "P, validation | p0 solid | 1:75 2:nan 3:50\n"
                                   "P, training | p0 dashed | 1:87.5\n";
    QTest::newRow("training only")
        << CurveChoice{{{CurveMetric::TopOneError}}, false, true, 0.0} << both
        << "top-1 error (%) against epoch\n"
           "R, training | r0 dashed | 1:75 2:50\n"
           "P, training | p0 dashed | 1:87.5\n";
    QTest::newRow("top 5") << CurveChoice{{{CurveMetric::TopFiveError}}, true, true, 0.0} << both
                           << "top-5 error (%) against epoch\n"
                              "R, validation | r0 solid | 1:12.5\n"
                              "P, validation | p0 solid | 1:12.5\n";
    QTest::newRow("loss") << CurveChoice{{{CurveMetric::Loss}}, true, false, 0.0} << both
                          << "loss against epoch\n"
                             "R, validation | r0 solid | 1:2.5 2:1.5\n"
                             "P, validation | p0 solid | 1:2.5 2:1.5\n";
    // Debiased: (0.5 · 37.5 + 0.5 · 50) is not divided by 1, but by 1 - 0.5².
    QTest::newRow("smoothed") << CurveChoice{{{CurveMetric::TopOneError}}, true, false, 0.5} << both
                              << "top-1 error (%) against epoch\n"
                                 "R, validation | r0 solid | 1:50 2:33.3333 | 1:50 2:25\n"
                                 "P, validation | p0 solid | 1:75 2:nan 3:58.3333 | 1:75 2:nan "
                                 "3:50\n";
    QTest::newRow("a tag") << CurveChoice{{tagMetric("val_loss")}, false, false, 0.0} << both
                           << "val_loss against epoch\n"
                              "R | r0 solid | 1:2.5 2:1.5\n"
                              "P | p0 solid | 1:2.5 2:1.5\n";
    QTest::newRow("a tag of nobody")
        << CurveChoice{{tagMetric("none")}, true, true, 0.0} << both << "none against epoch\n";
    QTest::newRow("nothing") << CurveChoice{{{CurveMetric::Loss}}, false, false, 0.5} << both
                             << "loss against epoch\n";
}

void TestCurveSet::makesSeriesOfAChoice()
{
    QFETCH(CurveChoice, choice);
    QFETCH(std::vector<bool>, shown);
    QFETCH(QString, expected);
    QCOMPARE(printed(curveSet(pair(), shown, choice)), expected);
}

/// Where one curve knows no epochs, all go by their steps.
void TestCurveSet::choosesTheAxisForAllCurves()
{
    RunLog known = run("known", false, {});
    known.series["loss"] = Series();
    known.series["loss"].append({200, 4, 2});
    known.series["loss"].append({300, 3, 1}); // its epochs go back
    RunLog unknown = run("unknown", false, {});
    unknown.series["loss"].append({10, 5});
    const CurveChoice loss{{tagMetric("loss")}, true, true, 0.0};
    QCOMPARE(printed(curveSet({known, unknown}, {true, true}, loss)),
             QStringLiteral("loss against step\n"
                            "known | p0 solid | 200:4 300:3\n"
                            "unknown | p1 solid | 10:5\n"));
    QCOMPARE(printed(curveSet({known, unknown}, {true, false}, loss)),
             QStringLiteral("loss against epoch\n"
                            "known | p0 solid | 1:3 2:4\n"));
}

void TestCurveSet::standsAgainstAChosenAxis()
{
    RunLog log = run("log", false, {});
    log.absoluteTime = true;
    log.series["first"].append({0, 9, 0, 1'000'000});
    log.series["loss"].append({10, 2, 1, 1'003'600});
    log.series["loss"].append({20, 1, 2, 1'018'000});
    CurveChoice choice{{tagMetric("loss")}, true, true, 0.0};
    const auto of = [&](CurveAxis axis) {
        choice.axis = axis;
        return printed(curveSet({log}, std::vector<bool>{true}, choice));
    };
    QCOMPARE(of(CurveAxis::Epoch),
             QStringLiteral("loss against epoch\nlog | p0 solid | 1:2 2:1\n"));
    QCOMPARE(of(CurveAxis::Step),
             QStringLiteral("loss against step\nlog | p0 solid | 10:2 20:1\n"));
    QCOMPARE(of(CurveAxis::Relative), // since the run's first point, not the curve's
             QStringLiteral("loss against time since the start (h)\nlog | p0 solid | 1:2 5:1\n"));
    QCOMPARE(of(CurveAxis::Wall),
             QStringLiteral("loss against date and time\n"
                            "log | p0 solid | 1.0036e+06:2 1.018e+06:1\n"));
    log.absoluteTime = false; // the clock starts with the run
    log.series["loss"] = Series();
    log.series["loss"].append({10, 2, 1, 30});
    log.series["loss"].append({20, 1, 2, 90});
    QCOMPARE(of(CurveAxis::Relative),
             QStringLiteral("loss against time since the start (s)\nlog | p0 solid | 30:2 90:1\n"));
}

void TestCurveSet::leavesOutWhatKnowsNoPlace()
{
    RunLog known = run("known", false, {});
    known.series["loss"].append({200, 4, 2, 5});
    RunLog unknown = run("unknown", false, {});
    unknown.series["loss"].append({10, 5});
    for (const CurveAxis axis : {CurveAxis::Epoch, CurveAxis::Relative}) {
        const CurveSet set = curveSet({known, unknown}, std::vector<bool>{true, true},
                                      {{tagMetric("loss")}, true, true, 0.0, axis});
        QCOMPARE(set.series.size(), 1U);
        QCOMPARE(set.withoutPlace, 1U);
    }
    QCOMPARE(curveSet({known}, std::vector<bool>{true},
                      {{tagMetric("loss")}, true, true, 0.0, CurveAxis::Wall})
                 .withoutPlace,
             1U); // it knows only when its run began
}

/// Though epochs go back; and all points count, however many there are.
void TestCurveSet::smoothsInTheLogsOrder()
{
    RunLog log = run("log", false, {});
    log.series["loss"].append({1, 1, 3});
    log.series["loss"].append({2, 2, 1});
    log.series["loss"].append({3, notANumber, 2});
    log.series["loss"].append({4, 3, 4});
    log.series["loss"].append({5, 4, 5});
    const CurveSet set =
        curveSet({log}, std::vector<bool>{true}, {{tagMetric("loss")}, true, true, 0.6});
    QCOMPARE(printed(set.series[0].points),
             QStringLiteral("1:1.625 2:nan 3:1 4:2.32653 5:3.09559"));
    QCOMPARE(printed(set.series[0].raw), QStringLiteral("1:2 2:nan 3:1 4:3 5:4"));
}

/// Behind more they would be one faint area.
void TestCurveSet::valuesAsLoggedStayBehindSomeCurves()
{
    std::vector<RunLog> runs;
    for (int i = 0; i < 33; ++i)
        runs.push_back(run("R" + std::to_string(i), true, {{1, 0.5}, {2, 0.25}, {3, 0.125}}));
    CurveChoice choice{{Metric()}, true, false, 0.5};
    std::vector<bool> shown(runs.size(), true);
    const CurveSet many = curveSet(runs, shown, choice);
    QCOMPARE(many.series.size(), 33U);
    QVERIFY(std::ranges::all_of(many.series,
                                [](const CurveSeries &series) { return series.raw.empty(); }));
    shown.back() = false;
    const CurveSet some = curveSet(runs, shown, choice);
    QVERIFY(std::ranges::none_of(some.series,
                                 [](const CurveSeries &series) { return series.raw.empty(); }));
    QCOMPARE(printed(some.series[0].points), printed(many.series[0].points));
}

void TestCurveSet::drawsAccuracyAsError()
{
    RunLog log = run("log", false, {});
    log.series["val_acc"] = test::seriesOf({{1, 0.25}, {2, 0.75}});
    log.series["eval/top1"] = test::seriesOf({{1, 0.5}, {2, 75}});
    CurveChoice choice{{tagMetric("val_acc")}, true, true, 0.0, {}, true};
    const CurveSet set = curveSet({log}, std::vector<bool>{true}, choice);
    QVERIFY(set.isPercent);
    QCOMPARE(printed(set),
             QStringLiteral("error by val_acc (%) against epoch\nlog | p0 solid | 1:75 2:25\n"));
    choice.metrics = {tagMetric("eval/top1")};
    QCOMPARE(printed(curveSet({log}, std::vector<bool>{true}, choice)),
             QStringLiteral("error by eval/top1 (%) against epoch\n"
                            "log | p0 solid | 1:99.5 2:25\n"));
    choice.metrics = {tagMetric("val_loss")}; // is none
    QCOMPARE(curveSet({log}, std::vector<bool>{true}, choice).yTitle, QStringLiteral("val_loss"));
    for (const char *tag : {"acc", "train/accuracy", "Top-5", "val_acc_step"})
        QVERIFY2(isAccuracy(tag), tag);
    for (const char *tag : {"loss", "accumulated", "val_top1_error", "pace"})
        QVERIFY2(!isAccuracy(tag), tag);
}

void TestCurveSet::drawsSeveralTagsTogether()
{
    RunLog log = run("R", true, {{1, 0.5}});
    log.series["train/loss"] = test::seriesOf({{1, 4}, {2, 3}});
    log.series["eval/loss"] = test::seriesOf({{2, 3.5}});
    const CurveChoice choice{{tagMetric("eval/loss"), tagMetric("none"), tagMetric("train/loss")}};
    const CurveSet set = curveSet({log}, std::vector<bool>{true}, choice);
    QCOMPARE(printed(set), // one colour, as one is dashed
             QStringLiteral("eval/loss, train/loss against epoch\n"
                            "R, eval/loss | r0 solid | 2:3.5\n"
                            "R, train/loss | r0 dashed | 1:4 2:3\n"));
    QCOMPARE(set.withoutCurve, QStringList{"none"});
    RunLog other = log;
    log.settings["seed"] = "1";
    other.settings["seed"] = "2";
    other.id.source = "other/run.jsonl";
    const CurveSet joined = curveSet({log, other}, {true, true}, choice); // each metric by itself
    QCOMPARE(joined.series.size(), 2U);
    QCOMPARE(joined.series[0].label, QStringLiteral("R, mean of 2 seeds, eval/loss"));
    QCOMPARE(joined.series[1].label, QStringLiteral("R, mean of 2 seeds, train/loss"));
    const QString longName(40, u'n');
    QCOMPARE(joinedTitles({"a", longName, "b", longName, longName}),
             QStringLiteral("a, %1, b and 2 more").arg(longName));
    QCOMPARE(joinedTitles({longName + longName, "a"}), longName + longName + " and 1 more");
    QVERIFY(isOfTraining("train_loss") && isOfTraining("Loss/training"));
    QVERIFY(isOfTraining("tr_loss") && isAccuracy("val_prec1")); // as measures have it
    QVERIFY(!isOfTraining("val_loss") && !isOfTraining("constrained"));
}

void TestCurveSet::checksTagsInATree()
{
    MetricTreeModel model;
    QAbstractItemModelTester tester(&model);
    QSignalSpy changed(&model, &MetricTreeModel::checkedChanged);
    const auto tags = [](const std::vector<std::string> &names) {
        std::vector<Metric> metrics{{CurveMetric::Loss}};
        std::ranges::transform(names, std::back_inserter(metrics), tagMetric);
        return metrics;
    };
    model.setMetrics(tags({"lr", "train/a/loss", "train/acc", "train/loss"}));
    QCOMPARE(model.rowCount(), 4); // Loss, lr, train/a, train
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("Loss"));
    QVERIFY(model.index(0, 0).data(Qt::FontRole).value<QFont>().bold()); // a measure
    QVERIFY(!model.index(1, 0).data(Qt::FontRole).isValid());
    QVERIFY(model.hasGroups());
    const QModelIndex train = model.index(3, 0);
    QCOMPARE(train.data().toString(), QStringLiteral("train"));
    QCOMPARE(model.index(1, 0, train).data().toString(), QStringLiteral("loss"));
    QVERIFY(model.setData(model.index(1, 0, train), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(model.checked(), std::vector{tagMetric("train/loss")});
    QCOMPARE(train.data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::PartiallyChecked);
    QVERIFY(model.setData(train, Qt::Checked, Qt::CheckStateRole)); // all below
    QCOMPARE(model.checked(), (std::vector{tagMetric("train/acc"), tagMetric("train/loss")}));
    QCOMPARE(changed.count(), 2);
    model.setMetrics(tags({"lr", "train/loss"})); // what is gone is not checked
    QCOMPARE(model.checked(), std::vector{tagMetric("train/loss")});
    model.setChecked({tagMetric("lr"), Metric()}); // no top-1 error is there
    QCOMPARE(model.checked(), std::vector{tagMetric("lr")});
    QCOMPARE(model.index(1, 0).data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::Checked);
    QCOMPARE(changed.count(), 2); // by a person only
}

void TestCurveSet::thePapersFiguresHaveTheirRuns()
{
    std::vector<RunLog> runs(4);
    runs[0].settings["network"] = "inception_resnet_v2";
    runs[1].name = "my Inception-V3 run";
    runs[2].settings["network"] = "bn_inception";
    runs[3].settings["network"] = "inception_resnet_v1";
    const auto figures = paperFigures();
    QCOMPARE(figures.size(), 6U);
    QCOMPARE(runsIn(figures[0], runs), (std::vector<bool>{false, true, false, true})); // 21
    QCOMPARE(runsIn(figures[3], runs), (std::vector<bool>{true, false, false, false})); // 24
    QCOMPARE(runsIn(figures[5], runs), (std::vector<bool>{true, true, false, true})); // 26
    QCOMPARE(figures[3].metric, CurveMetric::TopFiveError);
}

void TestCurveSet::leavesOutliersOutOfTheRange()
{
    Points points;
    for (int i = 0; i < 100; ++i)
        points.push_back({double(i), i == 50 ? 1e9 : 1.0 + i});
    CurveSet set = ofPoints(points);
    QCOMPARE(printed(fittedRanges(set, {false, false, true})),
             QStringLiteral("-1.98 to 100.98, 1.5 to 100.5"));
    set.series.push_back({"b", {}, true, {{0, 900}, {1, 900}}, {}}); // is seen all the same
    QVERIFY(fittedRanges(set, {false, false, true}).yTo > 900);
}

void TestCurveSet::rangesOfALogarithmicHorizontalAxis()
{
    const CurveSet set = ofPoints({{0, 500}, {1, 0.5}, {1000, 0.25}});
    const CurveRanges ranges = fittedRanges(set, {true, true, false});
    QVERIFY2(ranges.xFrom > 0.8 && ranges.xFrom < 1, qPrintable(printed(ranges)));
    QVERIFY(ranges.xTo > 1000 && ranges.yTo < 1 && ranges.yFrom > 0.2); // below 1, too
}

void TestCurveSet::joinsSeeds()
{
    std::vector<RunLog> runs{run("R", true, {{1, 0.5}, {2, 0.25}}),
                             run("P", false, {{1, 0.25}, {2, 0.75}}),
                             run("R", true, {{1, 0.25}, {2, 0.125}, {3, 0.125}})};
    runs[0].settings["seed"] = "1";
    runs[2].settings["seed"] = "2";
    CurveChoice choice{{Metric()}, true, false};
    const CurveSet set = curveSet(runs, std::vector<bool>(3, true), choice);
    QCOMPARE(printed(set),
             QStringLiteral("top-1 error (%) against epoch\n"
                            "R, mean of 2 seeds, validation | r0 solid | 1:37.5 2:18.75\n"
                            "P, validation | p0 solid | 1:25 2:75\n"));
    QCOMPARE(printed(set.series[0].low), QStringLiteral("1:25 2:12.5"));
    QCOMPARE(printed(set.series[0].high), QStringLiteral("1:50 2:25"));
    QCOMPARE(curveSet(runs, {true, true, false}, choice).series[0].points.size(), 2U);
    runs[2].series["val_top1_error"] = test::seriesOf({{1, 0.25}, {2, notANumber}, {3, 0.125}});
    QCOMPARE(curveSet(runs, std::vector<bool>(3, true), choice).series[0].notFinite,
             std::vector<double>{2}); // is seen, though the mean has none
    choice.joinsSeeds = false;
    QCOMPARE(curveSet(runs, std::vector<bool>(3, true), choice).series.size(), 3U);
}

void TestCurveSet::pairsHaveAHueEach()
{
    std::vector<RunLog> runs;
    for (const char *network : {"inception_resnet_v2", "inception_v4", "inception_resnet_v1"}) {
        runs.push_back(run(network, QString(network).contains("resnet"), {{1, 0.5}}));
        runs.back().settings = {{"network", network}};
    }
    QCOMPARE(arranged(runs).pairs, (std::vector<RunPair>{{0, 1}}));
    QCOMPARE(arranged(runs).shades[0].family, -1); // one alone is warm and cool
    runs.push_back(run("v3", false, {{1, 0.5}}));
    runs.back().settings = {{"network", "inception_v3"}};
    const RunArrangement both = arranged(runs);
    QCOMPARE(both.pairs, (std::vector<RunPair>{{0, 1}, {2, 3}}));
    QCOMPARE(both.shades[0].family, both.shades[1].family);
    QCOMPARE(both.shades[2].family, both.shades[3].family);
    QVERIFY(both.shades[0].family != both.shades[2].family);
    runs.push_back(run("alone", true, {{1, 0.5}}));
    QCOMPARE(arranged(runs).shades[4].family, 2); // like neither of them
    runs.pop_back();
    for (std::size_t i = 0; i < 4; ++i) // the second pair is the first with another seed
        runs[i].settings = {{"network", i % 2 == 0 ? "inception_resnet_v2" : "inception_v4"},
                            {"title", i % 2 == 0 ? "R" : "P"},
                            {"seed", i < 2 ? "1" : "2"}};
    const RunArrangement seeds = arranged(runs);
    QCOMPARE(seeds.pairs.size(), 2U);
    QCOMPARE(seeds.shades[2].family, -1);
    QCOMPARE(seeds.groups, (std::vector<RunGroup>{{{0, 2}, 0, "R"}, {{1, 3}, 0, "P"}}));
}

void TestCurveSet::theGapIsResidualLessPlain()
{
    std::vector<RunLog> runs = pair();
    runs[0].settings["network"] = "inception_resnet_v2";
    runs[1].settings["network"] = "inception_v4";
    const RunArrangement arrangement = arranged(runs);
    const CurveSet set = curveSet(runs, arrangement, {true, true}, {});
    const auto pairs = curvePairs(set, arrangement);
    QCOMPARE(pairs, (std::vector<CurvePair>{{0, 2}, {1, 3}}));
    const CurveSet gap = gapSet(set, pairs);
    QCOMPARE(printed(gap),
             QStringLiteral("gap (points) against epoch\n"
                            "R − P, validation | r0 solid | 1:-25 2:-37.5\n"
                            "R − P, training | r0 dashed | 1:-12.5\n"));
    const CurveSet one = curveSet(runs, arrangement, {true, false}, {});
    QVERIFY(curvePairs(one, arrangement).empty());
}

void TestCurveSet::theTableTellsFiguresAndRatios()
{
    std::vector<RunLog> runs{run("R", true, {{1, 0.5}, {2, 0.2}, {3, 0.25}}),
                             run("P", false, {{1, 0.6}, {2, 0.5}, {4, 0.25}})};
    runs[0].settings["network"] = "inception_resnet_v2";
    runs[1].settings["network"] = "inception_v4";
    const RunArrangement arrangement = arranged(runs);
    const CurveSet set = curveSet(runs, arrangement, {true, true}, {{Metric()}, true, false});
    const auto pairs = curvePairs(set, arrangement);
    const CurveFigures figures = curveFigures(set, pairs, std::nullopt);
    QCOMPARE(figures.target, std::optional(25.0));
    CurveTableModel model;
    QAbstractItemModelTester tester(&model);
    model.setFigures(set, figures);
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.index(row, column).data().toString();
        lines += cells.join(QStringLiteral(" | "));
    }
    QCOMPARE(lines.value(0),
             QStringLiteral("R, validation | 25.0 % | 25.0 % | 20.0 % | Epoch 2 | 57.5 | 2"));
    QCOMPARE(lines.value(1),
             QStringLiteral("P, validation | 25.0 % | – | 25.0 % | Epoch 4 | 130 | 4"));
    QCOMPARE(lines.value(2),
             QStringLiteral("R − P, validation | 0.0 points | – | -5.0 points | -2 | "
                            "-72.5 | 0.50 times"));
    model.setFigures(set, curveFigures(set, pairs, 10.0, 2.0)); // which nobody reaches
    QCOMPARE(model.index(0, CurveAtColumn).data().toString(), QStringLiteral("20.0 %"));
    QCOMPARE(model.index(1, CurveAtColumn).data().toString(), QStringLiteral("50.0 %"));
    QCOMPARE(model.index(2, CurveAtColumn).data().toString(), QStringLiteral("-30.0 points"));
    QCOMPARE(model.index(0, CurveReachedColumn).data().toString(), QStringLiteral("–"));
}

void TestCurveSet::theTableAsksForAValueThatAllReach()
{
    std::vector<RunLog> runs{run("a", false, {}), run("b", false, {})};
    runs[0].series["acc"] = test::seriesOf({{1, 0.5}, {2, 0.875}, {3, 0.8}});
    runs[1].series["acc"] = test::seriesOf({{1, 0.6}, {2, 0.75678}});
    runs[0].series["loss"] = test::seriesOf({{1, 2}, {2, 0.01234}});
    runs[1].series["loss"] = test::seriesOf({{1, 3}, {2, 0.0125}});
    runs[0].series["score"] = test::seriesOf({{1, -1234}});
    runs[1].series["score"] = test::seriesOf({{1, -1290}, {2, notANumber}});
    runs[0].series["zero"] = test::seriesOf({{1, 0}});
    runs[0].series["none"] = test::seriesOf({{1, notANumber}});
    const auto rows = [&runs](const std::string &tag) {
        const CurveSet set = curveSet(runs, std::vector<bool>(2, true), {{tagMetric(tag)}});
        CurveTableModel model;
        model.setFigures(set, curveFigures(set, {}, std::nullopt));
        QStringList lines{model.headerData(CurveReachedColumn, Qt::Horizontal, Qt::ToolTipRole)
                              .toString()
                              .section(u';', 0, 0)};
        for (int row = 0; row < model.rowCount(); ++row) {
            lines += QString();
            for (const int column : {CurveNameColumn, CurveBestColumn, CurveReachedColumn})
                lines.last() += model.index(row, column).data().toString() + u' ';
        }
        const QString best =
            model.headerData(CurveBestColumn, Qt::Horizontal, Qt::DisplayRole).toString();
        return best + QStringLiteral(" | ") + lines.join(QStringLiteral("| "));
    };
    QCOMPARE(rows("acc"),
             QString("Highest | Where it first had 0.75 or more| a 0.875 2 | b 0.75678 2 "));
    QCOMPARE(rows("loss"),
             QString("Lowest | Where it first had 0.013 or less| a 0.01234 2 | b 0.0125 2 "));
    QCOMPARE(rows("score"),
             QString("Lowest | Where it first had -1200 or less| a -1234 1 | b -1290 1 "));
    QCOMPARE(rows("zero"), QString("Lowest | Where it first had 0 or less| a 0 1 "));
    QCOMPARE(rows("none"), QString("Lowest | Where it first reached the target| a – – "));
}

void TestCurveSet::referencesAreThePapers()
{
    CurveChoice choice;
    choice.references = true;
    const CurveSet set = curveSet(pair(), std::vector<bool>{true, true}, choice);
    QCOMPARE(set.references.size(), 5U);
    QCOMPARE(set.references[0], (ReferenceLine{QStringLiteral("Inception-ResNet-v2"), 19.9}));
    QVERIFY(fittedRanges(set, {}).yFrom < 19.9); // they are in sight
    choice.metrics = {{CurveMetric::Loss}};
    QVERIFY(curveSet(pair(), std::vector<bool>{true, true}, choice).references.empty());
}

void TestCurveSet::knowsTheTags()
{
    RunLog one = run("one", false, {{1, 0.5}});
    RunLog other;
    other.series["accuracy"].append({1, 0.5});
    other.series["Train/Loss"].append({1, 0.5});
    other.series["empty"];
    QCOMPARE(tagsOf({one, other}),
             (std::vector<std::string>{"Train/Loss", "accuracy", "val_loss", "val_top1_error",
                                       "val_top5_error"}));
    QCOMPARE(firstTag(other), std::string("Train/Loss"));
    other.series.erase("Train/Loss");
    QCOMPARE(firstTag(other), std::string("accuracy"));
    QCOMPARE(firstTag({}), std::string());
    QCOMPARE(tagText("two\nlines"), QStringLiteral("two\\nlines"));
    QCOMPARE(tagText(std::string(50, 'a') + std::string(50, 'b')),
             QString(29, u'a') + u'…' + QString(30, u'b'));
}

void TestCurveSet::rangesHoldAllFinitePoints_data()
{
    QTest::addColumn<CurveSet>("curves");
    QTest::addColumn<bool>("logarithmic");
    QTest::addColumn<QString>("expected");

    CurveSet smoothedOne = ofPoints({{1, 40}, {101, 40}});
    smoothedOne.series[0].raw = {{1, 20}, {101, 60}};
    QTest::newRow("none") << CurveSet() << false << "0 to 1, 0 to 100";
    QTest::newRow("none, logarithmic") << CurveSet() << true << "0 to 1, 1 to 100";
    QTest::newRow("one point") << ofPoints({{1, 50}}) << false << "0.5 to 1.5, 45 to 55";
    QTest::newRow("zero") << ofPoints({{1, 0}}) << false << "0.5 to 1.5, -1 to 1";
    QTest::newRow("gaps") << ofPoints({{1, notANumber}, {2, 60}, {3, infinite}, {6, 20}}) << false
                          << "1.5 to 6.5, 18 to 62";
    QTest::newRow("nothing finite")
        << ofPoints({{10, notANumber}, {30, infinite}}) << false << "9.5 to 30.5, 0 to 100";
    QTest::newRow("nothing above zero")
        << ofPoints({{10, 0}, {30, -1}}) << true << "9.5 to 30.5, 1 to 100";
    QTest::newRow("raw values") << smoothedOne << false << "-1 to 103, 18 to 62";
    QTest::newRow("logarithmic") << ofPoints({{1, -3}, {2, 0}, {3, 10}, {4, 100}}) << true
                                 << "2.5 to 4.5, 8.91251 to 112.202";
    QTest::newRow("logarithmic point") << ofPoints({{1, 11}}) << true << "0.5 to 1.5, 10 to 12.1";
}

void TestCurveSet::rangesHoldAllFinitePoints()
{
    QFETCH(CurveSet, curves);
    QFETCH(bool, logarithmic);
    QFETCH(QString, expected);
    QCOMPARE(printed(fittedRanges(curves, {false, logarithmic, false})), expected);
}

void TestCurveSet::logarithmicTicksAreRound_data()
{
    QTest::addColumn<double>("from");
    QTest::addColumn<double>("to");
    QTest::addColumn<std::vector<double>>("expected");
    using Ticks = std::vector<double>;

    QTest::newRow("errors") << 18.0 << 82.0 << Ticks{20, 30, 40, 50, 60, 70, 80};
    QTest::newRow("losses") << 0.04 << 2.5 << Ticks{0.05, 0.1, 0.2, 0.5, 1, 2};
    QTest::newRow("around one") << 0.6 << 2.5 << Ticks{0.6, 0.7, 0.8, 0.9, 1, 2};
    QTest::newRow("ends") << 1.0 << 100.0 << Ticks{1, 2, 5, 10, 20, 50, 100};
    QTest::newRow("between") << 21.0 << 29.0 << Ticks{};
    QTest::newRow("below zero") << -1.0 << 10.0 << Ticks{};
    QTest::newRow("wrong way round") << 10.0 << 1.0 << Ticks{};
    QTest::newRow("many powers") << 2e-8 << 2e4 << Ticks{1e-6, 1e-4, 1e-2, 1, 1e2, 1e4};
    QTest::newRow("no end") << 10.0 << infinite << Ticks{};
}

void TestCurveSet::logarithmicTicksAreRound()
{
    QFETCH(double, from);
    QFETCH(double, to);
    QFETCH(std::vector<double>, expected);
    QCOMPARE(logarithmicTicks(from, to), expected);
}

void TestCurveSet::readsValuesAtAnEpoch()
{
    const CurveSet set = curveSet(pair(), {true, true}, {});
    QCOMPARE(nearestPlace(set, -7), std::optional(1.0));
    QCOMPARE(nearestPlace(set, 2.4), std::optional(2.0));
    QCOMPARE(nearestPlace(set, 2.6), std::optional(3.0));
    QCOMPARE(nearestPlace(set, 99), std::optional(3.0));
    QCOMPARE(nearestPlace({}, 1), std::optional<double>());
    QCOMPARE(nextPlace(set, {}, true), std::optional(1.0));
    QCOMPARE(nextPlace(set, 1, true), std::optional(2.0));
    QCOMPARE(nextPlace(set, 3, true), std::optional<double>());
    QCOMPARE(nextPlace(set, {}, false), std::optional(3.0));
    QCOMPARE(nextPlace(set, 3, false), std::optional(2.0));
    QCOMPARE(nextPlace(set, 1, false), std::optional<double>());
    using Found = std::vector<std::optional<CurvePoint>>;
    const Found second{CurvePoint{2, 25}, CurvePoint{2, 50}, std::nullopt, std::nullopt};
    const Found between(4);
    QVERIFY(pointsAt(set, 2) == second);
    QVERIFY(pointsAt(set, 1.5) == between);
    CurveSet bySteps = set;
    bySteps.axis = CurveAxis::Step;
    const Found before{CurvePoint{1, 50}, CurvePoint{1, 75}, CurvePoint{1, 75}, std::nullopt};
    QVERIFY(pointsAt(bySteps, 1.5) == before);
}

void TestCurveSet::writesValuesWithTheirUnit()
{
    QCOMPARE(curveValueText(CurveMetric::TopOneError, 21.96), QStringLiteral("22.0 %"));
    QCOMPARE(curveValueText(CurveMetric::TopFiveError, 3), QStringLiteral("3.0 %"));
    QCOMPARE(curveValueText(CurveMetric::Loss, 1.35678), QStringLiteral("1.357"));
    QCOMPARE(curveValueText(CurveMetric::Tag, 1.5e-5), QStringLiteral("1.5e-05"));
    CurveSet set;
    QCOMPARE(placeText(set, 2.5), QStringLiteral("Epoch 2.5"));
    set.axis = CurveAxis::Step;
    QCOMPARE(placeText(set, 12'345'678), QStringLiteral("Step 12345678"));
    set.axis = CurveAxis::Relative;
    set.timeUnit = TimeUnit::Minutes;
    QCOMPARE(placeText(set, 2.5), QStringLiteral("After 2.50 min"));
    set.isPercent = true;
    QCOMPARE(curveValueText(set, 12.34), QStringLiteral("12.3 %"));
    QCOMPARE(epochText(5), QStringLiteral("5"));
    QCOMPARE(epochText(2.5), QStringLiteral("2.5"));
}

void TestCurveSet::summarizesRuns_data()
{
    QTest::addColumn<std::vector<RunLog>>("runs");
    QTest::addColumn<std::vector<bool>>("shown");
    QTest::addColumn<CurveMetric>("metric");
    QTest::addColumn<QString>("expected");

    const std::vector<RunLog> two{run("P", false, {{1, 0.75}, {2, 0.5}, {3, 0.26}}),
                                  run("R", true, {{1, 0.3}, {2, 0.2}, {3, 0.21}})};
    QTest::newRow("two") << two << std::vector{true, true} << CurveMetric::TopOneError
                         << "Validation top-1 error of 30 %: R after 1 epoch, P after 3.\n"
                            "Best: R 20.0 %, P 26.0 %.";
    QTest::newRow("one hidden") << two << std::vector{true, false} << CurveMetric::Loss
                                << "Validation top-1 error of 30 %: P after 3 epochs.\n"
                                   "Best: P 26.0 %.";
    QTest::newRow("top 5") << two << std::vector{true, true} << CurveMetric::TopFiveError
                           << "Validation top-5 error of 15 %: P after 1 epoch, R after 1.\n"
                              "Best: P 12.5 %, R 12.5 %.";
    QTest::newRow("all hidden") << two << std::vector{false, false} << CurveMetric::TopOneError
                                << "";
    QTest::newRow("a tag") << two << std::vector{true, true} << CurveMetric::Tag << "";
    QTest::newRow("never near") << std::vector{run("P", false, {{1, 0.99}})} << std::vector{true}
                                << CurveMetric::TopOneError
                                << "Validation top-1 error, best: P 99.0 %.";
    std::vector<RunLog> many;
    for (const char *name : {"a", "b", "c", "d", "e", "f"})
        many.push_back(run(name, false, {{2, 0.1}}));
    QTest::newRow("many") << many << std::vector<bool>(6, true) << CurveMetric::TopOneError
                          << "Validation top-1 error of 10 %: a after 2 epochs, b after 2, c after "
                             "2, d after 2, 2 more.\nBest: a 10.0 %, b 10.0 %, c 10.0 %, d 10.0 %, "
                             "2 more.";
}

void TestCurveSet::summarizesRuns()
{
    QFETCH(std::vector<RunLog>, runs);
    QFETCH(std::vector<bool>, shown);
    QFETCH(CurveMetric, metric);
    QFETCH(QString, expected);
    QCOMPARE(runSummary(runs, shown, metric), expected);
}

void TestCurveSet::summarizesGroupsAsTheyAreDrawn()
{
    const std::vector<RunLog> runs{run("a", false, {{1, 0.5}, {2, 0.25}}),
                                   run("b", false, {{1, 0.25}, {2, 0.125}}),
                                   run("c", false, {{1, 0.5}, {2, 0.375}})};
    RunArrangement arrangement{{"a", "b", "c"}, {}, {}, {}};
    arrangement.groups = {{{0, 1}, 0, "seeds"}};
    const auto compared = comparedErrors(runs, {true, true, true}, CurveMetric::TopOneError);
    QCOMPARE(runSummary(compared, arrangement, true, CurveMetric::TopOneError),
             QStringLiteral("Validation top-1 error of 40 %: seeds after 1 epoch, c after 2.\n"
                            "Best: seeds 18.8 %, c 37.5 %."));
    QVERIFY(
        runSummary(compared, arrangement, false, CurveMetric::TopOneError).contains("b 12.5 %"));
    const auto one = comparedErrors(runs, {true, false, true}, CurveMetric::TopOneError);
    QVERIFY(runSummary(one, arrangement, true, CurveMetric::TopOneError).contains("a 25.0 %"));
}

QTEST_GUILESS_MAIN(TestCurveSet)
#include "tst_curveset.moc"
