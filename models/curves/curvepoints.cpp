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

static void appendKnown(PlacedValues &to, const std::vector<double> &x,
                        const std::vector<double> &y, const IndexRange &range)
{
    for (std::size_t i = range.begin; i < range.end; ++i) {
        if (!std::isnan(x[i])) {
            to.x.push_back(x[i]);
            to.y.push_back(y[i]);
        }
    }
}

static void subtract(std::vector<double> &numbers, double origin)
{
    for (double &number : numbers)
        number -= origin;
}

PlacedValues placedValues(const Series &series, CurveAxis axis)
{
    std::vector<double> x = columnOf(series, axis).numbers();
    if (x.empty())
        return {};
    std::vector<double> y = series.values().numbers();
    const double origin = axis == CurveAxis::Relative ? firstKnown(x) : 0.0;
    const auto isKnown = [](double place) { return !std::isnan(place); };
    PlacedValues placed;
    if (series.overwritten().empty() && std::ranges::all_of(x, isKnown)) {
        placed = {std::move(x), std::move(y)};
    } else {
        for (const IndexRange &range : standing(series))
            appendKnown(placed, x, y, range);
    }
    if (origin != 0)
        subtract(placed.x, origin);
    return placed;
}

std::vector<PlacedValues> overwrittenValues(const Series &series, CurveAxis axis)
{
    constexpr std::size_t mostPieces = 100;
    if (series.overwritten().empty())
        return {};
    const std::vector<double> x = columnOf(series, axis).numbers();
    if (x.empty())
        return {};
    const std::vector<double> y = series.values().numbers();
    const double origin = axis == CurveAxis::Relative ? firstKnown(x) : 0.0;
    std::vector<PlacedValues> pieces;
    for (const IndexRange &range : series.overwritten()) {
        PlacedValues known;
        appendKnown(known, x, y, range);
        subtract(known.x, origin);
        for (std::size_t i = 0; i < known.x.size(); ++i) {
            if (i == 0 || known.x[i] < known.x[i - 1]) {
                if (pieces.size() == mostPieces)
                    return pieces;
                pieces.emplace_back();
            }
            pieces.back().x.push_back(known.x[i]);
            pieces.back().y.push_back(known.y[i]);
        }
    }
    return pieces;
}

std::vector<CurvePoint> curvePoints(const Series &series, CurveAxis axis)
{
    const PlacedValues placed = placedValues(series, axis);
    std::vector<CurvePoint> points;
    points.reserve(placed.x.size());
    for (std::size_t i = 0; i < placed.x.size(); ++i)
        points.push_back({placed.x[i], placed.y[i]});
    return points;
}

} // namespace inceptoscope
