#include "engine/engine.h"
#include "explain/networkhealth.h"
#include "explain/residualfigures.h"
#include "support/tinymodel.h"
#include "zoo/zoo.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

NetworkGraph tinyGraph(const char *network)
{
    return buildDescribed(tinyDescription(network)).value();
}

CaptureSet allLayers(const NetworkGraph &graph)
{
    CaptureSet layers;
    for (int i = 0; i < static_cast<int>(graph.layers().size()); ++i)
        layers.push_back(i);
    return layers;
}

Activations answerOf(const NetworkGraph &graph, const Weights &weights, float grey = 0.5F)
{
    const std::vector<std::vector<float>> inputs{
        std::vector<float>(static_cast<std::size_t>(graph.input().elements()), grey)};
    auto engine = makeEngine(graph, weights, {.threads = 1}).value();
    return engine->run(inputs, allLayers(graph)).value().front();
}

double plainRms(std::span<const float> values, double factor)
{
    double sum = 0.0;
    for (float value : values)
        sum += factor * value * factor * value;
    return std::sqrt(sum / static_cast<double>(values.size()));
}

/// The same weights, but for one layer's shift, which lets nothing through its ReLU.
Weights deadFrom(const NetworkGraph &graph, const std::string &layer)
{
    std::vector<Weights::Entry> entries;
    const Weights alive = randomWeights(graph);
    for (Weights::Entry entry : alive.entries()) {
        const bool isShift = entry.spec.role == ParameterRole::BatchNormShift;
        if (isShift && graph.layer(entry.spec.layer).id.starts_with(layer))
            entry.tensor = makeTensor(
                std::vector<float>(static_cast<std::size_t>(entry.spec.elements()), -1e6F),
                entry.spec.shape);
        entries.push_back(entry);
    }
    return Weights(std::move(entries));
}

} // namespace

TEST(ResidualFigures, AreThoseOfEachBlockAlongTheDepth)
{
    const NetworkGraph graph =
        tinyGraph("inception_resnet_v2").withResidualScale("inception_resnet_b.0", 0.25);
    const Activations answer = answerOf(graph, randomWeights(graph));
    const std::vector<ResidualFigures> figures = networkFigures(graph, answer).residuals;
    for (const ResidualFigures &each : figures)
        EXPECT_EQ(residualFigures(graph, each.block, graph.outputOf(each.block), answer), each);
    std::vector<std::string> blocks;
    for (const ResidualFigures &each : figures) {
        blocks.push_back(each.block);
        const int index = graph.outputOf(each.block);
        const Layer &addition = graph.layer(index);
        ASSERT_EQ(addition.kind, LayerKind::ResidualAdd);
        EXPECT_EQ(each.scale, addition.residualScale);
        EXPECT_NEAR(each.trunkRms, plainRms(answer.captured.at(addition.inputs.front()).all(), 1.0),
                    1e-9);
        EXPECT_NEAR(each.residualRms,
                    plainRms(answer.captured.at(addition.inputs.back()).all(), each.scale), 1e-9);
        EXPECT_NEAR(each.sumRms, plainRms(answer.captured.at(index).all(), 1.0), 1e-9);
        EXPECT_GT(each.ratio(), 0.0);
    }
    EXPECT_EQ(blocks,
              (std::vector<std::string>{"inception_resnet_a.0", "inception_resnet_b.0",
                                        "inception_resnet_c.0"}));
    EXPECT_EQ(figures[1].scale, 0.25);
}

TEST(ResidualFigures, AreOfWhatWasCaptured)
{
    const NetworkGraph graph = tinyGraph("inception_resnet_v2");
    EXPECT_EQ(residualLayers(graph).size(), 9U);
    EXPECT_EQ(networkFigures(graph, {}), NetworkFigures());
    EXPECT_EQ(residualLayers(tinyGraph("inception_v4")), CaptureSet());
}

TEST(ResidualFigures, RatioToNothingIsZero)
{
    EXPECT_EQ((ResidualFigures{"block", 1.0, 0.0, 2.0}.ratio()), 0.0);
}

namespace {

/// Can be told of, and not be brought into plain order.
class SumsAlone : public StoredValues
{
public:
    explicit SumsAlone(ValueSums sums)
        : m_sums(sums)
    {
    }

    std::vector<float> plain() const override
    {
        ADD_FAILURE() << "there is no need to make plain values";
        return {};
    }
    ValueSums sums() const override { return m_sums; }

private:
    ValueSums m_sums;
};

} // namespace

TEST(NetworkFigures, NeedNoPlainValues)
{
    const NetworkGraph graph = tinyGraph("inception_resnet_v2");
    Activations answer;
    for (int layer : allLayers(graph)) {
        const GridShape shape = graph.layer(layer).out;
        const ValueSums sums{.squares = 4.0 * static_cast<double>(shape.elements()),
                             .finite = shape.elements()};
        answer.captured[layer] = {
            shape, std::make_shared<const LazyValues>(std::make_unique<const SumsAlone>(sums))};
    }
    const NetworkFigures figures = networkFigures(graph, answer);
    ASSERT_EQ(figures.residuals.size(), 3U);
    EXPECT_EQ(figures.residuals.front().trunkRms, 2.0);
    EXPECT_EQ(figures.deadBlocks, std::vector<std::string>());
}

