#pragma once

#include "checkpoint/weights.h"
#include "engine/activations.h"
#include "graph/networkgraph.h"

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace inceptoscope {

/// Who computes. Auto: oneDNN, which is the faster one; LibTorch where oneDNN cannot be loaded.
enum class Backend { Auto, Onednn, Torch };

/// Of the numbers a pass is computed with; what comes out is float in each. BFloat16 is oneDNN's
/// alone and takes a processor that has it.
enum class Precision { Float32, BFloat16 };

struct EngineOptions
{
    int threads = 0; ///< 0: every processor this process may use
    Backend backend = Backend::Auto;
    Precision precision = Precision::Float32;
};

/// Progress of a forward pass: layers done, layers in all. Called on the computing thread.
using ForwardProgress = std::function<void(int done, int total)>;

/// Runs one network with one set of weights: evaluation mode, no gradient. Not thread-safe; use it
/// from one thread at a time. Making one loads the library that computes where it is not loaded yet
/// (oneDNN: some twenty milliseconds, LibTorch: some hundreds).
class Engine
{
public:
    virtual ~Engine() = default;

    virtual const NetworkGraph &graph() const = 0;

    /// One answer a picture. `inputs` are [3, height, width] floats of the graph's input size. An
    /// auxiliary stage is run only where `capture` has a layer of it.
    /// Returns an error "cancelled" when `stop` is requested; it is looked at between layers, also
    /// while they are made ready for the first time.
    virtual Expected<std::vector<Activations>> run(std::span<const std::vector<float>> inputs,
                                                   const CaptureSet &capture,
                                                   std::stop_token stop = {},
                                                   const ForwardProgress &progress = {}) = 0;

    /// Milliseconds by layer index of one pass over one picture, with a look at the clock after
    /// each thing done. What a layer has others do for it along the way (a concatenation that
    /// branches write into, an addition with its expansion) takes 0.
    virtual Expected<std::vector<double>> timeLayers(const std::vector<float> &input,
                                                     std::stop_token stop = {});

    /// Does what run() would do before it computes a picture with this capture. Returns an error
    /// "cancelled" when `stop` is requested, which is looked at between layers; what is done by
    /// then is not done again. `progress` is told of layers that are ready.
    virtual Expected<void> prepare(const CaptureSet &capture, const std::stop_token &stop = {},
                                   const ForwardProgress &progress = {});

    /// The same weights at another input size or with other residual scales: nothing is copied.
    virtual Expected<void> setGraph(const NetworkGraph &graph) = 0;
};

/// Fails with "cancelled" when `stop` is requested while weights are copied.
Expected<std::unique_ptr<Engine>> makeEngine(const NetworkGraph &graph, const Weights &weights,
                                             const EngineOptions &options = {},
                                             const std::stop_token &stop = {});

/// What a person should know of the engine that these options choose: that LibTorch computes, and
/// why, where oneDNN was meant to. Mostly empty. Loads oneDNN where that has not been tried.
std::string engineNote(const EngineOptions &options = {});

/// The fast backend for processors, on oneDNN.
Expected<std::unique_ptr<Engine>> makeOnednnEngine(const NetworkGraph &graph,
                                                   const Weights &weights,
                                                   const EngineOptions &options = {});

/// The reference backend, on LibTorch.
Expected<std::unique_ptr<Engine>> makeTorchEngine(const NetworkGraph &graph, const Weights &weights,
                                                  const EngineOptions &options = {},
                                                  const std::stop_token &stop = {});

/// Processors this process may use (its affinity mask), at least 1.
int availableProcessors();

} // namespace inceptoscope
