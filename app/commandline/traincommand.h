#pragma once

namespace CLI {
class App;
}

namespace inceptoscope {

/// `train`: a network of the zoo on photos in class folders. The status goes to `status` when the
/// command was given and has run.
void addTrainCommand(CLI::App &app, int &status);

} // namespace inceptoscope
