#include "curves/curveset.h"

#include "curves/curvecache.h"
#include "curves/curvetags.h"
#include "curves/curvetexts.h"
#include "curves/groupjoiner.h"
#include "curves/inparallel.h"
#include "curves/publishederrors.h"
#include "curves/smoothedblocks.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

bool riseAll(const std::vector<CurveSource> &sources)
{
    return !sources.empty() && std::ranges::all_of(sources, [](const CurveSource &source) {
        return source.unit == CurveUnit::AsLogged && isAccuracy(source.tag);
    });
}

/// All but its curves.
CurveSet emptySet(const CurveSelection &selection)
{
    const CurveChoice &choice = selection.choice;
    CurveSet set;
    set.metric = choice.metrics.size() == 1 ? choice.metrics.front().kind : CurveMetric::Tag;
    set.axis = selection.axis;
    set.timeUnit = selection.timeUnit;
    set.yTitle = selection.yTitle;
    set.isPercent = selection.isPercent;
    set.rises = riseAll(selection.sources);
    if (choice.references && !choice.metrics.empty())
        set.references = publishedErrors(choice.metrics.front().kind);
    set.withoutPlace = selection.withoutPlace;
    set.withoutCurve = selection.withoutCurve;
    set.band = choice.band;
    for (const CurveSource &source : selection.sources)
        set.sources.push_back(source.id.source);
    set.xTitle = axisTitle(set);
    return set;
}

CurveSeries seriesOf(const CurveSource &source, const PlacedCurve &placed)
{
    CurveSeries series;
    series.label = source.label;
    series.shade = source.shade;
    series.validation = source.validation;
    series.run = source.run;
    series.metric = source.metric;
    series.points = placed.curve;
    series.overwritten = placed.overwritten;
    series.notFinite = placed.notFinite;
    return series;
}

/// Those from one up to another; together, which is quicker.
void smooth(std::vector<CurveSeries> &all, const std::vector<PlacedCurve> &placed, double weight,
            std::size_t begin, std::size_t end)
{
    std::vector<Curve> curves;
    curves.reserve(end - begin);
    for (std::size_t i = begin; i < end; ++i)
        curves.push_back(placed[i].asLogged ? Curve() : placed[i].curve);
    std::vector<Curve> smoothed = Curve::smoothed(curves, weight);
    for (std::size_t i = begin; i < end; ++i) {
        all[i].points =
            placed[i].asLogged ? placed[i].smoothed(weight) : std::move(smoothed[i - begin]);
    }
}

/// Behind very many curves the values as logged would be one faint area, and are left out.
void smoothAll(std::vector<CurveSeries> &all, const std::vector<PlacedCurve> &placed, double weight)
{
    constexpr std::size_t mostWithRaw = 32;
    for (std::size_t i = 0; i < all.size() && all.size() <= mostWithRaw; ++i)
        all[i].raw = placed[i].curve;
    const std::size_t groups = (all.size() + smoothedAtOnce - 1) / smoothedAtOnce;
    inParallel(groups, [&](std::size_t group) {
        const std::size_t begin = group * smoothedAtOnce;
        smooth(all, placed, weight, begin, std::min(begin + smoothedAtOnce, all.size()));
    });
}

} // namespace

CurveSet curveSet(const CurveSelection &selection, CurveCache &cache)
{
    CurveSet set = emptySet(selection);
    const std::vector<PlacedCurve> placed = cache.curvesOf(selection);
    std::vector<CurveSeries> all;
    for (std::size_t i = 0; i < placed.size(); ++i)
        all.push_back(seriesOf(selection.sources[i], placed[i]));
    if (selection.choice.smoothing > 0)
        smoothAll(all, placed, selection.choice.smoothing);
    GroupJoiner joiner(selection.arrangement, selection.choice.band);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].points.empty())
            ++set.withoutPlace;
        else if (const auto group = selection.sources[i].group)
            joiner.add(*group, std::move(all[i]), set);
        else
            set.series.push_back(std::move(all[i]));
    }
    joiner.join(set);
    if (selection.scales.withoutOutliers) {
        inParallel(set.series.size(), [&](std::size_t i) {
            set.series[i].inner = withoutOutliers(set.series[i].points, selection.scales);
        });
    }
    return set;
}

