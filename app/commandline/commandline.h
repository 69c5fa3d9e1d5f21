#pragma once

#include "commandline/graphlevel.h"
#include "commandline/guitasks.h"
#include "curves/curvepicture.h"
#include "graph/networkgraph.h"
#include "measuring/measurement.h"

#include <QString>

#include <functional>
#include <stop_token>
#include <vector>

namespace inceptoscope {

enum class PictureFormat { Svg, Pdf, Png };

/// What the command line asks of layers it does not know. What is left empty cannot be done, and
/// the person is told so.
struct CommandLineHooks
{
    /// Draws the diagram into a file, whole or not at all; one that is there is replaced.
    std::function<Expected<void>(const NetworkGraph &graph, GraphLevel level, const QString &path,
                                 PictureFormat format)>
        drawDiagram{};
    /// Uses a window with a network from a file of weights as a person does, and tells what its
    /// thread did. Blocks until that is over, or `stop` is requested: an error.
    std::function<Expected<std::vector<GuiScenario>>(const QString &weights,
                                                     const std::stop_token &stop)>
        traceWindow{};
    /// Uses a page Curves as a person does, with logs from two folders: few long curves, and many
    /// runs. Blocks until that is over, or `stop` is requested: an error.
    std::function<Expected<std::vector<Measurement>>(const QString &large, const QString &many,
                                                     const std::stop_token &stop)>
        measureCurves{};
    /// Draws curves into a file, whose ending says how, whole or not at all; one that is there is
    /// replaced. Returns the size in words.
    std::function<Expected<QString>(const CurvePicture &picture, const QString &path)> drawCurves{};
};

/// Whether the command line is to run, rather than the window to open: the first argument is a
/// subcommand, or asks for help or the version.
bool isSubcommand(int argc, char **argv);

/// Runs the subcommand that the arguments name, as described in docs/command-line.md, and returns
/// the exit status: 0 all done; 1 something failed, the rest was done; 2 bad usage. Needs a
/// QCoreApplication, and no display.
int runCommandLine(int argc, char **argv, const CommandLineHooks &hooks = {});

} // namespace inceptoscope
