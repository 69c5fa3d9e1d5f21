#pragma once

#include "training/parametertable.h"

#include <cstdint>
#include <span>
#include <vector>

namespace inceptoscope {

/// A batch as the network takes it: [size, 3, height, width] floats and a class for each picture.
struct Batch
{
    std::vector<float> pictures;
    std::vector<std::int64_t> labels;

    std::size_t size() const { return labels.size(); }
};

struct PassSettings
{
    double labelSmoothing = 0.0;
    double batchNormMomentum = 0.1; ///< PyTorch's sense
    std::uint64_t dropoutSeed = 0; ///< of this pass
};

struct PassResult
{
    double loss = 0.0; ///< mean over the batch, label smoothing included
    int correct = 0; ///< pictures whose most probable class is theirs
};

struct TrainingEngineOptions
{
    int threads = 0; ///< 0: every processor this process may use
    bool brain = false; ///< activations and their gradients in bfloat16; parameters stay float
};

/// Computes gradients. It keeps none of the parameters: those are the caller's.
class TrainingEngine
{
public:
    virtual ~TrainingEngine() = default;

    /// Another input size for the passes to come, of the same network.
    virtual Expected<void> setGraph(const NetworkGraph &graph) = 0;
    /// Forward and backward, in training mode. `values` and `gradients` in the order of the graph's
    /// ParameterTable; BatchNorms' running statistics among the values are moved, and what has no
    /// gradient gets 0.
    virtual Expected<PassResult> pass(const Batch &batch, const PassSettings &settings,
                                      std::span<float> values, std::span<float> gradients) = 0;
};

/// What a dropout multiplies each of `count` numbers with: 0, or 1/keep where it is kept. The same
/// in every engine.
std::vector<float> dropoutFactors(std::uint64_t seed, int layer, std::size_t count, double keep);

/// Whether pictures, labels and classes fit together.
Expected<void> checkBatch(const NetworkGraph &graph, const Batch &batch);

} // namespace inceptoscope
