#pragma once

#include "curves/runlogs.h"
#include "training/progressfile.h"

#include <QString>

#include <filesystem>
#include <optional>

namespace inceptoscope {

/// A training run as its folder tells it, whoever started it.
struct RunStatus
{
    enum class State {
        None, ///< nothing was begun
        Starting, ///< the process is there, and has not got to the folder yet
        Running,
        Stopped, ///< by a person; goes on from its checkpoint
        Ended, ///< early, by a fault or by something that ended the process; see `problem`
        Finished,
        Gone, ///< the folder is
    };

    State state = State::None;
    int process = 0; ///< while it is there
    RunLog log; ///< empty until there is one
    std::optional<TrainingProgress> progress; ///< of the process that runs; nothing before a batch
    QString problem; ///< one sentence, plain text: why it ended, or why the log cannot be read
    QString lastWords; ///< one line, of one that ended without a reason; often empty
    std::filesystem::path weights; ///< after the last epoch, or finished; empty: none yet
    std::filesystem::file_time_type written{}; ///< the weights

    bool isUnderWay() const { return state == State::Starting || state == State::Running; }
    bool operator==(const RunStatus &) const = default;
};

/// Where the output of `train --json` and its messages go, in the run's folder: it has no terminal.
inline constexpr const char *runOutputName = "output.jsonl";
inline constexpr const char *runMessagesName = "messages.txt";

/// Blocks on the disk. `started`: the process that was started for the folder, if one was; until it
/// has the folder nothing there speaks of it.
RunStatus readRunStatus(const std::filesystem::path &folder, int started = 0);

/// Whether the folder's disk has no room left, so that a run cannot even write why it ended.
bool isDiskFull(const std::filesystem::path &folder);

/// Whether there is such a process with the folder among its arguments: its number may have been
/// given out again.
bool isStartedFor(int process, const std::filesystem::path &folder);

} // namespace inceptoscope
