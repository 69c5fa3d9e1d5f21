#pragma once

#include "curves/runlogwriter.h"
#include "training/distributed/team.h"

namespace inceptoscope {

/// Fails on every rank that was given something else than rank 0, with what that is.
Expected<void> checkSameSettings(const Team &team, const RunSettings &settings);

} // namespace inceptoscope
