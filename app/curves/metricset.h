#pragma once

#include "curves/curveranges.h"
#include "graph/error.h"

namespace inceptoscope {

/// What the page Curves would show first of these runs: top-1 errors, else a loss, else any tag.
CurveChoice firstChoice(const std::vector<RunLog> &runs);

/// What a name stands for: a tag of the runs, or the metrics "top1_error", "top5_error" and "loss"
/// of the project's own logs. The error lists the tags there are.
Expected<CurveChoice> choiceNamed(const std::string &name, const std::vector<RunLog> &runs);

/// The curves of several choices on one plane, with the axis of `all`, or one that suits all of
/// them; smoothing and what else is the same for all is that of `all`, too. Where there are
/// several, labels tell the metric, too, and what was measured in training is dashed.
CurveSet curveSet(const std::vector<RunLog> &runs, const std::vector<CurveChoice> &choices,
                  const CurveChoice &all, const CurveScales &scales);

} // namespace inceptoscope
