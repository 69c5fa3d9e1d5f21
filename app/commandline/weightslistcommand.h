#pragma once

namespace CLI {
class App;
}

namespace inceptoscope {

/// `weights list`: what is public, and what is installed.
void addWeightsListCommand(CLI::App &weights, int &status);

} // namespace inceptoscope
