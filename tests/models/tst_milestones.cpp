#include "curves/milestones.h"

#include <gtest/gtest.h>
#include <limits>

using namespace inceptoscope;

namespace {

using Curve = std::vector<CurvePoint>;

const double notANumber = std::numeric_limits<double>::quiet_NaN();

} // namespace

TEST(Milestones, TheBestPointIsTheEarliestOfTheLowest)
{
    const Curve curve{{1, notANumber}, {2, 0.5}, {3, 0.25}, {4, notANumber}, {5, 0.25}, {6, 0.3}};
    EXPECT_EQ(bestPoint(curve), (CurvePoint{3, 0.25}));
    EXPECT_EQ(bestPoint(Curve{}), std::nullopt);
    EXPECT_EQ(bestPoint(Curve{{1, notANumber}}), std::nullopt);
}

TEST(Milestones, ATargetIsReachedAtOrBelowIt)
{
    const Curve curve{{1, notANumber}, {2, 0.5}, {3, 0.3}, {4, 0.2}};
    EXPECT_EQ(firstReaching(curve, 0.5), 2);
    EXPECT_EQ(firstReaching(curve, 0.4), 3);
    EXPECT_EQ(firstReaching(curve, 0.1), std::nullopt);
}

TEST(Milestones, RunsAreComparedWhereAllOfThemHaveBeen)
{
    const std::vector<Curve> curves{
        {{1, 0.9}, {6, 0.4}, {8, 0.3}, {9, 0.26}}, {}, {{1, 0.8}, {6, 0.29}, {9, 0.2}}};
    Comparison expected;
    expected.target = 0.3;
    expected.milestones = {{2, 6.0, {9, 0.2}}, {0, 8.0, {9, 0.26}}};
    EXPECT_EQ(compareErrors(curves), expected);
}

TEST(Milestones, AMultipleOfFivePercentIsItsOwnTarget)
{
    for (int percent = 0; percent < 100; percent += 5) {
        const std::vector<Curve> curves{{{4, percent / 100.0}}};
        const auto comparison = compareErrors(curves);
        ASSERT_TRUE(comparison.target) << percent;
        EXPECT_DOUBLE_EQ(*comparison.target, percent / 100.0);
        EXPECT_EQ(comparison.milestones.front().reached, 4) << percent;
    }
}

TEST(Milestones, OfEqualEpochsTheBetterRunComesFirst)
{
    const std::vector<Curve> curves{{{1, 0.5}, {2, 0.22}}, {{1, 0.5}, {2, 0.21}}};
    Comparison expected;
    expected.target = 0.25;
    expected.milestones = {{1, 2.0, {2, 0.21}}, {0, 2.0, {2, 0.22}}};
    EXPECT_EQ(compareErrors(curves), expected);
}

TEST(Milestones, ARunThatLearnsNothingHasNoTarget)
{
    const std::vector<Curve> curves{{{1, 0.99}, {2, 0.97}}, {{1, 0.5}}};
    Comparison expected;
    expected.milestones = {{1, std::nullopt, {1, 0.5}}, {0, std::nullopt, {2, 0.97}}};
    EXPECT_EQ(compareErrors(curves), expected);
    EXPECT_EQ(compareErrors({}), Comparison());
}
