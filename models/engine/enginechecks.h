#pragma once

#include "checkpoint/weights.h"

#include <span>
#include <vector>

namespace inceptoscope {

// What every engine asks of what it is given. Messages are sentences.

/// The weights are those of the graph, tensor by tensor.
Expected<void> checkWeights(const NetworkGraph &graph, const Weights &weights);

/// The same weights, loaded for one graph, serve the other too.
Expected<void> checkSharesWeights(const NetworkGraph &loaded, const NetworkGraph &other);

/// Each input has as many values as the graph's input.
Expected<void> checkInputs(const NetworkGraph &graph, std::span<const std::vector<float>> inputs);

/// None of the logits is infinite or not a number.
Expected<void> checkLogits(const NetworkGraph &graph, std::span<const float> logits);

} // namespace inceptoscope
