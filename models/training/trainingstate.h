#pragma once

#include "checkpoint/weights.h"
#include "training/checkpointnotes.h"
#include "training/distributed/team.h"
#include "training/optimizer.h"
#include "training/trainingengine.h"

#include <filesystem>
#include <memory>

namespace inceptoscope {

struct StepSettings
{
    OptimizerSettings optimizer;
    double labelSmoothing = 0.0;
    double batchNormMomentum = 0.1; ///< PyTorch's sense
    std::uint64_t seed = 1; ///< of the initial weights and the dropout
};

struct StepResult
{
    double loss = 0.0; ///< mean over the batch, label smoothing included
    int correct = 0; ///< pictures whose most probable class is theirs
    double gradientNorm = 0.0; ///< before clipping
};

/// A network in training: its parameters, their average and what the optimizer remembers.
/// Everything the next step depends on is here and in a checkpoint; the engine keeps nothing.
class TrainingState
{
public:
    TrainingState(const NetworkGraph &graph, const StepSettings &settings,
                  std::unique_ptr<TrainingEngine> engine);

    /// Another input size for the steps to come; weights stay.
    Expected<void> setGraph(const NetworkGraph &graph);
    /// One step on one batch, which the ranks of a team share: the result is that of all of it. A
    /// step that fails changes nothing.
    Expected<StepResult> step(const Batch &batch, double learningRate, Team &team);
    Expected<StepResult> step(const Batch &batch, double learningRate);
    /// Every rank of the team has rank 0's from here on.
    Expected<void> share(const Team &team);
    std::int64_t passBytes() const { return m_engine->passBytes(); } ///< TrainingEngine's
    std::int64_t steps() const { return m_updater.steps(); } ///< taken, resumed ones included
    /// The averaged parameters and running statistics: what is evaluated and shipped.
    Weights averagedWeights() const;

    /// Keeps the averaged weights as they are now, in place of those that were kept before.
    void keepBest() { m_best = m_average; }
    Weights bestWeights() const;

    /// Written beside `path` and renamed; with what was kept as the best where the position has
    /// one.
    Expected<void> save(const std::filesystem::path &path, const RunPosition &position) const;
    /// A file that is damaged or of another network changes nothing.
    Expected<RunPosition> load(const std::filesystem::path &path);

private:
    struct Part;
    std::vector<Part> parts(bool withBest);
    std::vector<float> statistics() const;
    void setStatistics(std::span<const float> statistics);
    Expected<PassResult> pass(const Batch &batch, Team &team);
    Weights weightsOf(std::span<const float> numbers) const;
    Expected<void> checkTensors(const TensorFile &file, bool withBest);

    NetworkGraph m_graph;
    StepSettings m_settings;
    std::unique_ptr<TrainingEngine> m_engine;
    ParameterTable m_table;
    ParameterUpdater m_updater;
    std::vector<float> m_values;
    std::vector<float> m_average;
    std::vector<float> m_best; ///< empty: none kept
    std::vector<float> m_gradients;
};

} // namespace inceptoscope
