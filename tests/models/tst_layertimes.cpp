#include "graph/graphbuilder.h"
#include "measuring/layertimes.h"
#include "support/tinymodel.h"

#include <gtest/gtest.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

NetworkGraph tinyGraph(const char *network)
{
    return buildDescribed(tinyDescription(network)).value();
}

std::vector<float> inputFor(const NetworkGraph &graph)
{
    return std::vector<float>(static_cast<std::size_t>(graph.input().elements()), 0.5F);
}

void expectTimes(Backend backend)
{
    const NetworkGraph graph = tinyGraph("inception_resnet_v2");
    auto engine = makeEngine(graph, randomWeights(graph), {.threads = 1, .backend = backend});
    ASSERT_TRUE(engine) << engine.error().message;
    std::vector<int> passes;
    const auto times = layerTimes(**engine, inputFor(graph), 3, {},
                                  [&](int done, int) { passes.push_back(done); });
    ASSERT_TRUE(times) << times.error().message;
    ASSERT_EQ(times->size(), graph.layers().size());
    EXPECT_EQ(passes, (std::vector{1, 2, 3, 4}));
    for (std::size_t i = 0; i < times->size(); ++i) {
        const Layer &layer = graph.layer(static_cast<int>(i));
        if (layer.kind == LayerKind::Convolution || layer.kind == LayerKind::MaxPool)
            EXPECT_GT((*times)[i], 0.0) << layer.id;
        else
            EXPECT_GE((*times)[i], 0.0) << layer.id;
    }
}

} // namespace

TEST(LayerTimes, AreThereForEveryConvolutionAndPoolOfOnednn)
{
    expectTimes(Backend::Onednn);
}

TEST(LayerTimes, AreThereForEveryConvolutionAndPoolOfTorch)
{
    expectTimes(Backend::Torch);
}

TEST(LayerTimes, EndWhenTheyAreToldTo)
{
    const NetworkGraph graph = tinyGraph("inception_v4");
    auto engine = makeEngine(graph, randomWeights(graph), {.threads = 1}).value();
    std::stop_source stop;
    stop.request_stop();
    const auto times = layerTimes(*engine, inputFor(graph), 3, stop.get_token());
    ASSERT_FALSE(times);
    EXPECT_EQ(times.error().message, "cancelled");
}

TEST(LayerTimes, OfSiblingsAreSharedByTheirMultiplyAdds)
{
    const NetworkGraph graph = GraphBuilder("small", "Small")
                                   .stage("stem", "Stem")
                                   .inception("0", {{conv({1, 1}, 8)}, {conv({1, 1}, 24)}})
                                   .build({4, 4})
                                   .value();
    std::vector<double> times(graph.layers().size());
    addSharedTime(graph, {0, 1}, 4.0, times);
    addSharedTime(graph, {2}, 0.5, times);
    EXPECT_EQ(times, (std::vector{1.0, 3.0, 0.5}));
}
