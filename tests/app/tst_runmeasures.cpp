#include "curves/curveset.h"
#include "curves/runmeasures.h"
#include "support/runlogs.h"

#include <QTest>

using namespace inceptoscope;

namespace {

RunLog run(const std::string &name, const std::map<std::string, std::vector<CurvePoint>> &series)
{
    RunLog log;
    log.id.source = name + "/log";
    log.name = name;
    for (const auto &[tag, points] : series)
        log.series[tag] = test::seriesOf(points);
    return log;
}

/// "validation val_acc, training acc"
QString printed(const std::vector<MeasuredSeries> &measured)
{
    const std::map<MeasuredOn, QString> names{{MeasuredOn::Validation, "validation "},
                                              {MeasuredOn::Training, "training "},
                                              {MeasuredOn::Unknown, {}}};
    QStringList texts;
    for (const MeasuredSeries &each : measured)
        texts += names.at(each.on) + QString::fromStdString(*each.tag);
    return texts.join(QStringLiteral(", "));
}

} // namespace

/// What a run measured of itself, whatever its log calls it.
class TestRunMeasures : public QObject
{
    Q_OBJECT

private slots:
    void tagsSayWhatTheyAre_data();
    void tagsSayWhatTheyAre();
    void otherTagsAreNoMeasures_data();
    void otherTagsAreNoMeasures();
    void eachProgramHasItsNames_data();
    void eachProgramHasItsNames();
    void runsOfDifferentProgramsAreCompared();
    void theLongestOfATrainingIsTaken();
    void onlyEpochsAreEpochs();
    void onlyValidationErrorsAreCalledSo();
    void whatWasOverwrittenIsInTheSameUnit();
    void fractionsBecomePercent();
};

void TestRunMeasures::tagsSayWhatTheyAre_data()
{
    QTest::addColumn<MeasureName>("expected");
    using enum CurveMetric;
    using enum MeasuredOn;
    const auto add = [](const char *tag, const MeasureName &name) { QTest::newRow(tag) << name; };
    add("val_top1_error", {TopOneError, Validation, false});
    add("train_top5_error", {TopFiveError, Training, false});
    add("val_acc", {TopOneError, Validation, true});
    add("Accuracy/train", {TopOneError, Training, true});
    add("accuracy", {TopOneError, Unknown, true});
    add("eval/top-5", {TopFiveError, Validation, true});
    add("eval_top1", {TopOneError, Validation, true});
    add("acc@1", {TopOneError, Unknown, true});
    add("test_accuracy_epoch", {TopOneError, Validation, true});
    add("val_sparse_categorical_accuracy", {TopOneError, Validation, true});
    add("top_k_categorical_accuracy", {TopFiveError, Unknown, true});
    add("loss", {Loss, Unknown, false});
    add("Loss/validation", {Loss, Validation, false});
    add("train_loss_step", {Loss, Training, false});
}

void TestRunMeasures::tagsSayWhatTheyAre()
{
    QFETCH(MeasureName, expected);
    QCOMPARE(measureNamed(QTest::currentDataTag()), expected);
}

