#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace inceptoscope {

static_assert(std::endian::native == std::endian::little, "numbers in files are little endian");

/// Takes numbers and runs of bytes from the front of bytes that came from outside. Where there are
/// not enough left it takes nothing, now and from then on: a reader may check once, at the end of
/// a record.
class ByteCursor
{
public:
    explicit ByteCursor(std::span<const std::byte> bytes)
        : m_bytes(bytes)
    {
    }

    /// 0 or 0.0 where there are not enough bytes.
    template<typename Number> Number number()
    {
        Number value = 0;
        const auto taken = bytes(sizeof value);
        if (!m_failed)
            std::memcpy(&value, taken.data(), sizeof value);
        return value;
    }

    /// Empty where there are not as many.
    std::span<const std::byte> bytes(std::uint64_t count)
    {
        m_failed = m_failed || count > left();
        if (m_failed)
            return {};
        const auto taken = m_bytes.subspan(m_position, count);
        m_position += taken.size();
        return taken;
    }

    std::string_view text(std::uint64_t count)
    {
        const auto taken = bytes(count);
        return {reinterpret_cast<const char *>(taken.data()), taken.size()};
    }

    /// Without the newline, which is taken as well.
    std::string_view line()
    {
        const auto rest = m_bytes.subspan(m_position);
        const auto end = std::ranges::find(rest, std::byte{'\n'});
        const auto length = static_cast<std::uint64_t>(end - rest.begin());
        const std::string_view taken = text(length);
        bytes(1);
        return m_failed ? std::string_view() : taken;
    }

    bool failed() const { return m_failed; }
    std::size_t position() const { return m_position; }
    std::size_t left() const { return m_bytes.size() - m_position; }

private:
    std::span<const std::byte> m_bytes;
    std::size_t m_position = 0;
    bool m_failed = false;
};

} // namespace inceptoscope
