#include "checkpoint/printable.h"

#include <array>
#include <cstddef>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

constexpr std::size_t longestName = 200;

/// Smallest code point that needs a sequence of this many bytes; a smaller one is an overlong form.
constexpr std::array<char32_t, 5> smallestOfLength{0, 0, 0x80, 0x800, 0x10000};

std::size_t announcedLength(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2)
        return 0;
    if (lead < 0xe0)
        return 2;
    if (lead < 0xf0)
        return 3;
    return lead < 0xf5 ? 4 : 0;
}

/// Bytes of the character `text` begins with; 0 where it does not begin with one.
std::size_t characterLength(std::string_view text)
{
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = announcedLength(lead);
    if (length <= 1 || length > text.size())
        return length == 1 ? 1 : 0;
    char32_t code = lead & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xc0U) != 0x80U)
            return 0;
        code = (code << 6U) | (byte & 0x3fU);
    }
    const bool surrogate = code >= 0xd800 && code <= 0xdfff;
    return code < smallestOfLength[length] || surrogate || code > 0x10ffff ? 0 : length;
}

std::string escaped(unsigned char byte)
{
    switch (byte) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return fmt::format("\\x{:02x}", byte);
    }
}

} // namespace

std::string printable(std::string_view name)
{
    std::string text;
    while (!name.empty()) {
        if (text.size() >= longestName)
            return text + "…";
        const std::size_t length = characterLength(name);
        const auto byte = static_cast<unsigned char>(name.front());
        if (length == 0 || byte < 0x20 || byte == 0x7f) {
            text += escaped(byte);
            name.remove_prefix(1);
        } else {
            text += name.substr(0, length);
            name.remove_prefix(length);
        }
    }
    return text;
}

bool isUtf8(std::string_view text)
{
    while (!text.empty()) {
        const std::size_t length = characterLength(text);
        if (length == 0)
            return false;
        text.remove_prefix(length);
    }
    return true;
}

} // namespace inceptoscope
