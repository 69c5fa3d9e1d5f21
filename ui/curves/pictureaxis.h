#pragma once

#include "curves/curvepainter.h"

#include <QFont>
#include <QStringList>

#include <vector>

class QPainter;

namespace inceptoscope {

struct PictureFonts;

/// A number beside an axis, as print has it: "1.5·10⁻⁵".
QString printedNumber(const QString &number);

/// What stands beside one axis of a picture: ticks as dense as their labels allow.
class PictureAxis
{
public:
    /// Of the horizontal or the vertical axis of the curves, `length` units long.
    PictureAxis(const CurveSet &curves, const CurveScales &scales, const CurveRanges &ranges,
                Qt::Orientation orientation, double length, const QFont &font);

    /// The room that the labels take across the axis.
    double depth() const { return m_depth; }

    void paintGrid(QPainter &painter, const QRectF &plane, const Theme &theme) const;
    /// The line, ticks and labels, which do not leave `page`.
    void paint(QPainter &painter, const QRectF &plane, const QRectF &page,
               const Theme &theme) const;

private:
    struct Tick
    {
        double place; ///< from the left, or from the top
        QString label;
    };

    std::vector<Tick> ticksOf(const CurveSet &curves, int about);
    bool fits(const std::vector<Tick> &ticks) const;
    double extentOf(const QString &label) const;
    double placeOf(double coordinate) const;
    QRectF labelRect(const Tick &tick, const QRectF &plane, const QRectF &page) const;
    bool isHorizontal() const { return m_orientation == Qt::Horizontal; }

    Qt::Orientation m_orientation;
    double m_length;
    double m_from;
    double m_to;
    bool m_logarithmic;
    QFont m_font;
    std::vector<Tick> m_ticks;
    std::vector<double> m_subTicks;
    double m_depth = 0.0;
};

} // namespace inceptoscope
