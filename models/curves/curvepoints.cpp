#include "curves/curvepoints.h"

#include <algorithm>

namespace inceptoscope {

namespace {

const Column &columnOf(const Series &series, CurveAxis axis)
{
    switch (axis) {
    case CurveAxis::Step:
        break;
    case CurveAxis::Epoch:
        return series.epochs().empty() ? series.steps() : series.epochs();
    case CurveAxis::Relative:
    case CurveAxis::Wall:
        return series.walls();
    }
    return series.steps();
}

double firstKnown(const std::vector<double> &numbers)
{
    const auto known =
        std::ranges::find_if(numbers, [](double number) { return !std::isnan(number); });
    return known != numbers.end() ? *known : 0.0;
}

/// What leads on: all but the overwritten.
std::vector<IndexRange> standing(const Series &series)
{
    std::vector<IndexRange> ranges;
    std::size_t begin = 0;
    for (const IndexRange &gone : series.overwritten()) {
        ranges.push_back({begin, gone.begin});
        begin = gone.end;
    }
    ranges.push_back({begin, series.size()});
    return ranges;
}

} // namespace

std::vector<CurvePoint> curvePoints(const Series &series, CurveAxis axis)
{
    const std::vector<double> x = columnOf(series, axis).numbers();
    if (x.empty())
        return {};
    const std::vector<double> y = series.values().numbers();
    const double origin = axis == CurveAxis::Relative ? firstKnown(x) : 0.0;
    std::vector<CurvePoint> points;
    points.reserve(y.size());
    for (const IndexRange &range : standing(series)) {
        for (std::size_t i = range.begin; i < range.end; ++i) {
            if (!std::isnan(x[i]))
                points.push_back({x[i] - origin, y[i]});
        }
    }
    return points;
}

} // namespace inceptoscope
