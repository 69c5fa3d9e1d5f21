#include "curves/curve.h"
#include "curves/smoothing.h"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

using namespace inceptoscope;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Values that go up and down, some of them not finite.
std::vector<double> someValues(std::size_t count)
{
    std::mt19937 random(7);
    std::normal_distribution<double> normal;
    std::vector<double> values(count);
    for (double &value : values) {
        value = normal(random);
        if (random() % 50 == 0)
            value = random() % 2 == 0 ? std::nan("") : infinity;
    }
    return values;
}

Curve curveOf(std::vector<double> values)
{
    std::vector<double> places(values.size());
    for (std::size_t i = 0; i < places.size(); ++i)
        places[i] = static_cast<double>(i) / 2;
    return {std::move(places), std::move(values)};
}

Bounds boundsOf(const std::vector<double> &values, std::size_t begin, std::size_t end)
{
    Bounds bounds;
    for (std::size_t i = begin; i < end; ++i)
        bounds.add(values[i]);
    return bounds;
}

/// Of stretches of all lengths, at all places within blocks.
void compareBounds(const Curve &curve)
{
    const std::vector<double> values = curve.values();
    for (std::size_t begin = 0; begin <= values.size(); begin += 1 + begin / 37) {
        for (std::size_t end = begin; end <= values.size(); end += 1 + (end - begin) / 5) {
            const Bounds expected = boundsOf(values, begin, end);
            const Bounds bounds = curve.bounds(begin, end);
            ASSERT_EQ(bounds, expected) << begin << " to " << end;
        }
        ASSERT_EQ(curve.bounds(begin, values.size()), boundsOf(values, begin, values.size()));
    }
}

} // namespace

TEST(Curve, TellsTheBoundsOfAnyStretch)
{
    for (const std::size_t count : {1, 2, 15, 16, 17, 127, 128, 129, 1024, 1025, 3000})
        compareBounds(curveOf(someValues(count)));
}

TEST(Curve, TellsTheBoundsOfAnySmoothedStretch)
{
    for (const std::size_t count : {2, 16, 17, 130, 3000}) {
        for (const double weight : {0.3, 0.99, 1.0})
            compareBounds(curveOf(someValues(count)).smoothed(weight));
    }
}

/// To the last bit, though it has no values of its own.
TEST(Curve, IsSmoothedAsValuesAre)
{
    const std::vector<double> values = someValues(5000);
    for (const double weight : {0.0, 0.6, 0.9, 0.999, 1.0, 2.0}) {
        const Curve curve = curveOf(values).smoothed(weight);
        const Curve expected(curve.places(), smoothed(values, weight));
        EXPECT_EQ(curve, expected) << weight;
        for (std::size_t i = 0; i < values.size(); i += 7) {
            const bool isSame = curve.y(i) == expected.y(i)
                || (std::isnan(curve.y(i)) && std::isnan(expected.y(i)));
            ASSERT_TRUE(isSame) << weight << " at " << i;
        }
    }
}

TEST(Curve, StaysAsItIsWhereItIsConstant)
{
    const Curve curve = curveOf(std::vector(100, 0.1));
    EXPECT_EQ(curve.smoothed(0.9), curve);
    EXPECT_EQ(Curve().smoothed(0.9), Curve());
}

TEST(Curve, FindsPlaces)
{
    const Curve curve{{1, 10}, {2, 20}, {2, 30}, {4, 40}};
    EXPECT_EQ(curve.firstFrom(0), 0U);
    EXPECT_EQ(curve.firstFrom(2), 1U);
    EXPECT_EQ(curve.firstFrom(2.5), 3U);
    EXPECT_EQ(curve.firstFrom(4), 3U);
    EXPECT_EQ(curve.firstFrom(4.5), 4U);
    EXPECT_EQ(Curve().firstFrom(1), 0U);
}

TEST(Curve, KnowsTheLowestValueAboveZero)
{
    std::vector<double> values(100, -1);
    EXPECT_EQ(curveOf(values).lowestPositive(), infinity);
    values[40] = 0.5;
    values[90] = 0.25;
    values[91] = 0;
    values[92] = std::nan("");
    EXPECT_EQ(curveOf(values).lowestPositive(), 0.25);
    EXPECT_EQ(curveOf(std::vector(50, 3.0)).lowestPositive(), 3);
    EXPECT_EQ(Curve().lowestPositive(), infinity);
}

TEST(Curve, HasNoBoundsWithoutFiniteValues)
{
    EXPECT_TRUE(Curve().bounds().isEmpty());
    EXPECT_TRUE(curveOf({std::nan(""), infinity, -infinity}).bounds().isEmpty());
    EXPECT_EQ(curveOf({infinity, 2, -infinity}).bounds(), (Bounds{2, 2}));
}
