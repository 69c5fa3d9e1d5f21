#pragma once

namespace CLI {
class App;
}

namespace inceptoscope {

/// `weights get`: downloads public weights and installs them.
void addWeightsGetCommand(CLI::App &weights, int &status);

} // namespace inceptoscope
