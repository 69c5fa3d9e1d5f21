#include "predictions/predictioncsv.h"
#include "predictions/predictionlistmodel.h"
#include "predictions/predictiontexts.h"
#include "texts/percenttext.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace inceptoscope;

namespace {

const std::vector<Prediction> golf{
    {574, "golf ball", 0.9731},       {701, "parachute", 0.0124},
    {569, "garbage truck", 0.0079},   {217, "English springer", 0.004},
    {482, "cassette player", 0.0016}, {0, "tench", 0.001},
};

const std::vector<Prediction> retriever{{207, "golden retriever", 0.61234},
                                        {208, "Labrador retriever", 0.2},
                                        {213, "Irish setter", 0.1}};

/// A line for each row, with what every role says.
QStringList printed(const PredictionListModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row);
        lines << QStringLiteral("%1 %2 (%3) %4 %5 | %6")
                     .arg(QString::number(index.data(PredictionRankRole).toInt()),
                          index.data().toString(),
                          QString::number(index.data(PredictionClassRole).toInt()),
                          QString::number(index.data(PredictionProbabilityRole).toDouble()),
                          QString::number(index.data(PredictionSortRole).toDouble()),
                          index.data(Qt::AccessibleTextRole).toString());
    }
    return lines;
}

} // namespace

class TestPredictionListModel : public QObject
{
    Q_OBJECT

private slots:
    void predictionsAsATable()
    {
        QCOMPARE(predictionsCsv({{3, "=a, \"b\"", 0.75}, {1, "golf ball", 0.25}}),
                 QByteArray("rank,class,label,probability\r\n"
                            "1,3,\"'=a, \"\"b\"\"\",0.75\r\n"
                            "2,1,golf ball,0.25\r\n"));
    }

    void listsTheMostProbable()
    {
        PredictionListModel model;
        QAbstractItemModelTester tester(&model);
        QCOMPARE(printed(model), QStringList());
        model.setPredictions(golf);
        QCOMPARE(
            printed(model),
            (QStringList{"1 golf ball (574) 0.9731 0.9731 | golf ball, 97.3 percent",
                         "2 parachute (701) 0.0124 0.0124 | parachute, 1.2 percent",
                         "3 garbage truck (569) 0.0079 0.0079 | garbage truck, 0.8 percent",
                         "4 English springer (217) 0.004 0.004 | English springer, 0.4 percent",
                         "5 cassette player (482) 0.0016 0.0016 | cassette player, 0.2 percent"}));
        model.clear();
        QCOMPARE(printed(model), QStringList());
    }

    void followsItsLimit()
    {
        PredictionListModel model;
        QAbstractItemModelTester tester(&model);
        QCOMPARE(model.limit(), 5);
        model.setLimit(2);
        model.setPredictions(golf);
        QCOMPARE(model.rowCount(), 2);
        model.setLimit(100);
        QCOMPARE(model.rowCount(), 6);
        QCOMPARE(model.index(5).data().toString(), "tench");
        model.setLimit(0);
        QCOMPARE(model.limit(), 1);
        QCOMPARE(model.rowCount(), 1);
    }

    void keepsRowsWhenAnotherAnswerComes()
    {
        PredictionListModel model;
        QAbstractItemModelTester tester(&model);
        model.setPredictions(golf);
        const QPersistentModelIndex second = model.index(1);
        const QPersistentModelIndex last = model.index(4);
        QSignalSpy resets(&model, &PredictionListModel::modelReset);
        model.setPredictions(retriever);
        QCOMPARE(printed(model),
                 (QStringList{
                     "1 golden retriever (207) 0.61234 0.61234 | golden retriever, 61.2 percent",
                     "2 Labrador retriever (208) 0.2 0.2 | Labrador retriever, 20.0 percent",
                     "3 Irish setter (213) 0.1 0.1 | Irish setter, 10.0 percent"}));
        QCOMPARE(second.data().toString(), "Labrador retriever");
        QVERIFY(!last.isValid());
        model.setPredictions(golf);
        QCOMPARE(second.data().toString(), "parachute");
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(resets.count(), 0);
    }

    void tellsViewsWhatChanged()
    {
        PredictionListModel model;
        model.setPredictions(golf);
        QSignalSpy changed(&model, &PredictionListModel::dataChanged);
        model.setPredictions(retriever);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().at(0).toModelIndex(), model.index(0));
        QCOMPARE(changed.first().at(1).toModelIndex(), model.index(2));
    }

    void writesItselfAsText()
    {
        PredictionListModel model;
        model.setLimit(2);
        model.setPredictions(golf);
        QCOMPARE(model.toText(), "1\tgolf ball\t97.3 %\n2\tparachute\t1.2 %\n");
    }

    void toolTipsAreNeverRich()
    {
        PredictionListModel model;
        model.setPredictions({{3, "<b>bold</b> %1", 0.5}});
        QCOMPARE(model.index(0).data(Qt::ToolTipRole).toString(),
                 "<p>&lt;b&gt;bold&lt;/b&gt; %1<br>\n50.0 %, class 3</p>");
    }

    void formatsNumbers()
    {
        QCOMPARE(percentText(1.0), "100.0 %");
        QCOMPARE(percentText(0.00049), "0.0 %");
        QCOMPARE(percentText(0.9996), "100.0 %");
        QCOMPARE(durationText(0.04), "0.0 ms");
        QCOMPARE(durationText(9.94), "9.9 ms");
        QCOMPARE(durationText(9.96), "10 ms");
        QCOMPARE(durationText(12.4), "12 ms");
        QCOMPARE(durationText(999.4), "999 ms");
        QCOMPARE(durationText(999.6), "1.00 s");
        QCOMPARE(durationText(1254.0), "1.25 s");
    }
};

QTEST_GUILESS_MAIN(TestPredictionListModel)
#include "tst_predictionlistmodel.moc"
