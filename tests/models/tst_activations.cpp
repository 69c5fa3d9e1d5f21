#include "engine/activations.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <ostream>

namespace inceptoscope {

static void PrintTo(const ActivationStatistics &s, std::ostream *out)
{
    *out << "mean " << s.mean << ", std " << s.std << ", min " << s.min << ", max " << s.max
         << ", zero " << s.zeroFraction << ", dead " << s.deadChannels << ", non-finite "
         << s.nonFinite;
}

} // namespace inceptoscope

using namespace inceptoscope;

namespace {

ActivationStatistics statisticsOf(GridShape shape, std::vector<float> values)
{
    return statistics({shape, std::make_shared<const LazyValues>(std::move(values))});
}

const float notANumber = std::numeric_limits<float>::quiet_NaN();
const float infinity = std::numeric_limits<float>::infinity();

} // namespace

TEST(ActivationStatistics, DescribesTheValues)
{
    const auto found = statisticsOf({3, 1, 2}, {0.0F, 0.0F, 1.0F, -3.0F, 0.0F, 8.0F});
    const ActivationStatistics expected{.mean = 1.0,
                                        .std = std::sqrt(68.0 / 6.0),
                                        .min = -3.0F,
                                        .max = 8.0F,
                                        .zeroFraction = 0.5,
                                        .deadChannels = 1};
    EXPECT_EQ(found, expected);
}

TEST(ActivationStatistics, ALargeMeanLeavesASmallSpread)
{
    std::vector<float> values;
    for (int i = 0; i < 100'000; ++i)
        values.push_back(i % 2 == 0 ? 16384.0F : 16384.5F);
    const auto found = statisticsOf({1, 100, 1000}, values);
    EXPECT_EQ(found.mean, 16384.25);
    EXPECT_EQ(found.std, 0.25);
}

TEST(ActivationStatistics, ValuesThatAreNotFiniteAreCountedAndLeftOut)
{
    const auto found = statisticsOf({2, 1, 3}, {notANumber, 2.0F, 0.0F, infinity, 4.0F, -infinity});
    const ActivationStatistics expected{.mean = 2.0,
                                        .std = std::sqrt(8.0 / 3.0),
                                        .min = 0.0F,
                                        .max = 4.0F,
                                        .zeroFraction = 1.0 / 6.0,
                                        .deadChannels = 0,
                                        .nonFinite = 3};
    EXPECT_EQ(found, expected);
}

TEST(ActivationStatistics, NothingToDescribeGivesZeros)
{
    EXPECT_EQ(statisticsOf({0, 0, 0}, {}), ActivationStatistics{});
    EXPECT_EQ(statisticsOf({1, 1, 2}, {notANumber, notANumber}),
              ActivationStatistics{.nonFinite = 2});
}

TEST(RootMeanSquare, TakesTheFiniteValues)
{
    const auto rms = [](std::vector<float> values) {
        const int width = static_cast<int>(values.size());
        return rootMeanSquare(
            {{1, 1, width}, std::make_shared<const LazyValues>(std::move(values))});
    };
    EXPECT_EQ(rms({3.0F, -4.0F, 0.0F, 0.0F}), 2.5);
    EXPECT_EQ(rms({notANumber, 2.0F, infinity}), 2.0);
    EXPECT_EQ(rms({notANumber}), 0.0);
    EXPECT_EQ(rms({}), 0.0);
}

namespace {

/// Counts how often it is looked at.
class CountedValues : public StoredValues
{
public:
    CountedValues(int &plains, int &sums)
        : m_plains(plains)
        , m_sums(sums)
    {
    }

    std::vector<float> plain() const override
    {
        ++m_plains;
        return {3.0F, 0.0F, notANumber, -4.0F};
    }

    ValueSums sums() const override
    {
        ++m_sums;
        return valueSums(plainOnes());
    }

private:
    static std::vector<float> plainOnes() { return {3.0F, 0.0F, notANumber, -4.0F}; }

    int &m_plains;
    int &m_sums;
};

} // namespace

TEST(LazyValues, SumsMakeNothingAndAreThoseOfTheValues)
{
    int plains = 0;
    int sums = 0;
    const LazyValues values(std::make_unique<const CountedValues>(plains, sums));
    const ValueSums expected{.squares = 25.0, .finite = 3, .zeros = 1};
    EXPECT_EQ(values.sums(), expected);
    EXPECT_EQ(plains, 0);
    EXPECT_EQ(values.get().size(), 4U);
    EXPECT_EQ(values.get().size(), 4U);
    EXPECT_EQ(plains, 1);
    EXPECT_EQ(values.sums(), expected); // of what was made, for nothing else is kept
    EXPECT_EQ(sums, 1);
}
