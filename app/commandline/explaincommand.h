#pragma once

namespace CLI {
class App;
}

namespace inceptoscope {

/// `explain`: which places of a photo speak for a class.
void addExplainCommand(CLI::App &app, int &status);

} // namespace inceptoscope
