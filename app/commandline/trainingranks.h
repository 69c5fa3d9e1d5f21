#pragma once

#include "commandline/commandoutput.h"
#include "training/trainer.h"

#include <optional>
#include <stop_token>

namespace CLI {
class App;
}

namespace inceptoscope {

/// What `train` is told of ranks on its command line.
struct RankArguments
{
    int local = 1; ///< to be started on this machine
    bool syncBatchNorm = false;
};

void addRankOptions(CLI::App &command, RankArguments &arguments);

/// Where ranks are to be started: starts them, and gives the status when they have ended.
CommandResult<std::optional<int>> trainAsRanks(const RankArguments &arguments,
                                               const std::stop_token &stop);

/// Where the environment says that this process is a rank: waits for the others, and has the
/// settings train with them.
Expected<void> joinTeam(const RankArguments &arguments, TrainingSettings &settings,
                        const std::stop_token &stop);

/// Says nothing: rank 0 tells for all.
class QuietObserver : public TrainingObserver
{
public:
    void message(const std::string &) override { }
    void progress(int, int, int, double) override { }
    void epochDone(const EpochResult &) override { }
};

} // namespace inceptoscope
