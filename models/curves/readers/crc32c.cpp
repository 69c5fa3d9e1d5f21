#include "curves/readers/crc32c.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

namespace inceptoscope {

namespace {

static_assert(std::endian::native == std::endian::little,
              "eight bytes at a time, the first lowest");

using Table = std::array<std::array<std::uint32_t, 256>, 8>;

/// The table n says what a byte does to the checksum when n others follow it.
constexpr Table makeTable()
{
    Table table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0x82f63b78U : 0U);
        table[0][byte] = crc;
    }
    for (std::size_t byte = 0; byte < 256; ++byte) {
        for (std::size_t n = 1; n < table.size(); ++n) {
            const std::uint32_t crc = table[n - 1][byte];
            table[n][byte] = (crc >> 8U) ^ table[0][crc & 0xffU];
        }
    }
    return table;
}

constexpr Table table = makeTable();

/// The number that they begin with, which is taken from them.
template<typename Number> Number take(std::string_view &bytes)
{
    Number number = 0;
    std::memcpy(&number, bytes.data(), sizeof number);
    bytes.remove_prefix(sizeof number);
    return number;
}

#if defined(__x86_64__)
[[gnu::target("sse4.2")]] std::uint32_t crcByInstruction(std::string_view bytes,
                                                         std::uint32_t before)
{
    std::uint64_t crc = ~before;
    while (bytes.size() >= sizeof(std::uint64_t))
        crc = __builtin_ia32_crc32di(crc, take<std::uint64_t>(bytes));
    auto last = static_cast<std::uint32_t>(crc);
    if (bytes.size() >= sizeof(std::uint32_t))
        last = __builtin_ia32_crc32si(last, take<std::uint32_t>(bytes));
    if (bytes.size() >= sizeof(std::uint16_t))
        last = __builtin_ia32_crc32hi(last, take<std::uint16_t>(bytes));
    if (!bytes.empty())
        last = __builtin_ia32_crc32qi(last, take<std::uint8_t>(bytes));
    return ~last;
}

const bool hasInstruction = __builtin_cpu_supports("sse4.2") != 0;
#endif

} // namespace

std::uint32_t crc32cByTable(std::string_view bytes, std::uint32_t before)
{
    std::uint32_t crc = ~before;
    while (bytes.size() >= 8) {
        auto word = take<std::uint64_t>(bytes) ^ crc;
        crc = 0;
        for (std::size_t n = 8; n-- > 0; word >>= 8U)
            crc ^= table[n][word & 0xffU];
    }
    for (const char byte : bytes)
        crc = (crc >> 8U) ^ table[0][(crc ^ static_cast<unsigned char>(byte)) & 0xffU];
    return ~crc;
}

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before)
{
#if defined(__x86_64__)
    if (hasInstruction)
        return crcByInstruction(bytes, before);
#endif
    return crc32cByTable(bytes, before);
}

} // namespace inceptoscope
