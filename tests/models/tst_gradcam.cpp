#include "checkpoint/tensorvalues.h"
#include "explain/classactivation.h"
#include "explain/gradcam.h"
#include "explain/trunkblocks.h"
#include "support/explainednetworks.h"
#include "support/randomweights.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

using Values = std::vector<float>;

Activations passOf(const NetworkGraph &graph, const Weights &weights, const Values &input,
                   const CaptureSet &capture = {})
{
    auto engine = makeTorchEngine(graph, weights, {.threads = 1}).value();
    return engine->run({&input, 1}, capture).value().front();
}

ClassGradient gradientOf(const NetworkGraph &graph, const Weights &weights, const Values &input,
                         int layer, int classIndex)
{
    return makeGradientEngine(graph, weights, {.threads = 1})
        .value()
        ->classGradient(input, layer, classIndex)
        .value();
}

/// The network behind a layer that puts out what came in, so that what is computed for that layer's
/// output can be found by changing the input.
NetworkGraph behindIdentity(const NetworkGraph &graph)
{
    Layer identity;
    identity.id = "identity";
    identity.filters = 3;
    std::vector<Layer> layers{identity};
    for (Layer layer : graph.layers()) {
        for (int &input : layer.inputs)
            ++input;
        if (layer.inputs.empty())
            layer.inputs = {0};
        layers.push_back(layer);
    }
    Block first{"identity", "Identity", {}, {}, {0}, -1, 0, -1, -1};
    std::vector<Stage> stages{{"identity", "Identity", {first}, false}};
    for (Stage stage : graph.stages()) {
        for (Block &block : stage.blocks) {
            for (Branch &branch : block.branches) {
                for (int &layer : branch.layers)
                    ++layer;
            }
            for (int &layer : block.layers)
                ++layer;
            for (int *layer : {&block.output, &block.trunk})
                ++*layer;
            for (int *layer : {&block.expansion, &block.residualAdd})
                *layer += *layer >= 0 ? 1 : 0;
        }
        stages.push_back(stage);
    }
    return NetworkGraph::create(graph.id(), graph.title(), graph.input().grid(), layers, stages)
        .value();
}

Weights behindIdentity(const NetworkGraph &graph, const Weights &weights)
{
    std::vector<Weights::Entry> entries;
    const std::vector<ParameterSpec> specs = graph.parameterSpecs();
    entries.push_back({specs.front(), makeTensor(Values{1, 0, 0, 0, 1, 0, 0, 0, 1}, {3, 3, 1, 1})});
    for (std::size_t i = 1; i < specs.size(); ++i)
        entries.push_back({specs[i], weights.entries()[i - 1].tensor});
    return Weights(std::move(entries));
}

double logitAlong(const NetworkGraph &graph, const Weights &weights, Values input,
                  const Values &direction, double step, int classIndex)
{
    for (std::size_t i = 0; i < input.size(); ++i)
        input[i] += static_cast<float>(step * double{direction[i]});
    return double{passOf(graph, weights, input).logits[static_cast<std::size_t>(classIndex)]};
}

/// By central differences.
double slopeAlong(const NetworkGraph &graph, const Weights &weights, const Values &input,
                  const Values &direction, double step, int classIndex)
{
    return (logitAlong(graph, weights, input, direction, step, classIndex)
            - logitAlong(graph, weights, input, direction, -step, classIndex))
        / (2.0 * step);
}

/// Two convolutions, one between them without ReLU, pooling and classes: small enough to change
/// every one of its channels.
NetworkGraph smallGraph()
{
    const auto convolution = [](const char *id, std::vector<int> inputs, int filters, bool relu) {
        Layer layer;
        layer.id = id;
        layer.inputs = std::move(inputs);
        layer.kernel = {3, 3};
        layer.filters = filters;
        layer.bias = true;
        layer.relu = relu;
        return layer;
    };
    Layer pool;
    pool.id = "pool";
    pool.kind = LayerKind::GlobalAveragePool;
    pool.inputs = {2};
    Layer linear;
    linear.id = "linear";
    linear.kind = LayerKind::Linear;
    linear.inputs = {3};
    linear.filters = 3;
    linear.bias = true;
    const std::vector<Layer> layers{convolution("first", {}, 4, true),
                                    convolution("features", {0}, 5, false),
                                    convolution("last", {1}, 6, true), pool, linear};
    std::vector<Stage> stages;
    for (int i = 0; i < static_cast<int>(layers.size()); ++i) {
        const std::string id = layers[static_cast<std::size_t>(i)].id;
        stages.push_back({id, id, {{id, id, {}, {}, {i}, i - 1, i, -1, -1}}, false});
    }
    return NetworkGraph::create("small", "Small", {7, 9}, layers, stages).value();
}