CurveSet curveSet(const std::vector<RunLog> &runs, const RunArrangement &arrangement,
                  const std::vector<bool> &shown, const CurveChoice &choice)
{
    CurveCache cache;
    return curveSet(curveSelection(runs, arrangement, shown, choice), cache);
}

CurveSet curveSet(const std::vector<RunLog> &runs, const std::vector<bool> &shown,
                  const CurveChoice &choice)
{
    return curveSet(runs, arranged(runs), shown, choice);
}

CurveSet curveSet(const std::vector<RunLog> &runs, const QStringList &titles,
                  const CurveChoice &choice)
{
    const RunArrangement arrangement{titles, runShades(runs), {}, {}};
    return curveSet(runs, arrangement, std::vector<bool>(runs.size(), true), choice);
}

/// The index nearest to one that has a finite value, going one way; nothing where there is none.
static std::optional<std::size_t> finiteFrom(const Curve &curve, std::size_t index, bool upwards)
{
    while (index < curve.size() && !std::isfinite(curve.y(index)))
        index += upwards ? 1 : std::size_t(-1); // which goes below zero at the end
    return index < curve.size() ? std::optional(index) : std::nullopt;
}

/// The first finite place at `x` or behind it, and before it.
static std::optional<double> placeFrom(const Curve &curve, double x)
{
    const auto index = finiteFrom(curve, curve.firstFrom(x), true);
    return index ? std::optional(curve.x(*index)) : std::nullopt;
}

static std::optional<double> placeBefore(const Curve &curve, double x)
{
    const auto index = finiteFrom(curve, curve.firstFrom(x) - 1, false);
    return index ? std::optional(curve.x(*index)) : std::nullopt;
}

std::optional<double> nearestPlace(const CurveSet &curves, double x)
{
    std::optional<double> nearest;
    for (const CurveSeries &series : curves.series) {
        for (const auto place : {placeBefore(series.points, x), placeFrom(series.points, x)}) {
            const bool isNearer = place
                && (!nearest || std::abs(*place - x) < std::abs(*nearest - x)
                    || (*nearest - x == x - *place && *place < x)); // of two, the left one
            if (isNearer)
                nearest = place;
        }
    }
    return nearest;
}

std::optional<double> nextPlace(const CurveSet &curves, std::optional<double> x, bool toTheRight)
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double start = x.value_or(toTheRight ? -infinity : infinity);
    const double behind = toTheRight && x ? std::nextafter(start, infinity) : start;
    std::optional<double> next;
    for (const CurveSeries &series : curves.series) {
        const auto place =
            toTheRight ? placeFrom(series.points, behind) : placeBefore(series.points, behind);
        if (place && (!next || (toTheRight ? *place < *next : *place > *next)))
            next = place;
    }
    return next;
}

/// The last one there or before, or nothing beyond the curve's ends.
static std::optional<CurvePoint> pointAt(const Curve &curve, double x, bool exactly)
{
    const std::size_t above =
        curve.firstFrom(std::nextafter(x, std::numeric_limits<double>::infinity()));
    if (above == 0 || (above == curve.size() && curve.x(above - 1) < x))
        return std::nullopt;
    const CurvePoint point = curve[above - 1];
    const bool isThere = !exactly || point.x == x;
    return isThere && std::isfinite(point.y) ? std::optional(point) : std::nullopt;
}

std::vector<std::optional<CurvePoint>> pointsAt(const CurveSet &curves, double x)
{
    std::vector<std::optional<CurvePoint>> points;
    points.reserve(curves.series.size());
    for (const CurveSeries &series : curves.series)
        points.push_back(pointAt(series.points, x, curves.axis == CurveAxis::Epoch));
    return points;
}

} // namespace inceptoscope
