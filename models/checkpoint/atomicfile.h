#pragma once

#include "graph/error.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace inceptoscope {

/// A file written beside its place and renamed into it by `commit()`, so that nobody ever sees it
/// half there; without `commit()` nothing stays. Permissions are those of any new file.
class AtomicFile
{
public:
    /// Fails where the folder does not exist or cannot be written to, and where something other
    /// than a file is in the place: a folder, a device, a pipe.
    static Expected<AtomicFile> create(const std::filesystem::path &path);

    AtomicFile(AtomicFile &&other) noexcept;
    AtomicFile &operator=(AtomicFile &&other) = delete;
    ~AtomicFile();

    Expected<void> write(std::span<const std::byte> bytes);
    Expected<void> write(std::string_view text);
    /// Brings the bytes to the disk, then renames.
    Expected<void> commit();

private:
    AtomicFile(std::filesystem::path path, std::filesystem::path temporary, int descriptor);
    Expected<void> failed(int error) const;

    std::filesystem::path m_path;
    std::filesystem::path m_temporary; ///< empty once renamed or moved from
    int m_descriptor;
};

} // namespace inceptoscope