/// The same, but for one value of a layer's bias.
Weights withBias(const Weights &weights, int layer, int channel, double change)
{
    std::vector<Weights::Entry> entries;
    for (Weights::Entry entry : weights.entries()) {
        if (entry.spec.layer == layer && entry.spec.role == ParameterRole::Bias) {
            Values values(static_cast<std::size_t>(entry.spec.elements()));
            EXPECT_TRUE(copyFloats(entry.tensor, values));
            values[static_cast<std::size_t>(channel)] += static_cast<float>(change);
            entry.tensor = makeTensor(values, entry.spec.shape);
        }
        entries.push_back(entry);
    }
    return Weights(std::move(entries));
}

class EveryFamily : public testing::TestWithParam<const char *>
{
};

} // namespace

TEST_P(EveryFamily, GradientsAreTheSlopesOfTheLogit)
{
    const NetworkGraph inner = narrowGraph(GetParam());
    const NetworkGraph graph = behindIdentity(inner);
    const Weights weights = behindIdentity(graph, randomWeights(inner));
    const Values input = randomInput(graph);
    const ClassGradient gradient = gradientOf(graph, weights, input, 0, 2);
    const auto slopes = gradient.gradient.all();
    const Values steepest(slopes.begin(), slopes.end());
    EXPECT_TRUE(std::ranges::equal(gradient.activation.all(), input));

    const double square = std::inner_product(slopes.begin(), slopes.end(), slopes.begin(), 0.0);
    ASSERT_GT(square, 0.0);
    const double step = 5e-4 / std::sqrt(square);
    EXPECT_NEAR(slopeAlong(graph, weights, input, steepest, step, 2), square, 0.03 * square);

    const auto greatest =
        std::ranges::max_element(slopes, {}, [](float slope) { return std::abs(slope); });
    Values one(input.size());
    one[static_cast<std::size_t>(greatest - slopes.begin())] = 1.0F;
    EXPECT_NEAR(slopeAlong(graph, weights, input, one, 5e-3, 2), double{*greatest},
                0.1 * std::abs(double{*greatest}));
}

INSTANTIATE_TEST_SUITE_P(Zoo, EveryFamily,
                         testing::Values("inception_v4", "inception_resnet_v1",
                                         "inception_resnet_v2", "inception_resnet_v1_facenet",
                                         "inception_resnet_v2_tfslim", "inception_v3",
                                         "bn_inception"));

/// The mean of a channel's gradient is what its bias does to the logit, divided by its cells.
TEST(GradCam, IsWhatTheChannelsMeanForTheClass)
{
    const NetworkGraph graph = smallGraph();
    const Weights weights = randomWeights(graph, 3);
    const Values input = randomInput(graph);
    const int layer = graph.outputOf("features");
    const int classIndex = 1;
    const Activations pass = passOf(graph, weights, input, {layer});
    const double cells = 7.0 * 9.0;
    std::vector<double> sums(static_cast<std::size_t>(cells));
    for (int channel = 0; channel < 5; ++channel) {
        const auto logit = [&](double change) {
            return double{
                passOf(graph, withBias(weights, layer, channel, change), input).logits[classIndex]};
        };
        const double weight = (logit(1e-3) - logit(-1e-3)) / 2e-3 / cells;
        const auto values = pass.captured.at(layer).channel(channel);
        for (std::size_t cell = 0; cell < sums.size(); ++cell)
            sums[cell] += weight * double{values[cell]};
    }
    const SaliencyMap map =
        gradCam(graph, layer, classIndex, gradientOf(graph, weights, input, layer, classIndex));
    EXPECT_EQ(map.grid, (Extent{7, 9}));
    EXPECT_EQ(map.element, "features");
    EXPECT_EQ(map.cellHeight, 1.0);
    const double scale = *std::ranges::max_element(sums);
    ASSERT_GT(scale, 0.0);
    ASSERT_LT(*std::ranges::min_element(sums), 0.0); // so that something is cut off
    for (std::size_t cell = 0; cell < sums.size(); ++cell)
        EXPECT_NEAR(double{map.values[cell]}, std::max(sums[cell], 0.0), 0.01 * scale);
}

