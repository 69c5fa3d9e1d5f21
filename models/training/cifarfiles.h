#pragma once

#include "training/dataset.h"

namespace inceptoscope {

/// Whether files of CIFAR-10's or CIFAR-100's binary version are there.
bool holdsCifarFiles(const std::filesystem::path &folder);

/// CIFAR-10: every data_batch_*.bin to train on, test_batch.bin to validate with, and the classes'
/// names in batches.meta.txt. CIFAR-100: train.bin, test.bin and fine_label_names.txt. Without
/// names, classes are called by their numbers. Fails, with the file's name, where one is missing
/// or no whole number of pictures long, or longer than the published ones, where a label is none
/// of the classes, and where all pictures are of one class.
Expected<PictureSet> readCifarFiles(const std::filesystem::path &folder);

} // namespace inceptoscope
