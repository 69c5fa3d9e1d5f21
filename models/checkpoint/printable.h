#pragma once

#include <string>
#include <string_view>

namespace inceptoscope {

/// A name from outside, fit for one line of a message: control characters and bytes that are not
/// UTF-8 appear as \n, \x1b and the like, and a name of more than 200 bytes is cut short with "…".
std::string printable(std::string_view name);

bool isUtf8(std::string_view text);

} // namespace inceptoscope
