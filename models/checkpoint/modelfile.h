#pragma once

#include "checkpoint/tensorfile.h"
#include "checkpoint/weights.h"
#include "engine/preprocessing.h"
#include "graph/networkgraph.h"
#include "zoo/zoo.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// What a file of weights says about itself: which network it is for, how pictures are prepared
/// and what the classes are called. It lies in the metadata of the safetensors file, as texts:
///   inceptoscope   "1"; in files of before there was this, "inceptoscope" is the format
///   format         "pt", which other programs look for
///   id, title      "inception_v4_imagenette", "Inception-v4 · Imagenette, narrow"
///   network        id of a family of the zoo
///   options        JSON: {"input":[128,128],"classes":10,"width":0.25,"repeats":[2,3,2],
///                  "residual_scales":[],"keep_probability":0.8,"auxiliary_head":false}
///   preprocessing  JSON: {"shorter_side","input_size","interpolation":"bilinear"|"bicubic",
///                  "pixel_divisor","mean":[3],"std":[3],"bgr","crop_share"}
///   labels         JSON list of the classes' names; absent: unknown
///   card           file name of the model card beside the file; may be absent
///   training       JSON, free: what the trainer wants to keep; may be absent
struct ModelDescription
{
    std::string id;
    std::string title;
    std::string network;
    NetworkOptions options;
    Preprocessing preprocessing;
    std::vector<std::string> labels; ///< empty, or one a class
    std::string card;
    std::string training;

    bool operator==(const ModelDescription &) const = default;
};

/// Ids are typed on command lines and appear in file names: 1 to 100 letters, digits, _, - and .
bool isModelId(std::string_view id);
/// A name of the characters an id may have; others become _.
std::string modelIdFor(std::string_view name);

/// Whether the file has a description.
bool describesItself(const TensorFile &file);

/// Fails where the description is missing, incomplete or contradicts itself; the message is a
/// sentence with the file's name. The network itself is not built.
Expected<ModelDescription> readModelDescription(const TensorFile &file);

/// Puts the description into the file's metadata, in place of one that is there.
void writeModelDescription(const ModelDescription &description, TensorFile &file);

/// The network a description is about. The message is a reason alone, without a file's name.
Expected<NetworkGraph> buildDescribed(const ModelDescription &description);

/// A network ready to run.
struct LoadedModel
{
    ModelDescription description;
    NetworkGraph graph;
    Weights weights;
};

/// Reads a file with a description and binds its tensors, whoever's names they have. Nothing is
/// kept of a file that does not fit.
Expected<LoadedModel> loadModel(const std::filesystem::path &path);

/// Writes such a file. `dtype` (Float32, Float16 or BFloat16) is that of convolution and linear
/// weights; everything else stays Float32, for running variances go beyond what a half can hold.
Expected<void> saveModel(const std::filesystem::path &path, const ModelDescription &description,
                         const Weights &weights, DType dtype = DType::Float32);

/// "golf ball", or "class 17" where the name is unknown.
std::string classLabel(const ModelDescription &description, int index);

} // namespace inceptoscope
