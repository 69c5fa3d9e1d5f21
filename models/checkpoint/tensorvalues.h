#pragma once

#include "checkpoint/tensorfile.h"

#include <span>

namespace inceptoscope {

/// Copies the values, converted from any dtype, to where the caller wants them. `out` has room for
/// exactly as many. Nothing of a mapped file becomes this process's memory, and a file that was cut
/// short since it was opened is an error: one sentence with the file's name.
Expected<void> copyFloats(const StoredTensor &tensor, std::span<float> out);

} // namespace inceptoscope
