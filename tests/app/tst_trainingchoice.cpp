#include "engine/engine.h"
#include "training/trainingchoice.h"
#include "training/trainingtexts.h"

#include <QTest>

#include <algorithm>

using namespace inceptoscope;

class TestTrainingChoice : public QObject
{
    Q_OBJECT

private slots:
    void pairsAreMatched();
    void saysWhereTwoAreNot();
    void tellsTwoOfOneFamilyApart();
    void becomesACommand();
    void sharesTheProcessors();
    void isReadAsItWasWritten();
    void refuses_data();
    void refuses();
    void saysHowFarARunIs();
};

static TrainingChoice pairChoice()
{
    TrainingChoice choice;
    choice.variants.assign(readyPairs().front().begin(), readyPairs().front().end());
    choice.data = QStringLiteral("/data/imagenette");
    choice.threads = 2;
    return choice;
}

void TestTrainingChoice::pairsAreMatched()
{
    for (const VariantPair &pair : readyPairs()) {
        for (const int size : {80, 128}) {
            const auto a = graphOf(pair[0], size, 10);
            const auto b = graphOf(pair[1], size, 10);
            QVERIFY(a && b);
            QCOMPARE(mismatchText(*a, *b), QString());
            const double times = static_cast<double>(a->multiplyAdds()) / b->multiplyAdds();
            QVERIFY(times < 1.04 && times > 1 / 1.04);
        }
    }
    QCOMPARE(readyVariant(QStringLiteral("inception_v3")), readyPairs()[1][0]);
    QVERIFY(graphOf(readyVariant(QStringLiteral("bn_inception")), 128, 10));
}

void TestTrainingChoice::saysWhereTwoAreNot()
{
    VariantChoice wide = readyPairs()[0][0];
    wide.width = 0.5;
    const auto a = graphOf(wide, 128, 10);
    const auto b = graphOf(readyPairs()[0][1], 128, 10);
    QVERIFY(a && b);
    const QString sentence = QStringLiteral(
        "Not matched: Inception-v4 computes 4.1 times as much as Inception-ResNet-v2 (paper). "
        "Change a width or repeats to compare like with like.");
    QCOMPARE(mismatchText(*a, *b), sentence);
    QCOMPARE(mismatchText(*b, *a), sentence);
    QCOMPARE(costText(*b), QStringLiteral("1.63 M parameters · 69.5 M multiply-adds"));
}

void TestTrainingChoice::tellsTwoOfOneFamilyApart()
{
    TrainingChoice choice;
    choice.variants = {{"inception_v4", 0.25, {2, 4, 2}}, {"inception_v4", 0.5, {2, 4, 2}}};
    QCOMPARE(variantTitles(choice),
             (QStringList{"Inception-v4 · width 0.25", "Inception-v4 · width 0.5"}));
    choice.variants[1] = {"inception_v4", 0.25, {4, 7, 3}};
    QCOMPARE(variantTitles(choice),
             (QStringList{"Inception-v4 · repeats 2, 4, 2", "Inception-v4 · repeats 4, 7, 3"}));
}

void TestTrainingChoice::becomesACommand()
{
    TrainingChoice choice = pairChoice();
    const QString folder = QStringLiteral("/runs/imagenette 2025-03-14/inception_resnet_v2");
    QStringList common{"train",        "--json", "--network", "inception_resnet_v2",
                       "--width",      "0.25",   "--repeats", "4,8,4",
                       "--input-size", "128",    "--data",    "/data/imagenette",
                       "--out",        folder,   "--recipe",  "small-data",
                       "--epochs",     "20",     "--seed",    "1",
                       "--threads",    "2"};
    const QStringList names{"--id", "inception_resnet_v2_imagenette_2025-03-14", "--title",
                            "Inception-ResNet-v2 (paper) · imagenette 2025-03-14"};
    QCOMPARE(trainArguments(choice, choice.variants[1], folder, false), common + names);
    QCOMPARE(forecastArguments(choice, choice.variants[1], folder),
             common + QStringList{"--dry-run"});
    choice.batch = 16;
    choice.brain = true;
    common += {"--batch", "16", "--precision", "bf16"};
    QCOMPARE(trainArguments(choice, choice.variants[1], folder, true),
             common + names + QStringList{"--resume"});
}

