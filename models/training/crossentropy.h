#pragma once

#include "training/trainingengine.h"

namespace inceptoscope {

/// The mean cross-entropy of a batch's logits [labels, classes] with smoothed labels (each of K
/// classes has a share of smoothing/K), how many are right, and the gradients of the logits. Of a
/// batch that ranks share, what these pictures add to its mean.
PassResult crossEntropy(std::span<const float> logits, const Batch &batch, double labelSmoothing,
                        std::span<float> gradients);

} // namespace inceptoscope
