#pragma once

#include "graph/error.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace inceptoscope {

/// A file's bytes, read only; `owner` keeps the mapping alive.
struct MappedFile
{
    std::span<const std::byte> bytes;
    std::shared_ptr<const void> owner;
};

/// Maps a regular file. The message is a reason alone, without the file's name: "it is a folder".
Expected<MappedFile> mapFile(const std::filesystem::path &path);

} // namespace inceptoscope
