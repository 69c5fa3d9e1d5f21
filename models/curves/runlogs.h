#pragma once

#include "curves/runlog.h"
#include "graph/error.h"

#include <stop_token>
#include <vector>

namespace inceptoscope {

/// The runs that were read from files and folders, and what of these could not be.
struct RunLogs
{
    std::vector<RunLog> runs;
    std::vector<LogProblem> problems;

    bool operator==(const RunLogs &) const = default;
};

/// Reads the logs that files and folders hold, in any format (LogFormat), told by their content;
/// see findRuns for what is taken of a folder. What is damaged is left out and told, and the rest
/// is read; told is, too, what has no values yet. Uses all processors. Where `stop` is requested,
/// what was read until then is given.
RunLogs readRunLogs(const std::vector<std::filesystem::path> &paths,
                    const std::stop_token &stop = {});

/// The run of one log. Error: why there is none, in one sentence. What is damaged is left out.
Expected<RunLog> readRunLog(const std::filesystem::path &path);

} // namespace inceptoscope
