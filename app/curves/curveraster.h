#pragma once

#include "curves/columnspans.h"

#include <QColor>
#include <QImage>

#include <vector>

namespace inceptoscope {

/// What is drawn of one curve, in the order of the layers.
struct RasterCurve
{
    Curve curve;
    Curve upTo{}; ///< with one, the area between both is filled
    QColor colour;
    double width = 2.0; ///< device pixels
    double dash = 0.0; ///< device pixels of a dash, and more than half as many of a gap; 0: solid
};

/// Curves of any length as a picture on a transparent ground, column by column: the picture is the
/// same as if every line between two points were drawn. Uses all processors.
QImage rasterOf(const std::vector<RasterCurve> &curves, const PixelAxis &x, const PixelAxis &y);

} // namespace inceptoscope
