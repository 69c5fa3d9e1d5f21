#pragma once

namespace CLI {
class App;
}

namespace inceptoscope {

/// `weights export`: weights as a safetensors file that other programs read too.
void addWeightsExportCommand(CLI::App &weights, int &status);

} // namespace inceptoscope
