#pragma once

namespace CLI {
class App;
}

namespace inceptoscope {

/// `bench decode`: from a photo's file to the input of a network.
void addBenchDecodeCommand(CLI::App &bench, int &status);

} // namespace inceptoscope
