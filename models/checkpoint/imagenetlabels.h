#pragma once

#include <string_view>

namespace inceptoscope {

/// The contents of resources/labels/imagenet.txt: a label a line.
std::string_view imagenetLabelText();

} // namespace inceptoscope
