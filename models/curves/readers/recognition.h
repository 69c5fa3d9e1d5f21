#pragma once

#include "curves/runlog.h"

#include <optional>
#include <string_view>

namespace inceptoscope {

/// As much of a file as it takes to tell what it is.
inline constexpr std::size_t recognisedBytes = std::size_t{64} << 10;

/// What log a file is that begins with these bytes, in UTF-8 or in UTF-16 with its mark; nothing
/// where it is none. The name alone tells that a damaged file of TensorBoard's is one.
std::optional<LogFormat> recognisedFormat(std::string_view fileName, std::string_view beginning);

/// As TensorBoard finds its files.
bool isCalledAnEventFile(std::string_view fileName);

/// Whether a file found in a folder may be a log, by its name: others, such as pictures and
/// weights, are not opened.
bool mayBeLog(std::string_view fileName);

} // namespace inceptoscope
