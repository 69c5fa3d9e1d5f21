#pragma once

#include "curves/readers/bytesource.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace inceptoscope {

/// How the value of a field is written, in the wire format of protocol buffers
/// (https://protobuf.dev/programming-guides/encoding).
enum class WireType : std::uint8_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

struct WireField
{
    std::uint32_t number = 0;
    WireType type = WireType::Varint;
};

/// Walks over a message in memory. What does not fit into the message is refused: such a cursor has
/// failed, and gives nothing more.
class MemoryCursor
{
public:
    explicit MemoryCursor(std::string_view message)
        : m_at(message.data())
        , m_end(message.data() + message.size())
    {
    }

    bool atEnd() const { return m_at == m_end; }
    std::uint64_t left() const { return static_cast<std::uint64_t>(m_end - m_at); }

    bool byte(std::uint8_t &value)
    {
        if (m_at == m_end)
            return false;
        value = static_cast<std::uint8_t>(*m_at++);
        return true;
    }
    template<typename Number> bool fixed(Number &number)
    {
        if (left() < sizeof number)
            return false;
        std::memcpy(&number, m_at, sizeof number);
        m_at += sizeof number;
        return true;
    }
    bool skip(std::uint64_t length)
    {
        if (length > left())
            return false;
        m_at += length;
        return true;
    }
    /// `held` is where another cursor keeps the text.
    bool text(std::uint64_t length, std::string & /*held*/, std::string_view &text)
    {
        text = std::string_view(m_at, static_cast<std::size_t>(std::min(length, left())));
        return skip(length);
    }
    std::optional<MemoryCursor> message(std::uint64_t length)
    {
        const char *const begin = m_at;
        if (!skip(length))
            return std::nullopt;
        return MemoryCursor(std::string_view(begin, static_cast<std::size_t>(length)));
    }

private:
    const char *m_at;
    const char *m_end;
};

/// A part of a file that was read last, shared by the cursors that walk over it.
struct FileWindow
{
    const ByteSource &bytes;
    std::array<char, 4096> part{};
    std::uint64_t begin = 0;
    std::size_t size = 0;
    std::optional<Error> error{};
};

/// The same walk over a message in a file, of which only the window is in memory.
class FileCursor
{
public:
    FileCursor(FileWindow &window, std::uint64_t begin, std::uint64_t length)
        : m_window(&window)
        , m_at(begin)
        , m_end(begin + length)
    {
    }

    bool atEnd() const { return m_at == m_end; }
    std::uint64_t left() const { return m_end - m_at; }

    bool byte(std::uint8_t &value) { return fixed(value); }
    template<typename Number> bool fixed(Number &number)
    {
        return copy(std::span(reinterpret_cast<char *>(&number), sizeof number));
    }
    bool skip(std::uint64_t length)
    {
        if (length > left())
            return false;
        m_at += length;
        return true;
    }
    bool text(std::uint64_t length, std::string &held, std::string_view &text);
    std::optional<FileCursor> message(std::uint64_t length)
    {
        const std::uint64_t begin = m_at;
        return skip(length) ? std::optional(FileCursor(*m_window, begin, length)) : std::nullopt;
    }

private:
    bool copy(std::span<char> out);

    FileWindow *m_window;
    std::uint64_t m_at;
    std::uint64_t m_end;
};

template<typename Cursor> bool readVarint(Cursor &cursor, std::uint64_t &value)
{
    value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        std::uint8_t byte = 0;
        if (!cursor.byte(byte))
            return false;
        value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
        if (byte < 0x80)
            return true;
    }
    return false;
}

template<typename Cursor> bool readField(Cursor &cursor, WireField &field)
{
    std::uint64_t key = 0;
    if (!readVarint(cursor, key) || (key >> 3U) > std::numeric_limits<std::uint32_t>::max())
        return false;
    field = {static_cast<std::uint32_t>(key >> 3U), static_cast<WireType>(key & 7U)};
    return true;
}

/// The message that a field of bytes holds.
template<typename Cursor> std::optional<Cursor> readMessage(Cursor &cursor)
{
    std::uint64_t length = 0;
    return readVarint(cursor, length) ? cursor.message(length) : std::nullopt;
}

template<typename Cursor> bool skipField(Cursor &cursor, WireType type)
{
    std::uint64_t number = 0;
    switch (type) {
    case WireType::Varint:
        return readVarint(cursor, number);
    case WireType::Fixed64:
        return cursor.skip(8);
    case WireType::Bytes:
        return readVarint(cursor, number) && cursor.skip(number);
    case WireType::Fixed32:
        return cursor.skip(4);
    }
    return false; // groups, which nobody writes
}

} // namespace inceptoscope
