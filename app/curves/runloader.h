#pragma once

#include "curves/runcollection.h"

#include <stop_token>

namespace inceptoscope {

/// Reads the logs that `paths` stand for, in the order given (see readRunLogs). Sources are
/// canonical paths, and each is read once. What cannot be read is told in the problems.
///
/// Blocks on the disk, so call it from a worker.
RunCollection loadRuns(const QStringList &paths, std::stop_token stop);

} // namespace inceptoscope
