#include "commandline/programfolder.h"
#include "commandline/programrun.h"
#include "export/onnxfile.h"
#include "support/onnxreader.h"

#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace fs = std::filesystem;

using Lines = std::vector<std::string>;

/// `export --onnx`.
class TestExportCommand : public QObject
{
    Q_OBJECT

private slots:
    void writesTheBundledNetwork();
    void writesForAnotherInput();
    void tellsWhoseTheWeightsAre();
    void replacesOnlyByForce();
    void refusesBadUsage_data();
    void refusesBadUsage();
    void tellsWhatItCannotDo_data();
    void tellsWhatItCannotDo();
    void keepsWhatIsSaidOfTheWeights();

private:
    /// How an export fails, with % for the test's folder. Nothing must be left in "out".
    void expectFailure(QStringList options, int status, QString problem) const;

    const ProgramFolder m_folder;
};

void TestExportCommand::writesTheBundledNetwork()
{
    const QString out = m_folder.path("bundled.onnx");
    const ProgramRun run = runProgram({"export", "--onnx", out});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    const LoadedModel model = loadModel(m_folder.model()).value();
    const auto written = writeOnnx(m_folder / "expected.onnx", model.graph, model.weights,
                                   {.metadata = onnxMetadata(model.description, {})});
    QVERIFY(written.has_value());
    QVERIFY(readFile(out.toStdString()) == readFile(m_folder / "expected.onnx"));
    const QLocale english(QLocale::English);
    QCOMPARE(run.out,
             QStringLiteral("%1: Tiny inception_resnet_v2, %2 nodes, %3 bytes\n")
                 .arg(out, english.toString(static_cast<qulonglong>(written->nodes)),
                      english.toString(static_cast<qulonglong>(written->bytes)))
                 .toUtf8());
}

void TestExportCommand::writesForAnotherInput()
{
    const ProgramRun run =
        runProgram({"export", "--weights", m_folder.path("v4.safetensors"), "--input-size", "97",
                    "--batch", "4", "--onnx", m_folder.path("larger.onnx")});
    QCOMPARE(run.err, QByteArray());
    const OnnxFile file = readOnnx(m_folder / "larger.onnx");
    QCOMPARE(file.inputs, Lines{"input 4×3×97×97"});
    QCOMPARE(file.outputs, (Lines{"logits 4×4", "probabilities 4×4"}));
    const nlohmann::ordered_json preprocessing =
        nlohmann::ordered_json::parse(file.metadata.at("preprocessing"));
    QCOMPARE(preprocessing["input_size"].get<int>(), 97);
    QCOMPARE(preprocessing["shorter_side"].get<int>(), 111); // 86 · 97 / 75
    const nlohmann::ordered_json options =
        nlohmann::ordered_json::parse(file.metadata.at("options"));
    QCOMPARE(options["input"].dump(), std::string("[97,97]"));
}

