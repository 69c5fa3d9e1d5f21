#include "commandline/programfolder.h"
#include "commandline/programrun.h"
#include "explain/classactivation.h"
#include "explain/gradcam.h"
#include "explain/occlusion.h"
#include "images/imageconversion.h"
#include "images/imagedecoder.h"

#include <QImage>
#include <QTest>

#include <cmath>

using namespace inceptoscope;
using namespace inceptoscope::test;
using nlohmann::ordered_json;

/// Against the engines, asked directly.
class TestExplainCommand : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void gradCam();
    void classActivation();
    void occlusion();
    void inText();
    void asFiles();
    void badUsage_data();
    void badUsage();

private:
    std::vector<float> input() const;
    void compare(const ordered_json &answer, const SaliencyMap &expected) const;
    ordered_json answerTo(const QStringList &arguments) const;

    const ProgramFolder m_folder;
    QString m_file; ///< weights of a network whose last block has places
    std::optional<LoadedModel> m_model;
};

void TestExplainCommand::initTestCase()
{
    ModelDescription description = tinyDescription();
    description.options.input = {107, 107};
    description.preprocessing.shorterSide = 122;
    description.preprocessing.inputSize = 107;
    m_file = m_folder.path("larger.safetensors");
    QVERIFY(saveTinyModel(m_folder / "larger.safetensors", description));
    m_model = loadModel(m_folder / "larger.safetensors").value();
}

/// Of the photo, prepared for that network.
std::vector<float> TestExplainCommand::input() const
{
    const auto picture = decodeImage(m_folder.path("7.png"));
    const Preprocessing &preprocessing = m_model->description.preprocessing;
    return normalised(cropSeen(*picture, preprocessing), preprocessing);
}

ordered_json TestExplainCommand::answerTo(const QStringList &arguments) const
{
    const ProgramRun run = runProgram(QStringList{"explain", "--json", "--weights", m_file}
                                      + arguments + QStringList{m_folder.path("7.png")});
    if (run.status != 0 || !run.err.isEmpty())
        qWarning("%d %s", run.status, run.err.constData());
    return parsed(run.out);
}

void TestExplainCommand::compare(const ordered_json &answer, const SaliencyMap &expected) const
{
    QCOMPARE(answer["image"].get<std::string>(), m_folder.path("7.png").toStdString());
    QCOMPARE(answer["index"].get<int>(), expected.classIndex);
    QCOMPARE(answer["label"].get<std::string>(),
             classLabel(m_model->description, expected.classIndex));
    QCOMPARE(answer["cell"].dump(), ordered_json({expected.cellHeight, expected.cellWidth}).dump());
    QCOMPARE(answer["values"].size(), static_cast<std::size_t>(expected.grid.height));
    std::size_t next = 0;
    for (const ordered_json &row : answer["values"]) {
        QCOMPARE(row.size(), static_cast<std::size_t>(expected.grid.width));
        for (const ordered_json &value : row)
            QVERIFY(std::abs(value.get<float>() - expected.values[next++]) < 1e-4F);
    }
}

void TestExplainCommand::gradCam()
{
    const NetworkGraph &graph = m_model->graph;
    auto engine = makeGradientEngine(graph, m_model->weights).value();
    const int last = graph.outputOf("inception_c.0");
    const auto gradient = engine->classGradient(input(), last, 0).value();
    const auto top =
        static_cast<int>(std::ranges::max_element(gradient.logits) - gradient.logits.begin());
    const ordered_json answer = answerTo({});
    compare(answer,
            ::inceptoscope::gradCam(graph, last, top,
                                    engine->classGradient(input(), last, top).value()));
    QCOMPARE(answer["method"].get<std::string>(), std::string("gradcam"));
    QCOMPARE(answer["layer"].get<std::string>(), graph.layer(last).id);
    const int other = graph.outputOf("inception_b.0.branch1");
    compare(
        answerTo({"--class", "2", "--block", "inception_b.0.branch1"}),
        ::inceptoscope::gradCam(graph, other, 2, engine->classGradient(input(), other, 2).value()));
}

