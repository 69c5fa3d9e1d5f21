#include "curves/readers/utf16.h"

#include <cstddef>
#include <cstdint>

namespace inceptoscope {

namespace {

constexpr char32_t replacement = 0xfffd;

void append(std::string &utf8, char32_t code)
{
    const auto put = [&utf8](char32_t byte) { utf8 += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0U | (code >> 6U));
        put(0x80U | (code & 0x3fU));
    } else if (code < 0x10000) {
        put(0xe0U | (code >> 12U));
        put(0x80U | ((code >> 6U) & 0x3fU));
        put(0x80U | (code & 0x3fU));
    } else {
        put(0xf0U | (code >> 18U));
        put(0x80U | ((code >> 12U) & 0x3fU));
        put(0x80U | ((code >> 6U) & 0x3fU));
        put(0x80U | (code & 0x3fU));
    }
}

/// Gives one unit of 16 bits after the other.
class Units
{
public:
    explicit Units(std::string_view bytes)
        : m_bytes(bytes.substr(2))
        , m_bigEndian(bytes[0] == '\xfe')
    {
    }

    bool atEnd() const { return m_bytes.size() < 2; }
    char32_t peek() const
    {
        const auto first = static_cast<unsigned char>(m_bytes[0]);
        const auto second = static_cast<unsigned char>(m_bytes[1]);
        return m_bigEndian ? (first * 256U + second) : (second * 256U + first);
    }
    char32_t take()
    {
        const char32_t unit = peek();
        m_bytes.remove_prefix(2);
        return unit;
    }

private:
    std::string_view m_bytes;
    bool m_bigEndian;
};

} // namespace

bool isUtf16(std::string_view bytes)
{
    return bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff");
}

std::string utf8OfUtf16(std::string_view bytes)
{
    std::string utf8;
    utf8.reserve(bytes.size());
    for (Units units(bytes); !units.atEnd();) {
        const char32_t unit = units.take();
        const bool isHigh = unit >= 0xd800 && unit < 0xdc00;
        const bool isPair =
            isHigh && !units.atEnd() && units.peek() >= 0xdc00 && units.peek() < 0xe000;
        if (isPair)
            append(utf8, 0x10000 + ((unit - 0xd800) << 10U) + (units.take() - 0xdc00));
        else
            append(utf8, unit >= 0xd800 && unit < 0xe000 ? replacement : unit);
    }
    return utf8;
}

} // namespace inceptoscope
