#include "commandline/commandline.h"
#include "commandline/describedtext.h"
#include "commandline/programrun.h"
#include "engine/engine.h"
#include "images/imagedecoder.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"

#include <QImage>
#include <QTest>

#include <cmath>
#include <csignal>
#include <cstring>

using namespace inceptoscope;
using namespace inceptoscope::test;
using nlohmann::ordered_json;

namespace fs = std::filesystem;

namespace {

const QStringList families{"inception_v3",        "inception_v4",
                           "inception_resnet_v1", "inception_resnet_v1_facenet",
                           "inception_resnet_v2", "inception_resnet_v2_tfslim",
                           "bn_inception"};

/// What a person typed, as the program's main function sees it.
int inProcess(std::vector<std::string> arguments, const CommandLineHooks &hooks = {})
{
    std::vector<char *> pointers;
    for (std::string &argument : arguments)
        pointers.push_back(argument.data());
    return runCommandLine(static_cast<int>(pointers.size()), pointers.data(), hooks);
}

bool isCommand(std::vector<std::string> arguments)
{
    std::vector<char *> pointers;
    for (std::string &argument : arguments)
        pointers.push_back(argument.data());
    return isSubcommand(static_cast<int>(pointers.size()), pointers.data());
}

ordered_json parsed(const QByteArray &text)
{
    return ordered_json::parse(text.toStdString(), nullptr, false);
}

QStringList namesIn(const fs::path &folder)
{
    QStringList names;
    for (const auto &entry : fs::directory_iterator(folder))
        names += QString::fromStdString(entry.path().filename().string());
    names.sort();
    return names;
}

} // namespace

/// The program with resources and a data folder of the test's own: one bundled network, tiny.
class TestCommandLine : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();

    void badUsage_data();
    void badUsage();
    void helpAndVersionEverywhere();
    void theWindowOpensWithoutASubcommand();

    void networksAsText();
    void networksAsJson();
    void networksWithABrokenFile();

    void describedLayersAreThoseOfTheTables_data();
    void describedLayersAreThoseOfTheTables();
    void describedSumsAreThePublishedOnes_data();
    void describedSumsAreThePublishedOnes();
    void describedStages();
    void describedAsText();
    void describedBundledNetwork();
    void diagramsAreDrawnByTheHook();
    void diagramsNeedAHook();

    void classifyAsJson();
    void classifyAsText();
    void classifyWithAnotherNetwork_data();
    void classifyWithAnotherNetwork();
    void classifyToAFullDisk();
    void classifyEndsCleanlyAtCtrlC();

    void activationsAsJson();
    void activationsOfSomeBlocks();
    void activationsAsFiles();
    void activationsNeedAnImage();

private:
    QString path(std::string_view name) const
    {
        return QString::fromStdString((m_folder / name).string());
    }
    Expected<Activations> answerTo(const QString &image,
                                   const std::vector<int> &capture = {}) const;

    TemporaryFolder m_folder;
    fs::path m_model;
};

void TestCommandLine::initTestCase()
{
    fs::create_directories(m_folder / "resources/networks");
    fs::create_directories(m_folder / "photos/more");
    qputenv("INCEPTOSCOPE_RESOURCES", (m_folder / "resources").c_str());
    qputenv("XDG_DATA_HOME", (m_folder / "data").c_str());
    m_model = m_folder / "resources/networks/tiny.safetensors";
    QVERIFY(saveTinyModel(m_model, tinyDescription("inception_resnet_v2")));
    QVERIFY(saveTinyModel(m_folder / "v4.safetensors", tinyDescription()));

    for (const char *name : {"photos/1 quotes \"'.png", "photos/2\nline.png", "photos/5 한글.png",
                             "photos/more/6.png", "7.png"}) {
        QImage image(90 + 10 * name[7] % 7, 80, QImage::Format_RGB32);
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                image.setPixel(x, y, qRgb(x * 2, y * 3, (x * y + name[7]) % 256));
        }
        QVERIFY(image.save(path(name)));
    }
    QImage(200, 200, QImage::Format_RGB32).save(path("whole.jpg"));
    writeFile(m_folder / "photos/3 text.jpg", "this is text\n");
    writeFile(m_folder / "photos/4 empty.jpg", "");
    const std::string jpeg = readFile(m_folder / "whole.jpg");
    writeFile(m_folder / "photos/4 short.jpg", std::string_view(jpeg).substr(0, jpeg.size() / 2));
}

