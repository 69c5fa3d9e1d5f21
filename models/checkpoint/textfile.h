#pragma once

#include "graph/error.h"

#include <cstddef>
#include <filesystem>
#include <string>

namespace inceptoscope {

/// Reads a whole file of at most `limit` bytes. The message is a reason alone, without the file's
/// name: "it is a folder".
Expected<std::string> readTextFile(const std::filesystem::path &path, std::size_t limit);

} // namespace inceptoscope
