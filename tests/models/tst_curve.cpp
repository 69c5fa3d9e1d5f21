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

/// Of any kind: floats or not, constant, finite, with few gaps or many.
std::vector<double> randomValues(std::mt19937 &random, std::size_t count)
{
    const std::size_t apart = std::vector<std::size_t>{0, 2, 40, 500}[random() % 4]; // gaps
    const bool isConstant = random() % 8 == 0;
    const bool areFloats = random() % 2 == 0;
    std::normal_distribution<double> normal(0.0, std::pow(10.0, double(random() % 9) - 4));
    std::vector<double> values(count, 0.1);
    for (double &value : values) {
        value = isConstant ? value : normal(random);
        if (apart > 0 && random() % apart == 0)
            value = std::vector{std::nan(""), infinity, -infinity}[random() % 3];
        if (areFloats)
            value = static_cast<double>(static_cast<float>(value));
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

/// Those that are floats take less memory, which nobody sees.
TEST(Curve, HasItsValuesWhateverTheirPrecision)
{
    std::vector<double> values{1.5, -0.0, 0.0, 0x1p-149, 0x1.fffffep127, std::nan(""), infinity};
    values.resize(100, -infinity);
    for (const double another : {0.25, 0.1, 0x1p-150, 0x1.ffffffp127, 1e300, -1e300}) {
        values[40] = another;
        const Curve curve = curveOf(values);
        const std::vector<double> result = curve.values();
        ASSERT_EQ(result.size(), values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            EXPECT_TRUE(result[i] == values[i] || std::isnan(values[i])) << another << " at " << i;
            EXPECT_EQ(std::signbit(result[i]), std::signbit(values[i])) << another << " at " << i;
            EXPECT_EQ(std::isnan(result[i]), std::isnan(values[i])) << another << " at " << i;
        }
        compareBounds(curve);
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

/// To the last bit, bounds of all blocks included: groups of all sizes, whose members have any
/// length, and gaps wherever.
TEST(Curve, SeveralAreSmoothedAsValuesAre)
{
    std::mt19937 random(11);
    const std::vector<std::size_t> lengths{0, 1, 2, 15, 16, 17, 31, 32, 33, 48, 127, 129, 900};
    for (int round = 0; round < 300; ++round) {
        const double weight = std::vector{0.0, 0.3, 0.7, 0.97, 0.999, 1.0}[random() % 6];
        std::vector<Curve> curves(1 + random() % 9);
        for (Curve &curve : curves)
            curve = curveOf(randomValues(random, lengths[random() % lengths.size()]));
        const std::vector<Curve> smoothedCurves = Curve::smoothed(curves, weight);
        ASSERT_EQ(smoothedCurves.size(), curves.size());
        for (std::size_t i = 0; i < curves.size(); ++i) {
            const std::vector<double> expected = smoothed(curves[i].values(), weight);
            ASSERT_EQ(smoothedCurves[i], curveOf(expected)) << "round " << round;
            ASSERT_EQ(smoothedCurves[i], curves[i].smoothed(weight)) << "round " << round;
            for (std::size_t begin = 0; begin < expected.size(); begin += 16) {
                const std::size_t end = std::min(begin + 16, expected.size());
                ASSERT_EQ(smoothedCurves[i].bounds(begin, end), boundsOf(expected, begin, end))
                    << "round " << round << ", from " << begin;
            }
        }
    }
}

/// Where sums, or what they are divided by, leave what numbers can be.
TEST(Curve, IsSmoothedAsValuesAreAtTheEndsOfNumbers)
{
    constexpr double largest = std::numeric_limits<double>::max();
    std::vector<double> values(200, largest);
    for (std::size_t i = 0; i < values.size(); i += 3)
        values[i] = i % 2 == 0 ? -largest : 5e-324;
    for (const double weight : {0.1, 0.9}) {
        const Curve curve = curveOf(values).smoothed(weight);
        EXPECT_EQ(curve, curveOf(smoothed(values, weight)));
        compareBounds(curve);
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