void TestExplainCommand::classActivation()
{
    const NetworkGraph &graph = m_model->graph;
    const int features = classActivationLayers(graph)->features;
    const std::vector<float> picture = input();
    const auto pass =
        makeEngine(graph, m_model->weights).value()->run({&picture, 1}, {features}).value();
    compare(
        answerTo({"--method", "cam", "--class", "1"}),
        classActivationMap(graph, m_model->weights, pass.front().captured.at(features), 1).value());
}

void TestExplainCommand::occlusion()
{
    auto engine = makeEngine(m_model->graph, m_model->weights).value();
    const ordered_json answer =
        answerTo({"--method", "occlusion", "--class", "3", "--window", "30", "--stride", "25"});
    compare(answer, occlusionSensitivity(*engine, input(), {30, 25}, 3).value());
    QVERIFY(answer["layer"].is_null());
}

void TestExplainCommand::inText()
{
    const ProgramRun run =
        runProgram({"explain", "--weights", m_file, "--class", "2", m_folder.path("7.png")});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    const QList<QByteArray> lines = run.lines();
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines[0].startsWith("golf ball, ") && lines[0].endsWith(" %"), lines[0]);
    QVERIFY2(lines[1].startsWith("gradcam of inception_c.0.concat, 2×2 cells: "), lines[1]);
}

void TestExplainCommand::asFiles()
{
    const QStringList arguments{"explain",
                                "--weights",
                                m_file,
                                "--png",
                                m_folder.path("why.png"),
                                "--npy",
                                m_folder.path("why.npy"),
                                m_folder.path("7.png")};
    QCOMPARE(runProgram(arguments).status, 0);
    QCOMPARE(QImage(m_folder.path("why.png")).size(), QSize(535, 535)); // 5 × 107
    const std::string bytes = readFile(m_folder / "why.npy");
    QVERIFY(bytes.find("'shape': (2, 2)") != std::string::npos);
    const ProgramRun again = runProgram(arguments);
    QCOMPARE(again.status, 1);
    QCOMPARE(again.out, QByteArray());
    QCOMPARE(again.err,
             "inceptoscope: " + m_folder.path("why.png").toUtf8()
                 + " exists already: give --force to replace it\n");
    QCOMPARE(runProgram(QStringList(arguments) << "--force").status, 0);
}

void TestExplainCommand::badUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("sentence");
    const QString photo = m_folder.path("7.png");
    const auto row = [&](const char *name, QStringList arguments, int status,
                         const QString &sentence) {
        QTest::newRow(name) << arguments << status << sentence;
    };
    row("no such class", {"--class", "4", photo}, 2,
        "Tiny inception_resnet_v2 has no class 4, only 0 to 3");
    row("no such block", {"--block", "inception_z", photo}, 2,
        "Tiny inception_resnet_v2 has no block \"inception_z\": \"inceptoscope describe "
        "inception_resnet_v2 --level block\" lists them");
    row("a block for occlusion", {"--method", "occlusion", "--block", "stem", photo}, 2,
        "--block is for gradcam: the other methods have no choice of it");
    row("a single cell", {"--method", "cam", photo}, 1,
        "inception_resnet_c.0.add has a single cell, and so no places; take an earlier block, or a "
        "larger input");
    row("a window too large", {"--method", "occlusion", "--window", "76", photo}, 1,
        "a window and its stride are 1 to 75 pixels for this input, not 76");
    const QString empty = m_folder.path("photos/4 empty.jpg");
    row("no photo", {empty}, 1, empty + " is empty (0 bytes); copy or download it again");
}

void TestExplainCommand::badUsage()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const int, status);
    QFETCH(const QString, sentence);
    const ProgramRun run = runProgram(QStringList{"explain"} + arguments);
    QCOMPARE(QString::fromUtf8(run.err), "inceptoscope: " + sentence + "\n");
    QCOMPARE(run.out, QByteArray());
    QCOMPARE(run.status, status);
}

QTEST_GUILESS_MAIN(TestExplainCommand)
#include "tst_explaincommand.moc"
