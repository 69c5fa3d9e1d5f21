#pragma once

#include "diagram/diagramlayout.h"

namespace inceptoscope {

/// The layout `share` (0 to 1) of the way from one to another that shows the same network: boxes
/// there are in both move, those only in `to` grow out of what they were folded in. Lines are those
/// of `to`.
DiagramLayout blendLayouts(const DiagramLayout &from, const DiagramLayout &to, double share);

} // namespace inceptoscope
