#pragma once

namespace CLI {
class App;
}

namespace inceptoscope {

/// `weights import`: copies a file of weights to those that are installed.
void addWeightsImportCommand(CLI::App &weights, int &status);
/// `weights remove`
void addWeightsRemoveCommand(CLI::App &weights, int &status);
/// `weights check`: reads all of what is installed.
void addWeightsCheckCommand(CLI::App &weights, int &status);

} // namespace inceptoscope
