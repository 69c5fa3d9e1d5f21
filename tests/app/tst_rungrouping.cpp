#include "curves/curveset.h"
#include "curves/gapset.h"
#include "curves/grouptitles.h"
#include "curves/rungrouping.h"
#include "support/runlogs.h"

#include <QTest>

using namespace inceptoscope;

namespace {

RunLog named(const std::string &name, const std::vector<CurvePoint> &errors = {{1, 0.5}})
{
    RunLog run;
    run.name = name;
    run.id.source = "/logs/" + name;
    run.format = LogFormat::Keras;
    run.series["val_top1_error"] = test::seriesOf(errors);
    return run;
}

std::vector<RunLog> namedRuns(const QStringList &names)
{
    std::vector<RunLog> runs;
    for (const QString &name : names)
        runs.push_back(named(name.toStdString()));
    return runs;
}

std::vector<RunLog> without(std::vector<RunLog> runs, std::size_t place)
{
    runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(place));
    return runs;
}

/// "exp (by hand): a, b; other (seeds): c, d"
QString printed(const std::vector<RunLog> &runs, const RunChoices &choices)
{
    const RunArrangement arrangement = arranged(runs, choices);
    QStringList groups;
    for (const RunGroup &group : arrangement.groups) {
        QStringList names;
        for (const std::size_t run : group.runs)
            names += QString::fromStdString(runs[run].name);
        groups += QStringLiteral("%1 (%2): %3")
                      .arg(group.title,
                           group.isByHand() ? QStringLiteral("by hand") : QStringLiteral("seeds"),
                           names.join(QStringLiteral(", ")));
    }
    return groups.join(QStringLiteral("; "));
}

const CurveChoice validationErrors{{Metric()}, true, false};

} // namespace

class TestRunGrouping : public QObject
{
    Q_OBJECT

private slots:
    void titlesHaveWordsInCommon_data();
    void titlesHaveWordsInCommon();
    void groupsOfSeedsAreCalledByWhatTheyShare();
    void renamingARunRenamesNoGroup();
    void groupsByHandHaveNames();
    void aRunIsInOneGroup();
    void aGroupIsJoinedByOthers();
    void onlyOpenRunsAreInAGroup();
    void whatIsTakenOutOfSeedsStaysOut();
    void whatWouldBeRecognisedIsRecognisedAgain();
    void aGroupByHandMayLoseRuns();
    void ungroupingDoesNotSetSeedsFreeAgain();
    void groupsAreDrawnAsTheirMean();
    void meansOfGroupsArePaired();
    void aMeanIsNoPairWithItself();
    void runsBesideAGroupHaveTheirOwnHues();
};

void TestRunGrouping::titlesHaveWordsInCommon_data()
{
    QTest::addColumn<QStringList>("titles");
    QTest::addColumn<QString>("common");
    const auto row = [](const char *common, const QStringList &titles) {
        QTest::newRow(qPrintable(titles.join(u' '))) << titles << QString::fromUtf8(common);
    };
    row("exp", {"exp-seed0", "exp-seed1", "exp-seed12"});
    row("exp", {"exp_seed_0", "exp_seed_1"});
    row("exp", {"exp, seed=0", "exp, seed=1"});
    row("exp/log", {"exp/seed_1/log", "exp/seed_2/log"});
    row("exp", {"seed0/exp", "seed1/exp"});
    row("exp-lr0.1", {"exp-seed0-lr0.1", "exp-seed1-lr0.1"});
    row("exp", {"exp-lr0.1", "exp-lr0.01"});
    row("Inception", {"Inception-v3", "Inception-v4"});
    row("Inception-v4", {"Inception-v4 (2)", "Inception-v4 (3)"});
    row("Größe", {"Größe · kalt", "Größe · warm"});
    row("run", {"run1", "run2"});
    row("exp", {"exp", "exp-long"});
    row("a b", {"a (x) b", "a (y) b"});
    row("", {"seed1", "seed2"});
    row("", {"seed 1", "seed 2"});
    row("", {"adam", "adagrad"});
    row("", {"adam", "sgd"});
    row("", {"run1", "runner"});
    row("", {"a-2", "b-2"});
    row("", {"-", "--"});
    row("", {"", "exp"});
}

void TestRunGrouping::titlesHaveWordsInCommon()
{
    QFETCH(QStringList, titles);
    QFETCH(QString, common);
    QCOMPARE(commonTitle(titles), common);
    std::ranges::reverse(titles);
    QCOMPARE(commonTitle(titles), common);
}

