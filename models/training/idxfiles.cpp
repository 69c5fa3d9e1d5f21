#include "training/idxfiles.h"

#include "checkpoint/printable.h"
#include "training/datafile.h"
#include "training/picturelabels.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>

namespace inceptoscope {

namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t mostPictures = 1'000'000;
constexpr std::uint32_t mostPixels = 4'096; ///< a side

/// In the order of the file: pictures, rows, columns.
template<std::size_t Dimensions> using Extents = std::array<std::uint32_t, Dimensions>;

std::optional<fs::path> findFile(const fs::path &folder, const std::string &part,
                                 const std::string &kind)
{
    for (const char *separator : {"-", "."}) {
        for (const char *suffix : {"", ".gz"}) {
            fs::path path = folder / fmt::format("{}{}{}-ubyte{}", part, separator, kind, suffix);
            std::error_code ignored;
            if (fs::exists(path, ignored))
                return path;
        }
    }
    return std::nullopt;
}

Expected<fs::path> needFile(const fs::path &folder, const std::string &part,
                            const std::string &kind)
{
    const auto found = findFile(folder, part, kind);
    if (!found)
        return failure(fmt::format("{} holds no {}-{}-ubyte, plain or as .gz",
                                   printable(folder.string()), part, kind));
    return *found;
}

/// The magic number, which tells the type (8: bytes) and the number of dimensions, and these.
template<std::size_t Dimensions> Expected<Extents<Dimensions>> readExtents(DataFile &file)
{
    std::array<std::byte, 4 * (Dimensions + 1)> bytes{};
    if (const auto read = file.read(bytes); !read)
        return tl::unexpected(read.error());
    std::array<std::uint32_t, Dimensions + 1> numbers{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        numbers[i / 4] = numbers[i / 4] << 8U | std::to_integer<std::uint32_t>(bytes[i]);
    if (numbers[0] != (8U << 8U | Dimensions))
        return file.refused(fmt::format("it begins with 0x{:08x}, and IDX with bytes in {} "
                                        "dimension{} with 0x{:08x}",
                                        numbers[0], Dimensions, Dimensions == 1 ? "" : "s",
                                        8U << 8U | Dimensions));
    Extents<Dimensions> extents{};
    std::copy(numbers.begin() + 1, numbers.end(), extents.begin());
    if (extents[0] == 0 || extents[0] > mostPictures)
        return file.refused(
            fmt::format("it claims {} entries; 1 to {} can be read", extents[0], mostPictures));
    return extents;
}

Expected<void> checkSize(const DataFile &file, const Extents<3> &extents)
{
    const auto [count, rows, columns] = extents;
    if (rows == 0 || rows > mostPixels || columns == 0 || columns > mostPixels)
        return file.refused(fmt::format("it claims pictures of {}×{} pixels; sides of 1 to {} can "
                                        "be read",
                                        columns, rows, mostPixels));
    constexpr std::uint64_t header = 16;
    if (header + std::uint64_t{count} * rows * columns > file.limit()) // at most 2⁴⁴
        return file.refused(fmt::format("it claims {} pictures of {}×{}, more than is read from "
                                        "a file of its size",
                                        count, columns, rows));
    return {};
}

Expected<std::vector<TrainingPhoto>> readPictures(const fs::path &path)
{
    auto file = DataFile::open(path);
    if (!file)
        return tl::unexpected(file.error());
    const auto extents = readExtents<3>(*file);
    if (!extents)
        return tl::unexpected(extents.error());
    if (const auto possible = checkSize(*file, *extents); !possible)
        return tl::unexpected(possible.error());
    const auto [count, rows, columns] = *extents;
    std::vector<std::byte> grey(std::size_t{rows} * columns);
    std::vector<TrainingPhoto> pictures; // grows with what is read, not with what is claimed
    for (std::uint32_t i = 0; i < count; ++i) {
        if (const auto read = file->read(grey); !read)
            return tl::unexpected(read.error());
        RgbImage image{static_cast<int>(columns), static_cast<int>(rows), {}};
        image.pixels.reserve(3 * grey.size());
        for (const std::byte each : grey)
            image.pixels.insert(image.pixels.end(), 3, std::to_integer<std::uint8_t>(each));
        pictures.push_back({std::move(image), 0});
    }
    return file->end().map([&] { return std::move(pictures); });
}

Expected<void> readLabels(const fs::path &path, const fs::path &picturesPath,
                          std::vector<TrainingPhoto> &pictures)
{
    auto file = DataFile::open(path);
    if (!file)
        return tl::unexpected(file.error());
    const auto extents = readExtents<1>(*file);
    if (!extents)
        return tl::unexpected(extents.error());
    if ((*extents)[0] != pictures.size())
        return failure(fmt::format("{} holds {} labels for the {} pictures of {}",
                                   printable(path.string()), (*extents)[0], pictures.size(),
                                   printable(picturesPath.filename().string())));
    std::vector<std::byte> labels(pictures.size());
    if (const auto read = file->read(labels); !read)
        return read;
    for (std::size_t i = 0; i < labels.size(); ++i)
        pictures[i].label = std::to_integer<int>(labels[i]);
    return file->end();
}

struct Part
{
    fs::path pictures;
    fs::path labels;
    std::vector<TrainingPhoto> photos;
};

Expected<Part> readPart(const fs::path &folder, const std::string &name)
{
    const auto picturesPath = needFile(folder, name + "-images", "idx3");
    if (!picturesPath)
        return tl::unexpected(picturesPath.error());
    const auto labelsPath = needFile(folder, name + "-labels", "idx1");
    if (!labelsPath)
        return tl::unexpected(labelsPath.error());
    auto pictures = readPictures(*picturesPath);
    if (!pictures)
        return tl::unexpected(pictures.error());
    if (const auto read = readLabels(*labelsPath, *picturesPath, *pictures); !read)
        return tl::unexpected(read.error());
    return Part{*picturesPath, *labelsPath, std::move(*pictures)};
}

} // namespace

bool holdsIdxFiles(const fs::path &folder)
{
    return findFile(folder, "train-images", "idx3").has_value();
}

Expected<PictureSet> readIdxFiles(const fs::path &folder)
{
    auto train = readPart(folder, "train");
    if (!train)
        return tl::unexpected(train.error());
    auto test = readPart(folder, "t10k");
    if (!test)
        return tl::unexpected(test.error());
    const RgbImage &first = train->photos.front().image;
    const RgbImage &other = test->photos.front().image;
    if (first.width != other.width || first.height != other.height)
        return failure(fmt::format("{} holds pictures of {}×{} pixels, and {} of {}×{}",
                                   printable(test->pictures.string()), other.width, other.height,
                                   printable(train->pictures.filename().string()), first.width,
                                   first.height));
    const auto classes = countClasses(train->photos, train->labels);
    if (!classes)
        return tl::unexpected(classes.error());
    if (const auto fit = checkLabels(test->photos, *classes, test->labels); !fit)
        return tl::unexpected(fit.error());
    PictureSet set{{}, std::move(train->photos), std::move(test->photos)};
    for (int label = 0; label < *classes; ++label)
        set.classes.push_back(std::to_string(label));
    return set;
}

} // namespace inceptoscope
