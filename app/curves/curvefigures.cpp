#include "curves/curvefigures.h"

#include "curves/milestones.h"
#include "curves/spread.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

std::optional<double> ownTarget(const CurveSet &curves)
{
    if (!curves.isPercent)
        return std::nullopt;
    std::vector<std::vector<CurvePoint>> errors;
    for (const CurveSeries &series : curves.series) {
        if (!series.validation)
            continue;
        errors.push_back(series.points.points());
        for (CurvePoint &point : errors.back())
            point.y /= 100;
    }
    const auto target = compareErrors(errors).target;
    return target ? std::optional(*target * 100) : std::nullopt;
}

/// The last place that all curves reach.
std::optional<double> ownPlace(const CurveSet &curves)
{
    std::optional<double> place;
    for (const CurveSeries &series : curves.series) {
        if (!series.points.empty()) {
            const double last = series.points.x(series.points.size() - 1);
            place = std::min(last, place.value_or(last));
        }
    }
    return place;
}

CurveFigure figureOf(const CurveSeries &series, const std::optional<double> &target)
{
    constexpr double rounding = 1e-9;
    CurveFigure row{series.label};
    const std::vector<CurvePoint> points = series.points.points();
    const auto last =
        std::ranges::find_if(points.rbegin(), points.rend(),
                             [](const CurvePoint &point) { return std::isfinite(point.y); });
    if (last == points.rend())
        return row;
    const auto best = bestPoint(points);
    row.numbers[CurveLastColumn] = last->y;
    row.numbers[CurveBestColumn] = best->y;
    row.numbers[CurveBestPlaceColumn] = best->x;
    if (points.size() > 1)
        row.numbers[CurveAreaColumn] = areaUnder(points);
    if (target)
        row.numbers[CurveReachedColumn] = firstReaching(points, *target + rounding);
    return row;
}

CurveFigure figureOf(const CurvePair &pair, const std::vector<CurveFigure> &curves)
{
    const CurveFigure &residual = curves[pair.residual];
    const CurveFigure &plain = curves[pair.plain];
    CurveFigure row{gapLabel(residual.name, plain.name)};
    row.isPair = true;
    for (const auto column :
         {CurveLastColumn, CurveAtColumn, CurveBestColumn, CurveBestPlaceColumn, CurveAreaColumn}) {
        if (residual.numbers[column] && plain.numbers[column])
            row.numbers[column] = *residual.numbers[column] - *plain.numbers[column];
    }
    const auto &mine = residual.numbers[CurveReachedColumn];
    const auto &others = plain.numbers[CurveReachedColumn];
    if (mine && others && *others > 0)
        row.numbers[CurveReachedColumn] = *mine / *others;
    return row;
}

} // namespace

CurveFigures curveFigures(const CurveSet &curves, const std::vector<CurvePair> &pairs,
                          std::optional<double> target, std::optional<double> place)
{
    CurveFigures figures{target ? target : ownTarget(curves), place ? place : ownPlace(curves), {}};
    for (const CurveSeries &series : curves.series)
        figures.rows.push_back(figureOf(series, figures.target));
    const auto points = figures.place ? pointsAt(curves, *figures.place)
                                      : std::vector<std::optional<CurvePoint>>(figures.rows.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (points[i])
            figures.rows[i].numbers[CurveAtColumn] = points[i]->y;
    }
    for (const CurvePair &pair : pairs)
        figures.rows.push_back(figureOf(pair, figures.rows));
    return figures;
}

} // namespace inceptoscope
