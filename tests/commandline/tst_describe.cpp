#include "commandline/commandline.h"
#include "commandline/describedtext.h"
#include "commandline/programfolder.h"
#include "commandline/programrun.h"
#include "support/testdata.h"

#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;
using nlohmann::ordered_json;

namespace fs = std::filesystem;

/// What a person typed, as the program's main function sees it.
static int inProcess(std::vector<std::string> arguments, const CommandLineHooks &hooks = {})
{
    std::vector<char *> pointers;
    for (std::string &argument : arguments)
        pointers.push_back(argument.data());
    return runCommandLine(static_cast<int>(pointers.size()), pointers.data(), hooks);
}

/// Against the tables of tests/data/networks and the published numbers.
class TestDescribe : public QObject
{
    Q_OBJECT

private slots:
    void describedLayersAreThoseOfTheTables_data();
    void describedLayersAreThoseOfTheTables();
    void describedSumsAreThePublishedOnes_data();
    void describedSumsAreThePublishedOnes();
    void describedStages();
    void describedAsText();
    void describedBundledNetwork();
    void diagramsAreDrawnByTheHook();
    void diagramsNeedAHook();

private:
    const ProgramFolder m_folder;
};

void TestDescribe::describedLayersAreThoseOfTheTables_data()
{
    QTest::addColumn<QString>("network");
    for (const QString &network : familyIds())
        QTest::newRow(qPrintable(network)) << network;
}

void TestDescribe::describedLayersAreThoseOfTheTables()
{
    QFETCH(const QString, network);
    const ProgramRun run = runProgram({"describe", network, "--level", "layer", "--json"});
    QCOMPARE(run.status, 0);
    const std::string table = readFile(testData("networks") / (network.toStdString() + ".txt"));
    QCOMPARE(describedText(parsed(run.out)), plainTable(table));
}

