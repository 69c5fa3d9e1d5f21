#pragma once

#include "support/littleendian.h"

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

// Writes TensorBoard's event files, bit by bit and by nothing that reads them.
namespace inceptoscope::test {

inline std::uint32_t slowCrc32c(std::string_view bytes)
{
    std::uint32_t crc = 0xffffffffU;
    for (const char each : bytes) {
        crc ^= static_cast<unsigned char>(each);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 1U) != 0 ? (crc >> 1U) ^ 0x82f63b78U : crc >> 1U;
    }
    return ~crc;
}

inline std::string checksum(std::string_view bytes)
{
    return littleEndian(std::rotr(slowCrc32c(bytes), 15) + 0xa282ead8U);
}

inline std::string varint(std::uint64_t number)
{
    std::string bytes;
    for (; number >= 0x80; number >>= 7U)
        bytes += static_cast<char>(0x80U | (number & 0x7fU));
    return bytes + static_cast<char>(number);
}

// Fields of a message: integers, messages and text, floats and doubles.
inline std::string integerField(unsigned number, std::int64_t value)
{
    return varint(number << 3U) + varint(static_cast<std::uint64_t>(value));
}
inline std::string bytesField(unsigned number, std::string_view bytes)
{
    return varint(number << 3U | 2U) + varint(bytes.size()) + std::string(bytes);
}
inline std::string floatField(unsigned number, float value)
{
    return varint(number << 3U | 5U) + littleEndian(value);
}
inline std::string doubleField(unsigned number, double value)
{
    return varint(number << 3U | 1U) + littleEndian(value);
}

inline std::string eventRecord(std::string_view data)
{
    const std::string length = littleEndian(std::uint64_t{data.size()});
    return length + checksum(length) + std::string(data) + checksum(data);
}

/// A value of a summary.
inline std::string simpleValue(std::string_view tag, float value)
{
    return bytesField(1, bytesField(1, tag) + floatField(2, value));
}

inline std::string scalarMetadata(std::string_view plugin = "scalars")
{
    return bytesField(9, bytesField(1, bytesField(1, plugin)));
}

/// `tensor`: the fields of a TensorProto.
inline std::string tensorValue(std::string_view tag, std::string_view tensor,
                               std::string_view metadata = scalarMetadata())
{
    return bytesField(1, bytesField(1, tag) + bytesField(8, tensor) + std::string(metadata));
}

/// A record with one or several values.
inline std::string summaryRecord(double wall, std::int64_t step, std::string_view values)
{
    return eventRecord(doubleField(1, wall) + integerField(2, step) + bytesField(5, values));
}

inline std::string versionRecord()
{
    return eventRecord(doubleField(1, 1.0) + bytesField(3, "brain.Event:2"));
}

inline std::string scalarRecord(double wall, std::int64_t step, std::string_view tag, float value)
{
    return summaryRecord(wall, step, simpleValue(tag, value));
}

} // namespace inceptoscope::test
