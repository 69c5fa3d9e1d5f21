#pragma once

#include "support/hostilecheck.h"
#include "training/trainingdata.h"

#include <cstdint>
#include <utility>

namespace inceptoscope::test {

/// What the readers of IDX and CIFAR promise: pictures and classes that fit together, or one
/// sentence that names the folder or a file of it. Answers with what is wrong.
inline std::string problemOfPictures(const Expected<TrainingData> &data,
                                     const std::filesystem::path &folder)
{
    if (!data) {
        const std::string &message = data.error().message;
        return message.starts_with(folder.string()) ? problemOfMessage(message)
                                                    : "no file is named: " + message;
    }
    const auto &set = std::get<PictureSet>(*data);
    const RgbImage &first = set.train.at(0).image;
    for (const auto *part : {&set.train, &set.validation}) {
        if (part->empty())
            return "a part without pictures";
        for (const TrainingPhoto &photo : *part) {
            if (photo.image.width != first.width || photo.image.height != first.height
                || std::cmp_not_equal(photo.image.pixels.size(),
                                      3 * std::int64_t{first.width} * first.height))
                return "pictures of other sizes than they say";
            if (photo.label < 0 || std::cmp_greater_equal(photo.label, set.classes.size()))
                return "a label of no class";
        }
    }
    return {};
}

} // namespace inceptoscope::test
