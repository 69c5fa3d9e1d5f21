#include "curves/spread.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

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

} // namespace

Spread spreadOf(std::span<const std::vector<CurvePoint>> curves)
{
    std::vector<std::vector<CurvePoint>> finite;
    for (const auto &curve : curves) {
        finite.push_back(finitePoints(curve));
        if (finite.back().empty())
            return {};
    }
    Spread spread;
    if (finite.empty())
        return spread;
    std::vector<std::size_t> places(finite.size(), 0);
    for (const double x : commonPlaces(finite)) {
        double sum = 0;
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        for (std::size_t i = 0; i < finite.size(); ++i) {
            const double value = valueAt(finite[i], x, places[i]);
            sum += value;
            low = std::min(low, value);
            high = std::max(high, value);
        }
        spread.mean.push_back({x, sum / static_cast<double>(finite.size())});
        spread.low.push_back({x, low});
        spread.high.push_back({x, high});
    }
    return spread;
}

} // namespace inceptoscope
