#include "curves/curvefigures.h"

#include "curves/milestones.h"
#include "curves/spread.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

/// With two digits, and not less.
double roundedUp(double value)
{
    constexpr double rounding = 1e-9;
    if (value == 0)
        return 0;
    const int power = 1 - static_cast<int>(std::floor(std::log10(std::abs(value))));
    // Divided where that is exact: 0.24, not 0.24000000000000002.
    const double scale = std::pow(10.0, std::abs(power));
    const double digits = power > 0 ? value * scale : value / scale;
    const double whole = std::ceil(digits - rounding);
    return power > 0 ? whole / scale : whole * scale;
}

/// Of curves that rise, the target of what falls as they rise.
std::optional<double> reachedByAll(const CurveSet &curves)
{
    std::optional<double> highest;
    for (const CurveSeries &series : curves.series) {
        const Bounds bounds = series.points.bounds();
        if (bounds.isEmpty())
            continue;
        const double best = curves.rises ? -bounds.highest : bounds.lowest;
        highest = std::max(best, highest.value_or(best));
    }
    if (!highest)
        return std::nullopt;
    return curves.rises ? 0.0 - roundedUp(*highest) : roundedUp(*highest);
}

std::optional<double> ownTarget(const CurveSet &curves)
{
    if (!curves.isPercent)
        return reachedByAll(curves);
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

std::vector<CurvePoint> upsideDown(std::vector<CurvePoint> points)
{
    for (CurvePoint &point : points)
        point.y = -point.y;
    return points;
}

CurveFigure figureOf(const CurveSeries &series, bool rises, const std::optional<double> &target)
{
    constexpr double rounding = 1e-9;
    CurveFigure row{series.label};
    const std::vector<CurvePoint> points = series.points.points();
    const std::vector<CurvePoint> falling = rises ? upsideDown(points) : points;
    const double sign = rises ? -1 : 1;
    const auto last =
        std::ranges::find_if(points.rbegin(), points.rend(),
                             [](const CurvePoint &point) { return std::isfinite(point.y); });
    if (last == points.rend())
        return row;
    const auto best = bestPoint(falling);
    row.numbers[CurveLastColumn] = last->y;
    row.numbers[CurveBestColumn] = sign * best->y;
    row.numbers[CurveBestPlaceColumn] = best->x;
    if (points.size() > 1)
        row.numbers[CurveAreaColumn] = areaUnder(points);
    if (target)
        row.numbers[CurveReachedColumn] = firstReaching(falling, sign * *target + rounding);
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
        figures.rows.push_back(figureOf(series, curves.rises, figures.target));
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
