#pragma once

#include "curves/curve.h"

#include <span>
#include <vector>

namespace inceptoscope {

/// An axis of a picture: which coordinates its first and its last pixel have at their outer edges.
struct PixelAxis
{
    double first = 0.0;
    double last = 1.0;
    int pixels = 0;
    bool logarithmic = false;

    /// Far outside where a logarithmic axis does not have it.
    double pixelOf(double coordinate) const;
    double coordinateAt(double pixel) const;
};

/// From where to where a curve goes in one column of pixels, in pixels from the top.
struct ColumnSpan
{
    double top = std::numeric_limits<double>::infinity();
    double bottom = -std::numeric_limits<double>::infinity();

    bool isEmpty() const { return top > bottom; }
    void add(double y)
    {
        top = y < top ? y : top;
        bottom = y > bottom ? y : bottom;
    }

    bool operator==(const ColumnSpan &) const = default;
};

/// Of each column from one up to another, the first point in it or behind it, and one more for
/// where the last column ends.
std::vector<std::size_t> firstPoints(const Curve &curve, const PixelAxis &x, int begin, int end);

/// What the line through all points covers of these columns: the bounds of the points in each, and
/// where the line enters and leaves it. The lines to and from values that are not finite are not
/// there. `firsts` as firstPoints gives them. Looks at few points, however many there are: see
/// Curve.
void columnSpans(const Curve &curve, std::span<const std::size_t> firsts, const PixelAxis &x,
                 const PixelAxis &y, int begin, std::vector<ColumnSpan> &spans);

} // namespace inceptoscope
