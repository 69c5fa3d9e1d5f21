#pragma once

#include "training/trainingengine.h"

#include <dnnl.hpp>

#include <memory>

namespace inceptoscope {

struct PassOptions
{
    int batch = 1; ///< pictures
    bool brain = false; ///< activations and their gradients in bfloat16
    int threads = 1;
    TogetherOptions together{};
};

/// A forward and a backward pass as a list of what is to be computed, with its memory: compiled
/// once for an input size and a batch size, run by one thread at a time.
///
/// Channels lie together (nhwc): there a BatchNorm is a row of numbers applied to rows of numbers,
/// and oneDNN's convolutions are as fast in either direction.
class TrainingPass
{
public:
    virtual ~TrainingPass() = default;

    /// As TrainingEngine::pass, which has checked the batch.
    virtual Expected<PassResult> run(const Batch &batch, const PassSettings &settings,
                                     std::span<float> values, std::span<float> gradients) = 0;

    /// All that it computes in: its own memory, and what the most demanding primitive has oneDNN
    /// take.
    virtual std::int64_t bytes() const = 0;
};

/// Throws dnnl::error and std::bad_alloc.
std::unique_ptr<TrainingPass> compileTrainingPass(const NetworkGraph &graph,
                                                  const PassOptions &options,
                                                  const dnnl::engine &engine);

} // namespace inceptoscope
