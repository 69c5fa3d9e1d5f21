#pragma once

#include "training/dataset.h"

#include <variant>

namespace inceptoscope {

/// What there is to train on: photos still to be decoded, or pictures that are there already.
using TrainingData = std::variant<ImageFolders, PictureSet>;

/// Recognised by what is in the folder: IDX files, those of CIFAR-10 or CIFAR-100, folders train/
/// and val/, or else class folders, which are split.
Expected<TrainingData> openTrainingData(const std::filesystem::path &folder, const Split &split);

const std::vector<std::string> &classesOf(const TrainingData &data);

} // namespace inceptoscope
