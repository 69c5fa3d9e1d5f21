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
    WeightSource source = WeightSource::Own; ///< whose names the tensors have
    std::string prefix; ///< that every name in the file has before the publisher's

    /// The file's names.
    NameMap names() const;
};

/// The project's own files describe themselves. Those of a known publisher are told by the names of
/// their tensors (a leading "module." or "model." of all of them is taken off) and, where
/// publishers share those, by checkpoint/publisher.h; the number of classes by the shape of the
/// classifier. The preprocessing is the publisher's, and 1000 or 1001 classes of ImageNet have its
/// labels. Classes are numbered as in the file: one with 1001 has "background" first. An auxiliary
/// head is left out. What lies beside the file (checkpoint/sidecar.h) goes before all that.
/// `network` (a family's id) narrows it down; empty: whichever fits. The error is a sentence with
/// the name of the file, or of the one beside it that cannot be used.
Expected<RecognisedWeights> recogniseWeights(const TensorFile &file, std::string_view network = {});

/// The same for a file that does not fit: the network and the publisher whose names it has most of.
/// Fails where it has none of anybody's, unless `network` says whose they should be.
Expected<RecognisedWeights> closestWeights(const TensorFile &file, std::string_view network = {});

/// The weights of a recognised file. Nothing is kept of one that does not fit.
Expected<LoadedModel> bindRecognised(RecognisedWeights recognised, const TensorFile &file);

/// Reads weights from any such file that readTensorFile reads. Nothing is kept of a file that does
/// not fit.
Expected<LoadedModel> loadWeightsFile(const std::filesystem::path &path,
                                      std::string_view network = {});

/// Takes the names of the classes from a file (checkpoint/labels.h). The error is a sentence that
/// names it.
Expected<void> relabel(LoadedModel &model, const std::filesystem::path &labels);

} // namespace inceptoscope
