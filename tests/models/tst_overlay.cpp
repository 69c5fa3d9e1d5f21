#include "explain/overlay.h"
#include "graph/graphbuilder.h"
#include "support/activations.h"

#include <gtest/gtest.h>
#include <limits>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

using Values = std::map<std::string, double>;

/// stem: 1×1 conv of 2 filters; blocks.0 and blocks.1, residual: 1×1 conv of 2 filters, their
/// concatenation with nothing, the linear expansion to 2, the addition. On a grid of 4×4.
NetworkGraph smallGraph()
{
    return GraphBuilder("small", "Small")
        .stage("stem", "Stem")
        .single("", conv({1, 1}, 2))
        .repeatedResidual("blocks", "Blocks", {{conv({1, 1}, 2)}}, 2, 0.5)
        .build({4, 4})
        .value();
}

std::vector<std::string> idsOf(const NetworkGraph &graph)
{
    std::vector<std::string> ids;
    for (const Layer &layer : graph.layers())
        ids.push_back(layer.id);
    return ids;
}

} // namespace

TEST(OutputFigures, AreTheMeanSquareAndTheShareOfZeros)
{
    const OutputFigures figures = outputFigures(activationOf({2, 2, 2}, {0, 0, 0, 1, -2, 3, 0, 0}));
    EXPECT_EQ(figures, (OutputFigures{(1.0 + 4.0 + 9.0) / 8.0, 5.0 / 8.0}));
}

TEST(OutputFigures, LeaveOutWhatIsNotFinite)
{
    constexpr float infinite = std::numeric_limits<float>::infinity();
    constexpr float undefined = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ(outputFigures(activationOf({1, 1, 4}, {infinite, undefined, 2, 0})),
              (OutputFigures{2.0, 0.25}));
    EXPECT_EQ(outputFigures(activationOf({1, 1, 1}, {undefined})), OutputFigures());
    EXPECT_EQ(outputFigures(activationOf({1, 0, 0}, {})), OutputFigures());
}

TEST(Overlay, CostsAreSumsOverWhatIsInside)
{
    const NetworkGraph graph = smallGraph();
    ASSERT_EQ(idsOf(graph),
              (std::vector<std::string>{"stem", "blocks.0.branch0.0", "blocks.0.concat",
                                        "blocks.0.expansion", "blocks.0.add", "blocks.1.branch0.0",
                                        "blocks.1.concat", "blocks.1.expansion", "blocks.1.add"}));
    // A 1×1 convolution on 4×4: 16 · inputs · filters.
    EXPECT_EQ(overlayValues(graph, Overlay::MultiplyAdds, {}),
              (Values{{"stem", 96},
                      {"blocks.0.branch0.0", 64},
                      {"blocks.0.concat", 0},
                      {"blocks.0.expansion", 64},
                      {"blocks.0.add", 0},
                      {"blocks.0", 128},
                      {"blocks.1.branch0.0", 64},
                      {"blocks.1.concat", 0},
                      {"blocks.1.expansion", 64},
                      {"blocks.1.add", 0},
                      {"blocks.1", 128},
                      {"blocks", 256}}));
    // Weights and two of BatchNorm a filter; the expansion has a bias instead.
    EXPECT_EQ(overlayValues(graph, Overlay::Parameters, {}),
              (Values{{"stem", 6 + 4},
                      {"blocks.0.branch0.0", 4 + 4},
                      {"blocks.0.concat", 0},
                      {"blocks.0.expansion", 4 + 2},
                      {"blocks.0.add", 0},
                      {"blocks.0", 14},
                      {"blocks.1.branch0.0", 8},
                      {"blocks.1.concat", 0},
                      {"blocks.1.expansion", 6},
                      {"blocks.1.add", 0},
                      {"blocks.1", 14},
                      {"blocks", 28}}));
}

TEST(Overlay, TimesAreSumsToo)
{
    OverlaySources sources;
    sources.milliseconds = {1.0, 0.5, 0.0, 0.25, 0.0, 2.0, 0.0, 4.0, 8.0};
    EXPECT_EQ(overlayValues(smallGraph(), Overlay::Time, sources),
              (Values{{"stem", 1.0},
                      {"blocks.0.branch0.0", 0.5},
                      {"blocks.0.concat", 0.0},
                      {"blocks.0.expansion", 0.25},
                      {"blocks.0.add", 0.0},
                      {"blocks.0", 0.75},
                      {"blocks.1.branch0.0", 2.0},
                      {"blocks.1.concat", 0.0},
                      {"blocks.1.expansion", 4.0},
                      {"blocks.1.add", 8.0},
                      {"blocks.1", 14.0},
                      {"blocks", 14.75}}));
    EXPECT_EQ(overlayValues(smallGraph(), Overlay::Time, {}), Values());
}

TEST(Overlay, MemoryIsThatOfTheOutput)
{
    const Values memory = overlayValues(smallGraph(), Overlay::Memory, {});
    EXPECT_EQ(memory.size(), 12U);
    for (const auto &[id, bytes] : memory)
        EXPECT_EQ(bytes, 4 * 4 * 2 * 4) << id;
}

TEST(Overlay, ActivationsAreThoseOfTheOutput)
{
    OverlaySources sources;
    sources.figures = {{0, {1.0, 0.1}}, {1, {2.0, 0.2}}, {4, {3.0, 0.3}}, {8, {4.0, 0.4}}};
    EXPECT_EQ(overlayValues(smallGraph(), Overlay::Energy, sources),
              (Values{{"stem", 1.0},
                      {"blocks.0.branch0.0", 2.0},
                      {"blocks.0.add", 3.0},
                      {"blocks.0", 3.0},
                      {"blocks.1.add", 4.0},
                      {"blocks.1", 4.0},
                      {"blocks", 4.0}}));
    EXPECT_EQ(overlayValues(smallGraph(), Overlay::Zeros, sources),
              (Values{{"stem", 0.1},
                      {"blocks.0.branch0.0", 0.2},
                      {"blocks.0.add", 0.3},
                      {"blocks.0", 0.3},
                      {"blocks.1.add", 0.4},
                      {"blocks.1", 0.4},
                      {"blocks", 0.4}}));
}

TEST(Overlay, RatiosBelongToResidualBlocks)
{
    OverlaySources sources;
    sources.residuals = {{"blocks.0", 0.5, 2.0, 1.0}, {"blocks.1", 0.5, 4.0, 1.0}};
    EXPECT_EQ(overlayValues(smallGraph(), Overlay::ResidualRatio, sources),
              (Values{{"blocks.0", 0.5},
                      {"blocks.0.add", 0.5},
                      {"blocks.1", 0.25},
                      {"blocks.1.add", 0.25},
                      {"blocks", 0.25}}));
}

TEST(Overlay, NoneHasNoValues)
{
    EXPECT_EQ(overlayValues(smallGraph(), Overlay::None, {}), Values());
}
