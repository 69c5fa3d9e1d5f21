#include "engine/onednn/plainvalues.h"

#include <bit>
#include <gtest/gtest.h>
#include <limits>
#include <random>

using namespace inceptoscope;

namespace {

/// Channels of a concatenation with gaps: 5 and 3 of them, each filled up to a whole group with
/// what must not be counted.
struct Gapped
{
    GridShape shape{8, 3, 2};
    std::vector<int> channels;
    std::vector<float> values; ///< in the layout

    explicit Gapped(int lanes)
    {
        for (int i = 0; i < 5; ++i)
            channels.push_back(i);
        for (int i = 0; i < 3; ++i)
            channels.push_back(lanes + i);
        std::mt19937 random(7);
        for (int i = 0; i < 2 * lanes * shape.height * shape.width; ++i)
            values.push_back(random() % 3 == 0 ? 0.0F : static_cast<float>(random() % 64) - 32.0F);
        values[0] = std::numeric_limits<float>::quiet_NaN();
        values[1] = std::numeric_limits<float>::infinity();
    }
};

} // namespace

class OfLanes : public testing::TestWithParam<int>
{
};

TEST_P(OfLanes, SumsInPlaceAreThoseOfThePlainValues)
{
    const Gapped given(GetParam());
    const auto *start = reinterpret_cast<const std::byte *>(given.values.data());
    const BufferLayout layout{GetParam(), false};
    const ValueSums sums = sumsInPlace(start, layout, given.channels, given.shape);
    EXPECT_EQ(sums, valueSums(plainValues(start, layout, given.channels, given.shape)));
    EXPECT_EQ(sums.finite, given.shape.elements() - 2);
    EXPECT_GT(sums.zeros, 0);
}

TEST_P(OfLanes, SumsOfBrainFloatsToo)
{
    const Gapped given(GetParam());
    std::vector<std::uint16_t> brain;
    for (float value : given.values)
        brain.push_back(static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16U));
    const auto *start = reinterpret_cast<const std::byte *>(brain.data());
    const BufferLayout layout{GetParam(), true};
    EXPECT_EQ(sumsInPlace(start, layout, given.channels, given.shape),
              valueSums(plainValues(start, layout, given.channels, given.shape)));
}

INSTANTIATE_TEST_SUITE_P(PlainValues, OfLanes, testing::Values(8, 16));
