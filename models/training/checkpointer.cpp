#include "training/checkpointer.h"

#include "checkpoint/printable.h"

namespace inceptoscope {

static double secondsBetween(std::chrono::steady_clock::time_point start,
                             std::chrono::steady_clock::time_point end)
{
    return std::chrono::duration<double>(end - start).count();
}

Checkpointer::Checkpointer(const TrainingSettings &settings, const TrainingState &state,
                           RunFolder folder)
    : m_state(&state)
    , m_folder(std::move(folder))
    , m_minutes(settings.checkpointMinutes)
{
    m_position.batchSize = settings.recipe.batchSize;
    m_position.recipe = settings.recipe.name;
    m_position.seed = settings.seed;
}

Expected<Checkpointer> Checkpointer::open(const TrainingSettings &settings, TrainingState &state)
{
    auto folder = RunFolder::open(settings.out, settings.resume);
    if (!folder)
        return tl::unexpected(folder.error());
    Checkpointer checkpointer(settings, state, std::move(*folder));
    const auto ready = checkpointer.m_folder.load(state).and_then(
        [&checkpointer](RunPosition &&position) { return checkpointer.goOn(std::move(position)); });
    if (!ready)
        return tl::unexpected(ready.error());
    return checkpointer;
}

/// Another recipe, batch size or seed would be another run under the same name.
Expected<void> Checkpointer::goOn(RunPosition position)
{
    if (position.isStart())
        return {};
    const auto told = [](const RunPosition &run) {
        return "batches of " + std::to_string(run.batchSize) + ", the recipe "
            + printable(run.recipe) + " and the seed " + std::to_string(run.seed);
    };
    if (told(position) != told(m_position))
        return failure(m_folder.path().string() + " holds a run with " + told(position)
                       + ", which cannot go on with " + told(m_position));
    m_position = m_kept = std::move(position);
    return {};
}

Expected<void> Checkpointer::start(const RunSettings &settings)
{
    m_lap = m_keptAt = Clock::now();
    return m_folder.openLog(settings, m_position);
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
    const auto saved = m_folder.saveWithinEpoch(*m_state, m_position);
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
    if (const auto saved = m_folder.saveEpoch(*m_state, done); !saved)
        return withKept(saved.error());
    m_position = m_kept = std::move(done);
    m_keptAt = Clock::now();
    const auto logged = m_folder.writeLogLine(logLine);
    return logged ? logged : withKept(logged.error());
}

std::string Checkpointer::keptCheckpoint() const
{
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
tl::unexpected<Error> Checkpointer::interrupted()
{
    if (m_kept.isBehind(m_position)) {
        if (const auto kept = keep(); !kept)
            return tl::unexpected(kept.error());
    }
    return failure("interrupted; " + keptCheckpoint()
                   + (m_kept.isStart() ? "" : ": go on with --resume"));
}

tl::unexpected<Error> Checkpointer::diverged(const std::string &what, int epoch)
{
    m_folder.dropWithinEpoch();
    m_kept.sums = {};
    return failure(what + " is no longer a number in epoch " + std::to_string(epoch) + "; "
                   + keptCheckpoint() + "; try a lower learning rate");
}

} // namespace inceptoscope
