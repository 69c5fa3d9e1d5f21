#include "checkpoint/names.h"
#include "commandline/programfolder.h"
#include "commandline/programrun.h"
#include "support/publickeys.h"

#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;
using nlohmann::ordered_json;

namespace fs = std::filesystem;

/// `weights keys` and `weights export`.
class TestWeightsCommand : public QObject
{
    Q_OBJECT

private slots:
    void listsTheTensorsOfABundledNetwork();
    void listsWhatIsWrongFirst();
    void tellsWhatItCannotRead();
    void exportsWhatOthersRead();
    void replacesOnlyByForce();
    void keepsTheWeightsThemselves();
    void refusesWhatDoesNotFit();

private:
    QByteArray sentence(const QString &rest) const;

    const ProgramFolder m_folder;
};

QByteArray TestWeightsCommand::sentence(const QString &rest) const
{
    return QStringLiteral("inceptoscope: %1\n").arg(rest).toUtf8();
}

void TestWeightsCommand::listsTheTensorsOfABundledNetwork()
{
    const ProgramRun run = runProgram({"weights", "keys", "tiny_inception_resnet_v2"});
    QCOMPARE(run.status, 0);
    QCOMPARE(run.err, QByteArray());
    const auto count = static_cast<qsizetype>(m_folder.graph().parameterSpecs().size());
    const QList<QByteArray> lines = run.lines();
    QCOMPARE(lines.size(), count + 4);
    QCOMPARE(lines[0],
             m_folder.path("resources/networks/tiny.safetensors").toUtf8()
                 + ": Inception-ResNet-v2 (paper), own names");
    QCOMPARE(lines[1], QByteArray::number(count) + " matched");
    QCOMPARE(lines[2], QByteArray());
    QCOMPARE(lines[4].simplified(),
             QByteArray("matched stem.conv1.weight F32 8×3×3×3 stem.conv1 weight"));
}

void TestWeightsCommand::listsWhatIsWrongFirst()
{
    TensorFile file = readSafetensors(m_folder / "v4.safetensors").value();
    file.metadata["network"] = "inception_v3";
    file.metadata["options"] = R"({"width":1.0})";
    file.metadata["preprocessing"] = "{}";
    file.metadata.erase("labels");
    QVERIFY(writeSafetensors(m_folder / "wrong.safetensors", file));
    const QString path = m_folder.path("wrong.safetensors");
    const ProgramRun run = runProgram({"weights", "keys", path, "--json"});
    QCOMPARE(run.status, 1);
    const ordered_json keys = parsed(run.out);
    QCOMPARE(run.err, sentence(QString::fromStdString(keys["problem"])));
    QVERIFY(run.err.contains(path.toUtf8()));
    QCOMPARE(keys["file"].get<std::string>(), path.toStdString());
    QCOMPARE(keys["network"].get<std::string>(), std::string("Inception-v3"));
    QCOMPARE(keys["tensors"].front()["status"].get<std::string>(), std::string("missing"));
    std::size_t sum = 0;
    for (const auto &[status, number] : keys["counts"].items())
        sum += number.get<std::size_t>();
    QCOMPARE(sum, keys["tensors"].size());
    for (const ordered_json &tensor : keys["tensors"]) {
        if (tensor["name"] == "stem.conv1.weight") {
            QCOMPARE(tensor.dump(),
                     std::string(R"({"name":"stem.conv1.weight","status":"another shape",)"
                                 R"("dtype":"F32","shape":[8,3,3,3],"layer":"stem.conv1",)"
                                 R"("role":"weight","note":"the network needs 32×3×3×3"})"));
            return;
        }
    }
    QFAIL("stem.conv1.weight is not listed");
}

