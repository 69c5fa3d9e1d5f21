#pragma once

#include "curves/runlog.h"

#include <span>
#include <vector>

namespace inceptoscope {

/// A log that was read to its end.
struct ReadLog
{
    std::filesystem::path source;
    bool hasValues = false;
};

/// Whether anything was logged.
bool hasValues(const RunLog &run);

/// Those of the paths that logs were read from, all without a value, as of runs that have just
/// begun; not where `told` says something else of them.
std::vector<LogProblem> pathsWithoutValues(std::span<const std::filesystem::path> paths,
                                           std::span<const ReadLog> logs,
                                           std::span<const LogProblem> told);

} // namespace inceptoscope
