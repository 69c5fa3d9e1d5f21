#pragma once

#include "engine/onednn/executionplan.h"

namespace inceptoscope {

/// Where each layer's channels lie. Convolutions fill their channels up to whole groups of `lanes`;
/// pools leave them where they are; a concatenation has the gaps of its parts, and a residual's
/// expansion those of the trunk it is added to.
std::vector<ChannelMap> channelMaps(const NetworkGraph &graph, int lanes);

} // namespace inceptoscope
