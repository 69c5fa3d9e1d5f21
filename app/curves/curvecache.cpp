#include "curves/curvecache.h"

#include "curves/inparallel.h"
#include "curves/smoothing.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace inceptoscope {

namespace {

double divisorOf(TimeUnit unit)
{
    constexpr double seconds = 60;
    switch (unit) {
    case TimeUnit::Seconds:
        return 1;
    case TimeUnit::Minutes:
        return seconds;
    case TimeUnit::Hours:
        break;
    }
    return seconds * seconds;
}

/// The axis as curvePoints has it: relative time counts from the start of the run.
CurveAxis columnOf(CurveAxis axis)
{
    return axis == CurveAxis::Relative ? CurveAxis::Wall : axis;
}

void putOnAxis(std::vector<double> &places, const CurveSource &source,
               const CurveSelection &selection)
{
    if (selection.axis != CurveAxis::Relative)
        return;
    const double divisor = divisorOf(selection.timeUnit);
    for (double &place : places)
        place = (place - source.start) / divisor;
}

PlacedValues fromLeftToRight(const PlacedValues &placed)
{
    std::vector<std::size_t> order(placed.x.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, {}, [&placed](std::size_t i) { return placed.x[i]; });
    PlacedValues sorted;
    for (const std::size_t i : order) {
        sorted.x.push_back(placed.x[i]);
        sorted.y.push_back(placed.y[i]);
    }
    return sorted;
}

/// The places of values that are not finite, of many some.
std::vector<double> placesNotFinite(const Series &series, const PlacedValues &placed)
{
    constexpr double mostPlaces = 1000;
    std::vector<double> places;
    if (series.nonFinite() == 0)
        return places;
    const double apart = (placed.x.back() - placed.x.front()) / mostPlaces;
    for (std::size_t i = 0; i < placed.x.size(); ++i) {
        if (!std::isfinite(placed.y[i]) && (places.empty() || placed.x[i] > places.back() + apart))
            places.push_back(placed.x[i]);
    }
    return places;
}

/// What was overwritten, too; nothing where nobody asks for its unit.
std::vector<double> loggedValues(const CurveSource &source)
{
    if (source.unit == CurveUnit::AsLogged)
        return {};
    const Column &values = source.series.values();
    std::vector<double> all(values.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = values[i];
    return all;
}

bool isSame(const Series &a, const Series &b)
{
    return a.values().shares(b.values()) && a.steps().shares(b.steps())
        && a.epochs().shares(b.epochs()) && a.walls().shares(b.walls())
        && a.overwritten() == b.overwritten();
}

} // namespace

Curve PlacedCurve::smoothed(double weight) const
{
    if (!asLogged)
        return curve.smoothed(weight);
    PlacedValues placed =
        fromLeftToRight({asLogged->x, inceptoscope::smoothed(std::span(asLogged->y), weight)});
    return {std::move(placed.x), std::move(placed.y)};
}

PlacedCurve placedCurve(const CurveSource &source, const CurveSelection &selection)
{
    PlacedCurve placedCurve;
    const CurveAxis axis = columnOf(selection.axis);
    PlacedValues placed = placedValues(source.series, axis);
    if (placed.x.empty())
        return placedCurve;
    putOnAxis(placed.x, source, selection);
    const std::vector<double> all = loggedValues(source);
    putInUnit(placed.y, source.unit, all);
    if (!std::ranges::is_sorted(placed.x)) { // some logs have epochs that go back as steps go on
        placedCurve.asLogged = std::make_shared<const PlacedValues>(std::move(placed));
        placed = fromLeftToRight(*placedCurve.asLogged);
    }
    placedCurve.notFinite = placesNotFinite(source.series, placed);
    placedCurve.curve = Curve(std::move(placed.x), std::move(placed.y));
    for (PlacedValues &piece : overwrittenValues(source.series, axis)) {
        putOnAxis(piece.x, source, selection);
        putInUnit(piece.y, source.unit, all);
        placedCurve.overwritten.emplace_back(std::move(piece.x), std::move(piece.y));
    }
    return placedCurve;
}

std::vector<PlacedCurve> CurveCache::curvesOf(const CurveSelection &selection)
{
    const auto &sources = selection.sources;
    std::vector<Entry> entries(sources.size());
    std::vector<std::size_t> missing;
    const auto keyOf = [&selection](const CurveSource &source) {
        return Key{source.id, source.tag, source.unit, selection.axis, selection.timeUnit};
    };
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const auto known = m_entries.find(keyOf(sources[i]));
        if (known != m_entries.end() && isSame(known->second.series, sources[i].series)
            && known->second.start == sources[i].start)
            entries[i] = std::move(known->second);
        else
            missing.push_back(i);
    }
    m_entries.clear();
    inParallel(missing.size(), [&](std::size_t i) {
        const CurveSource &source = sources[missing[i]];
        entries[missing[i]] = {source.series, source.start, placedCurve(source, selection)};
    });
    std::vector<PlacedCurve> curves;
    curves.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        curves.push_back(entries[i].curve);
        m_entries.insert_or_assign(keyOf(sources[i]), std::move(entries[i]));
    }
    return curves;
}

} // namespace inceptoscope
