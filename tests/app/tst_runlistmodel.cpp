#include "curves/runlistmodel.h"
#include "support/runlogs.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <limits>

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
        lines += QStringLiteral(" %1%2")
                     .arg(name.data(RunResidualRole).toBool() ? 'r' : 'p')
                     .arg(name.data(RunNumberRole).toInt());
        for (int column = 0; column < model.columnCount(); ++column)
            lines += QStringLiteral(" | ") + model.index(row, column).data().toString();
        for (int column = RunLastColumn; column < model.columnCount(); ++column)
            lines += u' ' + model.index(row, column).data(RunValueRole).toString();
        lines += u'\n';
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
             QStringLiteral("x p0 | Plain | 30.0 % | 25.0 % | 2 0.3 0.25 2\n"
                            "x r0 | Residual | 20.0 % | 20.0 % | 2 0.2 0.2 2\n"
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
    QVERIFY(!model.setData(model.index(1, 0), "Other", Qt::EditRole));
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
