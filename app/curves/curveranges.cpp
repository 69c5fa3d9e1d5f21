#include "curves/curveranges.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inceptoscope {

namespace {

/// The ends of what was put in.
struct Ends
{
    double from = std::numeric_limits<double>::infinity();
    double to = -std::numeric_limits<double>::infinity();

    void add(double value)
    {
        from = std::min(from, value);
        to = std::max(to, value);
    }
    bool isEmpty() const { return from > to; }
};

struct PlaneEnds
{
    Ends x;
    Ends y;
};

bool isSeen(const CurvePoint &point, const CurveScales &scales)
{
    return std::isfinite(point.y) && (!scales.yLogarithmic || point.y > 0)
        && (!scales.xLogarithmic || point.x > 0);
}

/// As TensorBoard has it: the values at a share of the way, by nearest rank.
Ends withoutOutliers(std::vector<double> values)
{
    constexpr double share = 0.05;
    Ends ends;
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

void addCurve(PlaneEnds &ends, const std::vector<CurvePoint> &points, const CurveScales &scales)
{
    std::vector<double> values;
    for (const CurvePoint &point : points) {
        if (!isSeen(point, scales))
            continue;
        ends.x.add(point.x);
        if (scales.withoutOutliers)
            values.push_back(point.y);
        else
            ends.y.add(point.y);
    }
    if (const Ends inner = withoutOutliers(std::move(values)); !inner.isEmpty()) {
        ends.y.add(inner.from);
        ends.y.add(inner.to);
    }
}

PlaneEnds endsOf(const CurveSet &curves, const CurveScales &scales)
{
    PlaneEnds ends;
    for (const CurveSeries &series : curves.series) {
        addCurve(ends, series.points, scales);
        if (scales.withoutOutliers)
            continue;
        for (const auto *points : {&series.raw, &series.low, &series.high})
            addCurve(ends, *points, scales);
    }
    if (ends.x.isEmpty())
        return ends;
    for (const ReferenceLine &line : curves.references)
        ends.y.add(line.value);
    return ends;
}

void widenBy(Ends &ends, double factor)
{
    ends = {ends.from / factor, ends.to * factor};
}

Ends xRange(Ends x, const CurveSet &curves, bool logarithmic)
{
    if (logarithmic) {
        widenBy(x, std::max(std::pow(x.to / x.from, 0.02), 1.05));
        return x;
    }
    const bool counts = curves.axis == CurveAxis::Step || curves.axis == CurveAxis::Epoch;
    const double least = counts || x.to <= x.from ? 0.5 : 0.0; // of an epoch
    const double beside = std::max(0.02 * (x.to - x.from), least);
    return {x.from - beside, x.to + beside};
}

Ends yRange(Ends y, bool logarithmic)
{
    if (logarithmic) {
        widenBy(y, std::max(std::pow(y.to / y.from, 0.05), 1.1));
        return y;
    }
    const double flat = y.to > 0 ? 0.1 * y.to : 1.0;
    const double above = y.to > y.from ? 0.05 * (y.to - y.from) : flat;
    return {y.from - above, y.to + above};
}

} // namespace

CurveRanges fittedRanges(const CurveSet &curves, const CurveScales &scales)
{
    const auto ends = endsOf(curves, scales);
    if (ends.x.isEmpty())
        return {scales.xLogarithmic ? 1.0 : 0.0, scales.xLogarithmic ? 10.0 : 1.0,
                scales.yLogarithmic ? 1.0 : 0.0, 100};
    const Ends x = xRange(ends.x, curves, scales.xLogarithmic);
    const Ends y = yRange(ends.y, scales.yLogarithmic);
    return {x.from, x.to, y.from, y.to};
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