void TestTrainingChoice::sharesTheProcessors()
{
    TrainingChoice choice = pairChoice();
    QCOMPARE(threadsOfEach(choice), 2);
    choice.threads = 0;
    QCOMPARE(threadsOfEach(choice), std::max(1, availableProcessors() / 2));
    choice.variants.pop_back();
    QCOMPARE(threadsOfEach(choice), availableProcessors());
}

void TestTrainingChoice::isReadAsItWasWritten()
{
    TrainingChoice choice = pairChoice();
    choice.inputSize = 80;
    choice.data = QStringLiteral("/photos/Bäume \"1\"");
    choice.recipe = QStringLiteral("paper");
    choice.epochs = 7;
    choice.batch = 16;
    choice.seed = 42;
    choice.brain = true;
    const auto read = readTrainingChoice(toJson(choice));
    QVERIFY2(read, read ? "" : read.error().message.c_str());
    QCOMPARE(*read, choice);
    choice.variants[1] = choice.variants[0];
    QCOMPARE(runNames(choice), (QStringList{"inception_v4", "inception_v4-2"}));
}

void TestTrainingChoice::refuses_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no JSON") << QByteArray("{") << QByteArray("[")
                             << "the settings are no JSON object";
    QTest::newRow("network")
        << QByteArray("inception_v4") << QByteArray("lenet")
        << "the settings have a list in which the variants have a network that "
           "nobody knows";
    QTest::newRow("width") << QByteArray("0.25") << QByteArray("1e9")
                           << "the settings have a list in which the variants have a width or "
                              "repeats that no network can have";
    QTest::newRow("repeats") << QByteArray("\"repeats\"") << QByteArray("\"other\"") << QString();
    QTest::newRow("variants") << QByteArray("\"variants\"") << QByteArray("\"other\"")
                              << "the settings have no list of one or two variants";
    QTest::newRow("recipe") << QByteArray("small-data") << QByteArray("; rm -rf")
                            << "the settings have a recipe that nobody knows";
    QTest::newRow("epochs") << QByteArray("\"epochs\": 20") << QByteArray("\"epochs\": -1")
                            << "the settings have a number out of its range";
    QTest::newRow("seed") << QByteArray("\"seed\": 1") << QByteArray("\"seed\": \"1\"")
                          << "the settings have a field \"seed\" that is not a whole number";
}

void TestTrainingChoice::refuses()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QString, reason);
    const auto read = readTrainingChoice(toJson(pairChoice()).replace(from, to));
    QCOMPARE(read ? QString() : QString::fromStdString(read.error().message), reason);
}

void TestTrainingChoice::saysHowFarARunIs()
{
    const TrainingChoice choice = pairChoice();
    RunStatus run;
    QCOMPARE(runText(run, choice), QStringLiteral("not begun"));
    run.state = RunStatus::State::Running;
    QCOMPARE(runText(run, choice), QStringLiteral("reading the pictures"));
    QCOMPARE(runFraction(run, choice), std::optional<double>());
    run.progress = TrainingProgress{7, 1, 20, 75, 300, 0.0};
    QCOMPARE(runText(run, choice), QStringLiteral("epoch 1 of 20 · batch 75 of 300"));
    run.progress->photosPerSecond = 96; // an epoch takes 100 s
    QCOMPARE(runText(run, choice),
             QStringLiteral("epoch 1 of 20 · batch 75 of 300 · 96 photos/s · about 32:55 left"));
    Series &errors = run.log.series["val_top1_error"];
    errors.append({10, 0.75, 1, 100});
    errors.append({20, 0.5, 2, 180});
    run.progress->epoch = 20;
    run.progress->batch = 300;
    QCOMPARE(runText(run, choice),
             QStringLiteral("epoch 20 of 20 · validating · 96 photos/s · about 0:00 left"));
    QCOMPARE(runFraction(run, choice), std::optional(1.0));
    run.progress.reset();
    run.state = RunStatus::State::Stopped;
    QCOMPARE(runText(run, choice), QStringLiteral("stopped after epoch 2 of 20"));
    QCOMPARE(runFraction(run, choice), std::optional(0.1));
    run.state = RunStatus::State::Finished;
    QCOMPARE(runText(run, choice),
             QStringLiteral("finished · top-1 error 50.0 %, best 50.0 % after epoch 2"));
}

QTEST_GUILESS_MAIN(TestTrainingChoice)
#include "tst_trainingchoice.moc"
