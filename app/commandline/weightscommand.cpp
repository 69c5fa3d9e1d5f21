#include "commandline/weightscommand.h"

#include "commandline/weightsexportcommand.h"
#include "commandline/weightsgetcommand.h"
#include "commandline/weightsinstalledcommands.h"
#include "commandline/weightskeyscommand.h"
#include "commandline/weightslistcommand.h"

#include <CLI/CLI.hpp>

namespace inceptoscope {

void addWeightsCommand(CLI::App &app, int &status)
{
    CLI::App *weights = app.add_subcommand("weights", "Get weights, and look after them");
    addWeightsListCommand(*weights, status);
    addWeightsGetCommand(*weights, status);
    addWeightsImportCommand(*weights, status);
    addWeightsRemoveCommand(*weights, status);
    addWeightsCheckCommand(*weights, status);
    addWeightsKeysCommand(*weights, status);
    addWeightsExportCommand(*weights, status);
    weights->require_subcommand(1);
}

} // namespace inceptoscope
