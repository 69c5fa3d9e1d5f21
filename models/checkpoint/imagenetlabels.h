#pragma once

#include <string_view>

namespace inceptoscope {

/// The contents of resources/labels/imagenet.txt: a label a line.
std::string_view imagenetLabelText();

/// The contents of resources/labels/imagenet-synsets.txt: the same classes' WordNet ids.
std::string_view imagenetSynsetText();

} // namespace inceptoscope
