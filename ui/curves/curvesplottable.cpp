#include "curves/curvesplottable.h"

#include <cmath>

namespace inceptoscope {

static CurvePlane planeOf(const QCPAxis &x, const QCPAxis &y, double scale)
{
    const auto isLogarithmic = [](const QCPAxis &axis) {
        return axis.scaleType() == QCPAxis::stLogarithmic;
    };
    return {x.axisRect()->rect(),
            {x.range().lower, x.range().upper, y.range().lower, y.range().upper},
            {isLogarithmic(x), isLogarithmic(y)},
            scale};
}

CurvesPlottable::CurvesPlottable(QCPAxis *keyAxis, QCPAxis *valueAxis)
    : QCPAbstractPlottable(keyAxis, valueAxis)
{
    setSelectable(QCP::stNone);
    removeFromLegend(); // a plot adds what is new by itself
}

void CurvesPlottable::setCurves(const CurveSet &curves, const Theme &theme)
{
    m_lines = curveLines(curves, theme);
    m_marks = curveMarks(curves, theme);
}

double CurvesPlottable::selectTest(const QPointF &, bool, QVariant *) const
{
    return -1; // nothing of it is selected
}

QCPRange CurvesPlottable::getKeyRange(bool &found, QCP::SignDomain) const
{
    found = false; // ranges are fitted by CurvePlot
    return {};
}

QCPRange CurvesPlottable::getValueRange(bool &found, QCP::SignDomain, const QCPRange &) const
{
    found = false;
    return {};
}

void CurvesPlottable::drawLegendIcon(QCPPainter *, const QRectF &) const { }

void CurvesPlottable::draw(QCPPainter *painter)
{
    applyDefaultAntialiasingHint(painter);
    const double scale = std::abs(painter->deviceTransform().m11());
    CurvePainter curves(*painter, planeOf(*keyAxis(), *valueAxis(), scale),
                        CurvePainter::Output::Pixels);
    curves.draw(m_lines);
    curves.draw(m_marks);
}

} // namespace inceptoscope
