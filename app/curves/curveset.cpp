#include "curves/curveset.h"

#include "curves/curvetags.h"
#include "curves/curvetexts.h"
#include "curves/publishederrors.h"
#include "curves/seedjoiner.h"
#include "curves/smoothing.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

namespace inceptoscope {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CurveSet", text);
}

std::string tagOf(CurveMetric metric, bool validation)
{
    const std::string prefix = validation ? "val_" : "train_";
    switch (metric) {
    case CurveMetric::TopOneError:
        return prefix + "top1_error";
    case CurveMetric::TopFiveError:
        return prefix + "top5_error";
    case CurveMetric::Loss:
        return prefix + "loss";
    case CurveMetric::Tag:
        break;
    }
    return {};
}

bool showsError(const CurveChoice &choice)
{
    return choice.metric == CurveMetric::Tag && choice.accuracyAsError && isAccuracy(choice.tag);
}

QString yTitle(const CurveChoice &choice)
{
    switch (choice.metric) {
    case CurveMetric::TopOneError:
        return tr("top-1 error (%)");
    case CurveMetric::TopFiveError:
        return tr("top-5 error (%)");
    case CurveMetric::Loss:
        return tr("loss");
    case CurveMetric::Tag:
        break;
    }
    return showsError(choice) ? tr("error by %1 (%)").arg(tagText(choice.tag))
                              : tagText(choice.tag);
}

/// Accuracies are fractions, or percent where one is above 1.
std::vector<CurvePoint> errors(std::vector<CurvePoint> accuracies)
{
    const bool isPercent = std::ranges::any_of(
        accuracies, [](const CurvePoint &point) { return std::isfinite(point.y) && point.y > 1; });
    for (CurvePoint &point : accuracies)
        point.y = 100 - (isPercent ? point.y : 100 * point.y);
    return accuracies;
}

std::vector<CurvePoint> inUnit(std::vector<CurvePoint> points, const CurveChoice &choice)
{
    if (choice.metric == CurveMetric::TopOneError || choice.metric == CurveMetric::TopFiveError) {
        for (CurvePoint &point : points)
            point.y *= 100;
    }
    return showsError(choice) ? errors(std::move(points)) : points;
}

std::vector<CurvePoint> smoothedPoints(std::vector<CurvePoint> points, double weight)
{
    std::vector<double> values;
    values.reserve(points.size());
    for (const CurvePoint &point : points)
        values.push_back(point.y);
    values = smoothed(values, weight);
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i].y = values[i];
    return points;
}

/// What a run logged of the choice.
struct ChosenSeries
{
    std::size_t run;
    bool validation;
    const Series *series;
};

std::vector<ChosenSeries> chosenSeries(const std::vector<RunLog> &runs,
                                       const std::vector<bool> &shown, const CurveChoice &choice)
{
    std::vector<ChosenSeries> chosen;
    const auto choose = [&](std::size_t run, bool validation, const std::string &tag) {
        const auto found = runs[run].series.find(tag);
        if (found != runs[run].series.end() && !found->second.empty())
            chosen.push_back({run, validation, &found->second});
    };
    for (std::size_t run = 0; run < runs.size(); ++run) {
        if (!shown[run])
            continue;
        if (choice.metric == CurveMetric::Tag) {
            choose(run, true, choice.tag);
            continue;
        }
        if (choice.validation)
            choose(run, true, tagOf(choice.metric, true));
        if (choice.training)
            choose(run, false, tagOf(choice.metric, false));
    }
    return chosen;
}

/// Epochs and steps do not go on one axis.
CurveAxis axisOf(const std::vector<ChosenSeries> &chosen, const CurveChoice &choice)
{
    if (choice.axis)
        return *choice.axis;
    const bool knowEpochs = std::ranges::all_of(
        chosen, [](const ChosenSeries &each) { return !each.series->epochs().empty(); });
    return knowEpochs ? CurveAxis::Epoch : CurveAxis::Step;
}

bool knowsPlace(const RunLog &run, const Series &series, CurveAxis axis)
{
    switch (axis) {
    case CurveAxis::Step:
        break;
    case CurveAxis::Epoch:
        return !series.epochs().empty();
    case CurveAxis::Relative:
        return !series.walls().empty();
    case CurveAxis::Wall:
        return !series.walls().empty() && run.absoluteTime;
    }
    return true;
}

/// When the run began, as far as its log tells.
double startOf(const RunLog &run)
{
    if (!run.absoluteTime)
        return 0;
    double start = std::numeric_limits<double>::infinity();
    for (const auto &[tag, series] : run.series) {
        if (!series.walls().empty())
            start = std::fmin(start, series.walls().front()); // which may not be known
    }
    return std::isfinite(start) ? start : 0;
}

std::vector<CurvePoint> placedPoints(const RunLog &run, const Series &series, CurveAxis axis)
{
    if (axis != CurveAxis::Relative)
        return curvePoints(series, axis);
    auto points = curvePoints(series, CurveAxis::Wall);
    const double start = startOf(run);
    for (CurvePoint &point : points)
        point.x -= start;
    return points;
}

/// Some logs have epochs that go back while steps go on. Smoothed curves are so only now: it is
/// the log's order that counts.
void sortFromLeftToRight(CurveSeries &series)
{
    for (auto *points : {&series.points, &series.raw}) {
        if (!std::ranges::is_sorted(*points, {}, &CurvePoint::x))
            std::ranges::stable_sort(*points, {}, &CurvePoint::x);
    }
}

