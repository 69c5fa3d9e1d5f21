#pragma once

#include "checkpoint/weights.h"
#include "graph/networkgraph.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace inceptoscope {

enum class Optimizer { Sgd, RmsProp, AdamW };

/// What the parameters' update depends on, apart from the learning rate of each step.
struct OptimizerSettings
{
    Optimizer optimizer = Optimizer::Sgd;
    double momentum = 0.9;
    double rmsDecay = 0.9; ///< RMSProp (section 4 of the paper)
    double rmsEpsilon = 1.0;
    double weightDecay = 0.0; ///< on convolution and linear weights only
    double labelSmoothing = 0.0;
    double gradientClip = 0.0; ///< largest norm of all gradients together; 0: no clipping
    double averageDecay = 0.999; ///< of the exponential average of the parameters
    double batchNormMomentum = 0.1; ///< PyTorch's sense
    std::uint64_t seed = 1; ///< of the initial weights and the dropout
    int threads = 0; ///< 0: every processor this process may use
};

/// A batch as the network takes it: [size, 3, height, width] floats and a class for each picture.
struct Batch
{
    std::vector<float> pictures;
    std::vector<std::int64_t> labels;

    std::size_t size() const { return labels.size(); }
};

struct StepResult
{
    double loss = 0.0; ///< mean over the batch, label smoothing included
    int correct = 0; ///< pictures whose most probable class is theirs
    double gradientNorm = 0.0; ///< before clipping
};

/// Which run a checkpoint is of, and how far that has come.
struct RunPosition
{
    int epoch = 0; ///< the last that is finished
    std::string recipe;
    int batchSize = 0;
    std::uint64_t seed = 0;
    std::int64_t photos = 0; ///< to train on

    bool operator==(const RunPosition &) const = default;
};

/// A network in training: the part of the trainer that needs LibTorch. LibTorch's exceptions end
/// here, as errors; after one, the state is undefined and only load() makes it whole.
class TrainingBackend
{
public:
    virtual ~TrainingBackend() = default;

    /// Another input size for the steps to come; weights stay.
    virtual Expected<void> setGraph(const NetworkGraph &graph) = 0;
    /// One step on one batch.
    virtual Expected<StepResult> step(const Batch &batch, double learningRate) = 0;
    virtual std::int64_t steps() const = 0; ///< taken so far, resumed ones included
    /// Logits [size, classes] of a batch in evaluation mode, from the averaged parameters.
    virtual Expected<std::vector<float>> evaluate(const Batch &batch) = 0;
    /// The averaged parameters and the running statistics: what is evaluated and shipped.
    virtual Expected<Weights> averagedWeights() const = 0;

    /// Everything the next step depends on, written beside `path` and renamed.
    virtual Expected<void> save(const std::filesystem::path &path,
                                const RunPosition &position) const = 0;
    /// A file that is damaged or of another network changes nothing.
    virtual Expected<RunPosition> load(const std::filesystem::path &path) = 0;
};

} // namespace inceptoscope
