#pragma once

#include "engine/activations.h"

#include <vector>

namespace inceptoscope {

/// Maps of one grid, those of each part after those of the part before; a single part is itself.
/// Values are copied when somebody looks at them.
Activation joined(const std::vector<Activation> &parts);

} // namespace inceptoscope