void TestExportCommand::tellsWhoseTheWeightsAre()
{
    fs::copy_file(m_folder / "v4.safetensors", m_folder / "theirs.safetensors");
    writeFile(m_folder / "theirs.json",
              R"({"title":"Theirs","source":"https://example.org/w","licence":"CC-BY-4.0"})");
    const ProgramRun run = runProgram({"export", "--weights", m_folder.path("theirs.safetensors"),
                                       "--onnx", m_folder.path("theirs.onnx")});
    QCOMPARE(run.err, QByteArray());
    const auto metadata = readOnnx(m_folder / "theirs.onnx").metadata;
    QCOMPARE(metadata.at("title"), std::string("Theirs"));
    QCOMPARE(metadata.at("source"), std::string("https://example.org/w"));
    QCOMPARE(metadata.at("licence"), std::string("CC-BY-4.0"));
    QCOMPARE(metadata.at("labels"), std::string(R"(["tench","church","golf ball","parachute"])"));
}

void TestExportCommand::replacesOnlyByForce()
{
    writeFile(m_folder / "there.onnx", "mine");
    const QString there = m_folder.path("there.onnx");
    const QStringList command{"export", "--onnx", there};
    const ProgramRun refused = runProgram(command);
    QCOMPARE(refused.status, 1);
    QCOMPARE(refused.err,
             QStringLiteral("inceptoscope: %1 exists already: give --force to replace it\n")
                 .arg(there)
                 .toUtf8());
    QCOMPARE(readFile(there.toStdString()), std::string("mine"));
    QCOMPARE(runProgram(command + QStringList("--force")).status, 0);
    QCOMPARE(readOnnx(there.toStdString()).producer, std::string("inceptoscope"));
}

void TestExportCommand::expectFailure(QStringList options, int status, QString problem) const
{
    fs::create_directories(m_folder / "out");
    for (QString &option : options)
        option.replace('%', m_folder.path(""));
    const ProgramRun run = runProgram(QStringList("export") + options);
    QCOMPARE(run.out, QByteArray());
    const QByteArray sentence = "inceptoscope: " + problem.replace('%', m_folder.path("")).toUtf8();
    QVERIFY2(run.err.startsWith(sentence), run.err.constData());
    QCOMPARE(run.status, status);
    QVERIFY(fs::is_empty(m_folder / "out"));
}

void TestExportCommand::refusesBadUsage_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("problem");
    const auto add = [](const char *name, const QStringList &options, const char *problem) {
        QTest::newRow(name) << options << QString::fromUtf8(problem);
    };
    add("no file", {}, "--onnx FILE is missing: inceptoscope export --onnx FILE");
    add("no pictures", {"--onnx", "%out/x", "--batch", "0"},
        "--batch: Value 0 not in range 1 to 1024, and not dynamic");
    add("no number", {"--onnx", "%out/x", "--batch", "many"},
        "--batch: Value many not in range 1 to 1024, and not dynamic");
    add("no size", {"--onnx", "%out/x", "--input-size", "0"},
        "--input-size: Value 0 not in range 1 to 100000");
    add("unknown network", {"--onnx", "%out/x", "--network", "vgg"},
        "there is no network \"vgg\"; the known ones are tiny_inception_resnet_v2, ");
    add("other weights",
        {"--onnx", "%out/x", "--network", "inception_v3", "--weights", "tiny_inception_resnet_v2"},
        "the weights tiny_inception_resnet_v2 are for inception_resnet_v2, not for inception_v3\n");
}

void TestExportCommand::refusesBadUsage()
{
    QFETCH(const QStringList, options);
    QFETCH(const QString, problem);
    expectFailure(options, 2, problem);
}

void TestExportCommand::tellsWhatItCannotDo_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("problem");
    const auto add = [](const char *name, const QStringList &options, const char *problem) {
        QTest::newRow(name) << options << QString::fromUtf8(problem);
    };
    add("no weights", {"--onnx", "%out/x", "--network", "inception_v4"},
        "there are no weights for Inception-v4 here: ");
    add("no such weights", {"--onnx", "%out/x", "--weights", "%none.pth"},
        "%none.pth cannot be read: No such file or directory\n");
    add("too small", {"--onnx", "%out/x", "--input-size", "40"},
        "Tiny inception_resnet_v2 cannot take an input of 40×40: ");
    add("too large to be read back", {"--onnx", "%out/x", "--input-size", "8192"},
        "for an input of 8192×8192, photos would be resized to 9393 pixels, and 8192 are the most; "
        "choose a smaller input size\n");
    add("no folder", {"--onnx", "%none/x"},
        "%none/x cannot be written: No such file or directory\n");
    add("a folder", {"--onnx", "%out", "--force"}, "%out cannot be written: Is a directory\n");
    add("its weights", {"--weights", "%v4.safetensors", "--onnx", "%./v4.safetensors", "--force"},
        "%./v4.safetensors belongs to the weights to export, and would be lost: choose another "
        "name\n");
}

void TestExportCommand::tellsWhatItCannotDo()
{
    QFETCH(const QStringList, options);
    QFETCH(const QString, problem);
    expectFailure(options, 1, problem);
}

void TestExportCommand::keepsWhatIsSaidOfTheWeights()
{
    fs::copy_file(m_folder / "v4.safetensors", m_folder / "kept.safetensors");
    writeFile(m_folder / "kept.json", R"({"title":"Kept"})");
    const ProgramRun run = runProgram({"export", "--weights", m_folder.path("kept.safetensors"),
                                       "--onnx", m_folder.path("kept.json"), "--force"});
    QCOMPARE(run.status, 1);
    QCOMPARE(readFile(m_folder / "kept.json"), std::string(R"({"title":"Kept"})"));
}

QTEST_GUILESS_MAIN(TestExportCommand)
#include "tst_exportcommand.moc"
