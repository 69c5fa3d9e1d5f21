#pragma once

namespace CLI {
class App;
}

namespace inceptoscope {

/// `weights`: what is known about files of weights, and what can be done with them.
void addWeightsCommand(CLI::App &app, int &status);

} // namespace inceptoscope
