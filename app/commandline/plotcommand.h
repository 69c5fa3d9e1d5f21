#pragma once

#include "commandline/commandline.h"

namespace CLI {
class App;
}

namespace inceptoscope {

/// Adds `plot`, which sets `status` when it has run.
void addPlotCommand(CLI::App &app, const CommandLineHooks &hooks, int &status);

} // namespace inceptoscope
