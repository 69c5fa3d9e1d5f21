#include "explain/occlusion.h"
#include "support/randomweights.h"
#include "zoo/zoo.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

NetworkGraph tinyGraph()
{
    const NetworkOptions options{
        .input = Extent{75, 75}, .classes = 4, .width = 0.125, .repeats = {1, 1, 1}};
    return buildNetwork("inception_v4", options).value();
}

class Occlusion : public testing::Test
{
protected:
    Expected<SaliencyMap> mapOf(const OcclusionWindow &window, int classIndex,
                                std::stop_token stop = {}, const OcclusionProgress &progress = {})
    {
        return occlusionSensitivity(*m_engine, m_input, window, classIndex, std::move(stop),
                                    progress);
    }

    /// Of a picture of which some pixels are zero.
    double directLogit(int top, int left, int bottom, int right, int classIndex)
    {
        std::vector<float> picture = m_input;
        for (int i = 0; i < static_cast<int>(picture.size()); ++i) {
            const int y = i / 75 % 75;
            const int x = i % 75;
            if (y >= top && y < bottom && x >= left && x < right)
                picture[static_cast<std::size_t>(i)] = 0.0F;
        }
        return double{m_engine->run({&picture, 1}, {})
                          .value()
                          .front()
                          .logits[static_cast<std::size_t>(classIndex)]};
    }

    NetworkGraph m_graph = tinyGraph();
    Weights m_weights = randomWeights(m_graph);
    std::unique_ptr<Engine> m_engine = makeEngine(m_graph, m_weights, {.threads = 2}).value();
    std::vector<float> m_input = randomInput(m_graph);
};

} // namespace

TEST_F(Occlusion, IsWhatEachWindowCosts)
{
    const SaliencyMap map = mapOf({24, 18}, 2).value();
    EXPECT_EQ(map.method, SaliencyMethod::Occlusion);
    EXPECT_EQ(map.grid, (Extent{5, 5}));
    EXPECT_EQ(map.cellHeight, 18.0);
    const double whole = directLogit(0, 0, 0, 0, 2);
    for (int row = 0; row < 5; ++row) {
        for (int column = 0; column < 5; ++column) {
            const int top = row * 18 - 3; // the window is 6 pixels wider than its cell
            const int left = column * 18 - 3;
            const double value = double{map.values[static_cast<std::size_t>(row * 5 + column)]};
            EXPECT_NEAR(value, whole - directLogit(top, left, top + 24, left + 24, 2), 1e-4);
        }
    }
}

TEST_F(Occlusion, OfWindowsApart)
{
    const SaliencyMap map = mapOf({9, 30}, 0).value();
    EXPECT_EQ(map.grid, (Extent{3, 3}));
    const double whole = directLogit(0, 0, 0, 0, 0);
    EXPECT_NEAR(double{map.values[4]}, whole - directLogit(40, 40, 49, 49, 0), 1e-4);
    EXPECT_NEAR(double{map.values[8]}, whole - directLogit(70, 70, 75, 75, 0), 1e-4);
    const SaliencyMap beyond = mapOf({5, 70}, 0).value(); // the second one would begin at 102
    EXPECT_EQ(beyond.grid, (Extent{2, 2}));
    EXPECT_NEAR(double{beyond.values[3]}, whole - directLogit(70, 70, 75, 75, 0), 1e-4);
}

TEST_F(Occlusion, FillsInAsItGoes)
{
    int before = 0;
    SaliencyMap last;
    const auto progress = [&](const SaliencyMap &soFar, int done, int total) {
        EXPECT_EQ(total, 25);
        EXPECT_GT(done, before);
        for (std::size_t i = 0; i < soFar.values.size(); ++i)
            EXPECT_EQ(std::isnan(soFar.values[i]), i >= static_cast<std::size_t>(done));
        before = done;
        last = soFar;
    };
    const SaliencyMap map = mapOf({16, 15}, 1, {}, progress).value();
    EXPECT_EQ(before, 25);
    EXPECT_EQ(last, map);
}

TEST_F(Occlusion, IsCancelled)
{
    std::stop_source stop;
    int told = 0;
    const auto map = mapOf({16, 4}, 1, stop.get_token(), [&](const SaliencyMap &, int, int) {
        ++told;
        stop.request_stop();
    });
    ASSERT_FALSE(map);
    EXPECT_EQ(map.error().message, "cancelled");
    EXPECT_EQ(told, 1);
}

TEST_F(Occlusion, SaysWhatCannotBeCovered)
{
    EXPECT_EQ(mapOf({16, 8}, 4).error().message, "Inception-v4 has no class 4, only 0 to 3");
    EXPECT_EQ(mapOf({76, 8}, 0).error().message,
              "a window and its stride are 1 to 75 pixels for this input, not 76");
    EXPECT_EQ(mapOf({16, 0}, 0).error().message,
              "a window and its stride are 1 to 75 pixels for this input, not 0");
}

TEST_F(Occlusion, UsuallyCoversAnEighth)
{
    EXPECT_EQ(usualWindow(m_graph), (OcclusionWindow{8, 4}));
    EXPECT_EQ(occlusionGrid(m_graph, usualWindow(m_graph)), (Extent{19, 19}));
}
