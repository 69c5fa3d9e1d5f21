#pragma once

#include "graph/error.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>

namespace inceptoscope {

/// How many logs, tags and points to make.
struct MadeLogs
{
    int runs = 1; ///< a folder each
    int tags = 1; ///< of each run
    std::int64_t points = 1; ///< of each tag
};

/// Writes TensorBoard event files into a folder, a point a record as PyTorch does, with the numbers
/// of a training that is noisy: the same ones every time. Error: of the file that could not be
/// written, or "cancelled".
Expected<void> makeEventLogs(const std::filesystem::path &folder, const MadeLogs &logs,
                             const std::stop_token &stop = {});

} // namespace inceptoscope
