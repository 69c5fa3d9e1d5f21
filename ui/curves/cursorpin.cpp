#include "curves/cursorpin.h"

#include "curves/curvetexts.h"
#include "curves/plotstyle.h"

#include <qcustomplot.h>

#include <cmath>

namespace inceptoscope {

namespace {

/// From the upper edge to the lower one, whatever is looked at.
void standUpright(QCPItemPosition *position, double place, double share)
{
    position->setTypeX(QCPItemPosition::ptPlotCoords);
    position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    position->setCoords(place, share);
}

} // namespace

void CursorPin::setPlace(const std::optional<double> &place, const CurveSet &curves)
{
    m_place = place;
    m_line->setVisible(place.has_value());
    m_name->setVisible(place.has_value());
    if (place) {
        standUpright(m_line->point1, *place, 0);
        standUpright(m_line->point2, *place, 1);
        standUpright(m_name->position, *place, 1);
        m_name->setText(placeText(curves, *place));
    }
}

void CursorPin::takeCurves(const CurveSet &before, const CurveSet &curves)
{
    const Theme theme = Theme::fromPalette(m_plot->parentWidget()->palette());
    m_line = new QCPItemStraightLine(m_plot);
    m_name = new QCPItemText(m_plot);
    m_name->setPositionAlignment(Qt::AlignBottom | Qt::AlignHCenter);
    for (QCPAbstractItem *item :
         {static_cast<QCPAbstractItem *>(m_line), static_cast<QCPAbstractItem *>(m_name)})
        item->setLayer(QStringLiteral("overlay"));
    stylePin(*m_line, theme);
    styleReferenceNames(*m_name, theme, m_plot->parentWidget()->font());
    const bool isSameAxis = curves.axis == before.axis && curves.timeUnit == before.timeUnit;
    const bool stays = m_place && isSameAxis && nearestPlace(curves, *m_place) == m_place;
    setPlace(stays ? m_place : std::nullopt, curves);
}

bool CursorPin::isAt(double place) const
{
    constexpr double reach = 3; // pixels
    return m_place
        && (place == *m_place
            || std::abs(m_plot->xAxis->coordToPixel(place) - m_plot->xAxis->coordToPixel(*m_place))
                < reach);
}

} // namespace inceptoscope
