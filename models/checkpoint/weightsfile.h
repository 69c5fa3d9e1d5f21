#pragma once

#include "checkpoint/modelfile.h"
#include "checkpoint/names.h"

#include <filesystem>
#include <string_view>

namespace inceptoscope {

/// What a file of weights is for, told without reading a value.
struct RecognisedWeights
{
    ModelDescription description;
    NetworkGraph graph;
    WeightSource source = WeightSource::Own;
};

/// The project's own files describe themselves. Those of a known publisher are told by the names of
/// their tensors (a leading "module." or "model." of all of them is taken off), the number of
/// classes by the shape of the classifier; the preprocessing is the publisher's and the labels are
/// unknown. Classes are numbered as in the file: one with 1001 has "background" first. An auxiliary
/// head is left out. `network` (a family's id) narrows it down; empty: whichever fits. The error is
/// a sentence with the file's name.
Expected<RecognisedWeights> recogniseWeights(const TensorFile &file, std::string_view network = {});

/// Reads weights from any such file that readTensorFile reads. Nothing is kept of a file that does
/// not fit.
Expected<LoadedModel> loadWeightsFile(const std::filesystem::path &path,
                                      std::string_view network = {});

} // namespace inceptoscope
