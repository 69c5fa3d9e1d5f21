#include "engine/engine.h"
#include "graph/elementoutputs.h"
#include "support/tinymodel.h"
#include "zoo/zoo.h"

#include <algorithm>
#include <gtest/gtest.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

NetworkGraph tinyGraph(const char *network)
{
    return buildDescribed(tinyDescription(network)).value();
}

/// Ids of the layers that differ between two graphs.
std::vector<std::string> changed(const NetworkGraph &before, const NetworkGraph &after)
{
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < before.layers().size(); ++i) {
        if (before.layers()[i] != after.layers()[i])
            ids.push_back(before.layers()[i].id);
    }
    return ids;
}

std::vector<std::string> idsOf(const NetworkGraph &graph, const std::vector<int> &layers)
{
    std::vector<std::string> ids;
    for (int layer : layers)
        ids.push_back(graph.layer(layer).id);
    return ids;
}

/// The outputs of an element, one after the other.
std::vector<float> valuesOf(const NetworkGraph &graph, const Weights &weights, const char *id,
                            Backend backend)
{
    auto engine = makeEngine(tinyGraph("inception_v4"), weights, {.backend = backend}).value();
    EXPECT_TRUE(engine->setGraph(graph));
    std::vector<float> input(static_cast<std::size_t>(graph.input().elements()));
    for (std::size_t i = 0; i < input.size(); ++i)
        input[i] = static_cast<float>(i % 29) / 14.0F - 1.0F;
    const std::vector<int> outputs = outputsOf(graph, id);
    const auto answers = engine->run({&input, 1}, outputs).value();
    std::vector<float> values;
    for (int output : outputs) {
        const auto all = answers.front().captured.at(output).all();
        values.insert(values.end(), all.begin(), all.end());
    }
    return values;
}

} // namespace

TEST(ElementOutputs, AForkedBranchHasBothItsEnds)
{
    const NetworkGraph graph = tinyGraph("inception_v4");
    const auto outputs = outputsOf(graph, "inception_c.0.branch1");
    EXPECT_EQ(idsOf(graph, outputs),
              (std::vector<std::string>{"inception_c.0.branch1.1a", "inception_c.0.branch1.1b"}));
    GridShape both = graph.layer(outputs[0]).out;
    both.channels += graph.layer(outputs[1]).out.channels;
    EXPECT_EQ(joinedShape(graph, outputs), both);
}

TEST(ElementOutputs, OthersHaveOne)
{
    const NetworkGraph graph = tinyGraph("inception_v4");
    for (const char *id :
         {"stem", "inception_b", "inception_b.0", "inception_b.0.branch1", "average_pool"}) {
        const int output = graph.outputOf(id);
        ASSERT_GE(output, 0) << id;
        EXPECT_EQ(outputsOf(graph, id), std::vector{output}) << id;
    }
    EXPECT_EQ(outputsOf(graph, "nothing"), std::vector<int>{});
}

TEST(LastActivation, IsTakenFromEveryPartOfAConcatenation)
{
    const NetworkGraph graph = tinyGraph("inception_v4");
    const auto without = withoutLastActivation(graph, "inception_c.0");
    ASSERT_TRUE(without);
    EXPECT_EQ(changed(graph, *without),
              (std::vector<std::string>{"inception_c.0.branch0.0", "inception_c.0.branch1.1a",
                                        "inception_c.0.branch1.1b", "inception_c.0.branch2.3a",
                                        "inception_c.0.branch2.3b", "inception_c.0.branch3.1"}));
}

TEST(LastActivation, IsThatAfterAnAddition)
{
    const NetworkGraph graph = tinyGraph("inception_resnet_v2");
    const auto without = withoutLastActivation(graph, "inception_resnet_a.0");
    ASSERT_TRUE(without);
    const int addition = graph.outputOf("inception_resnet_a.0");
    EXPECT_EQ(changed(graph, *without), std::vector{graph.layer(addition).id});
}

TEST(LastActivation, IsMissingWhereThereIsNone)
{
    const NetworkGraph graph = tinyGraph("inception_resnet_v2");
    const int expansion = graph.stages()[1].blocks.front().expansion;
    EXPECT_FALSE(withoutLastActivation(graph, graph.layer(expansion).id));
    EXPECT_FALSE(withoutLastActivation(graph, "average_pool"));
    EXPECT_FALSE(withoutLastActivation(graph, "nothing"));
}

/// Every block that ends in an activation can be looked at before it.
TEST(LastActivation, CanBeTakenFromEveryBlockOfEveryFamily)
{
    for (const NetworkFamily &family : networkFamilies()) {
        const NetworkGraph graph = family.build({}).value();
        for (const Stage &stage : graph.stages()) {
            for (const Block &block : stage.blocks) {
                const LayerKind kind = graph.layer(block.output).kind;
                const bool isActive =
                    kind == LayerKind::Concatenation || graph.layer(block.output).relu;
                EXPECT_EQ(withoutLastActivation(graph, block.id).has_value(), isActive)
                    << family.id << ' ' << block.id;
            }
        }
    }
}

/// Both engines; the values after it are those before, without the negative ones.
TEST(LastActivation, LeavesTheSignedValues)
{
    const NetworkGraph graph = tinyGraph("inception_v4");
    const Weights weights = randomWeights(graph);
    for (const Backend backend : {Backend::Onednn, Backend::Torch}) {
        for (const char *id : {"stem", "inception_b.0.branch1.1", "inception_c.0.branch1"}) {
            const NetworkGraph without = withoutLastActivation(graph, id).value();
            const auto before = valuesOf(without, weights, id, backend);
            const auto after = valuesOf(graph, weights, id, backend);
            ASSERT_EQ(before.size(), after.size());
            EXPECT_TRUE(std::ranges::any_of(before, [](float value) { return value < 0.0F; }));
            for (std::size_t i = 0; i < before.size(); ++i)
                ASSERT_NEAR(std::max(before[i], 0.0F), after[i], 1e-3F) << id << ' ' << i;
        }
    }
}
