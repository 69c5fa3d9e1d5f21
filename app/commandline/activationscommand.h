#pragma once

namespace CLI {
class App;
}

namespace inceptoscope {

/// `activations`: what every block of a network made of a photo.
void addActivationsCommand(CLI::App &app, int &status);

} // namespace inceptoscope
