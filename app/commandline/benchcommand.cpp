#include "commandline/benchcommand.h"

#include "commandline/benchcurvescommand.h"
#include "commandline/benchdecodecommand.h"
#include "commandline/benchforwardcommand.h"
#include "commandline/benchguicommand.h"

#include <CLI/CLI.hpp>

namespace inceptoscope {

void addBenchCommand(CLI::App &app, const CommandLineHooks &hooks, int &status)
{
    CLI::App *bench = app.add_subcommand("bench", "Measure how long things take here");
    addBenchForwardCommand(*bench, status);
    addBenchDecodeCommand(*bench, status);
    addBenchCurvesCommand(*bench, hooks, status);
    addBenchGuiCommand(*bench, hooks, status);
    bench->require_subcommand(1);
}

} // namespace inceptoscope
