#include "zoo/zoo.h"

#include <gtest/gtest.h>

using namespace inceptoscope;

TEST(NetworkGraph, InceptionV4HasThePublishedCosts)
{
    const auto graph = buildNetwork("inception_v4");
    ASSERT_TRUE(graph) << graph.error().message;
    EXPECT_EQ(graph->parameters(), 42'679'816);
    EXPECT_EQ(graph->multiplyAdds(), 12'253'974'624);
    EXPECT_EQ(graph->smallestInput(), (Extent{75, 75}));
}

TEST(NetworkGraph, PaperInceptionResNetV2HasTheCostsOfTheFigures)
{
    const auto graph = buildNetwork("inception_resnet_v2");
    ASSERT_TRUE(graph) << graph.error().message;
    EXPECT_EQ(graph->parameters(), 32'433'928);
    EXPECT_EQ(graph->multiplyAdds(), 9'257'953'632);
}

TEST(NetworkGraph, TooSmallAnInputNamesTheLayerAndTheSmallestSize)
{
    NetworkOptions options;
    options.input = {60, 60};
    const auto graph = buildNetwork("inception_v4", options);
    ASSERT_FALSE(graph);
    EXPECT_EQ(
        graph.error().message,
        "Inception-v4 cannot take an input of 60×60: reduction_b.branch0.1: the grid vanishes, "
        "since 3×3/2 conv does not fit on a grid of 2×2; the smallest size that works is 75×75");
}