void TestRunGrouping::groupsOfSeedsAreCalledByWhatTheyShare()
{
    QCOMPARE(printed(namedRuns({"exp-seed0", "other", "exp-seed1"}), {}),
             QStringLiteral("exp (seeds): exp-seed0, exp-seed1"));
    // "exp" is somebody else, or would be both
    QCOMPARE(printed(namedRuns({"exp-seed0", "exp", "exp-seed1"}), {}),
             QStringLiteral("exp-seed0 (seeds): exp-seed0, exp-seed1"));
    QCOMPARE(printed(namedRuns({"exp-seed0", "exp-seed1", "exp_seed0", "exp_seed1"}), {}),
             QStringLiteral("exp-seed0 (seeds): exp-seed0, exp-seed1; "
                            "exp_seed0 (seeds): exp_seed0, exp_seed1"));
}

void TestRunGrouping::renamingARunRenamesNoGroup()
{
    const auto runs = namedRuns({"exp-seed0", "exp-seed1"});
    RunChoices choices;
    choices.rename(runs[0].id, QStringLiteral("Mine"));
    QCOMPARE(printed(runs, choices), QStringLiteral("exp (seeds): exp-seed0, exp-seed1"));
    choices.rename(runs[0].id, QStringLiteral("Mine, A"));
    choices.rename(runs[1].id, QStringLiteral("Mine, B"));
    QCOMPARE(printed(runs, choices), QStringLiteral("Mine (seeds): exp-seed0, exp-seed1"));
    choices.nameGroup({runs[0].id, runs[1].id}, QStringLiteral("Ours"));
    QCOMPARE(printed(runs, choices), QStringLiteral("Ours (seeds): exp-seed0, exp-seed1"));
    QCOMPARE(arranged(runs, choices).titles, QStringList({"Mine, A", "Mine, B"}));
    // who comes later belongs to it as well
    auto more = runs;
    more.insert(more.begin(), named("exp-seed2"));
    QCOMPARE(printed(more, choices),
             QStringLiteral("Ours (seeds): exp-seed2, exp-seed0, exp-seed1"));
}

void TestRunGrouping::groupsByHandHaveNames()
{
    auto runs = namedRuns({"net-adam", "net-sgd", "a", "b", "c", "d"});
    RunChoices choices = withGroup({}, runs, {0, 1});
    choices = withGroup(choices, runs, {2, 3});
    choices = withGroup(choices, runs, {4, 5});
    QCOMPARE(printed(runs, choices),
             QStringLiteral("net (by hand): net-adam, net-sgd; Group 2 (by hand): a, b; "
                            "Group 3 (by hand): c, d"));
    choices = withGroup(choices, runs, {0, 1, 2}); // the name stays
    QCOMPARE(printed(runs, choices),
             QStringLiteral("net (by hand): net-adam, net-sgd, a; Group 3 (by hand): c, d"));
    choices.nameGroup(choices.inGroup(arranged(runs, choices).groups[0].number), {});
    QVERIFY2(printed(runs, choices).startsWith("Group 1 (by hand): net-adam"),
             qPrintable(printed(runs, choices)));
}

void TestRunGrouping::aRunIsInOneGroup()
{
    const auto runs = namedRuns({"a-1", "a-2", "a-3", "b-1", "b-2"});
    RunChoices choices = withGroup({}, runs, {0, 1, 2});
    choices = withGroup(choices, runs, {2, 3});
    QCOMPARE(printed(runs, choices),
             QStringLiteral("a (by hand): a-1, a-2; Group 2 (by hand): a-3, b-1"));
    choices = withGroup(choices, runs, {1, 4}); // leaves one run alone
    QCOMPARE(printed(runs, choices),
             QStringLiteral("Group 1 (by hand): a-2, b-2; Group 2 (by hand): a-3, b-1"));
    QCOMPARE(choices.groups.size(), 4U);
    QVERIFY(!choices.groupNames.contains(runs[0].id));
}

