#pragma once

#include "commandline/commandoutput.h"
#include "measuring/measurement.h"

namespace CLI {
class App;
}

namespace inceptoscope {

/// What every measuring command is told.
struct BenchArguments
{
    int runs = 0; ///< as `measured` takes it
    bool json = false;
};

void addBenchOptions(CLI::App &command, BenchArguments &arguments);

/// The error of a measurement, or that it was interrupted.
tl::unexpected<CommandFailure> benchFailed(const Error &error);

/// A table, or {"benchmarks":[…]}.
void printMeasurements(const std::vector<Measurement> &measurements, bool json);

} // namespace inceptoscope
