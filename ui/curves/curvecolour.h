#pragma once

#include "curves/runcollection.h"
#include "style/theme.h"

namespace inceptoscope {

/// The colour of a run's curves: vermilion, orange, purple for networks with residual connections,
/// blue, green, grey for those without, each then in two more lightnesses, and from the tenth run
/// on again from the first. Of several pairs each has a hue, strong with residual connections and
/// pale without. A colour chosen by hand goes before. At least 3:1 on the theme's background, and
/// 2:1 where pale.
QColor curveColour(const RunShade &shade, const Theme &theme);

} // namespace inceptoscope
