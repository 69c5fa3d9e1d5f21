#pragma once

#include "commandline/commandline.h"

namespace CLI {
class App;
}

namespace inceptoscope {

/// `bench`: how long things take here.
void addBenchCommand(CLI::App &app, const CommandLineHooks &hooks, int &status);

} // namespace inceptoscope
