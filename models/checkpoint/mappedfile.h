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

/// Copies bytes that `owner` keeps alive, as many as `out` has room for. Those of a mapped file are
/// read from the file and not through the mapping: its pages do not become this process's memory,
/// and a file that somebody has cut short since is an error, where touching the mapping would end
/// the program (SIGBUS).
Expected<void> copyBytes(std::span<const std::byte> bytes, const std::shared_ptr<const void> &owner,
                         std::span<std::byte> out);

} // namespace inceptoscope
