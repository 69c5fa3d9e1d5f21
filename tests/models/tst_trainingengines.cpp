#include "engine/onednnruntime.h"
#include "engine/torchruntime.h"
#include "training/parametertable.h"
#include "zoo/zoo.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>
#include <random>

using namespace inceptoscope;

// oneDNN's training pass is held to LibTorch's autograd: the loss, every gradient and every running
// statistic of every network, with channels that fill no vector and a batch that no thread halves.

namespace {

constexpr int batchSize = 3;

NetworkGraph graphOf(const std::string &network)
{
    NetworkOptions options;
    options.width = 0.1;
    options.classes = 5;
    if (network != "bn_inception")
        options.repeats = {1, 1, 1};
    const NetworkGraph graph = buildNetwork(network, options).value();
    // Grids of a few cells at the end: BatchNorms of two or three numbers are ill-conditioned.
    const int side = graph.smallestInput().height + 64;
    return graph.withInput({side, side}).value();
}

Batch randomBatch(const NetworkGraph &graph)
{
    std::mt19937 random(3);
    std::normal_distribution<float> value;
    Batch batch{std::vector<float>(static_cast<std::size_t>(batchSize * graph.input().elements())),
                {4, 0, 2}};
    for (float &each : batch.pictures)
        each = value(random);
    return batch;
}

/// What a pass leaves.
struct Passed
{
    PassResult result;
    std::vector<float> values;
    std::vector<float> gradients;
};

Passed pass(const NetworkGraph &graph, TrainingEngine &engine, std::uint64_t seed)
{
    const ParameterTable table(graph);
    Passed passed{
        {}, initialValues(table, graph, seed), std::vector<float>(table.elements(), -1.0F)};
    const PassSettings settings{0.1, 0.2, 11};
    const auto result = engine.pass(randomBatch(graph), settings, passed.values, passed.gradients);
    EXPECT_TRUE(result) << result.error().message;
    passed.result = result.value_or(PassResult{});
    return passed;
}

double normOf(std::span<const float> numbers)
{
    return std::sqrt(std::transform_reduce(numbers.begin(), numbers.end(), 0.0, std::plus(),
                                           [](float each) { return double{each} * each; }));
}

/// Of the difference, relative to the reference.
double apart(std::span<const float> numbers, std::span<const float> reference)
{
    std::vector<float> difference(numbers.size());
    std::ranges::transform(numbers, reference, difference.begin(), std::minus());
    return normOf(difference) / std::max(normOf(reference), 1e-12);
}

/// How far a pass is from the reference: the worst of loss, values and gradients, with the name of
/// the tensor it is of.
std::pair<double, std::string> worst(const NetworkGraph &graph, const Passed &passed,
                                     const Passed &reference)
{
    std::pair<double, std::string> worst{std::abs(passed.result.loss / reference.result.loss - 1.0),
                                         "loss"};
    const auto see = [&](double difference, const std::string &what) {
        worst = std::max(worst, {difference, what});
    };
    see(passed.result.correct == reference.result.correct ? 0.0 : 1.0, "correct");
    const ParameterTable table(graph);
    const double whole = normOf(reference.gradients);
    for (const ParameterTable::Row &row : table.rows()) {
        see(apart(row.of(std::span(passed.values)), row.of(std::span(reference.values))),
            row.spec.name);
        // What is near 0 beside the rest is noise: a bias before a BatchNorm has no gradient.
        const auto own = row.of(std::span(reference.gradients));
        if (normOf(own) > 1e-5 * whole)
            see(apart(row.of(std::span(passed.gradients)), own), "gradient of " + row.spec.name);
    }
    return worst;
}

/// Whether one gradient points where the other does: 1 where it is the same direction, 0 across it.
double cosine(const Passed &one, const Passed &other)
{
    const double product = std::inner_product(one.gradients.begin(), one.gradients.end(),
                                              other.gradients.begin(), 0.0);
    return product / (normOf(one.gradients) * normOf(other.gradients));
}

} // namespace

class Engines : public testing::TestWithParam<std::string>
{
};

/// Where a number before a ReLU is as near to 0 as rounding reaches, its gradient is let through by
/// one engine alone, and everything before it differs; so not every random start will do, but one
/// of a few must. What an engine does wrong it does wrong from each.
TEST_P(Engines, Agree)
{
    const NetworkGraph graph = graphOf(GetParam());
    const auto onednn = (*onednnRuntime())->makeTrainingEngine(graph, {.threads = 1}).value();
    const auto torch = (*torchRuntime())->makeTrainingEngine(graph, {.threads = 1}).value();
    std::pair<double, std::string> best{1.0, ""};
    for (std::uint64_t seed = 1; seed <= 8 && best.first > 2e-3; ++seed)
        best = std::min(best, worst(graph, pass(graph, *onednn, seed), pass(graph, *torch, seed)));
    EXPECT_LE(best.first, 2e-3) << best.second;
}

TEST_P(Engines, LeaveNothingBehind)
{
    const NetworkGraph graph = graphOf(GetParam());
    const auto onednn = (*onednnRuntime())->makeTrainingEngine(graph, {.threads = 2}).value();
    const Passed first = pass(graph, *onednn, 1);
    pass(graph, *onednn, 2);
    const Passed again = pass(graph, *onednn, 1);
    EXPECT_EQ(first.gradients, again.gradients);
    EXPECT_EQ(first.values, again.values);
}

/// bfloat16 has 8 bits of mantissa: the direction is that of float, no more, and of a batch of
/// three at a random start not by much, nor from each.
TEST_P(Engines, AgreeRoughlyInBFloat16)
{
    const NetworkGraph graph = graphOf(GetParam());
    const auto runtime = *onednnRuntime();
    const auto brain = runtime->makeTrainingEngine(graph, {.threads = 1, .brain = true});
    if (!__builtin_cpu_supports("avx512bf16")) {
        ASSERT_FALSE(brain);
        EXPECT_EQ(brain.error().message, "oneDNN does not compute in bfloat16 on this processor");
        return;
    }
    const auto plain = runtime->makeTrainingEngine(graph, {.threads = 1}).value();
    double best = 0.0;
    for (std::uint64_t seed = 1; seed <= 4 && best <= 0.5; ++seed) {
        const Passed rough = pass(graph, **brain, seed);
        const Passed fine = pass(graph, *plain, seed);
        EXPECT_NEAR(rough.result.loss, fine.result.loss, 0.05 * fine.result.loss);
        best = std::max(best, cosine(rough, fine));
    }
    EXPECT_GT(best, 0.5);
}

static std::vector<std::string> everyNetwork()
{
    std::vector<std::string> ids;
    for (const NetworkFamily &family : networkFamilies())
        ids.emplace_back(family.id);
    return ids;
}

INSTANTIATE_TEST_SUITE_P(Zoo, Engines, testing::ValuesIn(everyNetwork()),
                         [](const auto &network) { return network.param; });
