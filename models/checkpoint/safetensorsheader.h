#pragma once

#include "checkpoint/tensorfile.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// A tensor as a safetensors header announces it; nothing but its form has been checked.
struct AnnouncedTensor
{
    std::string dtype;
    std::vector<std::uint64_t> shape;
    std::uint64_t begin = 0; ///< bytes, from the end of the header
    std::uint64_t end = 0;
};

struct SafetensorsHeader
{
    std::map<std::string, AnnouncedTensor, std::less<>> tensors;
    std::map<std::string, std::string, std::less<>> metadata;
};

/// Reads the JSON of a safetensors header: an object of tensors, each an object of exactly dtype,
/// shape and data_offsets, beside an optional "__metadata__" of strings. Anything else fails, at
/// the first place that differs; nesting is bounded by that form. The message is a reason alone,
/// without a file's name.
Expected<SafetensorsHeader> parseSafetensorsHeader(std::string_view json);

} // namespace inceptoscope
