#pragma once

#include "curves/columnspans.h"
#include "curves/curvelines.h"

#include <qcustomplot.h>

namespace inceptoscope {

struct RasterCurve;

/// All curves of a plot. Few points are drawn as lines with rings; many, column by column, with one
/// picture for all curves that have many: so a plot of millions of points follows the mouse.
class CurvesPlottable : public QCPAbstractPlottable
{
    Q_OBJECT

public:
    /// Belongs to the plot of the axes.
    CurvesPlottable(QCPAxis *keyAxis, QCPAxis *valueAxis);

    void setCurves(const CurveSet &curves, const Theme &theme);

    double selectTest(const QPointF &pos, bool onlySelectable, QVariant *details) const override;
    QCPRange getKeyRange(bool &found, QCP::SignDomain domain) const override;
    QCPRange getValueRange(bool &found, QCP::SignDomain domain,
                           const QCPRange &keys) const override;

protected:
    void draw(QCPPainter *painter) override;
    void drawLegendIcon(QCPPainter *painter, const QRectF &rect) const override;

private:
    /// A stretch of something at a place that is not finite.
    struct Mark
    {
        double place;
        QColor colour;
    };

    std::vector<bool> denseLines(int columns) const;
    void drawDense(QCPPainter *painter, const std::vector<bool> &isDense) const;
    void drawDenseAsPaths(QCPPainter *painter, const std::vector<RasterCurve> &lines,
                          const PixelAxis &x, const PixelAxis &y) const;
    void drawSparse(QCPPainter *painter, const CurveLine &line) const;
    void drawBand(QCPPainter *painter, const CurveLine &line) const;
    void drawMarks(QCPPainter *painter) const;
    std::pair<std::size_t, std::size_t> seen(const Curve &curve) const;
    std::vector<QPolygonF> piecesOf(const Curve &curve) const;
    QPointF pixelOf(const CurvePoint &point) const;

    std::vector<CurveLine> m_lines;
    std::vector<Mark> m_marks;
};

} // namespace inceptoscope
