#include "engine/onednn/linetransform.h"
#include "engine/onednn/winograd.h"
#include "zoo/zoo.h"

#include <gtest/gtest.h>
#include <map>

using namespace inceptoscope;

/// Σ over points output[result, i] · filter[i, tap] · input[i, cell]: what a cell under a tap adds
/// to a result.
template<typename Line> static double contribution(const Line &line, int result, int tap, int cell)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < line.input.size(); ++i)
        sum += line.output[static_cast<std::size_t>(result)][i]
            * line.filter[i][static_cast<std::size_t>(tap)]
            * line.input[i][static_cast<std::size_t>(cell)];
    return sum;
}

template<typename Line> class LineTransforms : public testing::Test
{
};

using Lines = testing::Types<LineTransform<1, 1>, LineTransform<4, 3>, LineTransform<2, 5>,
                             LineTransform<6, 7>>;
TYPED_TEST_SUITE(LineTransforms, Lines);

TYPED_TEST(LineTransforms, FilterEachCellWithTheTapThatLiesOnIt)
{
    constexpr auto line = lineTransform<TypeParam::outputs, TypeParam::taps>();
    for (int result = 0; result < line.outputs; ++result) {
        for (int tap = 0; tap < line.taps; ++tap) {
            for (int cell = 0; cell < line.points; ++cell)
                EXPECT_NEAR(contribution(line, result, tap, cell), cell == result + tap ? 1.0 : 0.0,
                            1e-12)
                    << "result " << result << ", tap " << tap << ", cell " << cell;
        }
    }
}

/// "1×7 17×17: tiles of 1×6, 17×3 of them, 1×12 points"
static std::string text(const Layer &layer, const WinogradTiling &tiling)
{
    const auto extent = [](Extent each) {
        return std::to_string(each.height) + "×" + std::to_string(each.width);
    };
    return extent(layer.kernel) + " " + extent(layer.out.grid()) + ": tiles of "
        + extent(tiling.outputs) + ", " + extent(tiling.tiles) + " of them, "
        + extent(tiling.points()) + " points";
}

/// All kinds of convolution of a network, once each.
static std::string tilingsOf(std::string_view network)
{
    std::map<std::string, int> kinds;
    const NetworkGraph graph = buildNetwork(network).value();
    for (const Layer &layer : graph.layers()) {
        if (const auto tiling = winogradTiling(layer))
            ++kinds[text(layer, *tiling)];
    }
    std::string all;
    for (const auto &[kind, count] : kinds)
        all += kind + " (" + std::to_string(count) + ")\n";
    return all;
}

TEST(WinogradTiling, CoversTheGridsOfInceptionV4)
{
    EXPECT_EQ(tilingsOf("inception_v4"), R"(1×7 17×17: tiles of 1×6, 17×3 of them, 1×12 points (22)
1×7 73×73: tiles of 1×6, 73×13 of them, 1×12 points (1)
3×3 147×147: tiles of 4×4, 37×37 of them, 6×6 points (2)
3×3 35×35: tiles of 4×4, 9×9 of them, 6×6 points (13)
3×3 71×71: tiles of 4×4, 18×18 of them, 6×6 points (2)
7×1 17×17: tiles of 6×1, 3×17 of them, 12×1 points (22)
7×1 73×73: tiles of 6×1, 13×73 of them, 12×1 points (1)
)");
}

TEST(WinogradTiling, CoversTheGridsOfInceptionV3)
{
    EXPECT_EQ(tilingsOf("inception_v3"), R"(1×7 17×17: tiles of 1×6, 17×3 of them, 1×12 points (13)
3×3 147×147: tiles of 4×4, 37×37 of them, 6×6 points (2)
3×3 35×35: tiles of 4×4, 9×9 of them, 6×6 points (7)
3×3 71×71: tiles of 4×4, 18×18 of them, 6×6 points (1)
5×5 35×35: tiles of 2×2, 18×18 of them, 6×6 points (3)
7×1 17×17: tiles of 6×1, 3×17 of them, 12×1 points (13)
)");
}
