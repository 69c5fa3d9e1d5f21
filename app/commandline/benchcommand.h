#pragma once

namespace CLI {
class App;
}

namespace inceptoscope {

/// `bench`: how long things take here.
void addBenchCommand(CLI::App &app, int &status);

} // namespace inceptoscope
