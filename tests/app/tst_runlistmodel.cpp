#include "curves/runlistmodel.h"
#include "support/runlogs.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <limits>
#include <numeric>

using namespace inceptoscope;

namespace {

const double notANumber = std::numeric_limits<double>::quiet_NaN();

RunLog run(const std::string &title, bool residual, const std::vector<CurvePoint> &errors)
{
    RunLog log;
    log.id.source = "/logs/" + title + "/run.jsonl";
    log.settings = {{"title", title}, {"network", "inception_v4"}, {"parameters", "1708226"}};
    log.residual = residual;
    log.leftOut = residual ? 1 : 0;
    if (!errors.empty())
        log.series["val_top1_error"] = test::seriesOf(errors);
    return log;
}

RunCollection threeRuns()
{
    return {{run("Plain", false, {{1, 0.5}, {2, 0.25}, {3, 0.3}, {4, notANumber}}),
             run("Residual", true, {{1, 0.4}, {2, 0.2}}), run("Begun", false, {})},
            {}};
}

/// A row a line: check mark, shade, columns, values.
QString printed(const RunListModel &model)
{
    QString lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        const auto name = model.index(row, RunNameColumn);
        const bool checked = name.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
        lines += checked ? u'x' : u'-';
        const auto shade = name.data(RunShadeRole).value<RunShade>();
        lines += QStringLiteral(" %1%2").arg(shade.residual ? 'r' : 'p').arg(shade.number);
        for (int column = 0; column < model.columnCount(); ++column)
            lines += QStringLiteral(" | ") + model.index(row, column).data().toString();
        for (int column = RunLastColumn; column < model.columnCount(); ++column)
            lines += u' ' + model.index(row, column).data(RunValueRole).toString();
        lines += u'\n';
    }
    return lines;
}

/// Names, those below another set in.
QStringList tree(const RunListModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex top = model.index(row, RunNameColumn);
        lines += top.data().toString();
        for (int below = 0; below < model.rowCount(top); ++below)
            lines +=
                QStringLiteral("  ") + model.index(below, RunNameColumn, top).data().toString();
    }
    return lines;
}

} // namespace

class TestRunListModel : public QObject
{
    Q_OBJECT

private slots:
    void listsHowFarRunsCame();
    void headersExplainThemselves();
    void hidesAndShows();
    void remembersWhatIsHidden();
    void rowsStayWhileRunsGoOn();
    void renamesRuns();
    void coloursRuns();
    void pairsRunsByHand();
    void choicesComeBackWithTheirRuns();
    void aPartnerThatIsNotOpenIsNoPartner();
    void groupsSeeds();
    void groupsRunsByHand();
    void aGroupHasItsOwnName();
    void rowsFollowTheirRuns();
    void groupsComeBackWithTheirRuns();
    void groupsTellWhyTheyAreGroups();
    void tellsSettingsInTheToolTip();
    void toolTipIsNeverMarkup();
};

void TestRunListModel::listsHowFarRunsCame()
{
    RunListModel model;
    QAbstractItemModelTester tester(&model);
    QCOMPARE(printed(model), QString());
    model.setCollection(threeRuns());
    QCOMPARE(printed(model),
             QStringLiteral("x p0 | Plain | 30.0 % | 25.0 % | 2 30 25 2\n"
                            "x r0 | Residual | 20.0 % | 20.0 % | 2 20 20 2\n"
                            "x p1 | Begun | – | – | –   \n"));
    QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("Plain: last validation top-1 error 30.0 %, best 25.0 % at epoch 2"));
    QCOMPARE(model.index(2, 0).data(Qt::AccessibleTextRole).toString(), QStringLiteral("Begun"));
}

void TestRunListModel::headersExplainThemselves()
{
    const RunListModel model;
    QStringList lines;
    for (int column = 0; column < model.columnCount(); ++column) {
        lines += model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString() + ": "
            + model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString();
    }
    QCOMPARE(lines,
             QStringList({"Run: A checked run is drawn",
                          "Last: Validation top-1 error after the last epoch",
                          "Best: Lowest validation top-1 error",
                          "Epoch: Epoch that first had the lowest validation top-1 error"}));
}

