#pragma once

#include "engine/onednn/executionplan.h"

namespace inceptoscope {

/// Gives every buffer that is not kept a place in one arena: largest first, each at the lowest
/// offset that is free during its whole life. Offsets are multiples of 64 elements. Returns the
/// size of the arena, elements for one picture.
std::int64_t assignOffsets(std::vector<PlannedBuffer> &buffers, int lanes);

} // namespace inceptoscope
