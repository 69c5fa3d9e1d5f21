#include "training/epochsteps.h"

#include "training/batchloader.h"
#include "training/trainingplan.h"

#include <cmath>

namespace inceptoscope {

EpochSteps::EpochSteps(const TrainingSettings &settings, const TrainingPlan &plan,
                       TrainingState &state, Checkpointer &run, TrainingObserver &observer,
                       Team &team)
    : m_settings(settings)
    , m_plan(plan)
    , m_state(state)
    , m_run(run)
    , m_observer(observer)
    , m_team(team)
{
}

Expected<void> EpochSteps::useSize(int inputSize)
{
    return m_plan.graph.withInput({inputSize, inputSize})
        .and_then([this](const NetworkGraph &graph) { return m_state.setGraph(graph); });
}

Expected<void> EpochSteps::take(const std::vector<TrainingPhoto> &photos, EpochResult &result)
{
    const Recipe &recipe = m_settings.recipe;
    const Preprocessing &preprocessing = m_plan.preprocessing();
    const int size = m_plan.inputSizes.at(
        recipe.inputSizeAt(result.epoch, m_settings.epochs, preprocessing.inputSize));
    if (const auto resized = useSize(size); !resized)
        return resized;
    BatchLoader loader(photos, recipe, preprocessing.withInputSize(size), m_settings.seed,
                       result.epoch, 1, m_run.position().sums.batches,
                       {m_team.rank(), m_team.size()});
    const auto taken = takeFrom(loader, result.epoch);
    tellResult(result, loader.count());
    return taken;
}

double EpochSteps::learningRate(int epoch, int batch, int batches) const
{
    const double moment = epoch - 1 + static_cast<double>(batch) / batches;
    return m_settings.recipe.learningRateAt(moment, m_settings.epochs);
}

Expected<void> EpochSteps::takeFrom(BatchLoader &loader, int epoch)
{
    EpochSums &sums = m_run.position().sums;
    m_run.lap();
    while (sums.batches < loader.count() && !m_team.stop().stop_requested()) {
        const double rate = learningRate(epoch, sums.batches, loader.count());
        const auto step = loader.next().and_then(
            [&](const Batch &batch) { return m_state.step(batch, rate, m_team); });
        if (!step)
            return m_team.isAlone() ? m_run.withKept(step.error()) : m_run.cutOff(step.error());
        ++sums.batches;
        sums.loss += step->loss;
        sums.gradientNorm += step->gradientNorm;
        sums.correct += step->correct;
        sums.seconds += m_run.lap();
        m_observer.progress(epoch, sums.batches, loader.count(), step->loss);
        if (!std::isfinite(step->loss) || !std::isfinite(step->gradientNorm))
            break;
        if (const auto kept = m_run.keepIfDue(); !kept)
            return kept;
    }
    return {};
}

/// Means over the batches that were taken: as many as there are, unless the photos have changed.
void EpochSteps::tellResult(EpochResult &result, int batches) const
{
    const EpochSums &sums = m_run.position().sums;
    const double photos = static_cast<double>(sums.batches) * m_settings.recipe.batchSize;
    result.trainLoss = sums.loss / sums.batches;
    result.gradientNorm = sums.gradientNorm / sums.batches;
    result.trainTop1Error = 1.0 - static_cast<double>(sums.correct) / photos;
    result.photosPerSecond = photos / sums.seconds;
    result.learningRate = learningRate(result.epoch, sums.batches - 1, batches);
}

} // namespace inceptoscope
