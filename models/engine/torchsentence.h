#pragma once

#include "graph/error.h"

#include <string>

namespace inceptoscope {

/// What went wrong in LibTorch, in one sentence with what to do about it: its own messages go on
/// for a page. Outside of LibTorch's module, so that tests can ask for what none can make happen.
Error torchSentence(const std::string &message);

/// For the network, in the memory that processors share.
Error notEnoughMemory();

} // namespace inceptoscope
