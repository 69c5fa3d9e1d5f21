#include "curves/curveselection.h"

#include "curves/chosenseries.h"
#include "curves/metricshades.h"
#include "curves/metrictitles.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inceptoscope {

namespace {

/// Epochs and steps do not go on one axis.
CurveAxis axisOf(const std::vector<ChosenSeries> &chosen, const CurveChoice &choice)
{
    if (choice.axis)
        return *choice.axis;
    const bool knowEpochs = std::ranges::all_of(
        chosen, [](const ChosenSeries &each) { return !each.measured.series->epochs().empty(); });
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

/// The group of each run that has one, with others that are shown.
std::vector<std::optional<std::size_t>> groupsOf(const RunArrangement &arrangement,
                                                 const std::vector<bool> &shown)
{
    std::vector<std::optional<std::size_t>> groups(shown.size());
    for (std::size_t group = 0; group < arrangement.groups.size(); ++group) {
        const auto &runs = arrangement.groups[group].runs;
        if (std::ranges::count_if(runs, [&](std::size_t run) { return shown[run]; }) < 2)
            continue;
        for (const std::size_t run : runs)
            groups[run] = group;
    }
    return groups;
}

/// The last time that is known.
double lastTime(const CurveSource &source)
{
    const Column &walls = source.series.walls();
    for (std::size_t i = walls.size(); i > 0; --i) {
        if (!std::isnan(walls[i - 1]))
            return walls[i - 1] - source.start;
    }
    return 0;
}

TimeUnit timeUnitOf(const std::vector<CurveSource> &sources)
{
    constexpr double seconds = 60;
    constexpr double longestInUnit = 3 * 60; // minutes, and seconds
    double last = 0;
    for (const CurveSource &source : sources)
        last = std::max(last, lastTime(source));
    if (last <= longestInUnit)
        return TimeUnit::Seconds;
    return last > longestInUnit * seconds ? TimeUnit::Hours : TimeUnit::Minutes;
}

} // namespace

bool hasCurves(const std::vector<RunLog> &runs, const CurveChoice &choice)
{
    std::vector<ChosenSeries> chosen = chosenSeries(runs, choice);
    std::erase_if(chosen, [](const ChosenSeries &each) { return !each.isWanted; });
    const CurveAxis axis = axisOf(chosen, choice);
    return std::ranges::any_of(chosen, [&](const ChosenSeries &each) {
        return knowsPlace(runs[each.run], *each.measured.series, axis);
    });
}

CurveSelection curveSelection(const std::vector<RunLog> &runs, const RunArrangement &arrangement,
                              const std::vector<bool> &shown, const CurveChoice &choice,
                              const CurveScales &scales)
{
    std::vector<ChosenSeries> chosen = chosenSeries(runs, choice);
    const MetricShades shades(chosen, choice, arrangement);
    std::erase_if(chosen, [&shown](const ChosenSeries &each) { return !shown[each.run]; });
    const MetricTitles titles(chosen, choice);
    std::erase_if(chosen, [](const ChosenSeries &each) { return !each.isWanted; });
    const bool isAnyShown = std::ranges::find(shown, true) != shown.end();
    CurveSelection selection{.choice = choice,
                             .arrangement = arrangement,
                             .axis = axisOf(chosen, choice),
                             .sources = {},
                             .yTitle = titles.yTitle(),
                             .isPercent = titles.arePercent(),
                             .withoutCurve = isAnyShown ? titles.withoutCurve() : QStringList(),
                             .scales = scales};
    const auto groups = choice.joinsSeeds ? groupsOf(arrangement, shown)
                                          : std::vector<std::optional<std::size_t>>(runs.size());
    for (const ChosenSeries &each : chosen) {
        const RunLog &run = runs[each.run];
        const Series &series = *each.measured.series;
        if (!knowsPlace(run, series, selection.axis)) {
            ++selection.withoutPlace;
            continue;
        }
        selection.sources.push_back(
            {each.run, run.id, each.metric, *each.measured.tag, each.measured.unit, series,
             run.absoluteTime, selection.axis == CurveAxis::Relative ? startOf(run) : 0.0,
             !each.isDashed, titles.label(arrangement.titles[qsizetype(each.run)], each),
             shades.of(each), groups[each.run]});
    }
    if (selection.axis == CurveAxis::Relative)
        selection.timeUnit = timeUnitOf(selection.sources);
    return selection;
}

} // namespace inceptoscope
