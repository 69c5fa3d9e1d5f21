#pragma once

#include <string>
#include <string_view>

namespace inceptoscope {

/// Whether text begins with the byte order mark of UTF-16.
bool isUtf16(std::string_view bytes);

/// Such text, without its mark, as UTF-8. Halves of characters become U+FFFD.
std::string utf8OfUtf16(std::string_view bytes);

} // namespace inceptoscope
