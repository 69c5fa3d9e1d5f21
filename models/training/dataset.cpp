#include "training/dataset.h"

#include <algorithm>
#include <atomic>
#include <new>
#include <optional>
#include <thread>

namespace inceptoscope {

namespace fs = std::filesystem;

namespace {

Expected<std::vector<fs::path>> entriesOf(const fs::path &folder, bool folders)
{
    std::error_code error;
    std::vector<fs::path> found;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const bool isFolder = entry->is_directory(error);
        if (isFolder == folders && !entry->path().filename().string().starts_with('.'))
            found.push_back(entry->path());
    }
    if (error)
        return failure(folder.string() + " cannot be read: " + error.message());
    std::ranges::sort(found);
    return found;
}

Expected<std::vector<std::string>> classNames(const fs::path &folder)
{
    const auto folders = entriesOf(folder, true);
    if (!folders)
        return tl::unexpected(folders.error());
    std::vector<std::string> names;
    for (const fs::path &path : *folders)
        names.push_back(path.filename().string());
    if (names.size() < 2)
        return failure(folder.string() + " holds " + std::to_string(names.size())
                       + " class folders; at least two are needed");
    return names;
}

Expected<std::vector<LabelledPhoto>> photosOf(const fs::path &folder,
                                              const std::vector<std::string> &classes)
{
    std::vector<LabelledPhoto> photos;
    for (std::size_t label = 0; label < classes.size(); ++label) {
        const auto files = entriesOf(folder / classes[label], false);
        if (!files)
            return tl::unexpected(files.error());
        if (files->empty())
            return failure((folder / classes[label]).string() + " holds no photos");
        for (const fs::path &file : *files)
            photos.push_back({file, static_cast<int>(label)});
    }
    return photos;
}

Expected<RgbImage> loadPhoto(const fs::path &path, const PhotoDecoder &decode,
                             const std::function<RgbImage(const RgbImage &)> &prepare)
{
    try {
        return decode(path).map(prepare);
    } catch (const std::bad_alloc &) {
        return failure(path.string() + " needs more memory than there is");
    }
}

} // namespace

Expected<ImageFolders> scanImageFolders(const fs::path &root)
{
    const auto classes = classNames(root / "train");
    if (!classes)
        return tl::unexpected(classes.error());
    const auto validationClasses = classNames(root / "val");
    if (!validationClasses)
        return tl::unexpected(validationClasses.error());
    if (*classes != *validationClasses)
        return failure(root.string() + ": train and val do not hold the same class folders");
    auto train = photosOf(root / "train", *classes);
    if (!train)
        return tl::unexpected(train.error());
    auto validation = photosOf(root / "val", *classes);
    if (!validation)
        return tl::unexpected(validation.error());
    return ImageFolders{*classes, std::move(*train), std::move(*validation)};
}

LoadedPhotos loadPhotos(const std::vector<LabelledPhoto> &photos, const PhotoDecoder &decode,
                        const std::function<RgbImage(const RgbImage &)> &prepare, int threads,
                        std::stop_token stop)
{
    std::vector<std::optional<Expected<RgbImage>>> results(photos.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < photos.size() && !stop.stop_requested(); i = next++)
            results[i] = loadPhoto(photos[i].path, decode, prepare);
    };
    {
        std::vector<std::jthread> workers;
        workers.reserve(static_cast<std::size_t>(std::max(threads, 0)));
        for (int i = 0; i < threads; ++i)
            workers.emplace_back(work);
    }
    LoadedPhotos loaded;
    for (std::size_t i = 0; i < photos.size(); ++i) {
        if (!results[i])
            continue; // stopped before its turn
        if (*results[i])
            loaded.photos.push_back({std::move(**results[i]), photos[i].label});
        else
            loaded.problems.push_back(results[i]->error().message);
    }
    return loaded;
}

} // namespace inceptoscope
