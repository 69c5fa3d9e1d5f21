#include "engine/onednn/linetransform.h"
#include "engine/onednn/winogradkernels.h"
#include "zoo/zoo.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <random>

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

/// A convolution of 35×35×64 with a kernel.
static Layer layerWith(Extent kernel)
{
    Layer layer;
    layer.kind = LayerKind::Convolution;
    layer.kernel = kernel;
    layer.filters = 64;
    layer.in = {64, 35, 35};
    layer.out = {64, 35, 35};
    return layer;
}

TEST(WinogradTiling, IsForKernelsThatHaveTransforms)
{
    std::string kernels;
    for (int height = 1; height <= 9; ++height) {
        for (int width = 1; width <= 9; ++width) {
            if (const auto tiling = winogradTiling(layerWith({height, width})))
                kernels += text(layerWith({height, width}), *tiling) + "\n";
        }
    }
    EXPECT_EQ(kernels, R"(1×7 35×35: tiles of 1×6, 35×6 of them, 1×12 points
3×3 35×35: tiles of 4×4, 9×9 of them, 6×6 points
5×5 35×35: tiles of 2×2, 18×18 of them, 6×6 points
7×1 35×35: tiles of 6×1, 6×35 of them, 12×1 points
)");
}

TEST(WinogradKernels, ThereAreNoneForOtherKernels)
{
    WinogradShape shape{{16, 9, 9}, {16, 9, 9}, {}, {{4, 4}, {3, 5}, {3, 3}}, 16};
    EXPECT_THROW(winogradKernels(shape), std::invalid_argument);
    const std::vector<float> filters(std::size_t{16} * 16 * 15);
    EXPECT_THROW(transformedFilters(filters, 16, 16, shape.tiling), std::invalid_argument);
}

namespace {

std::size_t asSize(int value)
{
    return static_cast<std::size_t>(value);
}

struct TiledCase
{
    WinogradTile tile;
    Extent grid; ///< of the output
    bool same; ///< padding; else valid
    int lanes;
};

std::string nameOf(const testing::TestParamInfo<TiledCase> &info)
{
    const auto &[tile, grid, same, lanes] = info.param;
    const auto number = [](int value) { return std::to_string(value); };
    return "taps" + number(tile.taps.height) + "x" + number(tile.taps.width) + "_grid"
        + number(grid.height) + "x" + number(grid.width) + (same ? "_same_" : "_valid_")
        + number(lanes) + "lanes";
}

std::vector<TiledCase> everyCase()
{
    std::vector<TiledCase> cases;
    for (const WinogradTile &tile : winogradTiles) {
        for (Extent grid : {Extent{1, 1}, Extent{3, 2}, Extent{12, 12}, Extent{13, 17}}) {
            for (bool same : {true, false}) {
                for (int lanes : {8, 16})
                    cases.push_back({tile, grid, same, lanes});
            }
        }
    }
    return cases;
}

std::vector<float> randomValues(std::size_t count, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<float> values(count);
    for (float &value : values)
        value = static_cast<float>(static_cast<double>(random()) / 0x1p31 - 1.0);
    return values;
}

/// A convolution with random numbers, computed in tiles and by its definition.
class TiledConvolution
{
public:
    explicit TiledConvolution(const TiledCase &given)
        : m_shape(shapeOf(given))
        , m_in(randomValues(sizeOf(m_shape.in), 1))
        , m_filters(randomValues(asSize(m_shape.out.channels * m_shape.in.channels
                                        * given.tile.taps.height * given.tile.taps.width),
                                 2))
        , m_bias(randomValues(asSize(m_shape.out.channels), 3))
    {
    }

    std::vector<float> inTiles(bool relu) const
    {
        const WinogradKernels kernels = winogradKernels(m_shape);
        const Extent tiles = m_shape.tiling.tiles;
        const std::size_t stride = asSize(tiles.height * tiles.width);
        std::vector<float> transformed(pointCount() * stride * asSize(m_shape.in.channels));
        std::vector<float> out(sizeOf(m_shape.out));
        for (int tile = 0; tile < tiles.height * tiles.width; ++tile)
            kernels.input(m_shape, m_in.data(), {tile / tiles.width, tile % tiles.width},
                          transformed.data() + asSize(tile * m_shape.in.channels),
                          stride * asSize(m_shape.in.channels));
        const std::vector<float> products = multiplied(transformed, stride);
        for (int tile = 0; tile < tiles.height * tiles.width; ++tile)
            kernels.output(m_shape, products.data() + asSize(tile * m_shape.out.channels),
                           stride * asSize(m_shape.out.channels),
                           {tile / tiles.width, tile % tiles.width}, {m_bias.data(), relu},
                           out.data());
        return out;
    }

