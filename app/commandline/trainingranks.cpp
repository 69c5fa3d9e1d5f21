#include "commandline/trainingranks.h"

#include "commandline/between.h"
#include "commandline/rankprocesses.h"
#include "engine/torchruntime.h"

#include <QCoreApplication>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

namespace inceptoscope {

void addRankOptions(CLI::App &command, RankArguments &arguments)
{
    command
        .add_option("--nproc", arguments.local,
                    "Train with so many processes on this machine, which share every batch")
        ->check(between(1, 256));
    command.add_flag("--sync-batch-norm", arguments.syncBatchNorm,
                     "Processes that share a batch normalise over all of it");
}

static std::vector<std::string> ownArguments()
{
    std::vector<std::string> all;
    for (const QString &each : QCoreApplication::arguments())
        all.push_back(each.toStdString());
    return all;
}

CommandResult<std::optional<int>> trainAsRanks(const RankArguments &arguments,
                                               const std::stop_token &stop)
{
    if (isRankOfLauncher() || arguments.local == 1)
        return std::nullopt;
    if (std::getenv("RANK") || std::getenv("WORLD_SIZE"))
        return misused("--nproc starts ranks, but RANK or WORLD_SIZE in the environment say that "
                       "this process is one; leave out the one or the others");
    const auto status = runAsRanks(arguments.local, ownArguments(), stop);
    if (!status)
        return workFailed(status.error());
    return *status;
}

static Expected<void> join(const RankPlace &place, TrainingSettings &settings,
                           const std::stop_token &stop)
{
    if (place.rank == 0 && !isRankOfLauncher())
        complain(fmt::format("rank 0 of {} waits for the others at {}", place.ranks,
                             place.meetingPlace()));
    if (settings.threads == 0)
        settings.threads = std::max(1, availableProcessors() / place.localRanks);
    const auto runtime = torchRuntime();
    if (!runtime)
        return tl::unexpected(runtime.error());
    JoinSettings joining;
    joining.stop = stop;
    auto ranks = (*runtime)->joinRanks(place, joining);
    if (!ranks)
        return tl::unexpected(ranks.error());
    settings.together.ranks = std::move(*ranks);
    return {};
}

Expected<void> joinTeam(const RankArguments &arguments, TrainingSettings &settings,
                        const std::stop_token &stop)
{
    settings.together.batchNorm = arguments.syncBatchNorm;
    const auto place = rankPlace([](const char *name) { return std::getenv(name); });
    if (!place)
        return tl::unexpected(place.error());
    if (!*place)
        return {};
    auto joined = join(**place, settings, stop);
    if (!joined && (*place)->rank > 0)
        return failure("rank " + std::to_string((*place)->rank) + ": " + joined.error().message);
    return joined;
}

} // namespace inceptoscope
