#pragma once

#include "checkpoint/regularfile.h"

#include <compare>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace inceptoscope {

/// Bytes that a log is read from, a piece here and a piece there. There may be more of them each
/// time one looks. Errors are reasons alone, without a name.
class ByteSource
{
public:
    virtual ~ByteSource() = default;

    virtual Expected<std::uint64_t> size() const = 0;
    /// Fills `out` from that place on, or as much of it as there is: how much that was.
    virtual Expected<std::size_t> read(std::uint64_t offset, std::span<char> out) const = 0;

    /// All from that place on, but not more than `most` bytes.
    Expected<std::string> readText(std::uint64_t offset, std::size_t most) const;
};

/// Where reading ends that begins at the offset and is to take `most` bytes.
constexpr std::uint64_t endOfRead(std::uint64_t offset, std::uint64_t most)
{
    constexpr auto last = std::numeric_limits<std::uint64_t>::max();
    return most > last - offset ? last : offset + most;
}

/// Which file it is, whatever its name.
struct FileIdentity
{
    std::uint64_t device = 0;
    std::uint64_t inode = 0;

    auto operator<=>(const FileIdentity &) const = default;
};

/// What tells that somebody wrote to a file.
struct FileState
{
    std::uint64_t size = 0; ///< bytes
    std::int64_t modified = 0; ///< nanoseconds since 1970

    bool operator==(const FileState &) const = default;
};

/// Of a file, read and not mapped: one that is cut short meanwhile has fewer bytes, and ends
/// nobody.
class FileBytes : public ByteSource
{
public:
    static Expected<FileBytes> open(const std::filesystem::path &path);

    Expected<std::uint64_t> size() const override;
    Expected<std::size_t> read(std::uint64_t offset, std::span<char> out) const override;
    FileIdentity identity() const { return m_identity; }
    /// When it was opened.
    FileState state() const { return m_state; }

private:
    FileBytes(Descriptor descriptor, FileIdentity identity, FileState state)
        : m_descriptor(std::move(descriptor))
        , m_identity(identity)
        , m_state(state)
    {
    }

    Descriptor m_descriptor;
    FileIdentity m_identity;
    FileState m_state;
};

class MemoryBytes : public ByteSource
{
public:
    explicit MemoryBytes(std::string bytes)
        : m_bytes(std::move(bytes))
    {
    }

    void append(std::string_view bytes) { m_bytes += bytes; }

    Expected<std::uint64_t> size() const override { return m_bytes.size(); }
    Expected<std::size_t> read(std::uint64_t offset, std::span<char> out) const override;

private:
    std::string m_bytes;
};

} // namespace inceptoscope
