#pragma once

#include "graph/error.h"

#include <cstdint>
#include <filesystem>
#include <span>

namespace inceptoscope {

/// Writes an array as NumPy's own format (.npy, version 1.0): float32, little endian, C order. The
/// file appears whole or not at all. Fails where `shape` and the number of values disagree, and
/// where the file cannot be written.
Expected<void> writeNpy(const std::filesystem::path &path, std::span<const float> values,
                        std::span<const std::int64_t> shape);

} // namespace inceptoscope
