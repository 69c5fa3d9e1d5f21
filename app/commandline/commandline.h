#pragma once

namespace inceptoscope {

/// Runs the subcommand that the arguments name, as described in docs/command-line.md, and returns
/// the exit status: 0 all done; 1 something failed, the rest was done; 2 bad usage.
int runCommandLine(int argc, char **argv);

} // namespace inceptoscope
