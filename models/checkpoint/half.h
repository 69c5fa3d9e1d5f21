#pragma once

#include <bit>
#include <cstdint>

namespace inceptoscope {

/// IEEE half precision. Both kinds of number are computed and one is chosen, so that the compiler
/// can do eight at a time.
inline float fromHalf(std::uint16_t half)
{
    const std::uint32_t sign = (half & 0x8000U) << 16U;
    const std::uint32_t magnitude = half & 0x7fffU;
    const std::uint32_t special = magnitude >= 0x7c00U ? 0x38000000U : 0U;
    const std::uint32_t normal = (magnitude << 13U) + 0x38000000U + special;
    const float subnormal = static_cast<float>(static_cast<std::int32_t>(magnitude)) * 0x1p-24F;
    const std::uint32_t bits =
        magnitude < 0x0400U ? std::bit_cast<std::uint32_t>(subnormal) : normal;
    return std::bit_cast<float>(bits | sign);
}

} // namespace inceptoscope
