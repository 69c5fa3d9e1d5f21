#include "graph/gridregion.h"
#include "zoo/zoo.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace inceptoscope;

static InputRegion regionOf(const NetworkGraph &graph, const char *id)
{
    return coveredRegion(graph, graph.outputOf(id));
}

/// Worked out by hand from the strides and paddings of figures 3 and 9.
TEST(GridRegion, InceptionV4LeavesABorder)
{
    const NetworkGraph graph = buildNetwork("inception_v4").value();
    const std::vector<int> &stem = graph.stages().front().blocks.front().layers;
    EXPECT_EQ(coveredRegion(graph, stem.front()), (InputRegion{0.5, 0.5, 298.0, 298.0}));
    EXPECT_EQ(regionOf(graph, "stem"), (InputRegion{9.5, 9.5, 280.0, 280.0})); // 35 · 8
    EXPECT_EQ(regionOf(graph, "inception_a.3"), (InputRegion{9.5, 9.5, 280.0, 280.0}));
    EXPECT_EQ(regionOf(graph, "inception_b"), (InputRegion{13.5, 13.5, 272.0, 272.0})); // 17 · 16
    EXPECT_EQ(regionOf(graph, "inception_c"), (InputRegion{21.5, 21.5, 256.0, 256.0})); // 8 · 32
    EXPECT_EQ(regionOf(graph, "average_pool"), (InputRegion{0, 0, 299, 299}));
}

/// Whichever way through a block: what a concatenation or an addition joins lies over the same
/// pixels; in BN-Inception's reductions, whose pooling rounds up, half a cell beside at most.
TEST(GridRegion, PartsThatAreJoinedAgree)
{
    for (const NetworkFamily &family : networkFamilies()) {
        const NetworkGraph graph = family.build({}).value();
        const double tolerance = family.id == "bn_inception" ? 0.5 : 0.0;
        for (const Layer &layer : graph.layers()) {
            for (int input : layer.inputs) {
                const InputRegion one = coveredRegion(graph, layer.inputs.front());
                const InputRegion other = coveredRegion(graph, input);
                const double cell = one.width / layer.in.width;
                EXPECT_LE(std::abs(one.left - other.left), tolerance * cell) << layer.id;
                EXPECT_LE(std::abs(one.top - other.top), tolerance * cell) << layer.id;
                EXPECT_EQ(one.width, other.width) << family.id << ' ' << layer.id;
                EXPECT_EQ(one.height, other.height) << family.id << ' ' << layer.id;
            }
        }
    }
}
