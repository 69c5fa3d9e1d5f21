#pragma once

#include "commandline/commandline.h"

namespace CLI {
class App;
}

namespace inceptoscope {

/// `describe`: grids, parameters and multiply-adds of a network, or a picture of its diagram.
void addDescribeCommand(CLI::App &app, const CommandLineHooks &hooks, int &status);

} // namespace inceptoscope
