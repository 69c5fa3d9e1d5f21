#pragma once

namespace CLI {
class App;
}

namespace inceptoscope {

/// Adds `curves`, which sets `status` when it has run.
void addCurvesCommand(CLI::App &app, int &status);

} // namespace inceptoscope