/// What the engine says when it is asked directly.
Expected<Activations> TestCommandLine::answerTo(const QString &image,
                                                const std::vector<int> &capture) const
{
    const auto model = loadModel(m_model);
    if (!model)
        return tl::unexpected(model.error());
    const Preprocessing &preprocessing = model->description.preprocessing;
    const auto picture = decodeImage(image).map(toRgb);
    auto engine = makeTorchEngine(model->graph, model->weights);
    if (!picture || !engine)
        return failure("no answer");
    const auto input = normalised(cropSeen(*picture, preprocessing), preprocessing);
    auto answers = (*engine)->run({&input, 1}, capture);
    if (!answers)
        return tl::unexpected(answers.error());
    return answers->front();
}

// --- Usage ---------------------------------------------------------------------------------------

void TestCommandLine::badUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("sentence");
    const QString known =
        QStringLiteral("; the known ones are tiny_inception_resnet_v2, ") + families.join(", ");
    const auto tellsMore = [](const QString &command) {
        return QStringLiteral(" (inceptoscope %1--help tells more)").arg(command);
    };
    const auto row = [](const char *name, const QStringList &arguments, const QString &sentence) {
        QTest::newRow(name) << arguments << sentence;
    };
    row("unknown network", {"describe", "vgg\n16"}, "there is no network \"vgg\\n16\"" + known);
    row("no network", {"describe"}, "network is required" + tellsMore("describe "));
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
    row("no image", {"classify"}, "images is required" + tellsMore("classify "));
    row("unknown engine", {"classify", "--engine", "tpu", "x.png"},
        "--engine: tpu not in {auto,onednn,torch}" + tellsMore("classify "));
    row("engine that is not there", {"classify", "--engine", "onednn", "x.png"},
        "this program has no oneDNN engine yet: use --engine torch");
    row("precision that is not there", {"classify", "--precision", "bf16", "x.png"},
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
    const QStringList commands{"networks", "describe", "classify", "activations", "train"};
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

// --- networks ------------------------------------------------------------------------------------

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
    const auto graph = buildDescribed(tinyDescription("inception_resnet_v2"));
    QVERIFY(graph);
    const ordered_json tiny{{"id", "tiny_inception_resnet_v2"},
                            {"title", "Tiny inception_resnet_v2"},
                            {"classes", 4},
                            {"input", {3, 75, 75}},
                            {"parameters", graph->parameters()},
                            {"multiply_adds", graph->multiplyAdds()},
                            {"weights", "bundled"},
                            {"files", {m_model.string()}},
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
    QCOMPARE(ids, QStringList("tiny_inception_resnet_v2") + families);
}

void TestCommandLine::networksWithABrokenFile()
{
    const fs::path broken = m_folder / "resources/networks/broken.safetensors";
    writeFile(broken, "not weights");
    const ProgramRun run = runProgram({"networks", "--json"});
    fs::remove(broken);
    QCOMPARE(run.err,
             "inceptoscope: " + QByteArray::fromStdString(broken.string())
                 + " cannot be read: it is not a safetensors file\n");
    QCOMPARE(parsed(run.out)["networks"].size(), std::size_t{8});
    QCOMPARE(run.status, 1);
}

// --- describe ------------------------------------------------------------------------------------

void TestCommandLine::describedLayersAreThoseOfTheTables_data()
{
    QTest::addColumn<QString>("network");
    for (const QString &network : families)
        QTest::newRow(qPrintable(network)) << network;
}

void TestCommandLine::describedLayersAreThoseOfTheTables()
{
    QFETCH(const QString, network);
    const ProgramRun run = runProgram({"describe", network, "--level", "layer", "--json"});
    QCOMPARE(run.status, 0);
    const std::string table =
        readFile(fs::path(TEST_DATA) / "networks" / (network.toStdString() + ".txt"));
    QCOMPARE(describedText(parsed(run.out)), plainTable(table));
}

void TestCommandLine::describedSumsAreThePublishedOnes_data()
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

void TestCommandLine::describedSumsAreThePublishedOnes()
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

void TestCommandLine::describedStages()
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

void TestCommandLine::describedAsText()
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

void TestCommandLine::describedBundledNetwork()
{
    const ProgramRun run = runProgram({"describe", "tiny_inception_resnet_v2", "--json"});
    QCOMPARE(run.status, 0);
    const ordered_json description = parsed(run.out);
    QCOMPARE(description["network"].get<std::string>(), std::string("tiny_inception_resnet_v2"));
    QCOMPARE(description["input"].dump(), std::string("[3,75,75]"));
    QCOMPARE(description["stages"].back()["channels"].get<int>(), 4);
}

void TestCommandLine::diagramsAreDrawnByTheHook()
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

void TestCommandLine::diagramsNeedAHook()
{
    const std::string file = (m_folder / "none.svg").string();
    QCOMPARE(inProcess({"inceptoscope", "describe", "inception_v4", "--svg", file}), 1);
    QVERIFY(!fs::exists(file));
}

// --- classify ------------------------------------------------------------------------------------

void TestCommandLine::classifyAsJson()
{
    const QString photos = path("photos");
    const ProgramRun run = runProgram({"classify", "--json", "--logits", "--top", "3", "--batch",
                                       "2", path("7.png"), photos, path("nowhere.png")});
    QCOMPARE(run.status, 1);
    QCOMPARE(run.err, QByteArray());
    const QStringList expected{
        path("7.png"),          photos + "/1 quotes \"'.png", photos + "/2\nline.png",
        photos + "/3 text.jpg", photos + "/4 empty.jpg",      photos + "/4 short.jpg",
        photos + "/5 한글.png", photos + "/more/6.png",       path("nowhere.png")};
    QStringList images;
    QStringList failed;
    for (const QByteArray &line : run.lines()) {
        const ordered_json answer = parsed(line);
        const QString image = QString::fromStdString(answer["image"]);
        images += image;
        if (answer.contains("error")) {
            failed += image;
            QCOMPARE(answer.size(), std::size_t{2});
            QVERIFY(!answer["error"].get<std::string>().empty());
            continue;
        }
        const auto direct = answerTo(image);
        QVERIFY(direct);
        QCOMPARE(answer["network"].get<std::string>(), std::string("tiny_inception_resnet_v2"));
        QCOMPARE(answer["weights"].get<std::string>(), std::string("tiny_inception_resnet_v2"));
        QCOMPARE(answer["logits"].size(), std::size_t{4});
        for (std::size_t i = 0; i < 4; ++i)
            QVERIFY(std::abs(answer["logits"][i].get<float>() - direct->logits[i]) < 1e-4F);
        QCOMPARE(answer["top"].size(), std::size_t{3});
        float last = 1.0F;
        for (const ordered_json &top : answer["top"]) {
            const auto index = top["index"].get<std::size_t>();
            const auto probability = top["probability"].get<float>();
            QVERIFY(std::abs(probability - direct->probabilities.at(index)) < 1e-4F);
            QVERIFY(probability <= last);
            last = probability;
            QCOMPARE(top["label"].get<std::string>(), tinyDescription().labels.at(index));
        }
        for (const char *step : {"decode", "preprocess", "forward"})
            QVERIFY(answer["ms"][step].get<double>() > 0.0);
    }
    QCOMPARE(images, expected);
    QCOMPARE(failed, (expected.sliced(3, 3) << expected.last()));
}

void TestCommandLine::classifyAsText()
{
    const QString image = path("photos/2\nline.png");
    const ProgramRun run = runProgram({"classify", "--top", "1", image, path("photos/3 text.jpg"),
                                       path("data"), path("nothing\nthere")});
    QCOMPARE(run.status, 1);
    const auto answer = answerTo(image);
    QVERIFY(answer);
    const auto best = std::ranges::max_element(answer->probabilities);
    const auto index = static_cast<std::size_t>(best - answer->probabilities.begin());
    QString shown = image;
    shown.replace(u'\n', "\\n");
    QCOMPARE(QString::fromUtf8(run.out),
             QStringLiteral("%1: %2 %3 %\n")
                 .arg(shown, QString::fromStdString(tinyDescription().labels.at(index)),
                      QString::number(100.0 * *best, 'f', 1)));
    const QList<QByteArray> errors = run.errorLines();
    QCOMPARE(errors.size(), 3);
    QVERIFY2(errors[0].startsWith("inceptoscope: " + path("photos/3 text.jpg").toUtf8()),
             errors[0]);
    QVERIFY2(errors[1].contains("data"), errors[1]);
    QVERIFY2(errors[2].contains("nothing\\nthere"), errors[2]);
}

void TestCommandLine::classifyWithAnotherNetwork_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("told"); ///< network and weights, or the sentence
    const QString file = path("v4.safetensors");
    QTest::newRow("file") << QStringList{"--weights", file} << 0 << "inception_v4 " + file;
    QTest::newRow("file for a network")
        << QStringList{"--network", "inception_v4", "--weights", file} << 0
        << "inception_v4 " + file;
    QTest::newRow("id for a network")
        << QStringList{"--network", "inception_resnet_v2", "--weights", "tiny_inception_resnet_v2"}
        << 0 << "inception_resnet_v2 tiny_inception_resnet_v2";
    QTest::newRow("file for another network")
        << QStringList{"--network", "inception_v3", "--weights", file} << 1
        << file + " cannot be used: it is for inception_v4, not for inception_v3";
    QTest::newRow("no weights")
        << QStringList{"--network", "bn_inception"} << 1
        << "there are no weights for BN-Inception here: put a safetensors file with some into "
            + path("data/inceptoscope/networks") + ", or choose a network that comes with weights";
    QTest::newRow("no file") << QStringList{"--weights", path("none.safetensors")} << 1
                             << path("none.safetensors")
            + " cannot be read: No such file or directory";
}

