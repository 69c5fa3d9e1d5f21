#include "curves/smoothing.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

using namespace inceptoscope;

namespace {
const double notANumber = std::numeric_limits<double>::quiet_NaN();
}

TEST(Smoothing, IsTensorBoards)
{
    const auto result = smoothed(std::vector{1.0, 2.0, notANumber, 3.0, 4.0}, 0.6);
    ASSERT_EQ(result.size(), 5u);
    EXPECT_DOUBLE_EQ(result[0], 1.0);
    EXPECT_DOUBLE_EQ(result[1], 1.625);
    EXPECT_TRUE(std::isnan(result[2]));
    EXPECT_NEAR(result[3], 2.326531, 5e-7);
    EXPECT_NEAR(result[4], 3.095588, 5e-7);
}

TEST(Smoothing, AConstantSeriesIsReturnedAsItIs)
{
    const std::vector series(7, 0.1);
    EXPECT_EQ(smoothed(series, 0.9), series);
    EXPECT_EQ(smoothed({}, 0.9), std::vector<double>());
}

TEST(Smoothing, TheWeightIsClamped)
{
    const std::vector series{3.0, 1.0, 2.0};
    EXPECT_EQ(smoothed(series, 0), series);
    EXPECT_EQ(smoothed(series, -1), series);
    EXPECT_EQ(smoothed(series, notANumber), series);
    EXPECT_EQ(smoothed(series, 1), (std::vector{0.0, 0.0, 0.0}));
    EXPECT_EQ(smoothed(series, 2), (std::vector{0.0, 0.0, 0.0}));
}

TEST(Smoothing, InfinitiesPassThroughAndChangeNothing)
{
    const double infinity = std::numeric_limits<double>::infinity();
    const auto with = smoothed(std::vector{1.0, infinity, 2.0, -infinity}, 0.6);
    const auto without = smoothed(std::vector{1.0, 2.0}, 0.6);
    EXPECT_EQ(with, (std::vector{without[0], infinity, without[1], -infinity}));
}
