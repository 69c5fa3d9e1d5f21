#pragma once

#include "training/dataset.h"

namespace inceptoscope {

/// Whether there are pictures to train on in IDX, the MNIST family's format.
bool holdsIdxFiles(const std::filesystem::path &folder);

/// train-images-idx3-ubyte, train-labels-idx1-ubyte and the same two of t10k, each plain or
/// gzip (.gz). Grey becomes three equal channels; a class is named by its number. Fails, with the
/// file's name, where a file is missing, damaged, cut short or longer than it claims, where
/// pictures and labels are not as many, where train and t10k differ in size, and where all are of
/// one class or those of t10k of more.
Expected<PictureSet> readIdxFiles(const std::filesystem::path &folder);

} // namespace inceptoscope
