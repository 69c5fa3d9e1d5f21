#pragma once

#include "weights/publicweights.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>

namespace inceptoscope {

/// An entry in the form that publicWeights() describes.
nlohmann::ordered_json publicWeightsJson(const PublicWeights &weights);

/// Reads a table in that form. Ids are unique, networks known, addresses https or http. The error
/// is a sentence with the file's name.
Expected<std::vector<PublicWeights>> readPublicWeights(const std::filesystem::path &path);

} // namespace inceptoscope