void TestRunGrouping::aGroupIsJoinedByOthers()
{
    const auto runs = namedRuns({"exp-seed0", "exp-seed1", "x", "a-1", "a-2"});
    QVERIFY(!canGroup(arranged(runs), {0, 1})); // which is one
    QVERIFY(!canGroup(arranged(runs), {2}));
    QVERIFY(canGroup(arranged(runs), {0, 1, 2}));
    RunChoices choices = withGroup({}, runs, {3, 4});
    choices = withGroup(choices, without(runs, 4), {2, 3}); // one of them is not open now
    QCOMPARE(printed(runs, choices),
             QStringLiteral("exp (seeds): exp-seed0, exp-seed1; Group 1 (by hand): x, a-1"));
    choices = withGroup(choices, runs, {2, 3, 4});
    choices.nameGroup(choices.inGroup(1), QStringLiteral("Mine"));
    choices = withGroup(choices, without(runs, 3), {0, 1, 2, 3}); // two groups, one with a run more
    QCOMPARE(printed(runs, choices),
             QStringLiteral("Group 1 (by hand): exp-seed0, exp-seed1, x, a-1, a-2"));
}

void TestRunGrouping::onlyOpenRunsAreInAGroup()
{
    const auto runs = namedRuns({"a-seed1", "b", "c", "a-seed2"});
    const RunChoices choices = withGroup({}, runs, {0, 1, 2});
    QCOMPARE(printed(without(runs, 1), choices), QStringLiteral("Group 1 (by hand): a-seed1, c"));
    // one that is open alone is a plain run, and in no other group
    QCOMPARE(printed(without(without(runs, 1), 1), choices), QString());
    QCOMPARE(printed(runs, choices), QStringLiteral("Group 1 (by hand): a-seed1, b, c"));
}

void TestRunGrouping::whatIsTakenOutOfSeedsStaysOut()
{
    const auto runs = namedRuns({"a-seed1", "a-seed2", "a-seed3", "a-seed4"});
    RunChoices choices = withoutGroup({}, without(runs, 3), {1});
    QCOMPARE(printed(without(runs, 3), choices), QStringLiteral("a (seeds): a-seed1, a-seed3"));
    QCOMPARE(printed(runs, choices), QStringLiteral("a (seeds): a-seed1, a-seed3, a-seed4"));
    QCOMPARE(choices.order, std::vector<RunId>{runs[1].id});
    choices = withoutGroup(choices, runs, {0, 2, 3});
    QCOMPARE(printed(runs, choices), QString());
}

void TestRunGrouping::whatWouldBeRecognisedIsRecognisedAgain()
{
    const auto runs = namedRuns({"a-seed1", "a-seed2", "a-seed3", "b"});
    RunChoices choices = withoutGroup({}, runs, {1});
    choices = withGroup(choices, runs, {0, 1, 2});
    QCOMPARE(printed(runs, choices), QStringLiteral("a (seeds): a-seed1, a-seed2, a-seed3"));
    QVERIFY(choices == RunChoices());
    choices.nameGroup({runs[0].id, runs[1].id, runs[2].id}, QStringLiteral("Mine"));
    choices = withoutGroup(choices, runs, {1});
    choices = withGroup(choices, runs, {0, 1, 2});
    QCOMPARE(printed(runs, choices), QStringLiteral("Mine (seeds): a-seed1, a-seed2, a-seed3"));
    choices = withGroup(choices, runs, {0, 1});
    QCOMPARE(printed(runs, choices), QStringLiteral("a (by hand): a-seed1, a-seed2"));
}

void TestRunGrouping::aGroupByHandMayLoseRuns()
{
    const auto runs = namedRuns({"a", "b", "c"});
    RunChoices choices = withGroup({}, runs, {0, 1, 2});
    choices = withoutGroup(choices, runs, {0});
    QCOMPARE(printed(runs, choices), QStringLiteral("Group 1 (by hand): b, c"));
    QVERIFY(!choices.ungrouped.contains(runs[0].id)); // nothing had put it into another
    QVERIFY(withoutGroup(choices, runs, {1, 2}) == RunChoices());
    QVERIFY(withoutGroup(choices, runs, {1}) == RunChoices()); // one alone is no group
    choices = withGroup({}, runs, {0, 1, 2});
    QVERIFY(withoutGroup(choices, without(runs, 2), {0, 1}) == RunChoices());
}

void TestRunGrouping::ungroupingDoesNotSetSeedsFreeAgain()
{
    const auto runs = namedRuns({"a-seed1", "a-seed2", "b"});
    const RunChoices choices = withGroup({}, runs, {0, 1, 2});
    QCOMPARE(printed(runs, choices), QStringLiteral("a (by hand): a-seed1, a-seed2, b"));
    QCOMPARE(printed(runs, withoutGroup(choices, runs, {0, 1, 2})), QString());
}

