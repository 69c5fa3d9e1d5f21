#pragma once

#include "training/dataset.h"

#include <cstdint>

namespace inceptoscope {

/// A number that is another one for other photos, other classes or another order of them: whether a
/// run that goes on in the middle of an epoch has before it what it had when it began that.
std::uint64_t digestOf(const std::vector<TrainingPhoto> &photos);

} // namespace inceptoscope
