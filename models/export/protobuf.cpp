#include "export/protobuf.h"

namespace inceptoscope {

namespace {

/// How a field's value is written; the lowest three bits of its tag.
enum WireType : std::uint64_t { Varint = 0, LengthDelimited = 2 };

std::uint64_t tagOf(int field, WireType type)
{
    return static_cast<std::uint64_t>(field) << 3U | type;
}

} // namespace

void ProtoMessage::addInteger(int field, std::int64_t value)
{
    addVarint(tagOf(field, Varint));
    addVarint(static_cast<std::uint64_t>(value));
}

void ProtoMessage::addText(int field, std::string_view text)
{
    openBytes(field, text.size());
    m_bytes += text;
}

void ProtoMessage::addBytes(int field, std::span<const std::byte> bytes)
{
    openBytes(field, bytes.size());
    for (const std::byte byte : bytes)
        m_bytes += static_cast<char>(byte);
}

void ProtoMessage::addMessage(int field, const ProtoMessage &message)
{
    addText(field, message.bytes());
}

void ProtoMessage::openBytes(int field, std::uint64_t length)
{
    addVarint(tagOf(field, LengthDelimited));
    addVarint(length);
}

/// Seven bits a byte, the lowest first; all bytes but the last have the highest bit set.
void ProtoMessage::addVarint(std::uint64_t value)
{
    for (; value > 0x7fU; value >>= 7U)
        m_bytes += static_cast<char>((value & 0x7fU) | 0x80U);
    m_bytes += static_cast<char>(value);
}

} // namespace inceptoscope
