#pragma once

#include "checkpoint/weights.h"

#include <cstdint>

namespace inceptoscope {

/// Weights of the shapes that a network wants, for measuring it: values of any kind that keep what
/// goes through it within ordinary numbers. The same ones for the same seed.
Weights anyWeights(const NetworkGraph &graph, std::uint32_t seed = 1);

} // namespace inceptoscope
