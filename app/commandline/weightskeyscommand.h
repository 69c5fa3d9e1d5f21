#pragma once

namespace CLI {
class App;
}

namespace inceptoscope {

/// `weights keys`: every tensor of a file, and what became of it.
void addWeightsKeysCommand(CLI::App &weights, int &status);

} // namespace inceptoscope
