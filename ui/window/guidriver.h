#pragma once

#include "commandline/guitasks.h"
#include "graph/error.h"

#include <QString>

#include <stop_token>
#include <vector>

namespace inceptoscope {

/// Opens a window with a network from a file of weights and uses it as a person does: selects every
/// block, scrolls through maps and photos, zooms, drops photos while the network computes. Tells
/// what the GUI thread did meanwhile. Needs a TracedApplication; leaves a person's settings alone.
/// The error is one sentence, or "cancelled" once `stop` is requested.
Expected<std::vector<GuiScenario>> traceWindow(const QString &weights, const std::stop_token &stop);

} // namespace inceptoscope
