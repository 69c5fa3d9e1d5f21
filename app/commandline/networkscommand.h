#pragma once

namespace CLI {
class App;
}

namespace inceptoscope {

/// `networks`: every network and every set of weights there is.
void addNetworksCommand(CLI::App &app, int &status);

} // namespace inceptoscope
