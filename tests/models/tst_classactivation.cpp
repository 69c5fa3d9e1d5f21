#include "checkpoint/tensorvalues.h"
#include "engine/engine.h"
#include "explain/classactivation.h"
#include "explain/trunkblocks.h"
#include "support/explainednetworks.h"
#include "support/randomweights.h"

#include <gtest/gtest.h>
#include <numeric>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

std::vector<float> biasOf(const Weights &weights, int layer)
{
    for (const Weights::Entry &entry : weights.entries()) {
        if (entry.spec.layer != layer || entry.spec.role != ParameterRole::Bias)
            continue;
        std::vector<float> values(static_cast<std::size_t>(entry.spec.elements()));
        EXPECT_TRUE(copyFloats(entry.tensor, values));
        return values;
    }
    return {};
}

class WherePoolingFeedsTheClasses : public testing::TestWithParam<const char *>
{
};

} // namespace

TEST_P(WherePoolingFeedsTheClasses, TheMeanIsTheLogitWithoutItsBias)
{
    const NetworkGraph graph = narrowGraph(GetParam());
    const Weights weights = randomWeights(graph);
    const std::vector<float> input = randomInput(graph);
    const ClassActivationLayers layers = classActivationLayers(graph).value();
    EXPECT_EQ(layers.features, blocksBeforePooling(graph).back()->output);
    EXPECT_EQ(layers.linear, graph.logits());
    auto engine = makeEngine(graph, weights, {.threads = 1}).value();
    const Activations answer = engine->run({&input, 1}, {layers.features}).value().front();
    const std::vector<float> bias = biasOf(weights, layers.linear);
    for (int index = 0; index < graph.classes(); ++index) {
        const SaliencyMap map =
            classActivationMap(graph, weights, answer.captured.at(layers.features), index).value();
        EXPECT_EQ(map.classIndex, index);
        EXPECT_EQ(map.grid, graph.layer(layers.features).out.grid());
        EXPECT_EQ(map.cellWidth * map.grid.width, graph.input().width);
        const double mean = std::accumulate(map.values.begin(), map.values.end(), 0.0)
            / static_cast<double>(map.values.size());
        const auto at = static_cast<std::size_t>(index);
        EXPECT_NEAR(mean, double{answer.logits[at]} - double{bias[at]}, 1e-4);
    }
}

INSTANTIATE_TEST_SUITE_P(Zoo, WherePoolingFeedsTheClasses,
                         testing::Values("inception_v4", "inception_resnet_v1",
                                         "inception_resnet_v2", "inception_resnet_v2_tfslim",
                                         "inception_v3", "bn_inception"));

TEST(ClassActivation, SaysWhereItIsNotExact)
{
    const NetworkGraph graph = narrowGraph("inception_resnet_v1_facenet");
    const std::string sentence = "Inception-ResNet-v1 (facenet) has no exact class activation map: "
                                 "embedding stands between the "
                                 "average pooling and the classes; Grad-CAM needs no such thing";
    EXPECT_EQ(classActivationLayers(graph).error().message, sentence);
    EXPECT_EQ(classActivationMap(graph, randomWeights(graph), {}, 0).error().message, sentence);
}

TEST(ClassActivation, IsOfAClassThereIs)
{
    const NetworkGraph graph = narrowGraph("inception_v4");
    for (int index : {-1, 4}) {
        EXPECT_EQ(classActivationMap(graph, randomWeights(graph), {}, index).error().message,
                  "Inception-v4 has no class " + std::to_string(index) + ", only 0 to 3");
    }
}

TEST(TrunkBlocks, EndBeforeThePoolingOfTheClasses)
{
    std::vector<std::string> ids;
    const NetworkGraph graph = narrowInceptionV3();
    for (const Block *block : blocksBeforePooling(graph))
        ids.push_back(block->id);
    EXPECT_EQ(
        ids,
        (std::vector<std::string>{"stem.conv1", "stem.conv2", "stem.conv3", "stem.pool1",
                                  "stem.conv4", "stem.conv5", "stem.pool2", "inception_a.0",
                                  "reduction_a", "inception_b.0", "reduction_b", "inception_c.0"}));
}

TEST(TrunkBlocks, HavePlacesWhereThereAreCells)
{
    const NetworkGraph graph = narrowGraph("inception_v4").withInput({75, 75}).value();
    EXPECT_EQ(blocksBeforePooling(graph).back()->id, "inception_c.0");
    EXPECT_EQ(blocksWithPlaces(graph).back()->id, "inception_b.0");
}

TEST(TrunkBlocks, LeadToTheClasses)
{
    const NetworkGraph graph = narrowInceptionV3();
    EXPECT_TRUE(leadsToLogits(graph, 0));
    EXPECT_TRUE(leadsToLogits(graph, graph.outputOf("inception_b.0.branch1")));
    EXPECT_TRUE(leadsToLogits(graph, graph.logits()));
    EXPECT_FALSE(leadsToLogits(graph, graph.outputOf("auxiliary_head.conv1")));
    EXPECT_FALSE(leadsToLogits(graph, graph.outputOf("classifier.softmax")));
    EXPECT_FALSE(leadsToLogits(graph, -1));
}
