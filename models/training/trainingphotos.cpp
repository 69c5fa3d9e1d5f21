#include "training/trainingphotos.h"

#include "engine/engine.h"
#include "training/trainingplan.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

/// Training photos are kept at this multiple of the input size: room for random crops, little
/// enough memory for some ten thousand photos.
constexpr double keptSize = 1.25;

/// Reduced to the size kept in memory, aspect kept; smaller photos stay as they are.
RgbImage keptVersion(const RgbImage &image, int inputSize)
{
    const int side = static_cast<int>(std::lround(inputSize * keptSize));
    const int shorter = std::min(image.width, image.height);
    if (shorter <= side)
        return image;
    const auto scaled = [&](int length) {
        return std::max(1, static_cast<int>(std::int64_t{length} * side / shorter));
    };
    return resize(image, scaled(image.width), scaled(image.height), Interpolation::Bilinear);
}

TrainingPhotos loadFolders(const ImageFolders &folders, const TrainingSettings &settings,
                           const Preprocessing &preprocessing, const PhotoDecoder &decode,
                           TrainingObserver &observer, const std::stop_token &stop)
{
    if (folders.split)
        observer.message(fmt::format("of each class, {:.4g} % of the photos validate, drawn with "
                                     "seed {}",
                                     100 * settings.validationShare, settings.seed));
    const int threads = settings.threads > 0 ? settings.threads : availableProcessors();
    observer.message("reading " + std::to_string(folders.train.size()) + " photos to train and "
                     + std::to_string(folders.validation.size()) + " to validate");
    const auto load = [&](const std::vector<LabelledPhoto> &photos, const auto &prepare) {
        return loadPhotos(photos, decode, prepare, threads, stop);
    };
    LoadedPhotos train = load(folders.train, [&preprocessing](const RgbImage &image) {
        return keptVersion(image, preprocessing.inputSize);
    });
    LoadedPhotos validation = load(folders.validation, [&preprocessing](const RgbImage &image) {
        return cropSeen(image, preprocessing);
    });
    for (const LoadedPhotos *part : {&train, &validation}) {
        for (const std::string &problem : part->problems)
            observer.message("left out: " + problem);
    }
    return {std::move(train.photos), std::move(validation.photos)};
}

} // namespace

TrainingPhotos loadTrainingPhotos(TrainingData &&data, const TrainingSettings &settings,
                                  const TrainingPlan &plan, const PhotoDecoder &decode,
                                  TrainingObserver &observer, const std::stop_token &stop)
{
    auto *const set = std::get_if<PictureSet>(&data);
    if (!set)
        return loadFolders(std::get<ImageFolders>(data), settings, plan.preprocessing(), decode,
                           observer, stop);
    TrainingPhotos photos{std::move(set->train), std::move(set->validation)};
    const RgbImage &first = photos.train.front().image;
    observer.message(fmt::format("{} pictures of {}×{} to train and {} to validate",
                                 photos.train.size(), first.width, first.height,
                                 photos.validation.size()));
    return photos;
}

} // namespace inceptoscope
