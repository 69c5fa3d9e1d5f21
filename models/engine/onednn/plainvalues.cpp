#include "engine/onednn/plainvalues.h"

#include <bit>
#include <cstdint>

namespace inceptoscope {

namespace {

float toFloat(float value)
{
    return value;
}

float toFloat(std::uint16_t brain)
{
    return std::bit_cast<float>(std::uint32_t{brain} << 16U);
}

template<typename Stored>
std::vector<float> gathered(const Stored *start, int lanes, std::span<const int> channels,
                            const GridShape &shape)
{
    const auto group = static_cast<std::size_t>(lanes);
    const auto cells =
        static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width);
    std::vector<float> values(channels.size() * cells);
    float *out = values.data();
    for (int channel : channels) {
        const auto index = static_cast<std::size_t>(channel);
        const Stored *in = start + index / group * cells * group + index % group;
        for (std::size_t cell = 0; cell < cells; ++cell)
            *out++ = toFloat(in[cell * group]);
    }
    return values;
}

} // namespace

std::vector<float> plainValues(const std::byte *start, const BufferLayout &layout,
                               std::span<const int> channels, const GridShape &shape)
{
    if (layout.brain)
        return gathered(reinterpret_cast<const std::uint16_t *>(start), layout.lanes, channels,
                        shape);
    return gathered(reinterpret_cast<const float *>(start), layout.lanes, channels, shape);
}

} // namespace inceptoscope
