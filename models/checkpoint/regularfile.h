#pragma once

#include "graph/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <utility>

namespace inceptoscope {

/// A file's descriptor, which is closed with its object.
class Descriptor
{
public:
    explicit Descriptor(int opened)
        : m_value(opened)
    {
    }
    Descriptor(Descriptor &&other) noexcept
        : m_value(std::exchange(other.m_value, -1))
    {
    }
    Descriptor &operator=(Descriptor &&other) = delete;
    ~Descriptor();

    int value() const { return m_value; }

private:
    int m_value;
};

struct RegularFile
{
    Descriptor descriptor;
    std::size_t size; ///< bytes, when it was opened
};

/// Opens a file to be read; a folder, a pipe or a device is an error. The error is a reason alone,
/// without the file's name.
Expected<RegularFile> openRegularFile(const std::filesystem::path &path);

/// Fills `out` with what is there from byte `offset` on, and returns how many bytes those are:
/// fewer where the file ends, which may have become shorter since it was opened.
Expected<std::size_t> readAt(int descriptor, std::uint64_t offset, std::span<char> out);

/// What `errno` says.
tl::unexpected<Error> systemFailure();

} // namespace inceptoscope
