#pragma once

#include <span>
#include <vector>

namespace inceptoscope {

/// Exponential smoothing as TensorBoard draws it: debiased, so that the first values are not drawn
/// towards zero. `weight` is clamped to 0 (no smoothing) to 1. A value that is not finite passes
/// through and changes nothing; a constant series is returned as it is.
std::vector<double> smoothed(std::span<const double> values, double weight);

} // namespace inceptoscope
