#include "commandline/commandline.h"

#include "commandline/traincommand.h"

#include <CLI/CLI.hpp>

namespace inceptoscope {

int runCommandLine(int argc, char **argv)
{
    CLI::App app("Look straight into the Inception family of networks", "inceptoscope");
    app.require_subcommand(1);
    int status = 0;
    addTrainCommand(app, status);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return status;
}

} // namespace inceptoscope
