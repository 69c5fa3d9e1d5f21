#pragma once

#include "curves/curveset.h"
#include "style/theme.h"

#include <QPen>

#include <vector>

namespace inceptoscope {

/// One line of a plot, or the area between two, and how it is drawn.
struct CurveLine
{
    Curve curve;
    Curve upTo{}; ///< the other edge of an area, which has no pen
    QPen pen;
    bool isMarked = false; ///< its points, with rings filled by `inside`
    QColor inside{};
};

/// In the order in which they are drawn, the faint ones first: areas between the extremes of seeds,
/// what was overwritten, values as logged behind smoothed ones, and the curves. Validation solid,
/// training dashed; the few points of a short run are marked.
std::vector<CurveLine> curveLines(const CurveSet &curves, const Theme &theme);

/// Of a curve in its full colour.
QPen curvePen(const CurveSeries &series, const Theme &theme);

} // namespace inceptoscope
