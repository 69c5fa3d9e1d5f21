#pragma once

#include "training/distributed/collective.h"
#include "training/parametertable.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace inceptoscope {

/// A batch as the network takes it: [size, 3, height, width] floats and a class for each picture.
struct Batch
{
    std::vector<float> pictures;
    std::vector<std::int64_t> labels;
    std::size_t first = 0; ///< where these lie in a batch that several ranks share
    std::size_t whole = 0; ///< pictures of all ranks; 0: the batch is not shared

    std::size_t size() const { return labels.size(); }
    std::size_t wholeSize() const { return whole > 0 ? whole : size(); }
};

struct PassSettings
{
    double labelSmoothing = 0.0;
    double batchNormMomentum = 0.1; ///< PyTorch's sense
    std::uint64_t dropoutSeed = 0; ///< of this pass
};

struct PassResult
{
    /// Mean over the batch, label smoothing included; of a shared one what these pictures add to
    /// it.
    double loss = 0.0;
    int correct = 0; ///< pictures whose most probable class is theirs
};

/// How an engine computes together with those of other ranks, each on its share of every batch.
struct TogetherOptions
{
    std::shared_ptr<Collective> ranks; ///< none: alone
    /// BatchNorms take their statistics from the pictures of all ranks: then the numbers are those
    /// of one rank with the whole batch. Otherwise each takes those of its own, and the running
    /// statistics are the mean of the ranks', by their shares.
    bool batchNorm = false;
    std::size_t leastBucket = std::size_t{1} << 20U; ///< gradients that are summed at once
};

struct TrainingEngineOptions
{
    int threads = 0; ///< 0: every processor this process may use
    bool brain = false; ///< activations and their gradients in bfloat16; parameters stay float
    TogetherOptions together{};
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
    /// gradient gets 0. The gradients are those of the whole batch, on every rank.
    virtual Expected<PassResult> pass(const Batch &batch, const PassSettings &settings,
                                      std::span<float> values, std::span<float> gradients) = 0;
    /// Bytes that the passes of this input size compute in; 0 before the first, and where it is not
    /// known.
    virtual std::int64_t passBytes() const { return 0; }
};

/// Numbers of a batch, from `first` on.
struct NumberRange
{
    std::size_t first = 0;
    std::size_t count = 0;
};

/// What a dropout multiplies each number with: 0, or 1/keep where it is kept. The same in every
/// engine.
std::vector<float> dropoutFactors(std::uint64_t seed, int layer, const NumberRange &range,
                                  double keep);

/// Whether pictures, labels and classes fit together.
Expected<void> checkBatch(const NetworkGraph &graph, const Batch &batch);

} // namespace inceptoscope
