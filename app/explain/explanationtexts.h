#pragma once

#include "explain/explanation.h"
#include "render/scaletext.h"

namespace inceptoscope {

/// "Grad-CAM"
QString methodName(SaliencyMethod method);
/// What a map's colours stand for: its ends, and what the numbers are.
ScaleText scaleTextOf(const SaliencyMap &map);
/// Label of the class that is explained; empty where the answer has no such class.
QString className(const Explanation &explanation);
/// One sentence where the map is zero everywhere; empty where it is not, or not known yet.
QString nothingText(const Explanation &explanation);
/// "8×8"
QString gridText(const Extent &grid);

} // namespace inceptoscope
