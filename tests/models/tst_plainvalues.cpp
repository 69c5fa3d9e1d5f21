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

class LaidOut : public testing::TestWithParam<ChannelLayout>
{
protected:
    BufferLayout layout(bool brain) const { return {GetParam(), 2 * GetParam().lanes, brain}; }
};

TEST_P(LaidOut, SumsInPlaceAreThoseOfThePlainValues)
{
    const Gapped given(GetParam().lanes);
    const auto *start = reinterpret_cast<const std::byte *>(given.values.data());
    const ValueSums sums = sumsInPlace(start, layout(false), given.channels, given.shape);
    EXPECT_EQ(sums, valueSums(plainValues(start, layout(false), given.channels, given.shape)));
    EXPECT_EQ(sums.finite, given.shape.elements() - 2);
    EXPECT_GT(sums.zeros, 0);
}

TEST_P(LaidOut, SumsOfBrainFloatsToo)
{
    const Gapped given(GetParam().lanes);
    std::vector<std::uint16_t> brain;
    for (float value : given.values)
        brain.push_back(static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16U));
    const auto *start = reinterpret_cast<const std::byte *>(brain.data());
    EXPECT_EQ(sumsInPlace(start, layout(true), given.channels, given.shape),
              valueSums(plainValues(start, layout(true), given.channels, given.shape)));
}

/// Each value says its channel and cell.
TEST_P(LaidOut, ValuesComeFromTheirChannelAndCell)
{
    const bool grouped = GetParam().order == ChannelLayout::Order::Grouped;
    const int lanes = GetParam().lanes;
    const GridShape shape{2 * lanes, 3, 2};
    std::vector<float> stored(static_cast<std::size_t>(shape.elements()));
    std::vector<float> expected;
    std::vector<int> channels;
    for (int channel = 1; channel < shape.channels; channel += 3) {
        channels.push_back(channel);
        for (int cell = 0; cell < 6; ++cell) {
            const int at = grouped ? (channel / lanes * 6 + cell) * lanes + channel % lanes
                                   : cell * shape.channels + channel;
            expected.push_back(static_cast<float>(channel * 6 + cell));
            stored[static_cast<std::size_t>(at)] = expected.back();
        }
    }
    const auto *start = reinterpret_cast<const std::byte *>(stored.data());
    EXPECT_EQ(plainValues(start, layout(false), channels, shape), expected);
}

INSTANTIATE_TEST_SUITE_P(PlainValues, LaidOut,
                         testing::Values(ChannelLayout{8, ChannelLayout::Order::Grouped},
                                         ChannelLayout{16, ChannelLayout::Order::Grouped},
                                         ChannelLayout{16, ChannelLayout::Order::Last}));
