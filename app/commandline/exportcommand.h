#pragma once

namespace CLI {
class App;
}

namespace inceptoscope {

/// `export`: a network with its weights as an ONNX file, which other runtimes compute.
void addExportCommand(CLI::App &app, int &status);

} // namespace inceptoscope