void TestRunListModel::hidesAndShows()
{
    RunListModel model;
    QAbstractItemModelTester tester(&model);
    model.setCollection(threeRuns());
    QSignalSpy shown(&model, &RunListModel::shownChanged);
    QVERIFY(model.setData(model.index(1, 0), Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(model.shown(), std::vector<bool>({true, false, true}));
    QVERIFY(model.setData(model.index(1, 0), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(model.shown(), std::vector<bool>({true, true, true}));
    QCOMPARE(shown.count(), 2);
    QVERIFY(!model.setData(model.index(1, 1), Qt::Unchecked, Qt::CheckStateRole));
    QVERIFY(!model.setData(model.index(1, 1), "Other", Qt::EditRole));
    QCOMPARE(shown.count(), 2);
}

void TestRunListModel::remembersWhatIsHidden()
{
    RunListModel model;
    QAbstractItemModelTester tester(&model);
    RunCollection collection = threeRuns();
    model.setCollection(collection);
    model.setData(model.index(1, 0), Qt::Unchecked, Qt::CheckStateRole);
    std::swap(collection.runs[0], collection.runs[1]);
    model.setCollection(collection);
    QCOMPARE(model.shown(), std::vector<bool>({false, true, true}));
    model.setCollection({});
    model.setCollection(collection);
    QCOMPARE(model.shown(), std::vector<bool>({true, true, true}));
}

void TestRunListModel::rowsStayWhileRunsGoOn()
{
    RunListModel model;
    QAbstractItemModelTester tester(&model);
    RunCollection collection = threeRuns();
    model.setCollection(collection);
    QSignalSpy reset(&model, &RunListModel::modelReset);
    QSignalSpy changed(&model, &RunListModel::dataChanged);
    collection.runs[1].series["val_top1_error"].append({3, 0.125, 3});
    model.setCollection(collection);
    QCOMPARE(reset.count(), 0);
    QVERIFY(changed.count() > 0);
    QCOMPARE(model.index(1, RunBestColumn).data().toString(), QStringLiteral("12.5 %"));
}

void TestRunListModel::renamesRuns()
{
    RunListModel model;
    QAbstractItemModelTester tester(&model);
    RunCollection collection = threeRuns();
    model.setCollection(collection);
    QSignalSpy changed(&model, &RunListModel::arrangementChanged);
    const auto name = [&model] { return model.index(1, 0).data().toString(); };
    QVERIFY(model.flags(model.index(1, 0)).testFlag(Qt::ItemIsEditable));
    QVERIFY(model.setData(model.index(1, 0), "  Mine\nalone ", Qt::EditRole));
    QCOMPARE(name(), QStringLiteral("Mine alone"));
    QVERIFY(model.setData(model.index(1, 0), QString(1000, u'x'), Qt::EditRole));
    QCOMPARE(name(), QString(longestRunName, u'x')); // which is kept as well
    QVERIFY(model.setData(model.index(1, 0), "Mine alone", Qt::EditRole));
    collection.runs.pop_back();
    model.setCollection(collection);
    QCOMPARE(name(), QStringLiteral("Mine alone"));
    model.setData(model.index(1, 0), "", Qt::EditRole);
    QCOMPARE(name(), QStringLiteral("Residual"));
    QCOMPARE(changed.count(), 4);
}

void TestRunListModel::coloursRuns()
{
    RunListModel model;
    model.setCollection(threeRuns());
    model.setColour({2}, 0xff336699U);
    QCOMPARE(model.arrangement().shades[2].colour, 0xff336699U);
    model.setColour({2}, std::nullopt);
    QCOMPARE(model.arrangement().shades[2].colour, 0U);
}

void TestRunListModel::pairsRunsByHand()
{
    RunListModel model;
    model.setCollection(threeRuns()); // which are all of one network by their settings
    QCOMPARE(model.partnerOf(0), std::optional<std::size_t>());
    model.pairRuns(0, 1);
    QCOMPARE(model.arrangement().pairs, (std::vector<RunPair>{{1, 0}})); // by what they are
    QCOMPARE(model.partnerOf(0), std::optional<std::size_t>(1));
    QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().endsWith("paired with Residual"));
    model.pairRuns(2, 0);
    QCOMPARE(model.arrangement().pairs, (std::vector<RunPair>{{2, 0}}));
    model.leaveAlone(0);
    QVERIFY(model.arrangement().pairs.empty());
}

void TestRunListModel::choicesComeBackWithTheirRuns()
{
    RunListModel model;
    model.setCollection(threeRuns());
    model.setData(model.index(1, 0), "Mine", Qt::EditRole);
    model.setColour({2}, 0xff336699U);
    model.pairRuns(1, 0);
    model.setCollection({});
    model.setCollection(threeRuns());
    QCOMPARE(model.index(1, 0).data().toString(), QStringLiteral("Mine"));
    QCOMPARE(model.arrangement().shades[2].colour, 0xff336699U);
    QCOMPARE(model.arrangement().pairs, (std::vector<RunPair>{{1, 0}}));

    RunListModel other; // another start of the program
    QSignalSpy changed(&other, &RunListModel::arrangementChanged);
    other.setCollection(threeRuns());
    other.setChoices(model.choices());
    QCOMPARE(other.index(1, 0).data().toString(), QStringLiteral("Mine"));
    QCOMPARE(other.arrangement().pairs, (std::vector<RunPair>{{1, 0}}));
    QCOMPARE(changed.count(), 0);
}

void TestRunListModel::aPartnerThatIsNotOpenIsNoPartner()
{
    RunCollection collection = threeRuns();
    collection.runs[0].settings["network"] = "inception_v4";
    collection.runs[1].settings["network"] = "inception_resnet_v2";
    RunListModel model;
    model.setCollection(collection);
    model.pairRuns(1, 2);
    QCOMPARE(model.arrangement().pairs, (std::vector<RunPair>{{1, 2}}));
    collection.runs.pop_back();
    model.setCollection(collection);
    QCOMPARE(model.arrangement().pairs, (std::vector<RunPair>{{1, 0}})); // as it is recognised
}

void TestRunListModel::groupsSeeds()
{
    RunListModel model;
    QAbstractItemModelTester tester(&model);
    RunCollection collection = threeRuns();
    for (std::size_t i = 0; i < 2; ++i) {
        RunLog &run = collection.runs[i];
        run.settings = {{"title", "Same"}, {"network", "x"}, {"seed", std::to_string(i + 1)}};
    }
    model.setCollection(collection);
    QCOMPARE(model.rowCount(), 2);
    const QModelIndex group = model.index(0, 0);
    QCOMPARE(model.rowCount(group), 2);
    QCOMPARE(group.data().toString(), QStringLiteral("Same, 2 seeds"));
    QCOMPARE(model.index(0, RunBestColumn).data().toString(), QStringLiteral("22.5 %"));
    QCOMPARE(model.index(1, 0, group).data().toString(), QStringLiteral("Same · Residual"));
    QCOMPARE(model.runsOf(group), (std::vector<std::size_t>{0, 1}));
    model.setData(model.index(1, 0, group), Qt::Unchecked, Qt::CheckStateRole);
    QCOMPARE(group.data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::PartiallyChecked);
    model.setData(group, Qt::Unchecked, Qt::CheckStateRole);
    QCOMPARE(model.shown(), std::vector<bool>({false, false, true}));
}

void TestRunListModel::groupsRunsByHand()
{
    RunListModel model;
    QAbstractItemModelTester tester(&model);
    model.setCollection(threeRuns());
    QSignalSpy changed(&model, &RunListModel::arrangementChanged);
    model.groupRuns({0, 2});
    QCOMPARE(tree(model), QStringList({"Group 1, 2 runs", "  Plain", "  Begun", "Residual"}));
    QCOMPARE(model.runsOf(model.index(0, 0)), (std::vector<std::size_t>{0, 2}));
    QCOMPARE(model.runsOf(QModelIndexList{model.index(1, 0), model.rowOf(2), model.index(0, 0)}),
             (std::vector<std::size_t>{0, 1, 2}));
    model.groupRuns({0, 1, 2});
    QCOMPARE(tree(model), QStringList({"Group 1, 3 runs", "  Plain", "  Residual", "  Begun"}));
    QCOMPARE(model.index(0, RunBestColumn).data().toString(), QStringLiteral("22.5 %"));
    const auto isWarm = [&] {
        return model.index(0, 0).data(RunShadeRole).value<RunShade>().residual;
    };
    QVERIFY(!isWarm());
    model.setShown({0}, false); // the mean is drawn as the second one
    QVERIFY(isWarm());
    model.setShown({1, 2}, false);
    QVERIFY(!isWarm());
    model.ungroup({0});
    QCOMPARE(tree(model), QStringList({"Plain", "Group 1, 2 runs", "  Residual", "  Begun"}));
    model.ungroup({1, 2});
    QCOMPARE(tree(model), QStringList({"Plain", "Residual", "Begun"}));
    QCOMPARE(changed.count(), 4);
}

void TestRunListModel::aGroupHasItsOwnName()
{
    RunListModel model;
    RunCollection collection = threeRuns();
    for (std::size_t i = 0; i < 2; ++i) // the first two by their seeds
        collection.runs[i].settings = {{"title", "exp-seed" + std::to_string(i)},
                                       {"seed", std::to_string(i)}};
    model.setCollection(collection);
    QCOMPARE(tree(model), QStringList({"exp, 2 seeds", "  exp-seed0", "  exp-seed1", "Begun"}));
    QCOMPARE(model.index(0, 0).data(Qt::EditRole).toString(), QStringLiteral("exp"));
    QVERIFY(model.setData(model.index(0, 0), " My\ngroup ", Qt::EditRole));
    QCOMPARE(tree(model),
             QStringList({"My group, 2 seeds", "  exp-seed0", "  exp-seed1", "Begun"}));
    QVERIFY(model.setData(model.rowOf(0), "Mine", Qt::EditRole));
    model.groupRuns({0, 1, 2});
    QVERIFY(model.setData(model.index(0, 0), "50%2", Qt::EditRole));
    QCOMPARE(tree(model), QStringList({"50%2, 3 runs", "  Mine", "  exp-seed1", "  Begun"}));
    collection.runs.erase(collection.runs.begin());
    model.setCollection(collection);
    QCOMPARE(tree(model), QStringList({"50%2, 2 runs", "  exp-seed1", "  Begun"}));
    QVERIFY(model.setData(model.index(0, 0), "All", Qt::EditRole)); // of those not open, too
    collection.runs.pop_back();
    collection.runs.insert(collection.runs.begin(), run("Fourth", false, {}));
    model.setCollection(collection);
    QCOMPARE(tree(model), QStringList({"Fourth", "exp-seed1"}));
    QVERIFY(model.setData(model.index(0, 0), "", Qt::EditRole));
    QCOMPARE(model.choices().groupNames.size(), 3U);
    for (const auto &[id, name] : model.choices().groupNames)
        QCOMPARE(name, QStringLiteral("All"));
}

void TestRunListModel::rowsFollowTheirRuns()
{
    RunListModel model;
    QAbstractItemModelTester tester(&model);
    RunCollection collection = threeRuns();
    model.setCollection(collection);
    const QPersistentModelIndex plain = model.index(0, RunLastColumn);
    const QPersistentModelIndex begun = model.index(2, RunNameColumn);
    model.groupRuns({1, 2});
    const QPersistentModelIndex group = model.index(1, RunNameColumn);
    QVERIFY(QModelIndex(begun) == model.index(1, 0, group));
    QVERIFY(QModelIndex(plain) == model.index(0, RunLastColumn));
    collection.runs.insert(collection.runs.begin(), run("New", false, {}));
    model.setCollection(collection);
    QVERIFY(QModelIndex(group) == model.index(2, 0));
    QVERIFY(QModelIndex(begun) == model.index(1, 0, group));
    QVERIFY(QModelIndex(plain) == model.index(1, RunLastColumn));
    model.groupRuns({0, 2, 3});
    QVERIFY(QModelIndex(group) == model.index(0, 0));
    QVERIFY(QModelIndex(begun) == model.index(2, 0, group));
    model.ungroup({0});
    QVERIFY(QModelIndex(group) == model.index(2, 0)); // with most of them
    model.ungroup({2, 3});
    QVERIFY(QModelIndex(begun) == model.index(3, 0));
    collection.runs.pop_back();
    model.setCollection(collection);
    QVERIFY(!begun.isValid() && plain.isValid());
}

void TestRunListModel::groupsComeBackWithTheirRuns()
{
    RunListModel model;
    model.setCollection(threeRuns());
    model.groupRuns({0, 1});
    model.setData(model.index(0, 0), "Mine", Qt::EditRole);
    const QStringList rows{"Mine, 2 runs", "  Plain", "  Residual", "Begun"};
    QCOMPARE(tree(model), rows);
    model.setCollection({});
    QCOMPARE(tree(model), QStringList());
    model.setCollection(threeRuns());
    QCOMPARE(tree(model), rows);
    RunListModel other; // another start of the program
    QAbstractItemModelTester tester(&other);
    other.setCollection(threeRuns());
    other.setChoices(model.choices());
    QCOMPARE(tree(other), rows);
}

void TestRunListModel::groupsTellWhyTheyAreGroups()
{
    RunListModel model;
    RunCollection collection;
    for (int i = 0; i < 14; ++i)
        collection.runs.push_back(run("s" + std::to_string(i), false, {{1, 0.5}}));
    for (std::size_t i = 0; i < 2; ++i)
        collection.runs[i].settings["seed"] = std::to_string(i);
    model.setCollection(collection);
    QCOMPARE(model.index(0, 0).data(Qt::ToolTipRole).toString(),
             QStringLiteral("s\n2 runs that differ only in their seeds:\ns0\ns1"));
    QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("s, 2 seeds: last validation top-1 error 50.0 %, best 50.0 % at "
                            "epoch 1"));
    std::vector<std::size_t> all(14);
    std::iota(all.begin(), all.end(), 0);
    model.groupRuns(all);
    model.setData(model.index(0, 0), "<b>All</b>", Qt::EditRole);
    const QString toolTip = model.index(0, 0).data(Qt::ToolTipRole).toString();
    QVERIFY2(toolTip.startsWith("<p>&lt;b&gt;All"), qPrintable(toolTip));
    QVERIFY2(toolTip.contains("14 runs, grouped by hand:") && toolTip.contains("and 2 more"),
             qPrintable(toolTip));
}

void TestRunListModel::tellsSettingsInTheToolTip()
{
    RunListModel model;
    model.setCollection(threeRuns());
    QCOMPARE(model.index(1, 2).data(Qt::ToolTipRole).toString(),
             QStringLiteral("Residual\n"
                            "with residual connections\n"
                            "network: inception_v4\n"
                            "parameters: 1,708,226\n"
                            "epochs logged: 2\n"
                            "lines or records that could not be read: 1\n"
                            "/logs/Residual/run.jsonl"));
}

void TestRunListModel::toolTipIsNeverMarkup()
{
    RunListModel model;
    model.setCollection({{run("<b>bold</b>", false, {})}, {}});
    const QString toolTip = model.index(0, 0).data(Qt::ToolTipRole).toString();
    QVERIFY2(toolTip.contains("&lt;b&gt;bold"), qPrintable(toolTip));
}

QTEST_GUILESS_MAIN(TestRunListModel)
#include "tst_runlistmodel.moc"