void TestRunGrouping::groupsAreDrawnAsTheirMean()
{
    std::vector<RunLog> runs{named("100%2", {{1, 0.5}, {2, 0.25}}), named("b", {{1, 0.25}}),
                             named("c", {{1, 0.75}, {2, 0.5}})};
    RunChoices choices = withGroup({}, runs, {0, 2});
    choices.nameGroup(choices.inGroup(1), QStringLiteral("50%2"));
    const auto drawn = [&](const CurveChoice &choice, const std::vector<bool> &shown) {
        QStringList labels;
        for (const CurveSeries &series :
             curveSet(runs, arranged(runs, choices), shown, choice).series)
            labels += series.label;
        return labels;
    };
    CurveChoice choice = validationErrors;
    QCOMPARE(drawn(choice, {true, true, true}),
             QStringList({"50%2, mean of 2 runs, validation", "b, validation"}));
    QCOMPARE(drawn(choice, {true, true, false}),
             QStringList({"100%2, validation", "b, validation"}));
    choice.band = SpreadBand::Deviation;
    QCOMPARE(drawn(choice, {true, false, true}),
             QStringList{"50%2, mean ± s.d. of 2 runs, validation"});
    const CurveSet set = curveSet(runs, arranged(runs, choices), {true, true, true}, choice);
    QCOMPARE(set.series[0].points.points(), (std::vector<CurvePoint>{{1, 62.5}, {2, 37.5}}));
    choice.joinsSeeds = false;
    QCOMPARE(drawn(choice, {true, true, true}),
             QStringList({"100%2, validation", "b, validation", "c, validation"}));
}

void TestRunGrouping::meansOfGroupsArePaired()
{
    std::vector<RunLog> runs{
        named("inception_resnet_v2/a", {{1, 0.5}}), named("inception_resnet_v2/b", {{1, 0.25}}),
        named("inception_v4/a", {{1, 0.75}}), named("inception_v4/b", {{1, 0.5}})};
    RunChoices choices = withGroup({}, runs, {0, 1});
    const auto gaps = [&] {
        const RunArrangement arrangement = arranged(runs, choices);
        const CurveSet set =
            curveSet(runs, arrangement, std::vector<bool>(4, true), validationErrors);
        QStringList lines;
        for (const CurveSeries &gap : gapSet(set, curvePairs(set, arrangement)).series)
            lines += gap.label + QStringLiteral(": %1").arg(gap.points.y(0));
        return lines;
    };
    const QString mean = QStringLiteral("inception_resnet_v2, mean of 2 runs");
    QCOMPARE(gaps(),
             QStringList({mean + " − inception_v4/a, validation: -37.5",
                          mean + " − inception_v4/b, validation: -12.5"}));
    choices = withGroup(choices, runs, {2, 3});
    QCOMPARE(gaps(),
             QStringList{"inception_resnet_v2 − inception_v4, mean of 2 runs, "
                         "validation: -25"});
}

void TestRunGrouping::aMeanIsNoPairWithItself()
{
    const std::vector<RunLog> runs{named("inception_resnet_v2"), named("inception_v4")};
    const RunArrangement arrangement = arranged(runs, withGroup({}, runs, {0, 1}));
    QCOMPARE(arrangement.pairs, (std::vector<RunPair>{{0, 1}}));
    const CurveSet set = curveSet(runs, arrangement, {true, true}, validationErrors);
    QCOMPARE(set.series.size(), 1U);
    QVERIFY(curvePairs(set, arrangement).empty());
}

void TestRunGrouping::runsBesideAGroupHaveTheirOwnHues()
{
    const auto runs = namedRuns(
        {"inception_resnet_v2/a", "inception_resnet_v2/b", "inception_v4/a", "inception_v4/b"});
    const auto families = [&](const RunChoices &made) {
        std::vector<int> numbers;
        for (const RunShade &shade : arranged(runs, made).shades)
            numbers.push_back(shade.family);
        return numbers;
    };
    QCOMPARE(families({}), (std::vector<int>{0, 1, 0, 1}));
    RunChoices choices = withGroup({}, runs, {0, 1});
    QCOMPARE(families(choices), (std::vector<int>{0, 1, 0, 1})); // the others are two curves
    choices = withGroup(choices, runs, {2, 3});
    QCOMPARE(families(choices), (std::vector<int>{-1, -1, -1, -1})); // one pair of means
}

QTEST_APPLESS_MAIN(TestRunGrouping)
#include "tst_rungrouping.moc"
