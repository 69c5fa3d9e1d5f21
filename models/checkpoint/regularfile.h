#pragma once

#include "graph/error.h"

#include <cstddef>
#include <filesystem>
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

/// What `errno` says.
tl::unexpected<Error> systemFailure();

} // namespace inceptoscope
