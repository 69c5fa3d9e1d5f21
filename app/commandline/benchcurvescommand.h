#pragma once

#include "commandline/commandline.h"

namespace CLI {
class App;
}

namespace inceptoscope {

/// `bench curves`.
void addBenchCurvesCommand(CLI::App &bench, const CommandLineHooks &hooks, int &status);

} // namespace inceptoscope
