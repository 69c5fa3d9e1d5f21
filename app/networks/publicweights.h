#pragma once

#include <string_view>

namespace inceptoscope {

/// Where a safetensors file with published weights of a family of the zoo lies; empty where there
/// is none.
std::string_view publicWeightsUrl(std::string_view network);

} // namespace inceptoscope
