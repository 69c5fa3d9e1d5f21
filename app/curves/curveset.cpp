#include "curves/curveset.h"

#include "curves/curvetags.h"
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

QString axisTitle(const CurveChoice &choice)
{
    switch (choice.metric) {
    case CurveMetric::TopOneError:
        return tr("top-1 error (%)");
    case CurveMetric::TopFiveError:
        return tr("top-5 error (%)");
    case CurveMetric::Loss:
        return tr("loss");
    case CurveMetric::Tag:
        return tagText(choice.tag);
    }
    return {};
}

std::vector<CurvePoint> inUnit(std::vector<CurvePoint> points, CurveMetric metric)
{
    if (metric == CurveMetric::TopOneError || metric == CurveMetric::TopFiveError) {
        for (CurvePoint &point : points)
            point.y *= 100;
    }
    return points;
}

std::vector<CurvePoint> smoothedPoints(std::vector<CurvePoint> points, double weight)
{
    std::vector<double> values;
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
CurveAxis axisOf(const std::vector<ChosenSeries> &chosen)
{
    const bool knowEpochs = std::ranges::all_of(
        chosen, [](const ChosenSeries &each) { return !each.series->epochs().empty(); });
    return knowEpochs ? CurveAxis::Epoch : CurveAxis::Step;
}

/// Some logs have epochs that go back while steps go on.
std::vector<CurvePoint> fromLeftToRight(std::vector<CurvePoint> points)
{
    if (!std::ranges::is_sorted(points, {}, &CurvePoint::x))
        std::ranges::stable_sort(points, {}, &CurvePoint::x);
    return points;
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
    series.points = inUnit(std::move(points), choice.metric);
    if (choice.smoothing > 0) {
        series.raw = series.points;
        series.points = smoothedPoints(series.raw, choice.smoothing);
    }
    return series;
}

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

PlaneEnds endsOf(const CurveSet &curves, bool logarithmic)
{
    PlaneEnds ends;
    for (const CurveSeries &series : curves.series) {
        for (const auto *points : {&series.points, &series.raw}) {
            for (const CurvePoint &point : *points) {
                if (!std::isfinite(point.y) || (logarithmic && point.y <= 0))
                    continue;
                ends.x.add(point.x);
                ends.y.add(point.y);
            }
        }
    }
    return ends;
}

} // namespace

static CurveSet curveSetOf(const std::vector<RunLog> &runs, const QStringList &titles,
                           const std::vector<bool> &shown, const CurveChoice &choice)
{
    const auto chosen = chosenSeries(runs, shown, choice);
    const CurveAxis axis = axisOf(chosen);
    CurveSet set{choice.metric,
                 axis == CurveAxis::Epoch ? tr("epoch") : tr("step"),
                 axisTitle(choice),
                 {},
                 axis};
    const auto shades = runShades(runs);
    for (const ChosenSeries &each : chosen) {
        auto points = fromLeftToRight(curvePoints(*each.series, axis));
        if (points.empty())
            continue;
        CurveSeries series = seriesOf(std::move(points), choice);
        series.label = labelOf(titles[qsizetype(each.run)], each.validation, choice.metric);
        series.shade = shades[each.run];
        series.validation = each.validation;
        set.series.push_back(std::move(series));
    }
    return set;
}

CurveSet curveSet(const std::vector<RunLog> &runs, const std::vector<bool> &shown,
                  const CurveChoice &choice)
{
    return curveSetOf(runs, runTitles(runs), shown, choice);
}

CurveSet curveSet(const std::vector<RunLog> &runs, const QStringList &titles,
                  const CurveChoice &choice)
{
    return curveSetOf(runs, titles, std::vector<bool>(runs.size(), true), choice);
}

CurveRanges fittedRanges(const CurveSet &curves, bool logarithmic)
{
    const auto [x, y] = endsOf(curves, logarithmic);
    if (x.isEmpty())
        return logarithmic ? CurveRanges{0, 1, 1, 100} : CurveRanges{0, 1, 0, 100};
    CurveRanges ranges;
    const double beside = std::max(0.02 * (x.to - x.from), 0.5);
    ranges.xFrom = x.from - beside;
    ranges.xTo = x.to + beside;
    if (logarithmic) {
        const double factor = std::max(std::pow(y.to / y.from, 0.05), 1.1);
        ranges.yFrom = y.from / factor;
        ranges.yTo = y.to * factor;
        return ranges;
    }
    const double flat = y.to > 0 ? 0.1 * y.to : 1.0;
    const double above = y.to > y.from ? 0.05 * (y.to - y.from) : flat;
    ranges.yFrom = y.from - above;
    ranges.yTo = y.to + above;
    return ranges;
}

std::vector<double> logarithmicTicks(double from, double to)
{
    std::vector<double> ticks;
    if (!(from > 0) || !(to > from) || !std::isfinite(to))
        return ticks;
    const std::vector<int> few{1, 2, 5};
    const std::vector<int> all{1, 2, 3, 4, 5, 6, 7, 8, 9};
    const int last = static_cast<int>(std::floor(std::log10(to)));
    for (int power = static_cast<int>(std::floor(std::log10(from))); power <= last; ++power) {
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

std::vector<std::optional<double>> valuesAt(const CurveSet &curves, double epoch)
{
    std::vector<std::optional<double>> values;
    for (const CurveSeries &series : curves.series) {
        const auto found = std::ranges::lower_bound(series.points, epoch, {}, &CurvePoint::x);
        const bool has = found != series.points.end() && found->x == epoch;
        values.push_back(has && std::isfinite(found->y) ? std::optional(found->y) : std::nullopt);
    }
    return values;
}

QString curveValueText(CurveMetric metric, double value)
{
    switch (metric) {
    case CurveMetric::TopOneError:
    case CurveMetric::TopFiveError:
        return tr("%1 %").arg(QString::number(value, 'f', 1));
    case CurveMetric::Loss:
        return QString::number(value, 'f', 3);
    case CurveMetric::Tag:
        break;
    }
    return QString::number(value, 'g', 6);
}

QString epochText(double epoch)
{
    return QString::number(epoch, 'g', 6);
}

QString placeText(CurveAxis axis, double x)
{
    constexpr int digits = 15; // of whole steps
    return axis == CurveAxis::Epoch ? tr("Epoch %1").arg(epochText(x))
                                    : tr("Step %1").arg(QString::number(x, 'g', digits));
}

} // namespace inceptoscope
