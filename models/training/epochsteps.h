#pragma once

#include "training/checkpointer.h"
#include "training/distributed/team.h"

#include <vector>

namespace inceptoscope {

class BatchLoader;
struct TrainingPlan;

/// Takes the steps of a run's epochs.
class EpochSteps
{
public:
    /// All of them are the run's, and outlive this.
    EpochSteps(const TrainingSettings &settings, const TrainingPlan &plan, TrainingState &state,
               Checkpointer &run, TrainingObserver &observer, Team &team);

    /// From where the run is, to the end of the epoch, or until it is to stop or a loss is no
    /// number any more; `result` has the epoch, and gets what the steps came to.
    Expected<void> take(const std::vector<TrainingPhoto> &photos, EpochResult &result);

private:
    Expected<void> useSize(int inputSize);
    Expected<void> takeFrom(BatchLoader &loader, int epoch);
    double learningRate(int epoch, int batch, int batches) const;
    void tellResult(EpochResult &result, int batches) const;

    const TrainingSettings &m_settings;
    const TrainingPlan &m_plan;
    TrainingState &m_state;
    Checkpointer &m_run;
    TrainingObserver &m_observer;
    Team &m_team;
};

} // namespace inceptoscope
