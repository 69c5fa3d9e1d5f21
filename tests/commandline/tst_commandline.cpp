#include "commandline/commandline.h"
#include "commandline/programfolder.h"
#include "commandline/programrun.h"

#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;
using nlohmann::ordered_json;

namespace fs = std::filesystem;

/// What a person typed, as the program's main function sees it.
static bool isCommand(std::vector<std::string> arguments)
{
    std::vector<char *> pointers;
    for (std::string &argument : arguments)
        pointers.push_back(argument.data());
    return isSubcommand(static_cast<int>(pointers.size()), pointers.data());
}

/// How commands are called, and the list of networks.
class TestCommandLine : public QObject
{
    Q_OBJECT

private slots:
    void badUsage_data();
    void badUsage();
    void helpAndVersionEverywhere();
    void theWindowOpensWithoutASubcommand();
    void networksAsText();
    void networksAsJson();
    void networksWithABrokenFile();

private:
    const ProgramFolder m_folder;
};

void TestCommandLine::badUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("sentence");
    const QString known =
        QStringLiteral("; the known ones are tiny_inception_resnet_v2, ") + familyIds().join(", ");
    const auto tellsMore = [](const QString &command) {
        return QStringLiteral(" (inceptoscope %1--help tells more)").arg(command);
    };
    const auto row = [](const char *name, const QStringList &arguments, const QString &sentence) {
        QTest::newRow(name) << arguments << sentence;
    };
    row("unknown network", {"describe", "vgg\n16"}, "there is no network \"vgg\\n16\"" + known);
    row("no network", {"describe"},
        "ID is missing: inceptoscope describe ID" + tellsMore("describe "));
    row("too small", {"describe", "inception_v4", "--input-size", "20"},
        "Inception-v4 cannot take an input of 20×20: stem.mixed6.branch0.0: the grid vanishes, "
        "since 3×3/2 conv does not fit on a grid of 1×1; the smallest size that works is 75×75");
    row("no size", {"describe", "inception_v4", "--input-size", "0"},
        "--input-size: Value 0 not in range 1 to 100000" + tellsMore("describe "));
    row("unknown level", {"describe", "inception_v4", "--level", "room"},
        "--level: room not in {stage,block,layer}" + tellsMore("describe "));
    row("two formats", {"describe", "inception_v4", "--json", "--svg", "x.svg"},
        "--json excludes --svg" + tellsMore("describe "));
    row("unknown option", {"networks", "--yaml"},
        "The following argument was not expected: --yaml" + tellsMore("networks "));
    row("no image", {"classify"},
        "IMAGE|FOLDER is missing: inceptoscope classify IMAGE|FOLDER..." + tellsMore("classify "));
    row("unknown engine", {"classify", "--engine", "tpu", "x.png"},
        "--engine: tpu not in {auto,onednn,torch}" + tellsMore("classify "));
    row("precision that is not there",
        {"classify", "--engine", "torch", "--precision", "bf16", "x.png"},
        "the LibTorch engine computes in f32 only: leave --precision bf16 out");
    row("no class", {"classify", "--top", "0", "x.png"},
        "--top: Value 0 not in range 1 to 1000000" + tellsMore("classify "));
    row("logits in text", {"classify", "--logits", "x.png"},
        "--logits requires --json" + tellsMore("classify "));
    row("unknown weights", {"classify", "--weights", "resnet", "x.png"},
        "there is no network \"resnet\"" + known);
    row("weights of another network",
        {"classify", "--network", "inception_v4", "--weights", "tiny_inception_resnet_v2", "x.png"},
        "the weights tiny_inception_resnet_v2 are for inception_resnet_v2, not for inception_v4");
    row("unknown block", {"activations", "--block", "inception_z", "x.png"},
        "Tiny inception_resnet_v2 has no block \"inception_z\": \"inceptoscope describe "
        "inception_resnet_v2 --level block\" lists them");
    row("two images", {"activations", "x.png", "y.png"},
        "The following argument was not expected: y.png" + tellsMore("activations "));
}

void TestCommandLine::badUsage()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, sentence);
    const ProgramRun run = runProgram(arguments);
    QCOMPARE(QString::fromUtf8(run.err), "inceptoscope: " + sentence + "\n");
    QCOMPARE(run.out, QByteArray());
    QCOMPARE(run.status, 2);
}

