#include "training/dataset.h"

#include "checkpoint/printable.h"
#include "training/randomnumbers.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <new>
#include <optional>
#include <span>
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
        return failure(printable(folder.string()) + " cannot be read: " + error.message());
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
        return failure(printable(folder.string()) + " holds " + std::to_string(names.size())
                       + (names.size() == 1 ? " class folder" : " class folders")
                       + "; at least two are needed");
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
            return failure(printable((folder / classes[label]).string()) + " holds no photos");
        for (const fs::path &file : *files)
            photos.push_back({file, static_cast<int>(label)});
    }
    return photos;
}

/// FNV-1a.
std::uint64_t hashOf(const std::string &name)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char each : name)
        hash = (hash ^ static_cast<unsigned char>(each)) * 0x100000001b3;
    return hash;
}

/// The photos of one class, those with the lowest drawn numbers to validate.
void splitClass(std::span<const LabelledPhoto> photos, const Split &split, ImageFolders &folders)
{
    std::vector<std::uint64_t> drawn;
    for (const LabelledPhoto &photo : photos)
        drawn.push_back(RandomNumbers(split.seed, hashOf(photo.path.filename().string())).next());
    const auto wanted = std::lround(split.share * static_cast<double>(photos.size()));
    const auto count =
        static_cast<std::size_t>(std::clamp(wanted, 1L, static_cast<long>(photos.size()) - 1));
    std::vector<std::uint64_t> sorted = drawn;
    std::ranges::sort(sorted);
    for (std::size_t i = 0; i < photos.size(); ++i)
        (drawn[i] < sorted[count] ? folders.validation : folders.train).push_back(photos[i]);
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
        return failure(printable(root.string())
                       + ": train and val do not hold the same class folders");
    auto train = photosOf(root / "train", *classes);
    if (!train)
        return tl::unexpected(train.error());
    auto validation = photosOf(root / "val", *classes);
    if (!validation)
        return tl::unexpected(validation.error());
    return ImageFolders{*classes, std::move(*train), std::move(*validation)};
}

Expected<ImageFolders> scanClassFolders(const fs::path &root, const Split &split)
{
    auto classes = classNames(root);
    if (!classes)
        return tl::unexpected(classes.error());
    const auto photos = photosOf(root, *classes);
    if (!photos)
        return tl::unexpected(photos.error());
    ImageFolders folders{std::move(*classes), {}, {}, true};
    for (auto first = photos->begin(); first != photos->end();) {
        const auto end =
            std::ranges::upper_bound(first, photos->end(), first->label, {}, &LabelledPhoto::label);
        if (end - first < 2)
            return failure(printable(first->path.parent_path().string())
                           + " holds one photo only; at least two are needed, one to train on and "
                             "one to validate with");
        splitClass({first, end}, split, folders);
        first = end;
    }
    return folders;
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
