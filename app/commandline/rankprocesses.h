#pragma once

#include "graph/error.h"

#include <stop_token>
#include <string>
#include <vector>

namespace inceptoscope {

/// Runs this program with these arguments (the first is its name) as so many ranks of one run on
/// this machine, as torchrun would, and waits until all have ended. They end where this process
/// does, and once `stop` is asked for. The exit status is that of the first that failed.
Expected<int> runAsRanks(int ranks, const std::vector<std::string> &arguments,
                         const std::stop_token &stop);

/// Whether this process was started by runAsRanks(). From then on it ends with the one that did.
bool isRankOfLauncher();

} // namespace inceptoscope
