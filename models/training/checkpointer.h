#pragma once

#include "training/distributed/team.h"
#include "training/runfolder.h"
#include "training/trainer.h"
#include "training/trainingstate.h"

#include <chrono>
#include <optional>
#include <string>

namespace inceptoscope {

/// Where a run is, and what is kept of it: checkpoints, the log's lines, and what there is to say
/// of them when the run ends before it should. Of a team, rank 0 keeps and the others follow.
class Checkpointer
{
public:
    /// Takes the run's folder, and brings `state` to where the run in it goes on, on every rank of
    /// the team. Fails where that is a run of other settings; another number of threads is told.
    static Expected<Checkpointer> open(const TrainingSettings &settings, TrainingState &state,
                                       const Team &team, TrainingObserver &observer);

    RunPosition &position() { return m_position; } ///< where the state is
    const RunPosition &position() const { return m_position; }
    const RunFolder *folder() const { return m_folder ? &*m_folder : nullptr; } ///< rank 0's

    /// Opens the log; the time begins to count.
    Expected<void> start(const RunSettings &settings);
    /// Seconds since it was last called, which are added to the run's.
    double lap();
    /// Keeps where the run is within an epoch where it is time to.
    Expected<void> keepIfDue();
    /// The epoch's checkpoint, then its line in the log.
    Expected<void> finishEpoch(int epoch, const std::string &logLine);

    /// The work of the team has ended: keeps where the run is, and adds that.
    tl::unexpected<Error> cutOff(const Error &error);
    /// Adds what is kept.
    tl::unexpected<Error> withKept(const Error &error) const;
    /// Keeps where the run is.
    tl::unexpected<Error> interrupted();
    /// `what` is no longer a number: what was kept since the last epoch is on the way to there.
    tl::unexpected<Error> diverged(const std::string &what, int epoch);

private:
    using Clock = std::chrono::steady_clock;

    Checkpointer(const TrainingSettings &settings, const TrainingState &state);
    Expected<void> takeFolder(const TrainingSettings &settings, TrainingState &state,
                              TrainingObserver &observer);
    Expected<void> follow(const Team &team);
    Expected<void> goOn(RunPosition position, TrainingObserver &observer);
    Expected<void> keep();
    Expected<void> keepIfBehind();
    std::string keptCheckpoint() const;

    const TrainingState *m_state;
    std::optional<RunFolder> m_folder; ///< none: another rank's
    bool m_keepsBest;
    double m_minutes; ///< from one checkpoint within an epoch to the next
    RunPosition m_position;
    RunPosition m_kept; ///< where the last checkpoint is; at the very start where there is none
    Clock::time_point m_keptAt;
    Clock::time_point m_lap;
};

} // namespace inceptoscope
