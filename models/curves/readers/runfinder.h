#pragma once

#include "curves/readers/runreader.h"

#include <map>
#include <optional>
#include <stop_token>
#include <string_view>

namespace inceptoscope {

/// No more files and folders are looked at below one folder than this, and none deeper.
inline constexpr std::size_t mostEntriesOfAFolder = 1'000'000;
inline constexpr int deepestLogFolder = 64;

/// What is told of a folder without any.
inline constexpr std::string_view noLogs = "there are no training logs in it";

struct FoundRuns
{
    std::vector<RunFiles> runs; ///< in the order of `paths`, and of the names below a folder
    std::vector<LogProblem> problems;
};

/// What files turned out to be, for whoever searches again: only what has changed since is opened.
class KnownFormats
{
public:
    /// Error: a reason. `isEmpty`: it has no bytes yet.
    Expected<std::optional<LogFormat>> formatOf(const std::filesystem::path &path, bool &isEmpty);

private:
    struct Known
    {
        std::uint64_t size = 0;
        std::int64_t modified = 0; ///< nanoseconds
        std::optional<LogFormat> format;
    };

    std::map<FileIdentity, Known> m_known;
};

/// The runs that files and folders hold. A folder stands for the logs below it, links included;
/// what is no log is passed over there. Event files in one folder are one run, as are the metrics
/// of a run of MLflow; of the checkpoints of one Hugging Face trainer the last is taken. No file is
/// taken twice, whatever its names. Looks at `stop` between files.
FoundRuns findRuns(const std::vector<std::filesystem::path> &paths, const std::stop_token &stop,
                   KnownFormats *known = nullptr);

} // namespace inceptoscope
