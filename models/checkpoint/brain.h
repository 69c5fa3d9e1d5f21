#pragma once

#include <bit>
#include <cstdint>

namespace inceptoscope {

/// bfloat16: the upper half of a float.
enum class Brain : std::uint16_t { };

inline float toFloat(Brain brain)
{
    return std::bit_cast<float>(std::uint32_t{static_cast<std::uint16_t>(brain)} << 16U);
}

/// To the nearest, halves to even.
inline Brain toBrain(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    if ((bits & 0x7fffffffU) > 0x7f800000U) // NaN must not round to infinity
        return static_cast<Brain>((bits >> 16U) | 0x0040U);
    return static_cast<Brain>((bits + 0x7fffU + ((bits >> 16U) & 1U)) >> 16U);
}

} // namespace inceptoscope