/// Before the pooling a gradient is the class's weight, shared among the cells.
TEST(GradCam, OfTheLastBlockIsTheClassActivationMapCutOffAtZero)
{
    const NetworkGraph graph = narrowGraph("inception_v4");
    const Weights weights = randomWeights(graph);
    const Values input = randomInput(graph);
    const int layer = blocksBeforePooling(graph).back()->output;
    const ClassGradient gradient = gradientOf(graph, weights, input, layer, 3);
    const SaliencyMap map = gradCam(graph, layer, 3, gradient);
    const SaliencyMap exact = classActivationMap(graph, weights, gradient.activation, 3).value();
    ASSERT_EQ(map.grid, exact.grid);
    const auto cells = static_cast<float>(map.values.size());
    for (std::size_t cell = 0; cell < map.values.size(); ++cell)
        EXPECT_NEAR(map.values[cell] * cells, std::max(exact.values[cell], 0.0F), 1e-4F);
}

TEST(GradientEngine, FollowsTheGraph)
{
    const NetworkGraph graph = narrowGraph("inception_resnet_v2");
    const Weights weights = randomWeights(graph);
    auto engine = makeGradientEngine(graph, weights, {.threads = 1}).value();
    const NetworkGraph other =
        graph.withResidualScale("inception_resnet_b.0", 0.9).withInput({123, 115}).value();
    ASSERT_TRUE(engine->setGraph(other));
    const Values input = randomInput(other);
    const auto gradient =
        engine->classGradient(input, other.outputOf("inception_resnet_a"), 0).value();
    EXPECT_EQ(gradient.gradient.shape, other.layer(other.outputOf("inception_resnet_a")).out);
    const Values logits = passOf(other, weights, input).logits;
    for (std::size_t i = 0; i < logits.size(); ++i)
        EXPECT_NEAR(gradient.logits[i], logits[i], 1e-4F);
    EXPECT_FALSE(engine->setGraph(narrowGraph("inception_v4")));
}

TEST(GradientEngine, IsCancelled)
{
    const NetworkGraph graph = narrowGraph("inception_v4");
    auto engine = makeGradientEngine(graph, randomWeights(graph), {.threads = 1}).value();
    std::stop_source stop;
    stop.request_stop();
    const auto gradient = engine->classGradient(randomInput(graph), 0, 0, stop.get_token());
    ASSERT_FALSE(gradient);
    EXPECT_EQ(gradient.error().message, "cancelled");
}

TEST(GradientEngine, SaysWhatCannotBeExplained)
{
    const NetworkGraph graph = narrowInceptionV3();
    auto engine = makeGradientEngine(graph, randomWeights(graph), {.threads = 1}).value();
    const Values input = randomInput(graph);
    const auto message = [&](const Values &values, const char *element, int classIndex) {
        return engine->classGradient(values, graph.outputOf(element), classIndex).error().message;
    };
    EXPECT_EQ(message(input, "stem", 4), "Inception-v3 has no class 4, only 0 to 3");
    EXPECT_EQ(message(input, "auxiliary_head.conv0", 0),
              "auxiliary_head.conv0 does not lead to the classes");
    EXPECT_EQ(message(input, "average_pool", 0),
              "average_pool has a single cell, and so no places; take an earlier block, or a "
              "larger input");
    EXPECT_EQ(message(input, "nowhere", 0), "Inception-v3 has no layer -1");
    EXPECT_EQ(message({1.0F}, "stem", 0),
              "Inception-v3 was given 1 values for an input of 299×299×3");
}
