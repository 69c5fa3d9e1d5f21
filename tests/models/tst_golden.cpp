#include "engine/engine.h"
#include "support/golden.h"
#include "support/goldennetworks.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>
#include <tuple>

using namespace inceptoscope;
using namespace inceptoscope::test;

// The engine answers what the public implementations answer, at every stage they were asked about.
// The references' own noise is below 1.4e-5; the least of the mistakes that were tried moves a
// logit by 1.3e-3.

namespace {

constexpr double tolerance = 1e-4;

NetworkGraph built(const GoldenNetwork &network)
{
    return buildNetwork(network.network, network.options).value();
}

/// Modules of the references that are not a block's own: pools, and facenet's last BatchNorm, which
/// belongs to the linear layer before it.
std::string blockOf(const std::string &module)
{
    static const std::map<std::string, std::string> blocks{
        {"avgpool", "average_pool"},     {"avgpool_1a", "average_pool"},
        {"global_pool", "average_pool"}, {"last_bn", "last_linear"},
        {"maxpool1", "MaxPool_3a_3x3"},  {"maxpool2", "MaxPool_5a_3x3"},
    };
    const auto found = blocks.find(module);
    return found == blocks.end() ? module : found->second;
}

/// Index of the layer whose output is the module's, -1 where there is none.
int layerOf(const NetworkGraph &graph, WeightSource source, const std::string &module)
{
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            const std::string name = moduleName(graph, block, source);
            if (name == module || name == blockOf(module))
                return block.output;
        }
    }
    return -1;
}

/// Without the batch, and without the grid where the reference has flattened it.
std::vector<int> shapeLike(const std::vector<int> &expected, const GridShape &shape)
{
    if (expected.size() == 1 && shape.height == 1 && shape.width == 1)
        return {shape.channels};
    return {shape.channels, shape.height, shape.width};
}

void expectStatistics(const Activation &activation, const GoldenStatistics &expected)
{
    const ActivationStatistics found = statistics(activation);
    EXPECT_NEAR(found.mean, expected.mean, tolerance);
    EXPECT_NEAR(found.std, expected.std, tolerance);
    EXPECT_NEAR(found.min, expected.min, tolerance);
    EXPECT_NEAR(found.max, expected.max, tolerance);
    EXPECT_EQ(found.nonFinite, 0);
}

void expectStage(const Activation &activation, const GoldenStage &expected)
{
    ASSERT_EQ(shapeLike(expected.shape, activation.shape), expected.shape);
    expectStatistics(activation, expected.statistics);
    const auto values = activation.all();
    ASSERT_EQ(expected.probes.size(), 16U);
    for (std::size_t j = 0; j < 16; ++j)
        EXPECT_NEAR(values[j * values.size() / 16], expected.probes[j], tolerance) << "probe " << j;
}

std::vector<double> softmax(const std::vector<float> &logits)
{
    const double largest = *std::ranges::max_element(logits);
    std::vector<double> probabilities;
    probabilities.reserve(logits.size());
    for (const float logit : logits)
        probabilities.push_back(std::exp(logit - largest));
    const double sum = std::accumulate(probabilities.begin(), probabilities.end(), 0.0);
    for (double &probability : probabilities)
        probability /= sum;
    return probabilities;
}

/// Classes, the likeliest first.
template<typename Value>
std::vector<int> ranked(const std::vector<Value> &values, std::size_t count)
{
    std::vector<int> classes(values.size());
    std::iota(classes.begin(), classes.end(), 0);
    std::ranges::stable_sort(classes, std::ranges::greater{},
                             [&](int index) { return values[static_cast<std::size_t>(index)]; });
    classes.resize(count);
    return classes;
}

