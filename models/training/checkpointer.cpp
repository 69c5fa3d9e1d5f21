#include "training/checkpointer.h"

#include "checkpoint/printable.h"
#include "engine/engine.h"

#include <fmt/format.h>

namespace inceptoscope {

static double secondsBetween(std::chrono::steady_clock::time_point start,
                             std::chrono::steady_clock::time_point end)
{
    return std::chrono::duration<double>(end - start).count();
}

static std::string threadsText(int threads)
{
    return threads == 1 ? "1 thread" : std::to_string(threads) + " threads";
}

Checkpointer::Checkpointer(const TrainingSettings &settings, const TrainingState &state)
    : m_state(&state)
    , m_keepsBest(settings.patience > 0)
    , m_minutes(settings.checkpointMinutes)
{
    m_position.batchSize = settings.recipe.batchSize;
    m_position.recipe = settings.recipe.name;
    m_position.seed = settings.seed;
    m_position.threads = settings.threads > 0 ? settings.threads : availableProcessors();
}

Expected<Checkpointer> Checkpointer::open(const TrainingSettings &settings, TrainingState &state,
                                          const Team &team, TrainingObserver &observer)
{
    Checkpointer checkpointer(settings, state);
    const auto taken =
        team.writes() ? checkpointer.takeFolder(settings, state, observer) : Expected<void>{};
    const auto ready = taken.and_then([&] { return checkpointer.follow(team); });
    if (!ready)
        return tl::unexpected(ready.error());
    return checkpointer;
}

Expected<void> Checkpointer::takeFolder(const TrainingSettings &settings, TrainingState &state,
                                        TrainingObserver &observer)
{
    auto folder = RunFolder::open(settings.out, settings.resume);
    if (!folder)
        return tl::unexpected(folder.error());
    m_folder.emplace(std::move(*folder));
    return m_folder->load(state).and_then(
        [&](RunPosition &&position) { return goOn(std::move(position), observer); });
}

/// To where rank 0 is.
Expected<void> Checkpointer::follow(const Team &team)
{
    struct
    {
        int epoch;
        std::uint64_t photos;
        double wallSeconds;
        EpochSums sums;
        BestEpoch best;
    } place{m_position.epoch, m_position.photos, m_position.wallSeconds, m_position.sums,
            m_position.best};
    if (auto shared = team.share(std::span(&place, 1)); !shared)
        return shared;
    m_position.epoch = place.epoch;
    m_position.photos = place.photos;
    m_position.wallSeconds = place.wallSeconds;
    m_position.sums = place.sums;
    m_position.best = place.best;
    return {};
}

/// Another recipe, batch size or seed would be another run under the same name. Another number of
/// threads rounds otherwise, no more: sums are shared out among them.
Expected<void> Checkpointer::goOn(RunPosition position, TrainingObserver &observer)
{
    if (position.isStart())
        return {};
    const auto told = [](const RunPosition &run) {
        return "batches of " + std::to_string(run.batchSize) + ", the recipe "
            + printable(run.recipe) + " and the seed " + std::to_string(run.seed);
    };
    if (told(position) != told(m_position))
        return failure(m_folder->path().string() + " holds a run with " + told(position)
                       + ", which cannot go on with " + told(m_position));
    if (position.threads > 0 && position.threads != m_position.threads)
        observer.message(
            fmt::format("the run has come here with {} and goes on with {}: its numbers "
                        "are no longer bit by bit those of one that nobody stopped",
                        threadsText(position.threads), threadsText(m_position.threads)));
    position.threads = m_position.threads;
    if (!m_keepsBest)
        position.best = {};
    m_position = m_kept = std::move(position);
    return {};
}

Expected<void> Checkpointer::start(const RunSettings &settings)
{
    m_lap = m_keptAt = Clock::now();
    return m_folder ? m_folder->openLog(settings, m_position) : Expected<void>{};
}

double Checkpointer::lap()
{
    const Clock::time_point now = Clock::now();
    const double seconds = secondsBetween(m_lap, now);
    m_lap = now;
    m_position.wallSeconds += seconds;
    return seconds;
}

Expected<void> Checkpointer::keepIfDue()
{
    return secondsBetween(m_keptAt, m_lap) < m_minutes * 60 ? Expected<void>{} : keep();
}

Expected<void> Checkpointer::keep()
{
    if (!m_folder)
        return {};
    const auto saved = m_folder->saveWithinEpoch(*m_state, m_position);
    if (!saved)
        return withKept(saved.error());
    m_kept = m_position;
    m_keptAt = Clock::now();
    return {};
}

/// The checkpoint first: it holds the line, which a run killed in between appends when it goes on.
Expected<void> Checkpointer::finishEpoch(int epoch, const std::string &logLine)
{
    RunPosition done = m_position;
    done.epoch = epoch;
    done.sums = {};
    done.logLine = logLine;
    const auto saved = m_folder ? m_folder->saveEpoch(*m_state, done) : Expected<void>{};
    if (!saved)
        return withKept(saved.error());
    m_position = m_kept = std::move(done);
    m_keptAt = Clock::now();
    const auto logged = m_folder ? m_folder->writeLogLine(logLine) : Expected<void>{};
    return logged ? logged : withKept(logged.error());
}

std::string Checkpointer::keptCheckpoint() const
{
    if (!m_folder)
        return "rank 0 keeps the checkpoints";
    if (m_kept.isStart())
        return "no epoch is finished, and nothing is kept";
    if (m_kept.sums.batches == 0)
        return "the checkpoint of epoch " + std::to_string(m_kept.epoch) + " is kept";
    return "the checkpoint after batch " + std::to_string(m_kept.sums.batches) + " of epoch "
        + std::to_string(m_kept.epoch + 1) + " is kept";
}

tl::unexpected<Error> Checkpointer::withKept(const Error &error) const
{
    return failure(error.message + "; " + keptCheckpoint());
}

/// Nothing of what was computed is lost.
Expected<void> Checkpointer::keepIfBehind()
{
    return m_kept.isBehind(m_position) ? keep() : Expected<void>{};
}

tl::unexpected<Error> Checkpointer::interrupted()
{
    return cutOff({"interrupted"});
}

tl::unexpected<Error> Checkpointer::cutOff(const Error &error)
{
    if (const auto kept = keepIfBehind(); !kept)
        return tl::unexpected(kept.error());
    return failure(error.message + "; " + keptCheckpoint()
                   + (m_kept.isStart() ? "" : ": go on with --resume"));
}

tl::unexpected<Error> Checkpointer::diverged(const std::string &what, int epoch)
{
    if (m_folder)
        m_folder->dropWithinEpoch();
    m_kept.sums = {};
    return failure(what + " is no longer a number in epoch " + std::to_string(epoch) + "; "
                   + keptCheckpoint() + "; try a lower learning rate");
}

} // namespace inceptoscope
