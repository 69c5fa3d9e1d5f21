#pragma once

#include "commandline/commandline.h"

namespace CLI {
class App;
}

namespace inceptoscope {

/// `bench gui`: how long the GUI thread is busy at a stretch while the window is used.
void addBenchGuiCommand(CLI::App &bench, const CommandLineHooks &hooks, int &status);

} // namespace inceptoscope
