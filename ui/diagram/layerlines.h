#pragma once

#include "graph/networkgraph.h"

#include <QStringList>

namespace inceptoscope {

/// What a layer's box says, one or two lines: "1×7 conv", "224".
QStringList layerLines(const Layer &layer);
/// Whether it bears the V of the paper's figures. For a 1×1 kernel there is nothing to pad.
bool isMarkedValid(const Layer &layer);

} // namespace inceptoscope
