#pragma once

#include "training/trainingfolder.h"

namespace inceptoscope {

/// Some of the photos that validate a training, one of each of its first classes: files of its
/// data, or, where those are pictures in a few files, PNGs that are written into the training's
/// folder. Blocks on the disk. The error is a sentence.
Expected<QStringList> examplePhotos(const TrainingFolder &training);

} // namespace inceptoscope