void TestCommandLine::helpAndVersionEverywhere()
{
    const QStringList commands{"networks", "describe", "classify", "activations",
                               "explain",  "train",    "weights"};
    for (const QString &command : commands) {
        const ProgramRun help = runProgram({command, "--help"});
        QVERIFY2(help.out.contains(("Usage: inceptoscope " + command + " [OPTIONS]").toUtf8()),
                 help.out);
        QCOMPARE(help.err, QByteArray());
        QCOMPARE(help.status, 0);
        const ProgramRun version = runProgram({command, "--version"});
        QCOMPARE(version.out, runProgram({"--version"}).out);
        QCOMPARE(version.status, 0);
    }
    const ProgramRun help = runProgram({"--help"});
    QCOMPARE(help.status, 0);
    for (const QString &command : commands)
        QVERIFY(help.out.contains(("\n  " + command + " ").toUtf8()));
    QVERIFY(runProgram({"--version"}).out.startsWith("inceptoscope "));
}

void TestCommandLine::theWindowOpensWithoutASubcommand()
{
    QVERIFY(!isCommand({"inceptoscope"}));
    QVERIFY(!isCommand({"inceptoscope", "photo.jpg"}));
    QVERIFY(!isCommand({"inceptoscope", "photo.jpg", "classify"}));
    QVERIFY(isCommand({"inceptoscope", "classify"}));
    QVERIFY(isCommand({"inceptoscope", "describe", "inception_v4"}));
    QVERIFY(isCommand({"inceptoscope", "--help"}));
    QVERIFY(isCommand({"inceptoscope", "-h"}));
    QVERIFY(isCommand({"inceptoscope", "--version"}));
}

void TestCommandLine::networksAsText()
{
    const ProgramRun run = runProgram({"networks"});
    QCOMPARE(run.status, 0);
    QCOMPARE(run.err, QByteArray());
    const QList<QByteArray> lines = run.lines();
    QCOMPARE(lines.size(), 9);
    QCOMPARE(lines[1].simplified(),
             QByteArray("tiny_inception_resnet_v2 Tiny inception_resnet_v2 75×75×3 4 ")
                 + lines[1].simplified().split(' ')[5] + " " + lines[1].simplified().split(' ')[6]
                 + " bundled");
    QCOMPARE(
        lines[3].simplified(),
        QByteArray("inception_v4 Inception-v4 299×299×3 1,000 42,679,816 12,253,974,624 none"));
}

void TestCommandLine::networksAsJson()
{
    const ProgramRun run = runProgram({"networks", "--json"});
    QCOMPARE(run.status, 0);
    const ordered_json networks = parsed(run.out)["networks"];
    QCOMPARE(networks.size(), std::size_t{8});
    const NetworkGraph graph = m_folder.graph();
    const ordered_json tiny{{"id", "tiny_inception_resnet_v2"},
                            {"title", "Tiny inception_resnet_v2"},
                            {"classes", 4},
                            {"input", {3, 75, 75}},
                            {"parameters", graph.parameters()},
                            {"multiply_adds", graph.multiplyAdds()},
                            {"weights", "bundled"},
                            {"files", {m_folder.model().string()}},
                            {"get", nullptr}};
    QCOMPARE(networks[0].dump(), tiny.dump());
    const ordered_json v4{
        {"id", "inception_v4"},
        {"title", "Inception-v4"},
        {"classes", 1000},
        {"input", {3, 299, 299}},
        {"parameters", 42'679'816},
        {"multiply_adds", 12'253'974'624},
        {"weights", "none"},
        {"files", ordered_json::array()},
        {"get", "https://huggingface.co/timm/inception_v4.tf_in1k/resolve/main/model.safetensors"}};
    QCOMPARE(networks[2].dump(), v4.dump());
    QStringList ids;
    for (const ordered_json &network : networks)
        ids += QString::fromStdString(network["id"]);
    QCOMPARE(ids, QStringList("tiny_inception_resnet_v2") + familyIds());
}

void TestCommandLine::networksWithABrokenFile()
{
    const fs::path broken = m_folder / "resources/networks/broken.safetensors";
    writeFile(broken, "not weights");
    const ProgramRun run = runProgram({"networks", "--json"});
    fs::remove(broken);
    QCOMPARE(run.err,
             "inceptoscope: " + QByteArray::fromStdString(broken.string())
                 + " cannot be read: it is neither a safetensors file nor one of PyTorch's\n");
    QCOMPARE(parsed(run.out)["networks"].size(), std::size_t{8});
    QCOMPARE(run.status, 1);
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
