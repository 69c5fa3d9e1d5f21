#pragma once

#include "engine/engine.h"
#include "explain/saliencymap.h"

#include <memory>

namespace inceptoscope {

/// What a layer put out for a picture, and how a class's logit (before the softmax) changes with
/// each of these values.
struct ClassGradient
{
    Activation activation;
    Activation gradient; ///< of the same shape
    std::vector<float> logits;
};

/// Runs one network forth and back with one set of weights, in evaluation mode. Not thread-safe.
class GradientEngine
{
public:
    virtual ~GradientEngine() = default;

    virtual const NetworkGraph &graph() const = 0;
    /// The same weights at another input size or with other residual scales: nothing is copied.
    virtual Expected<void> setGraph(const NetworkGraph &graph) = 0;

    /// `input` has [3, height, width] floats of the graph's input size. Returns an error
    /// "cancelled" when `stop` is requested; it is looked at between layers, on the way back too.
    virtual Expected<ClassGradient> classGradient(const std::vector<float> &input, int layer,
                                                  int classIndex, std::stop_token stop = {}) = 0;
};

/// On LibTorch, which is loaded where it is not yet: that takes most of a second.
Expected<std::unique_ptr<GradientEngine>> makeGradientEngine(const NetworkGraph &graph,
                                                             const Weights &weights,
                                                             const EngineOptions &options = {});

/// Grad-CAM (arXiv 1610.02391, equations 1 and 2): the layer's channels, each times the mean of its
/// gradient, summed; what speaks against the class is cut off at 0.
SaliencyMap gradCam(const NetworkGraph &graph, int layer, int classIndex,
                    const ClassGradient &gradient);

} // namespace inceptoscope