void TestDescribe::describedSumsAreThePublishedOnes_data()
{
    QTest::addColumn<QString>("network");
    QTest::addColumn<int>("size");
    QTest::addColumn<qint64>("parameters");
    QTest::addColumn<qint64>("multiplyAdds");
    const auto row = [](const char *name, int size, qint64 parameters, qint64 multiplyAdds) {
        QTest::addRow("%s at %d", name, size)
            << QString::fromLatin1(name) << size << parameters << multiplyAdds;
    };
    row("inception_v3", 299, 23'834'568, 5'713'216'096);
    row("inception_v4", 299, 42'679'816, 12'253'974'624);
    row("inception_resnet_v1", 299, 22'756'328, 6'206'361'696);
    row("inception_resnet_v1_facenet", 160, 27'910'327, 1'422'081'376);
    row("inception_resnet_v1_facenet", 299, 27'910'327, 6'312'142'432);
    row("inception_resnet_v2", 299, 32'433'928, 9'257'953'632);
    row("inception_resnet_v2_tfslim", 299, 55'843'464, 13'155'794'016);
    row("bn_inception", 224, 11'295'240, 2'032'600'064);
}

void TestDescribe::describedSumsAreThePublishedOnes()
{
    QFETCH(const QString, network);
    QFETCH(const int, size);
    const ProgramRun run = runProgram(
        {"describe", network, "--input-size", QString::number(size), "--level", "layer", "--json"});
    QCOMPARE(run.status, 0);
    const ordered_json description = parsed(run.out);
    QCOMPARE(description["network"].get<std::string>(), network.toStdString());
    QCOMPARE(description["input"].dump(), ordered_json({3, size, size}).dump());
    QTEST(description["parameters"].get<qint64>(), "parameters");
    QTEST(description["multiply_adds"].get<qint64>(), "multiplyAdds");
    for (const char *sum : {"parameters", "multiply_adds"}) {
        qint64 total = 0;
        for (const ordered_json &stage : description["stages"]) {
            qint64 ofStage = 0;
            for (const ordered_json &block : stage["blocks"]) {
                qint64 ofBlock = 0;
                for (const ordered_json &layer : block["layers"])
                    ofBlock += layer[sum].get<qint64>();
                QCOMPARE(block[sum].get<qint64>(), ofBlock);
                ofStage += ofBlock;
            }
            QCOMPARE(stage[sum].get<qint64>(), ofStage);
            total += ofStage;
        }
        QCOMPARE(description[sum].get<qint64>(), total);
    }
}

void TestDescribe::describedStages()
{
    const ProgramRun run = runProgram({"describe", "inception_resnet_v2", "--json"});
    QCOMPARE(run.status, 0);
    std::string stages;
    const ordered_json description = parsed(run.out);
    for (const ordered_json &stage : description["stages"])
        stages += stage.dump() + "\n";
    QCOMPARE(
        stages,
        std::string(
            R"({"id":"stem","title":"Stem","repeats":1,"grid":[35,35],"channels":384,"parameters":605728,"multiply_adds":2289943648}
{"id":"inception_resnet_a","title":"Inception-ResNet-A","repeats":5,"grid":[35,35],"channels":384,"parameters":687840,"multiply_adds":837312000}
{"id":"reduction_a","title":"Reduction-A","repeats":1,"grid":[17,17],"channels":1152,"parameters":2902528,"multiply_adds":1482178560}
{"id":"inception_resnet_b","title":"Inception-ResNet-B","repeats":10,"grid":[17,17],"channels":1152,"parameters":11719040,"multiply_adds":3379589120}
{"id":"reduction_b","title":"Reduction-B","repeats":1,"grid":[8,8],"channels":2144,"parameters":3930112,"multiply_adds":599629824}
{"id":"inception_resnet_c","title":"Inception-ResNet-C","repeats":5,"grid":[8,8],"channels":2144,"parameters":10443680,"multiply_adds":667156480}
{"id":"average_pool","title":"Average pooling","repeats":1,"grid":[1,1],"channels":2144,"parameters":0,"multiply_adds":0}
{"id":"dropout","title":"Dropout","repeats":1,"grid":[1,1],"channels":2144,"parameters":0,"multiply_adds":0}
{"id":"classifier","title":"Softmax","repeats":1,"grid":[1,1],"channels":1000,"parameters":2145000,"multiply_adds":2144000}
)"));
    const ordered_json blocks =
        parsed(runProgram({"describe", "inception_resnet_v2", "--level", "layer", "--json"})
                   .out)["stages"][1]["blocks"];
    QCOMPARE(
        blocks[0]["layers"][8].dump(),
        std::string(R"({"id":"inception_resnet_a.0.add","kind":"residual_add","kernel":null,)"
                    R"("stride":null,"padding":null,"in":[384,35,35],"out":[384,35,35],)"
                    R"("grid":[35,35],"parameters":0,"multiply_adds":0,"residual_scale":0.17})"));
}

void TestDescribe::describedAsText()
{
    const ProgramRun run = runProgram({"describe", "inception_v4"});
    QCOMPARE(run.status, 0);
    QCOMPARE(
        QString::fromUtf8(run.out),
        QStringLiteral(
            "Inception-v4\n"
            "arXiv 1602.07261, section 3.1, figures 3 to 9\n"
            "Input 299×299×3, 1,000 classes, 42,679,816 parameters, 12,253,974,624 multiply-adds\n"
            "\n"
            "id                             output      parameters  multiply-adds\n"
            "stem          Stem             35×35×384      605,728  2,289,943,648\n"
            "inception_a   4 × Inception-A  35×35×384    1,270,528  1,550,438,400\n"
            "reduction_a   Reduction-A      17×17×1024   2,306,112  1,097,164,800\n"
            "inception_b   7 × Inception-B  17×17×1024  20,553,792  5,930,853,376\n"
            "reduction_b   Reduction-B      8×8×1536     2,747,392    511,098,880\n"
            "inception_c   3 × Inception-C  8×8×1536    13,659,264    872,939,520\n"
            "average_pool  Average pooling  1×1×1536             0              0\n"
            "dropout       Dropout          1×1×1536             0              0\n"
            "classifier    Softmax          1×1×1000     1,537,000      1,536,000\n"
            "\n"
            "Convolutions in the released order. The paper's figures put 7×1 before 1×7 in\n"
            "the stem, order the third branches of Inception-B and Inception-C the other way\n"
            "round, print 1×7 for 7×1 in Inception-B and omit a stride of 2 in the stem;\n"
            "parameters and multiply-adds are the same either way.\n"));
    const QList<QByteArray> lines =
        runProgram({"describe", "inception_v4", "--level", "layer"}).lines();
    QVERIFY(lines.contains(
        "    inception_c.2.branch2.3b  3×1 conv            8×8×256        393,728     "
        "25,165,824"));
}

void TestDescribe::describedBundledNetwork()
{
    const ProgramRun run = runProgram({"describe", "tiny_inception_resnet_v2", "--json"});
    QCOMPARE(run.status, 0);
    const ordered_json description = parsed(run.out);
    QCOMPARE(description["network"].get<std::string>(), std::string("tiny_inception_resnet_v2"));
    QCOMPARE(description["input"].dump(), std::string("[3,75,75]"));
    QCOMPARE(description["stages"].back()["channels"].get<int>(), 4);
}

void TestDescribe::diagramsAreDrawnByTheHook()
{
    QStringList drawn;
    const CommandLineHooks hooks{[&](const NetworkGraph &graph, GraphLevel level,
                                     const QString &file, PictureFormat format) -> Expected<void> {
        drawn += QStringLiteral("%1 %2 %3 %4")
                     .arg(QString::fromStdString(graph.id()))
                     .arg(graph.input().width)
                     .arg(static_cast<int>(level))
                     .arg(static_cast<int>(format));
        writeFile(file.toStdString(), "drawn");
        return {};
    }};
    const auto describe = [&](const std::string &option, const std::string &file,
                              const std::string &last) {
        return inProcess(
            {"inceptoscope", "describe", "inception_v4", option, (m_folder / file).string(), last},
            hooks);
    };
    QCOMPARE(describe("--svg", "a.svg", "--level=block"), 0);
    QCOMPARE(describe("--pdf", "a.pdf", "--level=layer"), 0);
    QCOMPARE(describe("--png", "a.png", "--input-size=160"), 0);
    const QStringList all{"inception_v4 299 1 0", "inception_v4 299 2 1", "inception_v4 160 0 2"};
    QCOMPARE(drawn, all);
    QCOMPARE(describe("--svg", "a.svg", "--level=stage"), 1); // it is there
    QCOMPARE(drawn, all);
    QCOMPARE(describe("--svg", "a.svg", "--force"), 0);
    QCOMPARE(drawn, all + QStringList("inception_v4 299 0 0"));
}

void TestDescribe::diagramsNeedAHook()
{
    const std::string file = (m_folder / "none.svg").string();
    QCOMPARE(inProcess({"inceptoscope", "describe", "inception_v4", "--svg", file}), 1);
    QVERIFY(!fs::exists(file));
}

QTEST_GUILESS_MAIN(TestDescribe)
#include "tst_describe.moc"
