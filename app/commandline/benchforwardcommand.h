#pragma once

namespace CLI {
class App;
}

namespace inceptoscope {

/// `bench forward`: one network's answer to a batch.
void addBenchForwardCommand(CLI::App &bench, int &status);

} // namespace inceptoscope
