#pragma once

#include "training/dataset.h"

#include <span>

namespace inceptoscope {

/// One more than the largest label. Fails, naming the file the labels are from, where all pictures
/// are of one class.
Expected<int> countClasses(std::span<const TrainingPhoto> pictures,
                           const std::filesystem::path &path);

/// Fails where a label is none of `classes`.
Expected<void> checkLabels(std::span<const TrainingPhoto> pictures, int classes,
                           const std::filesystem::path &path);

} // namespace inceptoscope
