#include "curves/curve.h"
#include "curves/smoothing.h"

#include <algorithm>
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

std::vector<double> placesOf(std::size_t count)
{
    std::vector<double> places(count);
    for (std::size_t i = 0; i < places.size(); ++i)
        places[i] = static_cast<double>(i) / 2;
    return places;
}

Curve curveOf(std::vector<double> values)
{
    return {placesOf(values.size()), std::move(values)};
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
        const Curve expected(placesOf(values.size()), smoothed(values, weight));
        EXPECT_EQ(curve, expected) << weight;
        for (std::size_t i = 0; i < values.size(); i += 7) {
            const bool isSame = curve.y(i) == expected.y(i)
                || (std::isnan(curve.y(i)) && std::isnan(expected.y(i)));
            ASSERT_TRUE(isSame) << weight << " at " << i;
        }
    }
}

/// Whatever their lengths, and where values are not finite.
TEST(Curve, TwoAreSmoothedAsOneIs)
{
    std::vector<double> finite(2000);
    for (std::size_t i = 0; i < finite.size(); ++i)
        finite[i] = std::sin(static_cast<double>(i));
    const std::vector<Curve> curves{curveOf(finite), curveOf(someValues(1003)),
                                    curveOf(std::vector(40, 2.0)), curveOf({1, 2, 3}), Curve()};
    for (const Curve &a : curves) {
        for (const Curve &b : curves) {
            const auto both = Curve::smoothed(a, b, 0.7);
            EXPECT_EQ(both.first, a.smoothed(0.7));
            EXPECT_EQ(both.second, b.smoothed(0.7));
            EXPECT_EQ(both.first.bounds(), a.smoothed(0.7).bounds());
            EXPECT_EQ(both.second.bounds(), b.smoothed(0.7).bounds());
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

/// Whatever the guess, and whether they are evenly apart or not.
TEST(Curve, FindsPlacesFromAnyGuess)
{
    std::vector<double> uneven = placesOf(200);
    uneven[50] = uneven[51] = uneven[52];
    for (const std::vector<double> &all : {placesOf(200), uneven, placesOf(3), placesOf(0)}) {
        const Places places(all);
        for (double x = -1; x < 110; x += 0.25) {
            const auto expected =
                static_cast<std::size_t>(std::ranges::lower_bound(all, x) - all.begin());
            for (const std::size_t guess : {0, 1, 49, 50, 53, 120, 199, 200, 500})
                ASSERT_EQ(places.firstFrom(x, guess), expected) << x << " from " << guess;
        }
    }
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
