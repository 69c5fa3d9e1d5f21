#pragma once

#include "curves/curveset.h"

#include <optional>

class QCPItemStraightLine;
class QCPItemText;
class QCustomPlot;

namespace inceptoscope {

/// The place that values elsewhere are compared with: a line across the plot and its name.
class CursorPin
{
public:
    explicit CursorPin(QCustomPlot *plot)
        : m_plot(plot)
    {
    }

    const std::optional<double> &place() const { return m_place; }
    /// One where a curve of the set has a value; nothing lifts the pin.
    void setPlace(const std::optional<double> &place, const CurveSet &curves);
    /// When all items were taken out of the plot. Stays, if these curves have a value there.
    void takeCurves(const CurveSet &before, const CurveSet &curves);
    /// Whether a place is the pin's, or less than some pixels beside it.
    bool isAt(double place) const;

private:
    QCustomPlot *m_plot;
    std::optional<double> m_place;
    QCPItemStraightLine *m_line = nullptr; ///< the items belong to the plot
    QCPItemText *m_name = nullptr;
};

} // namespace inceptoscope
