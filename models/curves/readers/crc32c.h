#pragma once

#include <cstdint>
#include <string_view>

namespace inceptoscope {

/// The CRC-32C (Castagnoli) checksum of bytes that follow others whose checksum is `before`. Uses
/// the processor's instruction for it where there is one.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);

/// The same without that instruction.
std::uint32_t crc32cByTable(std::string_view bytes, std::uint32_t before = 0);

/// A checksum as TensorBoard's event files store it.
constexpr std::uint32_t maskedCrc(std::uint32_t crc)
{
    return ((crc >> 15U) | (crc << 17U)) + 0xa282ead8U;
}

} // namespace inceptoscope
