#include "engine/blockoutputs.h"
#include "engine/engine.h"
#include "support/randomweights.h"
#include "zoo/zoo.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <gtest/gtest.h>
#include <numeric>
#include <string_view>

using namespace inceptoscope;
using inceptoscope::test::randomInput;
using inceptoscope::test::randomWeights;

// The two backends are held to each other: every layer of every network, whole channels and such
// that do not fill the groups in which oneDNN lays them out, at several input sizes.

namespace {

struct Row
{
    std::string name;
    std::string network;
    double width;
    int larger; ///< than the smallest input, pixels; -1: the network's own size
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

std::vector<Row> everyNetwork()
{
    std::vector<Row> rows;
    for (const NetworkFamily &family : networkFamilies()) {
        const std::string id(family.id);
        rows.push_back({id + "_half", id, 0.5, 0});
        rows.push_back({id + "_narrow", id, 0.3, 64});
        rows.push_back({id + "_whole", id, 0.25, -1}); // grids on which tiles are computed
    }
    return rows;
}

NetworkGraph graphOf(const Row &row)
{
    NetworkOptions options;
    options.width = row.width;
    options.classes = 1500; // more than there are channels before, so that logits take most room
    if (row.network != "bn_inception")
        options.repeats = {1, 1, 1};
    const NetworkGraph graph = buildNetwork(row.network, options).value();
    if (row.larger < 0)
        return graph;
    const int side = graph.smallestInput().height + row.larger;
    return graph.withInput({side, side}).value();
}

CaptureSet allLayers(const NetworkGraph &graph)
{
    CaptureSet layers(graph.layers().size());
    std::iota(layers.begin(), layers.end(), 0);
    return layers;
}

Activations answerOf(Engine &engine, const CaptureSet &capture)
{
    const std::vector<std::vector<float>> inputs{randomInput(engine.graph())};
    auto answers = engine.run(inputs, capture);
    EXPECT_TRUE(answers) << answers.error().message;
    return std::move(answers->front());
}

/// Largest difference, relative to the largest value of the reference.
double difference(std::span<const float> values, std::span<const float> reference)
{
    double largest = 0.0;
    double apart = 0.0;
    for (std::size_t i = 0; i < reference.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(reference[i])));
        apart = std::max(apart, std::abs(static_cast<double>(values[i]) - reference[i]));
    }
    return std::ranges::all_of(values, [](float each) { return std::isfinite(each); })
        ? apart / std::max(largest, 1e-30)
        : INFINITY;
}

std::vector<int> topFive(const Activations &answer)
{
    std::vector<int> classes(answer.logits.size());
    std::iota(classes.begin(), classes.end(), 0);
    const auto fifth = classes.begin() + 5;
    std::ranges::partial_sort(classes, fifth, std::greater(), [&](int index) {
        return answer.logits[static_cast<std::size_t>(index)];
    });
    return {classes.begin(), fifth};
}

void expectSame(const NetworkGraph &graph, const Activations &answer, const Activations &reference,
                double tolerance)
{
    for (const auto &[layer, activation] : answer.captured) {
        const Activation &other = reference.captured.at(layer);
        ASSERT_EQ(activation.shape, other.shape);
        ASSERT_EQ(activation.all().size(), other.all().size());
        EXPECT_LE(difference(activation.all(), other.all()), tolerance) << graph.layer(layer).id;
    }
    EXPECT_LE(difference(answer.logits, reference.logits), tolerance);
    EXPECT_LE(difference(answer.probabilities, reference.probabilities), 10 * tolerance);
}

/// Whether the environment limits oneDNN to instructions before those, as it reads that: by the
/// first of two names that is set, in whatever case.
bool isToldToDoWithoutBFloat16()
{
    for (const char *name : {"ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"}) {
        const char *value = std::getenv(name);
        if (!value || *value == '\0')
            continue;
        std::string told = value;
        std::ranges::transform(told, told.begin(), [](unsigned char c) { return std::tolower(c); });
        constexpr std::array<std::string_view, 7> without{
            "sse41", "avx", "avx2", "avx2_vnni", "avx2_vnni_2", "avx512_core", "avx512_core_vnni"};
        return std::ranges::find(without, told) != without.end();
    }
    return false;
}

} // namespace

class Backends : public testing::TestWithParam<Row>
{
};

/// Every layer; every block, where a residual's expansion adds the trunk by itself; and nothing,
/// where it does so over the trunk.
TEST_P(Backends, Agree)
{
    const NetworkGraph graph = graphOf(GetParam());
    const Weights weights = randomWeights(graph);
    const auto torch = makeEngine(graph, weights, {.backend = Backend::Torch});
    const auto onednn = makeEngine(graph, weights, {.backend = Backend::Onednn});
    ASSERT_TRUE(torch) << torch.error().message;
    ASSERT_TRUE(onednn) << onednn.error().message;
    const Activations reference = answerOf(**torch, allLayers(graph));
    expectSame(graph, answerOf(**onednn, allLayers(graph)), reference, 2e-4);
    expectSame(graph, answerOf(**onednn, blockOutputs(graph)), reference, 2e-4);
    const Activations answer = answerOf(**onednn, {});
    expectSame(graph, answer, reference, 2e-4);
    EXPECT_EQ(topFive(answer), topFive(reference));
}

/// bfloat16 has 8 bits of mantissa; where the processor has none of it, the engine says so.
TEST_P(Backends, AgreeRoughlyInBFloat16)
{
    const NetworkGraph graph = graphOf(GetParam());
    const Weights weights = randomWeights(graph);
    const auto torch = makeEngine(graph, weights, {.backend = Backend::Torch});
    const auto onednn = makeEngine(graph, weights, {.precision = Precision::BFloat16});
    if (isToldToDoWithoutBFloat16() || !__builtin_cpu_supports("avx512bf16")) {
        ASSERT_FALSE(onednn);
        EXPECT_EQ(onednn.error().message, "oneDNN does not compute in bfloat16 on this processor");
        return;
    }
    ASSERT_TRUE(onednn) << onednn.error().message;
    const Activations reference = answerOf(**torch, blockOutputs(graph));
    expectSame(graph, answerOf(**onednn, blockOutputs(graph)), reference, 0.05);
    expectSame(graph, answerOf(**onednn, {}), reference, 0.05);
}

/// Expansions on 6×6 whose trunk is kept, and strided convolutions that threads share: oneDNN 2.6
/// has bugs in both on matrix units. The same picture gives the same bits.
TEST(BFloat16, IsTheSameInEveryPass)
{
    const NetworkGraph whole = buildNetwork("inception_resnet_v2", {.repeats = {1, 1, 2}}).value();
    for (const Extent size : {Extent{128, 128}, Extent{201, 161}}) {
        const NetworkGraph graph = whole.withInput(size).value();
        const Weights weights = randomWeights(graph);
        const auto engine = makeEngine(graph, weights, {.precision = Precision::BFloat16});
        if (!engine)
            return; // BFloat16 tests above say why
        const Activations first = answerOf(**engine, blockOutputs(graph));
        for (int pass = 0; pass < 10; ++pass) {
            const Activations again = answerOf(**engine, blockOutputs(graph));
            EXPECT_EQ(again.logits, first.logits);
            for (const auto &[layer, activation] : first.captured)
                EXPECT_TRUE(std::ranges::equal(again.captured.at(layer).all(), activation.all()))
                    << graph.layer(layer).id;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Zoo, Backends, testing::ValuesIn(everyNetwork()),
                         [](const auto &row) { return row.param.name; });