void TestWeightsCommand::tellsWhatItCannotRead()
{
    const QString text = m_folder.path("photos/3 text.jpg");
    const ProgramRun unreadable = runProgram({"weights", "keys", text});
    QCOMPARE(unreadable.status, 1);
    QCOMPARE(unreadable.out, QByteArray());
    QVERIFY(unreadable.err.startsWith("inceptoscope: " + text.toUtf8() + " cannot be read: "));

    const ProgramRun unknown = runProgram({"weights", "keys", "nothing"});
    QCOMPARE(unknown.status, 2);
    QVERIFY(unknown.err.startsWith("inceptoscope: there is no network \"nothing\"; "));

    const ProgramRun none = runProgram({"weights", "export", "inception_v4", "-o", "x"});
    QCOMPARE(none.status, 1);
    QVERIFY(none.err.startsWith("inceptoscope: there are no weights for Inception-v4 here: "));

    QCOMPARE(runProgram({"weights"}).status, 2);
    QCOMPARE(runProgram({"weights", "export", "tiny_inception_resnet_v2"}).status, 2);
}

void TestWeightsCommand::exportsWhatOthersRead()
{
    const NetworkGraph graph = buildNetwork("inception_v4", {.classes = 3}).value();
    const NameMap timm = sourceNames(WeightSource::Timm);
    const std::vector<std::byte> zeros(1 << 24);
    TensorFile file;
    for (const ParameterSpec &spec : graph.parameterSpecs())
        file.tensors.emplace(
            "model." + timm(graph, spec),
            StoredTensor{DType::Float16, spec.shape,
                         std::span(zeros).first(2 * static_cast<std::size_t>(spec.elements())),
                         nullptr});
    QVERIFY(writeSafetensors(m_folder / "half.safetensors", file));
    const QString out = m_folder.path("out.safetensors");
    const ProgramRun run =
        runProgram({"weights", "export", m_folder.path("half.safetensors"), "-o", out});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    const TensorFile written = readSafetensors(out.toStdString()).value();
    QCOMPARE(run.out,
             QStringLiteral("%1: 747 tensors under timm names, %2 bytes\n")
                 .arg(out,
                      QLocale(QLocale::English)
                          .toString(static_cast<qulonglong>(fs::file_size(out.toStdString()))))
                 .toUtf8());
    QCOMPARE(written.tensors.at("features.0.conv.weight").dtype, DType::Float16);
    QCOMPARE(written.metadata.at("format"), std::string("pt"));
    QCOMPARE(runProgram({"weights", "keys", out}).lines()[0],
             out.toUtf8() + ": Inception-v4, timm names");
}

void TestWeightsCommand::replacesOnlyByForce()
{
    writeFile(m_folder / "there.safetensors", "mine");
    const QString there = m_folder.path("there.safetensors");
    const QStringList command{"weights", "export", "tiny_inception_resnet_v2", "-o", there};
    const ProgramRun refused = runProgram(command);
    QCOMPARE(refused.status, 1);
    QCOMPARE(refused.err, sentence(there + " exists already: give --force to replace it"));
    QCOMPARE(readFile(there.toStdString()), std::string("mine"));
    QCOMPARE(runProgram(command + QStringList("--force")).status, 0);
    QCOMPARE(readFile(there.toStdString()), readFile(m_folder.model()));
}

/// An export may leave tensors out, so not even onto themselves.
void TestWeightsCommand::keepsTheWeightsThemselves()
{
    fs::copy_file(m_folder / "v4.safetensors", m_folder / "kept.safetensors");
    writeFile(m_folder / "kept.json", R"({"title":"Kept"})");
    const QString weights = m_folder.path("kept.safetensors");
    for (const QString &out : {weights, m_folder.path("kept.json")}) {
        const std::string before = readFile(out.toStdString());
        const ProgramRun run = runProgram({"weights", "export", weights, "-o", out, "--force"});
        QCOMPARE(run.status, 1);
        QCOMPARE(run.err,
                 sentence(out
                          + " belongs to the weights to export, and would be lost: choose "
                            "another name"));
        QVERIFY(readFile(out.toStdString()) == before);
    }
}

void TestWeightsCommand::refusesWhatDoesNotFit()
{
    const QString v4 = m_folder.path("v4.safetensors");
    const ProgramRun run = runProgram(
        {"weights", "export", v4, "--network", "inception_v3", "-o", m_folder.path("no.st")});
    QCOMPARE(run.status, 1);
    QCOMPARE(run.err,
             sentence(v4 + " cannot be used: it is for inception_v4, not for inception_v3"));
    QVERIFY(!fs::exists(m_folder / "no.st"));
}

QTEST_GUILESS_MAIN(TestWeightsCommand)
#include "tst_weightscommand.moc"
