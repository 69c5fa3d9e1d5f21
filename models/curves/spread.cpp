#include "curves/spread.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>

namespace inceptoscope {

namespace {

std::vector<CurvePoint> finitePoints(const std::vector<CurvePoint> &curve)
{
    std::vector<CurvePoint> points;
    std::ranges::copy_if(curve, std::back_inserter(points),
                         [](const CurvePoint &point) { return std::isfinite(point.y); });
    return points;
}

/// Within the curve. Walks on from `place`.
double valueAt(const std::vector<CurvePoint> &curve, double x, std::size_t &place)
{
    while (place + 1 < curve.size() && curve[place + 1].x <= x)
        ++place;
    const CurvePoint &before = curve[place];
    if (before.x == x || place + 1 == curve.size())
        return before.y;
    const CurvePoint &after = curve[place + 1];
    return before.y + (after.y - before.y) * (x - before.x) / (after.x - before.x);
}

std::vector<double> commonPlaces(const std::vector<std::vector<CurvePoint>> &curves)
{
    double from = curves.front().front().x;
    double to = curves.front().back().x;
    std::vector<double> all;
    for (const auto &curve : curves) {
        from = std::max(from, curve.front().x);
        to = std::min(to, curve.back().x);
        for (const CurvePoint &point : curve)
            all.push_back(point.x);
    }
    std::erase_if(all, [from, to](double x) { return x < from || x > to; });
    std::ranges::sort(all);
    const auto repeated = std::ranges::unique(all);
    all.erase(repeated.begin(), repeated.end());
    return all;
}

double meanOf(const std::vector<double> &values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Of two values at least.
std::pair<double, double> edgesOf(const std::vector<double> &values, double mean, SpreadBand band)
{
    if (band == SpreadBand::Extremes) {
        const auto [low, high] = std::ranges::minmax(values);
        return {low, high};
    }
    double length = 0;
    for (const double value : values)
        length = std::hypot(length, value - mean); // squares of large values would be none
    const double deviation = length / std::sqrt(static_cast<double>(values.size() - 1));
    return {mean - deviation, mean + deviation};
}

} // namespace

std::vector<std::vector<CurvePoint>> atCommonPlaces(std::span<const std::vector<CurvePoint>> curves)
{
    std::vector<std::vector<CurvePoint>> finite;
    for (const auto &curve : curves) {
        finite.push_back(finitePoints(curve));
        if (finite.back().empty())
            return {};
    }
    if (finite.empty())
        return {};
    const std::vector<double> places = commonPlaces(finite);
    std::vector<std::vector<CurvePoint>> common(finite.size());
    for (std::size_t i = 0; i < finite.size(); ++i) {
        std::size_t place = 0;
        for (const double x : places)
            common[i].push_back({x, valueAt(finite[i], x, place)});
    }
    return common;
}

Spread spreadOf(std::span<const std::vector<CurvePoint>> curves, SpreadBand band)
{
    const auto common = atCommonPlaces(curves);
    Spread spread;
    std::vector<double> values(common.size());
    for (std::size_t place = 0; !common.empty() && place < common.front().size(); ++place) {
        for (std::size_t i = 0; i < common.size(); ++i)
            values[i] = common[i][place].y;
        const double x = common.front()[place].x;
        const double mean = meanOf(values);
        spread.mean.push_back({x, mean});
        if (values.size() < 2)
            continue;
        const auto [low, high] = edgesOf(values, mean, band);
        spread.low.push_back({x, low});
        spread.high.push_back({x, high});
    }
    return spread;
}

std::vector<CurvePoint> difference(const std::vector<CurvePoint> &a,
                                   const std::vector<CurvePoint> &b)
{
    const std::vector<std::vector<CurvePoint>> both{a, b};
    auto common = atCommonPlaces(both);
    if (common.empty())
        return {};
    for (std::size_t i = 0; i < common[0].size(); ++i)
        common[0][i].y -= common[1][i].y;
    return std::move(common[0]);
}

double areaUnder(const std::vector<CurvePoint> &curve)
{
    const auto points = finitePoints(curve);
    double area = 0;
    for (std::size_t i = 1; i < points.size(); ++i)
        area += (points[i].x - points[i - 1].x) * (points[i].y + points[i - 1].y) / 2;
    return area;
}

} // namespace inceptoscope