void TestCommandLine::classifyWithAnotherNetwork()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, told);
    const ProgramRun run = runProgram(QStringList{"classify", "--json", path("7.png")} + arguments);
    QTEST(run.status, "status");
    if (run.status != 0) {
        QCOMPARE(QString::fromUtf8(run.err), "inceptoscope: " + told + "\n");
        QCOMPARE(run.out, QByteArray());
        return;
    }
    const ordered_json answer = parsed(run.out);
    QCOMPARE(QString::fromStdString(answer["network"].get<std::string>() + " "
                                    + answer["weights"].get<std::string>()),
             told);
    QCOMPARE(answer["top"].size(), std::size_t{4}); // of five asked for
    QVERIFY(!answer.contains("logits"));
}

void TestCommandLine::classifyToAFullDisk()
{
    QProcess process;
    process.setStandardOutputFile("/dev/full");
    startProgram(process, {"classify", path("7.png")});
    const ProgramRun run = finished(process);
    QCOMPARE(run.err, QByteArray("inceptoscope: standard output could not be written\n"));
    QCOMPARE(run.status, 1);
}

void TestCommandLine::classifyEndsCleanlyAtCtrlC()
{
    fs::create_directories(m_folder / "many");
    constexpr int count = 3000;
    for (int i = 0; i < count; ++i)
        fs::create_hard_link(m_folder / "7.png", m_folder / ("many/" + std::to_string(i) + ".png"));
    QProcess process;
    startProgram(process, {"classify", "--json", path("many")});
    QVERIFY(process.waitForReadyRead(300'000)); // the first answer
    QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    const ProgramRun run = finished(process);
    QCOMPARE(run.status, 1);
    QCOMPARE(run.err, QByteArray("inceptoscope: interrupted; what was finished is there\n"));
    QVERIFY(run.out.endsWith("\n"));
    QVERIFY(run.lines().size() < count);
    for (const QByteArray &line : run.lines())
        QVERIFY2(parsed(line).contains("top"), line);
}

// --- activations ---------------------------------------------------------------------------------

void TestCommandLine::activationsAsJson()
{
    const auto graph = buildDescribed(tinyDescription("inception_resnet_v2"));
    QVERIFY(graph);
    std::vector<int> all(graph->layers().size());
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = static_cast<int>(i);
    const auto direct = answerTo(path("7.png"), all);
    QVERIFY(direct);
    const ProgramRun run = runProgram({"activations", "--json", path("7.png")});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    const ordered_json answer = parsed(run.out);
    QCOMPARE(answer["image"].get<std::string>(), path("7.png").toStdString());
    QCOMPARE(answer["network"].get<std::string>(), std::string("tiny_inception_resnet_v2"));

    const auto close = [](const ordered_json &found, double expected) {
        return std::abs(found.get<double>() - expected) < 1e-4;
    };
    std::size_t next = 0;
    for (const Stage &stage : graph->stages()) {
        for (const Block &block : stage.blocks) {
            const ordered_json &told = answer["blocks"].at(next++);
            const Activation &output = direct->captured.at(block.output);
            const ActivationStatistics expected = statistics(output);
            QCOMPARE(told["block"].get<std::string>(), block.id);
            QCOMPARE(told["shape"].dump(),
                     ordered_json({output.shape.channels, output.shape.height, output.shape.width})
                         .dump());
            QVERIFY(close(told["mean"], expected.mean) && close(told["std"], expected.std));
            QVERIFY(close(told["min"], expected.min) && close(told["max"], expected.max));
            QVERIFY(close(told["zero_fraction"], expected.zeroFraction));
            QCOMPARE(told["dead_channels"].get<int>(), expected.deadChannels);
            QCOMPARE(told.contains("residual_scale"), block.isResidual());
            if (!block.isResidual())
                continue;
            const Layer &add = graph->layer(block.residualAdd);
            QCOMPARE(told["residual_scale"].get<double>(), add.residualScale);
            QVERIFY(close(told["trunk_rms"], rootMeanSquare(direct->captured.at(block.trunk))));
            QVERIFY(
                close(told["residual_rms"],
                      add.residualScale * rootMeanSquare(direct->captured.at(block.expansion))));
        }
    }
    QCOMPARE(answer["blocks"].size(), next);
}

void TestCommandLine::activationsOfSomeBlocks()
{
    const ProgramRun run = runProgram({"activations", "--block", "inception_resnet_b.0", "--block",
                                       "stem.mixed4.branch1.0", "--block=stem", path("7.png")});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    QStringList firsts;
    for (const QByteArray &line : run.lines())
        firsts += QString::fromUtf8(line.simplified().split(' ').first(2).join(' '));
    QCOMPARE(firsts,
             QStringList({"block output", "inception_resnet_b.0 3×3×152",
                          "stem.mixed4.branch1.0 17×17×16", "stem 7×7×56"}));
}

void TestCommandLine::activationsAsFiles()
{
    const QStringList arguments{"activations",    "--block",    "stem",           "--block",
                                "reduction_a",    "--npy",      path("maps/npy"), "--png",
                                path("maps/png"), path("7.png")};
    QCOMPARE(runProgram(arguments).status, 0);
    QCOMPARE(namesIn(m_folder / "maps/npy"), QStringList({"reduction_a.npy", "stem.npy"}));
    QCOMPARE(namesIn(m_folder / "maps/png"), QStringList({"reduction_a.png", "stem.png"}));

    const auto graph = buildDescribed(tinyDescription("inception_resnet_v2"));
    const int stem = graph->outputOf("stem");
    const auto direct = answerTo(path("7.png"), {stem});
    QVERIFY(direct);
    const std::string bytes = readFile(m_folder / "maps/npy/stem.npy");
    const auto expected = direct->captured.at(stem).all();
    QVERIFY(bytes.starts_with("\x93NUMPY"));
    QVERIFY(bytes.find("'descr': '<f4', 'fortran_order': False, 'shape': (56, 7, 7)")
            != std::string::npos);
    QVERIFY(bytes.size() > expected.size_bytes());
    std::vector<float> values(expected.size());
    std::memcpy(values.data(), bytes.data() + bytes.size() - expected.size_bytes(),
                expected.size_bytes());
    for (std::size_t i = 0; i < values.size(); ++i)
        QVERIFY(std::abs(values[i] - expected[i]) < 1e-4F);
    QVERIFY(!QImage(path("maps/png/stem.png")).isNull());

    writeFile(m_folder / "maps/png/stem.png", "mine");
    const ProgramRun again = runProgram(arguments);
    QCOMPARE(again.status, 1);
    QCOMPARE(again.out, QByteArray());
    QCOMPARE(again.err,
             "inceptoscope: " + path("maps/npy/stem.npy").toUtf8()
                 + " exists already: give --force to replace it\n");
    QCOMPARE(readFile(m_folder / "maps/png/stem.png"), std::string("mine"));
    QCOMPARE(runProgram(QStringList(arguments) << "--force").status, 0);
    QVERIFY(!QImage(path("maps/png/stem.png")).isNull());
}

void TestCommandLine::activationsNeedAnImage()
{
    const ProgramRun run = runProgram({"activations", "--json", path("photos/4 empty.jpg")});
    QCOMPARE(run.status, 1);
    QCOMPARE(run.out, QByteArray());
    QCOMPARE(run.err,
             "inceptoscope: " + path("photos/4 empty.jpg").toUtf8()
                 + " is empty (0 bytes); copy or download it again\n");
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
