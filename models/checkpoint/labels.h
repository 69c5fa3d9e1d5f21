#pragma once

#include "graph/error.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

using Labels = std::vector<std::string>; ///< one a class, in order; an empty one is unknown

/// The 1000 classes of ImageNet in the order of their WordNet ids (resources/labels/imagenet.txt).
const Labels &imagenetLabels();

/// Their WordNet ids, in the same order, which is that of the ids: "n01440764", …
const Labels &imagenetSynsets();

/// Names of classes: a list ["tench",…], a table {"0": "tench",…} or {"0": ["n01440764",
/// "tench"],…} or, the other way round, {"tench": 0,…}; classes that a table leaves out are
/// unknown. The message is a reason alone, without a file's name.
Expected<Labels> parseLabels(const nlohmann::json &json);

/// Reads such JSON, or text with a name a line; WordNet ids before the names
/// ("n01440764 tench, Tinca tinca") are left out. The error is a sentence with the file's name.
Expected<Labels> readLabels(const std::filesystem::path &path);

/// Labels for so many classes: the same or, where one is lacking, "background" before them, as
/// TensorFlow's networks have it. The message is a reason alone: "there are 9 labels for 10
/// classes".
Expected<Labels> fittingLabels(Labels labels, int classes);

/// Reads labels for so many classes. The error is a sentence with the file's name.
Expected<Labels> readFittingLabels(const std::filesystem::path &path, int classes);

} // namespace inceptoscope
