#include "commandline/blockfigures.h"
#include "engine/engine.h"
#include "explain/residualfigures.h"
#include "support/tinymodel.h"

#include <QTest>

#include <cmath>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// What the terminal tells of residual blocks is what the window shows of them.
class TestBlockFigures : public QObject
{
    Q_OBJECT

private slots:
    void areThoseOfTheNetwork();
};

void TestBlockFigures::areThoseOfTheNetwork()
{
    const NetworkGraph graph = buildDescribed(tinyDescription("inception_resnet_v2")).value();
    const auto engine = makeEngine(graph, randomWeights(graph), {.threads = 1});
    CaptureSet capture;
    std::vector<ObservedBlock> blocks;
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            blocks.push_back(observedBlock(block));
            for (int layer : blocks.back().captures(graph))
                capture.push_back(layer);
        }
    }
    const std::vector<float> input(static_cast<std::size_t>(graph.input().elements()), 0.5F);
    const auto answers = (*engine)->run({&input, 1}, capture);
    QVERIFY(answers);
    const Activations &answer = answers->front();
    const std::vector<ResidualFigures> expected = networkFigures(graph, answer).residuals;
    std::vector<ResidualFigures> found;
    for (const ObservedBlock &block : blocks) {
        if (const auto residual = blockFigures(graph, block, answer).residual)
            found.push_back(*residual);
    }
    QCOMPARE(found.size(), 3U);
    const auto close = [](double one, double other) { return std::abs(one - other) < 1e-9; };
    for (std::size_t i = 0; i < found.size(); ++i) {
        QCOMPARE(found[i].block, expected[i].block);
        QCOMPARE(found[i].scale, expected[i].scale);
        QVERIFY(close(found[i].trunkRms, expected[i].trunkRms)); // added up in another order
        QVERIFY(close(found[i].residualRms, expected[i].residualRms));
        QVERIFY(close(found[i].sumRms, expected[i].sumRms));
    }
}

QTEST_GUILESS_MAIN(TestBlockFigures)
#include "tst_blockfigures.moc"
