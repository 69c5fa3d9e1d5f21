#pragma once

#include "engine/preprocessing.h"
#include "graph/error.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace inceptoscope {

/// Reads a picture file; the program gives the one its window uses, so that training sees what
/// classification sees. Called from several threads.
using PhotoDecoder = std::function<Expected<RgbImage>(const std::filesystem::path &)>;

/// A photo on disk and its class.
struct LabelledPhoto
{
    std::filesystem::path path;
    int label = 0;

    bool operator==(const LabelledPhoto &) const = default;
};

/// Photos in folders named after their classes. Classes are numbered in name order; photos are in
/// name order.
struct ImageFolders
{
    std::vector<std::string> classes;
    std::vector<LabelledPhoto> train;
    std::vector<LabelledPhoto> validation;
    bool split = false; ///< which photo is in which of the two was drawn
};

/// <root>/train/<class>/… and <root>/val/<class>/…. Fails where a folder is missing, has no classes
/// or only one, where a class is empty, or where train and val disagree.
Expected<ImageFolders> scanImageFolders(const std::filesystem::path &root);

/// Which photos validate where nobody has settled it.
struct Split
{
    double share = 0.2; ///< of each class's photos, but never none or all of them
    std::uint64_t seed = 1;
};

/// <root>/<class>/…, split by the photos' names and the seed alone: the same photos validate in
/// whichever order they are found, and more of them move few. Fails as scanImageFolders does, and
/// where a class has one photo only.
Expected<ImageFolders> scanClassFolders(const std::filesystem::path &root, const Split &split);

/// A photo in memory.
struct TrainingPhoto
{
    RgbImage image;
    int label = 0;

    bool operator==(const TrainingPhoto &) const = default;
};

/// Small pictures that come with their classes in a few files: CIFAR's, MNIST's. All of one size.
struct PictureSet
{
    std::vector<std::string> classes;
    std::vector<TrainingPhoto> train;
    std::vector<TrainingPhoto> validation;
};

/// Decoded photos, reduced by `prepare`, in the order of `photos`. A file that cannot be read, or
/// needs more memory than there is, is left out and told in `problems`. `decode` and `prepare` are
/// called from worker threads.
struct LoadedPhotos
{
    std::vector<TrainingPhoto> photos;
    std::vector<std::string> problems;
};
LoadedPhotos loadPhotos(const std::vector<LabelledPhoto> &photos, const PhotoDecoder &decode,
                        const std::function<RgbImage(const RgbImage &)> &prepare, int threads,
                        std::stop_token stop);

} // namespace inceptoscope
