#include "training/picturelabels.h"

#include "checkpoint/printable.h"

#include <algorithm>
#include <fmt/format.h>

namespace inceptoscope {

Expected<int> countClasses(std::span<const TrainingPhoto> pictures,
                           const std::filesystem::path &path)
{
    const auto [least, most] = std::ranges::minmax_element(pictures, {}, &TrainingPhoto::label);
    if (least->label == most->label)
        return failure(fmt::format("{} has pictures of class {} only; at least two classes are "
                                   "needed",
                                   printable(path.string()), least->label));
    return most->label + 1;
}

Expected<void> checkLabels(std::span<const TrainingPhoto> pictures, int classes,
                           const std::filesystem::path &path)
{
    const auto beyond = std::ranges::find_if(
        pictures, [&](const TrainingPhoto &picture) { return picture.label >= classes; });
    if (beyond != pictures.end())
        return failure(fmt::format("{}: picture {} is of class {}, and there are {}, from 0",
                                   printable(path.string()), beyond - pictures.begin() + 1,
                                   beyond->label, classes));
    return {};
}

} // namespace inceptoscope
