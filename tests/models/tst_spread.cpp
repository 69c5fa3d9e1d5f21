#include "curves/spread.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <numbers>

using namespace inceptoscope;

namespace {

using Curve = std::vector<CurvePoint>;
using Curves = std::vector<Curve>;

} // namespace

TEST(Spread, OfCurvesAtTheSamePlaces)
{
    const Spread spread = spreadOf(Curves{{{1, 2}, {2, 8}}, {{1, 4}, {2, 4}}, {{1, 6}, {2, 3}}});
    EXPECT_EQ(spread.mean, (Curve{{1, 4}, {2, 5}}));
    EXPECT_EQ(spread.low, (Curve{{1, 2}, {2, 3}}));
    EXPECT_EQ(spread.high, (Curve{{1, 6}, {2, 8}}));
}

TEST(Spread, PlacesOfOthersAreReadOffTheLine)
{
    const Spread spread = spreadOf(Curves{{{0, 0}, {10, 10}}, {{2, 0}, {4, 0}, {20, 0}}});
    EXPECT_EQ(spread.mean, (Curve{{2, 1}, {4, 2}, {10, 5}}));
    EXPECT_EQ(spread.high, (Curve{{2, 2}, {4, 4}, {10, 10}}));
}

TEST(Spread, OneStandardDeviationAroundTheMean)
{
    const Spread spread = spreadOf(Curves{{{1, 2}, {2, 8}}, {{1, 4}, {2, 4}}, {{1, 6}, {2, 3}}},
                                   SpreadBand::Deviation);
    EXPECT_EQ(spread.mean, (Curve{{1, 4}, {2, 5}}));
    ASSERT_EQ(spread.low.size(), 2U);
    ASSERT_EQ(spread.high.size(), 2U);
    EXPECT_DOUBLE_EQ(spread.low[0].y, 2); // 2² + 0 + 2² = 8, of which 2 are independent
    EXPECT_DOUBLE_EQ(spread.high[0].y, 6);
    EXPECT_DOUBLE_EQ(spread.low[1].y, 5 - std::sqrt(7)); // 3² + 1² + 2² = 14
    EXPECT_DOUBLE_EQ(spread.high[1].y, 5 + std::sqrt(7));
}

TEST(Spread, OfTwoCurvesAndOfOne)
{
    const Spread two = spreadOf(Curves{{{1, 1}}, {{1, 3}}}, SpreadBand::Deviation);
    EXPECT_EQ(two.mean, (Curve{{1, 2}}));
    EXPECT_DOUBLE_EQ(two.low.at(0).y, 2 - std::numbers::sqrt2);
    EXPECT_DOUBLE_EQ(two.high.at(0).y, 2 + std::numbers::sqrt2);
    const Spread large = spreadOf(Curves{{{1, -1e200}}, {{1, 1e200}}}, SpreadBand::Deviation);
    EXPECT_DOUBLE_EQ(large.high.at(0).y, std::numbers::sqrt2 * 1e200);
    for (const SpreadBand band : {SpreadBand::Extremes, SpreadBand::Deviation}) {
        const Spread one = spreadOf(Curves{{{1, 5}, {2, 6}}}, band);
        EXPECT_EQ(one.mean, (Curve{{1, 5}, {2, 6}}));
        EXPECT_TRUE(one.low.empty() && one.high.empty());
    }
}

TEST(Spread, GapsDoNotCount)
{
    const double none = std::numeric_limits<double>::quiet_NaN();
    const Spread spread = spreadOf(Curves{{{1, 2}, {2, none}, {3, 4}}, {{1, 0}, {2, 1}, {3, 0}}});
    EXPECT_EQ(spread.mean, (Curve{{1, 1}, {2, 2}, {3, 2}}));
    EXPECT_TRUE(spreadOf(Curves{{{1, none}}, {{1, 1}}}).mean.empty());
}

TEST(Spread, WithoutACommonPlaceThereIsNone)
{
    EXPECT_TRUE(spreadOf(Curves{{{1, 1}, {2, 1}}, {{3, 1}, {4, 1}}}).mean.empty());
    EXPECT_TRUE(spreadOf(Curves{}).mean.empty());
}

TEST(Spread, DifferencesAndAreas)
{
    const Curve a{{1, 4}, {2, 6}, {3, 8}};
    const Curve b{{1, 1}, {3, 3}, {5, 9}};
    EXPECT_EQ(difference(a, b), (Curve{{1, 3}, {2, 4}, {3, 5}}));
    EXPECT_TRUE(difference(a, {}).empty());
    EXPECT_EQ(areaUnder(b), 4 + 12);
    EXPECT_EQ(areaUnder({{1, 7}}), 0);
}
