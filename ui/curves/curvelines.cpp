#include "curves/curvelines.h"

#include "curves/curvecolour.h"

namespace inceptoscope {

namespace {

constexpr std::size_t mostMarked = 40; // points of a curve

QColor faded(QColor colour, float opacity)
{
    colour.setAlphaF(opacity);
    return colour;
}

QPen penOf(const QColor &colour, bool validation)
{
    QPen pen(colour, validation ? 2.0 : 1.5);
    pen.setJoinStyle(Qt::RoundJoin);
    pen.setCapStyle(Qt::FlatCap);
    if (!validation)
        pen.setDashPattern({5, 3});
    return pen;
}

CurveLine bandOf(const CurveSeries &series, const QColor &colour)
{
    return {series.low, series.high, QPen(faded(colour, series.validation ? 0.22F : 0.12F))};
}

CurveLine lineOf(const CurveSeries &series, const QColor &colour, const Theme &theme)
{
    return {.curve = series.points,
            .pen = penOf(colour, series.validation),
            .isMarked = series.points.size() <= mostMarked,
            .inside = series.validation ? colour : theme.background};
}

} // namespace

QPen curvePen(const CurveSeries &series, const Theme &theme)
{
    return penOf(curveColour(series.shade, theme), series.validation);
}

std::vector<CurveLine> curveLines(const CurveSet &curves, const Theme &theme)
{
    const float faint = theme.dark ? 0.42F : 0.3F;
    std::vector<CurveLine> lines;
    for (const CurveSeries &series : curves.series) {
        if (!series.low.empty())
            lines.push_back(bandOf(series, curveColour(series.shade, theme)));
    }
    for (const CurveSeries &series : curves.series) {
        const QPen pen = penOf(faded(curveColour(series.shade, theme), faint), series.validation);
        for (const Curve &piece : series.overwritten)
            lines.push_back({piece, {}, pen});
        if (!series.raw.empty())
            lines.push_back({series.raw, {}, pen});
    }
    for (const CurveSeries &series : curves.series)
        lines.push_back(lineOf(series, curveColour(series.shade, theme), theme));
    return lines;
}

} // namespace inceptoscope
