#pragma once

#include "curves/columnspans.h"
#include "curves/curvelines.h"
#include "curves/curveranges.h"

#include <QRectF>

class QPainter;

namespace inceptoscope {

/// A rectangle, and what of the plane it shows.
struct CurvePlane
{
    QRectF rect;
    CurveRanges ranges;
    CurveScales scales;
    double scale = 1.0; ///< pixels, in which long curves are drawn, for a unit of the rectangle

    PixelAxis x() const; ///< in those pixels, from the rectangle's corner
    PixelAxis y() const;
    /// In the rectangle's units. What a logarithmic axis does not have lies some way beyond it.
    QPointF placeOf(const CurvePoint &point) const;
};

/// A value that is not finite: a small wedge on the lower edge.
struct CurveMark
{
    double x = 0.0;
    QColor colour;
};

std::vector<CurveMark> curveMarks(const CurveSet &curves, const Theme &theme);

/// Draws curves on a plane, on any thread. Few points are drawn as lines with rings; many, column
/// by column: as one picture for all curves that have many, or as paths.
class CurvePainter
{
public:
    enum class Output {
        Pixels, ///< the painter cuts off what is outside of the plane
        Vectors, ///< it does not, as painters of SVG files do not: nothing is drawn there
    };

    CurvePainter(QPainter &painter, const CurvePlane &plane, Output output);

    void draw(const std::vector<CurveLine> &lines);
    void draw(const std::vector<CurveMark> &marks);

private:
    std::vector<bool> denseLines(const std::vector<CurveLine> &lines) const;
    void drawDense(const std::vector<CurveLine> &lines);
    void drawAsPath(const CurveLine &line);
    void drawSparse(const CurveLine &line);
    void drawBand(const CurveLine &line);
    std::vector<ColumnSpan> spansOf(const Curve &curve) const;
    std::pair<std::size_t, std::size_t> seen(const Curve &curve) const;
    std::vector<QPolygonF> piecesOf(const Curve &curve) const;

    QPainter &m_painter;
    CurvePlane m_plane;
    Output m_output;
};

} // namespace inceptoscope
