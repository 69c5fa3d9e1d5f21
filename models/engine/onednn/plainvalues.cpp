#include "engine/onednn/plainvalues.h"

#include "checkpoint/brain.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

namespace inceptoscope {

namespace {

float toFloat(float value)
{
    return value;
}

std::size_t cellsOf(const GridShape &shape)
{
    return static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width);
}

/// Elements from one to the next of its kind; the lanes of a group lie side by side.
struct Steps
{
    std::size_t group;
    std::size_t cell;

    Steps(const BufferLayout &layout, const GridShape &shape)
    {
        const auto lanes = static_cast<std::size_t>(layout.channels.lanes);
        const bool grouped = layout.channels.order == ChannelLayout::Order::Grouped;
        group = grouped ? cellsOf(shape) * lanes : lanes;
        cell = grouped ? lanes : static_cast<std::size_t>(layout.width);
    }
};

template<typename Stored>
std::vector<float> gathered(const Stored *start, const BufferLayout &layout,
                            std::span<const int> channels, const GridShape &shape)
{
    const auto lanes = static_cast<std::size_t>(layout.channels.lanes);
    const std::size_t cells = cellsOf(shape);
    const Steps steps(layout, shape);
    std::vector<float> values(channels.size() * cells);
    float *out = values.data();
    for (int channel : channels) {
        const auto index = static_cast<std::size_t>(channel);
        const Stored *in = start + index / lanes * steps.group + index % lanes;
        for (std::size_t cell = 0; cell < cells; ++cell)
            *out++ = toFloat(in[cell * steps.cell]);
    }
    return values;
}

/// Of each lane of a group, which the compiler adds up side by side.
template<std::size_t lanes> struct LaneSums
{
    std::array<double, lanes> squares{};
    std::array<std::int32_t, lanes> finite{};
    std::array<std::int32_t, lanes> zeros{};

    template<typename Stored> void add(const Stored *cell)
    {
        constexpr float largest = std::numeric_limits<float>::max();
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const float value = toFloat(cell[lane]);
            const bool isFinite = std::abs(value) <= largest;
            const double kept = isFinite ? value : 0.0F;
            squares[lane] += kept * kept;
            finite[lane] += isFinite ? 1 : 0;
            zeros[lane] += value == 0.0F ? 1 : 0;
        }
    }
};

/// A group at a time; the lanes that fill it up are left out.
template<std::size_t lanes, typename Stored>
ValueSums groupedSums(const Stored *start, const Steps &steps, std::span<const int> channels,
                      const GridShape &shape)
{
    const std::size_t cells = cellsOf(shape);
    ValueSums sums;
    for (std::size_t next = 0; next < channels.size();) {
        const std::size_t group = static_cast<std::size_t>(channels[next]) / lanes;
        const Stored *in = start + group * steps.group;
        LaneSums<lanes> own;
        for (std::size_t cell = 0; cell < cells; ++cell)
            own.add(in + cell * steps.cell);
        for (; next < channels.size() && static_cast<std::size_t>(channels[next]) / lanes == group;
             ++next) {
            const std::size_t lane = static_cast<std::size_t>(channels[next]) % lanes;
            sums.squares += own.squares[lane];
            sums.finite += own.finite[lane];
            sums.zeros += own.zeros[lane];
        }
    }
    return sums;
}

template<typename Stored>
ValueSums sumsOf(const Stored *start, const BufferLayout &layout, std::span<const int> channels,
                 const GridShape &shape)
{
    const Steps steps(layout, shape);
    return layout.channels.lanes == 16 ? groupedSums<16>(start, steps, channels, shape)
                                       : groupedSums<8>(start, steps, channels, shape);
}

} // namespace

std::vector<float> plainValues(const std::byte *start, const BufferLayout &layout,
                               std::span<const int> channels, const GridShape &shape)
{
    if (layout.brain)
        return gathered(reinterpret_cast<const Brain *>(start), layout, channels, shape);
    return gathered(reinterpret_cast<const float *>(start), layout, channels, shape);
}

ValueSums sumsInPlace(const std::byte *start, const BufferLayout &layout,
                      std::span<const int> channels, const GridShape &shape)
{
    if (layout.brain)
        return sumsOf(reinterpret_cast<const Brain *>(start), layout, channels, shape);
    return sumsOf(reinterpret_cast<const float *>(start), layout, channels, shape);
}

} // namespace inceptoscope
