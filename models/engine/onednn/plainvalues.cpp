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
std::vector<float> gathered(const Stored *buffer, const BufferLayout &layout, int channel,
                            const GridShape &shape)
{
    // Channels innermost is one group of all of them.
    const auto group =
        static_cast<std::size_t>(layout.lanes == 1 ? layout.shape.channels : layout.lanes);
    const auto cells =
        static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width);
    std::vector<float> values(static_cast<std::size_t>(shape.elements()));
    float *out = values.data();
    for (int i = channel; i < channel + shape.channels; ++i) {
        const auto index = static_cast<std::size_t>(i);
        const Stored *in = buffer + index / group * cells * group + index % group;
        for (std::size_t cell = 0; cell < cells; ++cell)
            *out++ = toFloat(in[cell * group]);
    }
    return values;
}

} // namespace

std::vector<float> plainValues(const std::byte *buffer, const BufferLayout &layout, int channel,
                               const GridShape &shape)
{
    if (layout.brain)
        return gathered(reinterpret_cast<const std::uint16_t *>(buffer), layout, channel, shape);
    return gathered(reinterpret_cast<const float *>(buffer), layout, channel, shape);
}

} // namespace inceptoscope
