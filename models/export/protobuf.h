#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace inceptoscope {

/// A message in the wire format of protocol buffers
/// (https://protobuf.dev/programming-guides/encoding). Fields are written in the order of the
/// calls; a repeated field is one call for each value.
class ProtoMessage
{
public:
    void addInteger(int field, std::int64_t value);
    void addText(int field, std::string_view text);
    void addBytes(int field, std::span<const std::byte> bytes);
    void addMessage(int field, const ProtoMessage &message);
    /// What comes before a field of bytes or a message of that length, which the caller writes
    /// behind these bytes: too much of it to be copied.
    void openBytes(int field, std::uint64_t length);

    const std::string &bytes() const { return m_bytes; }

private:
    void addVarint(std::uint64_t value);

    std::string m_bytes;
};

} // namespace inceptoscope