/// So that the longest curve has a number of some digits.
void chooseTimeUnit(CurveSet &set)
{
    constexpr double seconds = 60;
    constexpr double longestInUnit = 3 * 60; // minutes, and seconds
    double last = 0;
    for (const CurveSeries &series : set.series)
        last = std::max(last, series.points.back().x);
    double divisor = 1;
    if (last > longestInUnit) {
        const bool isLong = last > longestInUnit * seconds;
        set.timeUnit = isLong ? TimeUnit::Hours : TimeUnit::Minutes;
        divisor = isLong ? seconds * seconds : seconds;
    }
    for (CurveSeries &series : set.series) {
        for (auto *points : {&series.points, &series.raw, &series.low, &series.high}) {
            for (CurvePoint &point : *points)
                point.x /= divisor;
        }
    }
}

QString labelOf(const QString &title, bool validation, CurveMetric metric)
{
    if (metric == CurveMetric::Tag)
        return title;
    return (validation ? tr("%1, validation") : tr("%1, training")).arg(title);
}

CurveSeries seriesOf(std::vector<CurvePoint> points, const CurveChoice &choice)
{
    CurveSeries series;
    series.points = std::move(points);
    if (choice.smoothing > 0) {
        series.raw = series.points;
        series.points = smoothedPoints(series.raw, choice.smoothing);
    }
    sortFromLeftToRight(series);
    return series;
}

} // namespace

/// The group of each run that has one, with others that are shown.
static std::vector<std::optional<std::size_t>> groupsOf(const RunArrangement &arrangement,
                                                        const std::vector<bool> &shown)
{
    std::vector<std::optional<std::size_t>> groups(shown.size());
    for (std::size_t group = 0; group < arrangement.seeds.size(); ++group) {
        const auto &runs = arrangement.seeds[group];
        if (std::ranges::count_if(runs, [&](std::size_t run) { return shown[run]; }) < 2)
            continue;
        for (const std::size_t run : runs)
            groups[run] = group;
    }
    return groups;
}

CurveSet curveSet(const std::vector<RunLog> &runs, const RunArrangement &arrangement,
                  const std::vector<bool> &shown, const CurveChoice &choice)
{
    const auto chosen = chosenSeries(runs, shown, choice);
    CurveSet set;
    set.metric = choice.metric;
    set.axis = axisOf(chosen, choice);
    set.yTitle = yTitle(choice);
    set.isPercent = choice.metric == CurveMetric::TopOneError
        || choice.metric == CurveMetric::TopFiveError || showsError(choice);
    if (choice.references)
        set.references = publishedErrors(choice.metric);
    const auto groups = choice.joinsSeeds ? groupsOf(arrangement, shown)
                                          : std::vector<std::optional<std::size_t>>(runs.size());
    SeedJoiner joiner(arrangement);
    for (const ChosenSeries &each : chosen) {
        auto points = knowsPlace(runs[each.run], *each.series, set.axis)
            ? placedPoints(runs[each.run], *each.series, set.axis)
            : std::vector<CurvePoint>();
        if (points.empty()) {
            ++set.withoutPlace;
            continue;
        }
        CurveSeries series = seriesOf(inUnit(std::move(points), choice), choice);
        series.label =
            labelOf(arrangement.titles[qsizetype(each.run)], each.validation, choice.metric);
        series.shade = arrangement.shades[each.run];
        series.validation = each.validation;
        series.run = each.run;
        if (groups[each.run])
            joiner.add(*groups[each.run], std::move(series), set);
        else
            set.series.push_back(std::move(series));
    }
    joiner.join(set);
    if (set.axis == CurveAxis::Relative)
        chooseTimeUnit(set);
    set.xTitle = axisTitle(set);
    return set;
}

CurveSet curveSet(const std::vector<RunLog> &runs, const std::vector<bool> &shown,
                  const CurveChoice &choice)
{
    return curveSet(runs, arranged(runs), shown, choice);
}

CurveSet curveSet(const std::vector<RunLog> &runs, const QStringList &titles,
                  const CurveChoice &choice)
{
    const RunArrangement arrangement{titles, runShades(runs), {}, {}, {}};
    return curveSet(runs, arrangement, std::vector<bool>(runs.size(), true), choice);
}

std::vector<double> epochsOf(const CurveSet &curves)
{
    std::vector<double> epochs;
    for (const CurveSeries &series : curves.series) {
        for (const CurvePoint &point : series.points) {
            if (std::isfinite(point.y))
                epochs.push_back(point.x);
        }
    }
    std::ranges::sort(epochs);
    const auto repeated = std::ranges::unique(epochs);
    epochs.erase(repeated.begin(), repeated.end());
    return epochs;
}

std::optional<double> nearestEpoch(std::span<const double> epochs, double x)
{
    if (epochs.empty())
        return std::nullopt;
    const auto above = std::ranges::lower_bound(epochs, x);
    if (above == epochs.begin())
        return *above;
    const auto below = std::prev(above);
    return above == epochs.end() || x - *below <= *above - x ? *below : *above;
}

/// The last one there or before, or nothing beyond the curve's ends.
static std::optional<CurvePoint> pointAt(const std::vector<CurvePoint> &points, double x,
                                         bool exactly)
{
    const auto above = std::ranges::upper_bound(points, x, {}, &CurvePoint::x);
    if (above == points.begin() || (above == points.end() && points.back().x < x))
        return std::nullopt;
    const CurvePoint point = *std::prev(above);
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
