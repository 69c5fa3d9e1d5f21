#include "commandline/programfolder.h"
#include "commandline/programrun.h"

#include <QImage>
#include <QTest>

#include <cmath>
#include <cstring>

using namespace inceptoscope;
using namespace inceptoscope::test;
using nlohmann::ordered_json;

namespace fs = std::filesystem;

static QStringList namesIn(const fs::path &folder)
{
    QStringList names;
    for (const auto &entry : fs::directory_iterator(folder))
        names += QString::fromStdString(entry.path().filename().string());
    names.sort();
    return names;
}

/// Against the engine, asked directly.
class TestActivationsCommand : public QObject
{
    Q_OBJECT

private slots:
    void activationsAsJson();
    void activationsOfSomeBlocks();
    void activationsAsFiles();
    void activationsNeedAnImage();

private:
    const ProgramFolder m_folder;
};

void TestActivationsCommand::activationsAsJson()
{
    const NetworkGraph graph = m_folder.graph();
    std::vector<int> all(graph.layers().size());
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = static_cast<int>(i);
    const auto direct = m_folder.answerTo(m_folder.path("7.png"), all);
    QVERIFY(direct);
    const ProgramRun run = runProgram({"activations", "--json", m_folder.path("7.png")});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    const ordered_json answer = parsed(run.out);
    QCOMPARE(answer["image"].get<std::string>(), m_folder.path("7.png").toStdString());
    QCOMPARE(answer["network"].get<std::string>(), std::string("tiny_inception_resnet_v2"));

    const auto close = [](const ordered_json &found, double expected) {
        return std::abs(found.get<double>() - expected) < 1e-4;
    };
    std::size_t next = 0;
    for (const Stage &stage : graph.stages()) {
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
            const Layer &add = graph.layer(block.residualAdd);
            QCOMPARE(told["residual_scale"].get<double>(), add.residualScale);
            QVERIFY(close(told["trunk_rms"], rootMeanSquare(direct->captured.at(block.trunk))));
            QVERIFY(
                close(told["residual_rms"],
                      add.residualScale * rootMeanSquare(direct->captured.at(block.expansion))));
        }
    }
    QCOMPARE(answer["blocks"].size(), next);
}

void TestActivationsCommand::activationsOfSomeBlocks()
{
    const ProgramRun run =
        runProgram({"activations", "--block", "inception_resnet_b.0", "--block",
                    "stem.mixed4.branch1.0", "--block=stem", m_folder.path("7.png")});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    QCOMPARE(run.lines().constFirst().simplified(),
             "block output mean std min max zeros channels zero scale trunk rms residual rms");
    QStringList firsts;
    for (const QByteArray &line : run.lines())
        firsts += QString::fromUtf8(line.simplified().split(' ').first(2).join(' '));
    QCOMPARE(firsts,
             QStringList({"block output", "inception_resnet_b.0 3×3×152",
                          "stem.mixed4.branch1.0 17×17×16", "stem 7×7×56"}));
}

void TestActivationsCommand::activationsAsFiles()
{
    const QStringList arguments{"activations",
                                "--block",
                                "stem",
                                "--block",
                                "reduction_a",
                                "--npy",
                                m_folder.path("maps/npy"),
                                "--png",
                                m_folder.path("maps/png"),
                                m_folder.path("7.png")};
    QCOMPARE(runProgram(arguments).status, 0);
    QCOMPARE(namesIn(m_folder / "maps/npy"), QStringList({"reduction_a.npy", "stem.npy"}));
    QCOMPARE(namesIn(m_folder / "maps/png"), QStringList({"reduction_a.png", "stem.png"}));

    const NetworkGraph graph = m_folder.graph();
    const int stem = graph.outputOf("stem");
    const auto direct = m_folder.answerTo(m_folder.path("7.png"), {stem});
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
    QVERIFY(!QImage(m_folder.path("maps/png/stem.png")).isNull());

    writeFile(m_folder / "maps/png/stem.png", "mine");
    const ProgramRun again = runProgram(arguments);
    QCOMPARE(again.status, 1);
    QCOMPARE(again.out, QByteArray());
    QCOMPARE(again.err,
             "inceptoscope: " + m_folder.path("maps/npy/stem.npy").toUtf8()
                 + " exists already: give --force to replace it\n");
    QCOMPARE(readFile(m_folder / "maps/png/stem.png"), std::string("mine"));
    QCOMPARE(runProgram(QStringList(arguments) << "--force").status, 0);
    QVERIFY(!QImage(m_folder.path("maps/png/stem.png")).isNull());
}

void TestActivationsCommand::activationsNeedAnImage()
{
    const ProgramRun run =
        runProgram({"activations", "--json", m_folder.path("photos/4 empty.jpg")});
    QCOMPARE(run.status, 1);
    QCOMPARE(run.out, QByteArray());
    QCOMPARE(run.err,
             "inceptoscope: " + m_folder.path("photos/4 empty.jpg").toUtf8()
                 + " is empty (0 bytes); copy or download it again\n");
}

QTEST_GUILESS_MAIN(TestActivationsCommand)
#include "tst_activationscommand.moc"
