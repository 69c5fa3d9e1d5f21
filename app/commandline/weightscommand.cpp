#include "commandline/weightscommand.h"

#include "commandline/weightsexportcommand.h"
#include "commandline/weightskeyscommand.h"

#include <CLI/CLI.hpp>

namespace inceptoscope {

void addWeightsCommand(CLI::App &app, int &status)
{
    CLI::App *weights = app.add_subcommand("weights", "Look at weights, and save them for others");
    addWeightsExportCommand(*weights, status);
    addWeightsKeysCommand(*weights, status);
    weights->require_subcommand(1);
}

} // namespace inceptoscope
