#include "curves/curveselection.h"

#include "curves/curvetags.h"

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

/// What a run logged of the choice.
struct ChosenSeries
{
    std::size_t run;
    bool validation;
    const std::string *tag;
    const Series *series;
};

std::vector<ChosenSeries> chosenSeries(const std::vector<RunLog> &runs,
                                       const std::vector<bool> &shown, const CurveChoice &choice)
{
    std::vector<ChosenSeries> chosen;
    const auto choose = [&](std::size_t run, bool validation, const std::string &tag) {
        const auto found = runs[run].series.find(tag);
        if (found != runs[run].series.end() && !found->second.empty())
            chosen.push_back({run, validation, &found->first, &found->second});
    };
    for (std::size_t run = 0; run < runs.size(); ++run) {
        if (!shown[run])
            continue;
        if (choice.metric == CurveMetric::Tag) {
            const bool areMany = choice.tags.size() > 1;
            for (const std::string &tag : choice.tags)
                choose(run, !areMany || !isOfTraining(tag), tag);
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

/// The group of each run that has one, with others that are shown.
std::vector<std::optional<std::size_t>> groupsOf(const RunArrangement &arrangement,
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

QString labelOf(const QString &title, const ChosenSeries &series, const CurveChoice &choice)
{
    if (choice.metric == CurveMetric::Tag)
        return choice.tags.size() > 1 ? title + QStringLiteral(", ") + tagText(*series.tag) : title;
    return (series.validation ? tr("%1, validation") : tr("%1, training")).arg(title);
}

/// The first of several metrics has the colour of its run, the others have those that follow.
RunShade shadeOf(RunShade shade, const ChosenSeries &series, const CurveChoice &choice)
{
    const auto place = std::ranges::find(choice.tags, *series.tag) - choice.tags.begin();
    if (choice.metric != CurveMetric::Tag || place == 0)
        return shade;
    return {shade.residual, shade.number + static_cast<int>(place)};
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

bool showsError(const CurveChoice &choice)
{
    return choice.metric == CurveMetric::Tag && choice.accuracyAsError
        && areAccuracies(choice.tags);
}

bool hasCurves(const std::vector<RunLog> &runs, const CurveChoice &choice)
{
    const auto chosen = chosenSeries(runs, std::vector<bool>(runs.size(), true), choice);
    const CurveAxis axis = axisOf(chosen, choice);
    return std::ranges::any_of(chosen, [&](const ChosenSeries &each) {
        return knowsPlace(runs[each.run], *each.series, axis);
    });
}

CurveSelection curveSelection(const std::vector<RunLog> &runs, const RunArrangement &arrangement,
                              const std::vector<bool> &shown, const CurveChoice &choice,
                              const CurveScales &scales)
{
    const auto chosen = chosenSeries(runs, shown, choice);
    CurveSelection selection{.choice = choice,
                             .arrangement = arrangement,
                             .axis = axisOf(chosen, choice),
                             .sources = {},
                             .scales = scales};
    const auto groups = choice.joinsSeeds ? groupsOf(arrangement, shown)
                                          : std::vector<std::optional<std::size_t>>(runs.size());
    for (const ChosenSeries &each : chosen) {
        const RunLog &run = runs[each.run];
        if (!knowsPlace(run, *each.series, selection.axis)) {
            ++selection.withoutPlace;
            continue;
        }
        const QString &title = arrangement.titles[qsizetype(each.run)];
        selection.sources.push_back({each.run, run.id, *each.tag, *each.series, run.absoluteTime,
                                     selection.axis == CurveAxis::Relative ? startOf(run) : 0.0,
                                     each.validation, labelOf(title, each, choice),
                                     shadeOf(arrangement.shades[each.run], each, choice),
                                     groups[each.run]});
    }
    if (selection.axis == CurveAxis::Relative)
        selection.timeUnit = timeUnitOf(selection.sources);
    return selection;
}

} // namespace inceptoscope