    std::vector<float> byDefinition(bool relu) const
    {
        std::vector<float> out(sizeOf(m_shape.out));
        for (int c = 0; c < m_shape.out.channels; ++c) {
            for (int y = 0; y < m_shape.out.height; ++y) {
                for (int x = 0; x < m_shape.out.width; ++x) {
                    const double sum = sumAt(c, y, x);
                    out[place(m_shape.out, c, y, x)] =
                        static_cast<float>(relu ? std::max(sum, 0.0) : sum);
                }
            }
        }
        return out;
    }

private:
    static WinogradShape shapeOf(const TiledCase &given)
    {
        const auto &[tile, grid, same, lanes] = given;
        const Extent before =
            same ? Extent{(tile.taps.height - 1) / 2, (tile.taps.width - 1) / 2} : Extent{};
        const Extent in = same
            ? grid
            : Extent{grid.height + tile.taps.height - 1, grid.width + tile.taps.width - 1};
        const Extent tiles{(grid.height + tile.outputs.height - 1) / tile.outputs.height,
                           (grid.width + tile.outputs.width - 1) / tile.outputs.width};
        return {{2 * lanes, in.height, in.width},
                {3 * lanes, grid.height, grid.width},
                before,
                {tile.outputs, tile.taps, tiles},
                lanes};
    }

    static std::size_t sizeOf(const GridShape &shape)
    {
        return static_cast<std::size_t>(shape.elements());
    }

    std::size_t pointCount() const
    {
        return asSize(m_shape.tiling.points().height * m_shape.tiling.points().width);
    }

    /// Of a value where channels lie in groups.
    std::size_t place(const GridShape &shape, int channel, int y, int x) const
    {
        const int lanes = m_shape.lanes;
        return asSize(((channel / lanes * shape.height + y) * shape.width + x) * lanes
                      + channel % lanes);
    }

    /// One matrix product for each point.
    std::vector<float> multiplied(const std::vector<float> &transformed, std::size_t tiles) const
    {
        const std::size_t ins = asSize(m_shape.in.channels);
        const std::size_t outs = asSize(m_shape.out.channels);
        const std::vector<float> filters = transformedFilters(m_filters, m_shape.out.channels,
                                                              m_shape.in.channels, m_shape.tiling);
        std::vector<float> products(pointCount() * tiles * outs);
        for (std::size_t row = 0; row < pointCount() * tiles; ++row) {
            for (std::size_t in = 0; in < ins; ++in) {
                const float *filter = filters.data() + (row / tiles * ins + in) * outs;
                for (std::size_t out = 0; out < outs; ++out)
                    products[row * outs + out] += transformed[row * ins + in] * filter[out];
            }
        }
        return products;
    }

    double sumAt(int filter, int y, int x) const
    {
        const Extent taps = m_shape.tiling.taps;
        double sum = m_bias[asSize(filter)];
        for (int c = 0; c < m_shape.in.channels; ++c) {
            for (int i = 0; i < taps.height; ++i) {
                for (int k = 0; k < taps.width; ++k) {
                    const int row = y + i - m_shape.before.height;
                    const int column = x + k - m_shape.before.width;
                    if (row < 0 || row >= m_shape.in.height || column < 0
                        || column >= m_shape.in.width)
                        continue;
                    const int tap =
                        ((filter * m_shape.in.channels + c) * taps.height + i) * taps.width + k;
                    sum += static_cast<double>(m_filters[asSize(tap)])
                        * m_in[place(m_shape.in, c, row, column)];
                }
            }
        }
        return sum;
    }

    WinogradShape m_shape;
    std::vector<float> m_in;
    std::vector<float> m_filters;
    std::vector<float> m_bias;
};

/// Largest difference, relative to the largest value of the reference.
double difference(const std::vector<float> &values, const std::vector<float> &reference)
{
    double largest = 0.0;
    double apart = 0.0;
    for (std::size_t i = 0; i < reference.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(reference[i])));
        apart = std::max(apart, std::abs(static_cast<double>(values[i]) - reference[i]));
    }
    return apart / largest;
}

class InTiles : public testing::TestWithParam<TiledCase>
{
};

} // namespace

TEST_P(InTiles, EqualsTheDefinition)
{
    const TiledConvolution convolution(GetParam());
    const Extent taps = GetParam().tile.taps;
    const double tolerance = std::max(taps.height, taps.width) == 7 ? 3e-5 : 1e-5;
    for (bool relu : {false, true})
        EXPECT_LE(difference(convolution.inTiles(relu), convolution.byDefinition(relu)), tolerance);
}

INSTANTIATE_TEST_SUITE_P(Winograd, InTiles, testing::ValuesIn(everyCase()), nameOf);
