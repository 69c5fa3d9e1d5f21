#pragma once

#include "curves/curvepainter.h"

#include <qcustomplot.h>

namespace inceptoscope {

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
    std::vector<CurveLine> m_lines;
    std::vector<CurveMark> m_marks;
};

} // namespace inceptoscope
