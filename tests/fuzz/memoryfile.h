#pragma once

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace inceptoscope::fuzz {

/// A file that is never on a disk, for readers that want a path.
class MemoryFile
{
public:
    explicit MemoryFile(std::span<const std::byte> bytes)
        : m_descriptor(memfd_create("fuzz", MFD_CLOEXEC))
    {
        if (m_descriptor < 0
            || write(m_descriptor, bytes.data(), bytes.size())
                != static_cast<ssize_t>(bytes.size()))
            std::abort();
    }
    MemoryFile(const MemoryFile &) = delete;
    MemoryFile &operator=(const MemoryFile &) = delete;
    ~MemoryFile() { close(m_descriptor); }

    std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(m_descriptor); }

private:
    int m_descriptor;
};

} // namespace inceptoscope::fuzz
