#pragma once

#include "curves/runlog.h"

#include <span>

namespace inceptoscope {

/// Names runs by what tells their sources apart: their paths without the folders that all have in
/// common, in front and behind, and without names that say nothing ("run.jsonl", "metrics.csv").
/// Runs of one file also have their part's name. No two are the same.
void nameRuns(std::span<RunLog> runs);

} // namespace inceptoscope