template<typename Value>
void expectLogits(const std::vector<float> &logits, const std::vector<Value> &probabilities,
                  const GoldenLogits &expected)
{
    ASSERT_EQ(static_cast<int>(logits.size()), expected.count);
    ASSERT_EQ(probabilities.size(), logits.size());
    for (std::size_t i = 0; i < expected.first32.size(); ++i)
        EXPECT_NEAR(logits[i], expected.first32[i], tolerance) << "logit " << i;
    expectStatistics({{expected.count, 1, 1}, std::make_shared<const LazyValues>(logits)},
                     expected.statistics);

    std::vector<int> best;
    for (const auto &[index, probability] : expected.top5) {
        best.push_back(index);
        EXPECT_NEAR(probabilities[static_cast<std::size_t>(index)], probability, tolerance)
            << "class " << index;
    }
    EXPECT_EQ(ranked(probabilities, best.size()), best);
    EXPECT_EQ(ranked(logits, 1), std::vector{expected.argmax});
}

/// Everything a file says about the answer to its picture.
void expectAnswer(const NetworkGraph &graph, WeightSource source, const Activations &answer,
                  const Golden &golden)
{
    expectLogits(answer.logits, answer.probabilities, golden.logits);
    for (const GoldenStage &stage : golden.stages) {
        if (stage.name == "transform_input") // ours is part of the preprocessing
            continue;
        const testing::ScopedTrace trace(__FILE__, __LINE__, stage.name);
        expectStage(answer.captured.at(layerOf(graph, source, stage.name)), stage);
    }
    if (golden.auxiliaryLogits) {
        const testing::ScopedTrace trace(__FILE__, __LINE__, "auxiliary head");
        const auto values = answer.captured.at(graph.outputOf("auxiliary_head")).all();
        const std::vector<float> logits(values.begin(), values.end());
        expectLogits(logits, softmax(logits), *golden.auxiliaryLogits);
    }
}

/// The layers the file knows something about, and the auxiliary head.
CaptureSet capturedFor(const NetworkGraph &graph, WeightSource source, const Golden &golden)
{
    CaptureSet layers;
    for (const GoldenStage &stage : golden.stages) {
        if (stage.name == "transform_input")
            continue;
        layers.push_back(layerOf(graph, source, stage.name));
        EXPECT_GE(layers.back(), 0) << stage.name << " is no module of the network";
    }
    if (golden.auxiliaryLogits)
        layers.push_back(graph.outputOf("auxiliary_head"));
    return layers;
}

} // namespace

class GoldenAnswers : public testing::TestWithParam<std::tuple<GoldenNetwork, Backend>>
{
};

TEST_P(GoldenAnswers, AreTheEngines)
{
    const auto &[network, backend] = GetParam();
    const NetworkGraph graph = built(network);
    std::vector<Golden> pictures;
    std::vector<std::vector<float>> inputs;
    for (const std::string &file : network.files) {
        pictures.push_back(readGolden(file));
        inputs.push_back(transformedInput(pictures.back(), goldenInput(pictures.back())));
    }
    const Golden &first = pictures.front();
    const auto engine = makeEngine(
        graph, goldenWeights(graph, network.source, first.linearGain, first.firstDivisor),
        {.backend = backend});
    ASSERT_TRUE(engine) << engine.error().message;

    const auto together = (*engine)->run(inputs, capturedFor(graph, network.source, first));
    ASSERT_TRUE(together) << together.error().message;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        SCOPED_TRACE(network.files[i]);
        expectAnswer(graph, network.source, (*together)[i], pictures[i]);
    }
    const auto alone = (*engine)->run(std::span(inputs).last(1), {});
    ASSERT_TRUE(alone) << alone.error().message;
    const std::vector<float> &logits = alone->front().logits;
    ASSERT_EQ(logits.size(), together->back().logits.size());
    for (std::size_t j = 0; j < logits.size(); ++j)
        EXPECT_NEAR(together->back().logits[j], logits[j], tolerance) << "logit " << j;
}

INSTANTIATE_TEST_SUITE_P(Zoo, GoldenAnswers,
                         testing::Combine(testing::ValuesIn(goldenNetworks()),
                                          testing::Values(Backend::Onednn, Backend::Torch)),
                         [](const auto &row) {
                             const bool torch = std::get<Backend>(row.param) == Backend::Torch;
                             return std::get<GoldenNetwork>(row.param).name
                                 + (torch ? "OnTorch" : "OnOnednn");
                         });
