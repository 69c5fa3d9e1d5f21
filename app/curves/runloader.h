#pragma once

#include "curves/runcollection.h"

#include <stop_token>

namespace inceptoscope {

/// No more logs are taken from one folder than this.
constexpr int mostLogsOfAFolder = 500;

/// Reads the logs that `paths` stand for, in the order given. A folder stands for the *.jsonl files
/// below it, in the order of their names; any other path stands for itself. Sources are canonical
/// paths, and each is read once. What cannot be read is told in the problems.
///
/// Blocks on the disk, so call it from a worker; it looks at `stop` between files.
RunCollection loadRuns(const QStringList &paths, std::stop_token stop);

} // namespace inceptoscope