void TestRunMeasures::otherTagsAreNoMeasures_data()
{
    QTest::addColumn<QString>("tag");
    for (const char *tag :
         {"", "//", "lr", "epoch", "balanced_accuracy", "aux/loss", "val_error", "loss_1", "top",
          "prec", "5", "train", "accumulated", "loss_acc", "val_loss/dataloader_idx_0"})
        QTest::newRow(tag) << QString(tag);
    QTest::newRow("long") << QString(10'000, u'/') + QStringLiteral("loss");
    QTest::newRow("bytes") << QStringLiteral("val_\u00e4_loss");
}

void TestRunMeasures::otherTagsAreNoMeasures()
{
    QFETCH(QString, tag);
    QVERIFY(!measureNamed(tag.toStdString()));
}

void TestRunMeasures::eachProgramHasItsNames_data()
{
    QTest::addColumn<QStringList>("tags");
    QTest::addColumn<QString>("errors");
    QTest::addColumn<QString>("losses");
    QTest::newRow("own") << QStringList{"val_top1_error", "train_top1_error", "val_loss",
                                        "train_loss"}
                         << "validation val_top1_error, training train_top1_error"
                         << "validation val_loss, training train_loss";
    QTest::newRow("Keras") << QStringList{"accuracy", "loss", "val_accuracy", "val_loss"}
                           << "validation val_accuracy, training accuracy"
                           << "validation val_loss, training loss";
    QTest::newRow("timm") << QStringList{"eval_loss", "eval_top1", "eval_top5", "lr", "train_loss"}
                          << "validation eval_top1" << "validation eval_loss, training train_loss";
    QTest::newRow("Lightning") << QStringList{"train_acc_epoch", "train_acc_step", "test_acc",
                                              "val_acc_epoch", "val_acc_step"}
                               << "validation val_acc_epoch, training train_acc_epoch" << "";
    QTest::newRow("Hugging Face") << QStringList{"eval_accuracy", "eval_loss", "loss"}
                                  << "validation eval_accuracy"
                                  << "validation eval_loss, training loss";
    QTest::newRow("without validation") << QStringList{"loss", "train_loss"} << ""
                                        << "training train_loss, loss";
    QTest::newRow("Caffe") << QStringList{"accuracy", "loss"} << "accuracy" << "loss";
    QTest::newRow("all three") << QStringList{"acc", "train_acc", "val_acc"}
                               << "validation val_acc, training train_acc" << "";
    QTest::newRow("none") << QStringList{"lr"} << "" << "";
}

void TestRunMeasures::eachProgramHasItsNames()
{
    QFETCH(QStringList, tags);
    QFETCH(QString, errors);
    QFETCH(QString, losses);
    std::map<std::string, std::vector<CurvePoint>> series;
    for (const QString &tag : tags)
        series[tag.toStdString()] = {{1, 0.5}};
    RunLog log = run("a", series);
    log.series["val_accuracy_avg"]; // has no points
    QCOMPARE(printed(measuredSeries(log, CurveMetric::TopOneError)), errors);
    QCOMPARE(printed(measuredSeries(log, CurveMetric::Loss)), losses);
}

void TestRunMeasures::runsOfDifferentProgramsAreCompared()
{
    const std::vector<RunLog> runs{
        run("keras", {{"accuracy", {{1, 0.5}}}, {"val_accuracy", {{1, 0.25}}}}),
        run("timm", {{"eval_top1", {{1, 75}}}}), run("own", {{"val_top1_error", {{1, 0.5}}}}),
        run("caffe", {{"accuracy", {{1, 0.75}}}})};
    const auto printed = [&runs](const CurveChoice &choice) {
        const CurveSet set = curveSet(runs, std::vector<bool>(runs.size(), true), choice);
        QString lines = set.yTitle + u'\n';
        for (const CurveSeries &series : set.series)
            lines += QStringLiteral("%1 %2 %3\n")
                         .arg(series.label, series.validation ? "solid" : "dashed")
                         .arg(series.points[0].y);
        return lines;
    };
    QCOMPARE(printed({}),
             "top-1 error (%)\n"
             "keras, validation solid 75\n"
             "keras, training dashed 50\n"
             "timm, validation solid 25\n"
             "own, validation solid 50\n"
             "caffe solid 25\n");
    QCOMPARE(printed({{Metric()}, false, true}),
             "top-1 error (%)\nkeras, training dashed 50\ncaffe solid 25\n");
}

/// Hugging Face sums the training up in one point of "train_loss".
void TestRunMeasures::theLongestOfATrainingIsTaken()
{
    RunLog log =
        run("a", {{"eval_loss", {{1, 2}}}, {"train_loss", {{2, 1}}}, {"loss", {{1, 2}, {2, 1}}}});
    QCOMPARE(printed(measuredSeries(log, CurveMetric::Loss)),
             "validation eval_loss, training loss");
    log.series["train_loss"] = test::seriesOf({{1, 2}, {2, 1}});
    QCOMPARE(printed(measuredSeries(log, CurveMetric::Loss)),
             "validation eval_loss, training train_loss");
}

void TestRunMeasures::onlyEpochsAreEpochs()
{
    QCOMPARE(measuredCurve(test::seriesOf({{1, 0.75}, {2, 0.5}}), CurveUnit::ErrorOfAccuracy),
             (std::vector<CurvePoint>{{1, 25}, {2, 50}}));
    Series steps;
    steps.append({450'000, 0.75});
    QCOMPARE(measuredCurve(steps, CurveUnit::ErrorOfAccuracy), std::vector<CurvePoint>());
}

void TestRunMeasures::onlyValidationErrorsAreCalledSo()
{
    QVERIFY(validationSeries(run("a", {{"val_acc", {{1, 0.5}}}}), CurveMetric::TopOneError));
    QVERIFY(!validationSeries(run("a", {{"acc", {{1, 0.5}}}}), CurveMetric::TopOneError));
}

/// Though all of that may be below 1 %.
void TestRunMeasures::whatWasOverwrittenIsInTheSameUnit()
{
    RunLog log = run("a", {});
    Series &accuracy = log.series["eval_top1"];
    accuracy.append({1, 0.25, 1});
    accuracy.append({2, 0.75, 2});
    accuracy.append({1, 20, 1}); // resumed
    QCOMPARE(accuracy.overwrittenCount(), 2U);
    const CurveSet set = curveSet({log}, std::vector<bool>{true}, {});
    QCOMPARE(set.series[0].points[0].y, 80.0);
    QCOMPARE(set.series[0].overwritten[0][0].y, 99.75);
}

void TestRunMeasures::fractionsBecomePercent()
{
    const auto put = [](std::vector<double> values, CurveUnit unit) {
        putInUnit(values, unit, std::vector(values));
        return values;
    };
    QCOMPARE(put({0.25, 1}, CurveUnit::Error), (std::vector<double>{25, 100}));
    QCOMPARE(put({0.25, 25}, CurveUnit::Error), (std::vector<double>{0.25, 25}));
    QCOMPARE(put({0.25, 1}, CurveUnit::ErrorOfAccuracy), (std::vector<double>{75, 0}));
    QCOMPARE(put({0.25, 75}, CurveUnit::ErrorOfAccuracy), (std::vector<double>{99.75, 25}));
    QCOMPARE(put({0.25, 75}, CurveUnit::AsLogged), (std::vector<double>{0.25, 75}));
}

QTEST_GUILESS_MAIN(TestRunMeasures)
#include "tst_runmeasures.moc"
