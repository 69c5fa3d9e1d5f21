#pragma once

#include <stop_token>

namespace inceptoscope {

/// Requested at the first Ctrl-C, so that a command can end cleanly and keep what is finished; a
/// second one ends the program at once.
std::stop_token interruption();

} // namespace inceptoscope
