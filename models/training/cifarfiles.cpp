#include "training/cifarfiles.h"

#include "checkpoint/printable.h"
#include "checkpoint/textfile.h"
#include "training/datafile.h"
#include "training/picturelabels.h"

#include <algorithm>
#include <fmt/format.h>
#include <sstream>
#include <utility>

namespace inceptoscope {

namespace fs = std::filesystem;

namespace {

constexpr int side = 32;
constexpr std::size_t plane = std::size_t{side} * side;

struct Format
{
    const char *title;
    int classes;
    std::size_t labelBytes; ///< before each picture; the last of them is the class
    std::uint64_t mostPictures; ///< in a file
    const char *testFile;
    const char *namesFile;

    std::size_t recordSize() const { return labelBytes + 3 * plane; }
};

constexpr Format cifar10{"CIFAR-10", 10, 1, 10'000, "test_batch.bin", "batches.meta.txt"};
constexpr Format cifar100{"CIFAR-100", 100, 2, 50'000, "test.bin", "fine_label_names.txt"};

bool isThere(const fs::path &path)
{
    std::error_code ignored;
    return fs::exists(path, ignored);
}

/// data_batch_1.bin and so on, in name order.
std::vector<fs::path> batchesOf(const fs::path &folder)
{
    std::vector<fs::path> batches;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with("data_batch_") && name.ends_with(".bin"))
            batches.push_back(entry->path());
    }
    std::ranges::sort(batches);
    return batches;
}

/// A red, a green and a blue plane, rows from the top.
RgbImage pictureOf(std::span<const std::byte> planes)
{
    RgbImage image{side, side, {}};
    image.pixels.reserve(planes.size());
    for (std::size_t i = 0; i < plane; ++i) {
        for (std::size_t channel = 0; channel < 3; ++channel)
            image.pixels.push_back(std::to_integer<std::uint8_t>(planes[channel * plane + i]));
    }
    return image;
}

Expected<std::vector<TrainingPhoto>> readPictures(const fs::path &path, const Format &format)
{
    auto file = DataFile::openPlain(path);
    if (!file)
        return tl::unexpected(file.error());
    const std::uint64_t size = file->limit();
    if (size == 0 || size % format.recordSize() != 0)
        return file->refused(fmt::format("it has {} bytes, no whole number of {}'s pictures of {}",
                                         size, format.title, format.recordSize()));
    if (size / format.recordSize() > format.mostPictures)
        return file->refused(fmt::format("it has {} bytes, more than {}'s {} pictures take", size,
                                         format.title, format.mostPictures));
    std::vector<std::byte> record(format.recordSize());
    std::vector<TrainingPhoto> pictures;
    for (std::uint64_t i = 0; i < size / format.recordSize(); ++i) {
        if (const auto read = file->read(record); !read)
            return tl::unexpected(read.error());
        pictures.push_back({pictureOf(std::span(record).subspan(format.labelBytes)),
                            std::to_integer<int>(record[format.labelBytes - 1])});
    }
    return checkLabels(pictures, format.classes, path).map([&] { return std::move(pictures); });
}

std::vector<std::string> numbered(int classes)
{
    std::vector<std::string> names;
    names.reserve(static_cast<std::size_t>(classes));
    for (int label = 0; label < classes; ++label)
        names.push_back(std::to_string(label));
    return names;
}

Expected<std::vector<std::string>> readNames(const fs::path &path, const Format &format)
{
    if (!isThere(path))
        return numbered(format.classes);
    constexpr std::size_t limit = std::size_t{1} << 16U;
    const auto text = readTextFile(path, limit);
    if (!text)
        return failure(
            fmt::format("{} cannot be read: {}", printable(path.string()), text.error().message));
    std::vector<std::string> names;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
        if (line.ends_with('\r'))
            line.pop_back();
        if (!line.empty())
            names.push_back(line);
    }
    if (std::cmp_not_equal(names.size(), format.classes))
        return failure(fmt::format("{} holds {} names, and {} has {} classes",
                                   printable(path.string()), names.size(), format.title,
                                   format.classes));
    return names;
}

} // namespace

bool holdsCifarFiles(const fs::path &folder)
{
    return !batchesOf(folder).empty() || isThere(folder / cifar10.testFile)
        || isThere(folder / "train.bin") || isThere(folder / cifar100.testFile);
}

Expected<PictureSet> readCifarFiles(const fs::path &folder)
{
    std::vector<fs::path> batches = batchesOf(folder);
    const bool isTen = !batches.empty() || isThere(folder / cifar10.testFile);
    const Format &format = isTen ? cifar10 : cifar100;
    if (batches.empty())
        batches.push_back(folder / (isTen ? "data_batch_1.bin" : "train.bin"));
    auto names = readNames(folder / format.namesFile, format);
    if (!names)
        return tl::unexpected(names.error());
    PictureSet set{std::move(*names), {}, {}};
    for (const fs::path &path : batches) {
        auto pictures = readPictures(path, format);
        if (!pictures)
            return tl::unexpected(pictures.error());
        std::ranges::move(*pictures, std::back_inserter(set.train));
    }
    if (const auto several = countClasses(set.train, folder); !several)
        return tl::unexpected(several.error());
    auto test = readPictures(folder / format.testFile, format);
    if (!test)
        return tl::unexpected(test.error());
    set.validation = std::move(*test);
    return set;
}

} // namespace inceptoscope