TEST(NetworkFigures, EndWhereTheyAreStopped)
{
    const NetworkGraph graph = tinyGraph("inception_resnet_v2");
    std::stop_source stop;
    stop.request_stop();
    const Activations answer = answerOf(graph, randomWeights(graph));
    EXPECT_EQ(networkFigures(graph, answer, stop.get_token()), NetworkFigures());
}

TEST(DeadNetwork, IsNotOneThatLives)
{
    const NetworkGraph graph = tinyGraph("inception_v4");
    EXPECT_EQ(networkFigures(graph, answerOf(graph, randomWeights(graph))), NetworkFigures());
    EXPECT_EQ(networkFigures(graph, {}), NetworkFigures());
}

/// The maximum and mean of nothing but zeros are zeros, too; a convolution's shift would wake it,
/// so all from there on are made dead.
TEST(DeadNetwork, IsFoundFromTheFirstDeadBlockOn)
{
    const NetworkGraph graph = tinyGraph("inception_v4");
    const NetworkFigures figures =
        networkFigures(graph, answerOf(graph, deadFrom(graph, "inception_c")));
    EXPECT_EQ(figures.death, DeadNetwork{"inception_c.0"});
    EXPECT_EQ(figures.deadBlocks, std::vector<std::string>{"inception_c.0"});
}

TEST(DeadNetwork, IsNotABlockThatWakesUpAgain)
{
    const NetworkGraph graph = tinyGraph("inception_v4");
    const NetworkFigures figures =
        networkFigures(graph, answerOf(graph, deadFrom(graph, "inception_b")));
    EXPECT_EQ(figures.death, std::nullopt);
    EXPECT_EQ(figures.deadBlocks, std::vector<std::string>{"inception_b.0"});
}

/// The auxiliary head has a pooling of its own, long before that one.
TEST(DeadNetwork, IsFoundBehindAnAuxiliaryHead)
{
    NetworkOptions options;
    options.width = 0.1;
    options.repeats = {1, 1, 1};
    options.classes = 5;
    options.auxiliaryHead = true;
    const NetworkGraph graph = buildNetwork("inception_v3", options).value();
    const NetworkFigures figures =
        networkFigures(graph, answerOf(graph, deadFrom(graph, "inception_c")));
    EXPECT_EQ(figures.death, DeadNetwork{"inception_c.0"});
}

namespace {

/// The values of a layer for all of the photos.
std::vector<float> valuesOf(const std::vector<Activations> &answers, int layer)
{
    std::vector<float> all;
    for (const Activations &answer : answers) {
        const std::span<const float> values = answer.captured.at(layer).all();
        all.insert(all.end(), values.begin(), values.end());
    }
    return all;
}

double deadShareOf(const std::vector<Activations> &answers, int layer)
{
    const int channels = answers.front().captured.at(layer).shape.channels;
    int dead = 0;
    for (int channel = 0; channel < channels; ++channel) {
        dead += std::ranges::all_of(answers, [&](const Activations &answer) {
            return std::ranges::all_of(answer.captured.at(layer).channel(channel),
                                       [](float value) { return value == 0.0F; });
        });
    }
    return static_cast<double>(dead) / channels;
}

NetworkHealth healthOf(const NetworkGraph &graph, const std::vector<Activations> &answers)
{
    HealthSums sums(graph);
    for (const Activations &answer : answers)
        sums.add(answer);
    return sums.result();
}

} // namespace

TEST(NetworkHealth, IsThatOfAllPhotosTogether)
{
    const NetworkGraph graph =
        tinyGraph("inception_resnet_v2").withResidualScale("inception_resnet_b.0", 0.25);
    const Weights weights = randomWeights(graph);
    const std::vector<Activations> answers{answerOf(graph, weights, 0.5F),
                                           answerOf(graph, weights, -2.0F)};
    const NetworkHealth health = healthOf(graph, answers);
    int residuals = 0;
    for (const BlockHealth &each : health.blocks) {
        const int output = graph.outputOf(each.block);
        EXPECT_EQ(each.deadShare, deadShareOf(answers, output)) << each.block;
        const Layer &layer = graph.layer(output);
        ASSERT_EQ(each.residualRatio.has_value(), layer.kind == LayerKind::ResidualAdd);
        if (!each.residualRatio)
            continue;
        ++residuals;
        EXPECT_NEAR(*each.residualRatio,
                    plainRms(valuesOf(answers, layer.inputs.back()), layer.residualScale)
                        / plainRms(valuesOf(answers, layer.inputs.front()), 1.0),
                    1e-9);
    }
    EXPECT_EQ(residuals, 3);
    ASSERT_EQ(health.blocks.back().block, "inception_resnet_c.0");
    const std::vector<float> last = valuesOf(answers, graph.outputOf("inception_resnet_c.0"));
    EXPECT_EQ(health.zerosBeforePool,
              static_cast<double>(std::ranges::count(last, 0.0F))
                  / static_cast<double>(last.size()));
}

TEST(NetworkHealth, OfADeadNetworkIsAllZeros)
{
    const NetworkGraph graph = tinyGraph("inception_v4");
    const NetworkHealth health =
        healthOf(graph, {answerOf(graph, deadFrom(graph, "inception_c.0"))});
    EXPECT_EQ(health.blocks.back(), (BlockHealth{"inception_c.0", std::nullopt, 1.0}));
    EXPECT_LT(health.blocks.front().deadShare, 1.0);
    EXPECT_EQ(health.zerosBeforePool, 1.0);
    EXPECT_EQ(healthOf(graph, {}), NetworkHealth());
}
