#pragma once

#include "curves/readers/runreader.h"

namespace inceptoscope {

/// Hugging Face's trainer writes its whole history into each checkpoint, "checkpoint-500" and so
/// on, and at the end beside them. Of such files only the last is left, for it holds what the
/// others do; those that are `wanted` all stay.
void keepLastCheckpoints(std::vector<RunFiles> &runs,
                         const std::vector<std::filesystem::path> &wanted);

} // namespace inceptoscope
