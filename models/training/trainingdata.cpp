#include "training/trainingdata.h"

#include "checkpoint/printable.h"
#include "training/cifarfiles.h"
#include "training/idxfiles.h"

#include <fmt/format.h>

namespace inceptoscope {

namespace fs = std::filesystem;

namespace {

Expected<TrainingData> toData(auto &&part)
{
    if (!part)
        return tl::unexpected(part.error());
    return TrainingData(std::move(*part));
}

} // namespace

Expected<TrainingData> openTrainingData(const fs::path &folder, const Split &split)
{
    std::error_code error;
    const auto status = fs::status(folder, error);
    if (error)
        return failure(
            fmt::format("{} cannot be read: {}", printable(folder.string()), error.message()));
    if (!fs::is_directory(status))
        return failure(fmt::format("{} is no folder; training takes a folder of class folders, or "
                                   "one with the files of CIFAR or MNIST",
                                   printable(folder.string())));
    if (holdsIdxFiles(folder))
        return toData(readIdxFiles(folder));
    if (holdsCifarFiles(folder))
        return toData(readCifarFiles(folder));
    if (fs::is_directory(folder / "train", error) || fs::is_directory(folder / "val", error))
        return toData(scanImageFolders(folder));
    return toData(scanClassFolders(folder, split));
}

const std::vector<std::string> &classesOf(const TrainingData &data)
{
    return std::visit(
        [](const auto &each) -> const std::vector<std::string> & { return each.classes; }, data);
}

} // namespace inceptoscope
