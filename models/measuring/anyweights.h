#pragma once

#include "checkpoint/weights.h"

namespace inceptoscope {

/// Weights of the shapes that a network wants, for measuring it: values of any kind that keep what
/// goes through it within ordinary numbers. The same ones every time.
Weights anyWeights(const NetworkGraph &graph);

} // namespace inceptoscope
