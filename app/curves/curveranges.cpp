#include "curves/curveranges.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inceptoscope {

namespace {

struct PlaneEnds
{
    Bounds x;
    Bounds y;
};

bool isSeen(const CurvePoint &point, const CurveScales &scales)
{
    return std::isfinite(point.y) && (!scales.yLogarithmic || point.y > 0)
        && (!scales.xLogarithmic || point.x > 0);
}

/// The ends of what has a place there: of a curve most points do, at the left and at the right.
void addPlaces(Bounds &ends, const Curve &curve, const CurveScales &scales)
{
    for (std::size_t i = 0; i < curve.size(); ++i) {
        if (isSeen(curve[i], scales)) {
            ends.add(curve.x(i));
            break;
        }
    }
    for (std::size_t i = curve.size(); i > 0; --i) {
        if (isSeen(curve[i - 1], scales)) {
            ends.add(curve.x(i - 1));
            break;
        }
    }
}

Bounds valuesSeen(const Curve &curve, const CurveScales &scales)
{
    const std::size_t first =
        scales.xLogarithmic ? curve.firstFrom(std::numeric_limits<double>::denorm_min()) : 0;
    Bounds values = curve.bounds(first, curve.size());
    if (scales.yLogarithmic && values.lowest <= 0) {
        values.lowest = curve.lowestPositive();
        if (values.isEmpty())
            return {};
    }
    return values;
}

void addCurve(PlaneEnds &ends, const Curve &curve, const CurveScales &scales)
{
    const Bounds values = valuesSeen(curve, scales);
    if (values.isEmpty())
        return;
    addPlaces(ends.x, curve, scales);
    ends.y.add(values);
}

/// Where nothing has a finite value, its marks are seen all the same.
void addAllPlaces(Bounds &ends, const CurveSet &curves, const CurveScales &scales)
{
    for (const CurveSeries &series : curves.series) {
        const Curve &curve = series.points;
        const std::size_t first =
            scales.xLogarithmic ? curve.firstFrom(std::numeric_limits<double>::denorm_min()) : 0;
        if (first < curve.size()) {
            ends.add(curve.x(first));
            ends.add(curve.x(curve.size() - 1));
        }
    }
}

PlaneEnds endsOf(const CurveSet &curves, const CurveScales &scales)
{
    PlaneEnds ends;
    for (const CurveSeries &series : curves.series) {
        if (scales.withoutOutliers) {
            addPlaces(ends.x, series.points, scales);
            ends.y.add(series.inner ? *series.inner : withoutOutliers(series.points, scales));
            continue;
        }
        for (const Curve *curve : {&series.points, &series.raw, &series.low, &series.high})
            addCurve(ends, *curve, scales);
    }
    if (ends.x.isEmpty())
        addAllPlaces(ends.x, curves, scales);
    for (const ReferenceLine &line : curves.references)
        ends.y.add(line.value);
    return ends;
}

void widenBy(Bounds &ends, double factor)
{
    ends = {ends.lowest / factor, ends.highest * factor};
}

Bounds xRange(Bounds x, const CurveSet &curves, bool logarithmic)
{
    if (logarithmic) {
        widenBy(x, std::max(std::pow(x.highest / x.lowest, 0.02), 1.05));
        return x;
    }
    const bool counts = curves.axis == CurveAxis::Step || curves.axis == CurveAxis::Epoch;
    const double least = counts || x.highest <= x.lowest ? 0.5 : 0.0; // of an epoch
    const double beside = std::max(0.02 * (x.highest - x.lowest), least);
    return {x.lowest - beside, x.highest + beside};
}

Bounds yRange(Bounds y, bool logarithmic)
{
    if (logarithmic) {
        widenBy(y, std::max(std::pow(y.highest / y.lowest, 0.05), 1.1));
        return y;
    }
    const double flat = y.highest > 0 ? 0.1 * y.highest : 1.0;
    const double above = y.highest > y.lowest ? 0.05 * (y.highest - y.lowest) : flat;
    return {y.lowest - above, y.highest + above};
}

} // namespace

/// As TensorBoard has it: the values at a share of the way, by nearest rank.
Bounds withoutOutliers(const Curve &curve, const CurveScales &scales)
{
    constexpr double share = 0.05;
    std::vector<double> values;
    values.reserve(curve.size());
    const std::vector<double> all = curve.values();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (isSeen({curve.x(i), all[i]}, scales))
            values.push_back(all[i]);
    }
    Bounds ends;
    if (values.empty())
        return ends;
    const auto last = values.size() - 1;
    for (const double place : {share, 1 - share}) {
        const auto rank =
            values.begin() + std::ptrdiff_t(std::lround(place * static_cast<double>(last)));
        std::ranges::nth_element(values, rank);
        ends.add(*rank);
    }
    return ends;
}

CurveRanges fittedRanges(const CurveSet &curves, const CurveScales &scales)
{
    const auto ends = endsOf(curves, scales);
    const bool isEmpty = ends.x.isEmpty();
    const double least = scales.xLogarithmic ? 1.0 : 0.0;
    const Bounds x = isEmpty ? Bounds{least, scales.xLogarithmic ? 10.0 : 1.0}
                             : xRange(ends.x, curves, scales.xLogarithmic);
    const Bounds y = isEmpty || ends.y.isEmpty() ? Bounds{scales.yLogarithmic ? 1.0 : 0.0, 100}
                                                 : yRange(ends.y, scales.yLogarithmic);
    return {x.lowest, x.highest, y.lowest, y.highest};
}

std::size_t curvesBelowLogarithms(const CurveSet &curves, const CurveScales &scales)
{
    if (!scales.xLogarithmic && !scales.yLogarithmic)
        return 0;
    return static_cast<std::size_t>(
        std::ranges::count_if(curves.series, [&scales](const CurveSeries &series) {
            const Curve &curve = series.points;
            return !curve.bounds().isEmpty() && valuesSeen(curve, scales).isEmpty();
        }));
}

/// Powers of ten that lie some apart, so that there are not too many.
static std::vector<double> powersOfTen(int first, int last)
{
    constexpr int most = 10;
    const int apart = (last - first) / most + 1;
    std::vector<double> powers;
    for (int power = first; power <= last; ++power) {
        if (power % apart == 0)
            powers.push_back(std::pow(10.0, power));
    }
    return powers;
}

std::vector<double> logarithmicTicks(double from, double to)
{
    constexpr int mostWithDigits = 5; // powers of ten
    std::vector<double> ticks;
    if (!(from > 0) || !(to > from) || !std::isfinite(to))
        return ticks;
    const std::vector<int> few{1, 2, 5};
    const std::vector<int> all{1, 2, 3, 4, 5, 6, 7, 8, 9};
    const int first = static_cast<int>(std::floor(std::log10(from)));
    const int last = static_cast<int>(std::floor(std::log10(to)));
    if (last - first > mostWithDigits)
        return powersOfTen(static_cast<int>(std::ceil(std::log10(from))), last);
    for (int power = first; power <= last; ++power) {
        for (const int digit : to < 10 * from ? all : few) {
            // Divided where that is exact: 0.6, not 0.6000000000000001.
            const double tick =
                power < 0 ? digit / std::pow(10.0, -power) : digit * std::pow(10.0, power);
            if (tick >= from && tick <= to)
                ticks.push_back(tick);
        }
    }
    return ticks;
}

} // namespace inceptoscope
