#pragma once

#include "training/trainingengine.h"

namespace inceptoscope {

/// The mean cross-entropy of a batch's logits [labels, classes] with smoothed labels (each of K
/// classes has a share of smoothing/K), how many are right, and the gradients of the logits.
PassResult crossEntropy(std::span<const float> logits, std::span<const std::int64_t> labels,
                        double labelSmoothing, std::span<float> gradients);

} // namespace inceptoscope
