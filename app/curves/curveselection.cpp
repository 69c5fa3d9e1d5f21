#include "curves/curveselection.h"

#include "curves/curvetags.h"
#include "curves/metricshades.h"
#include "curves/runmeasures.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace inceptoscope {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CurveSet", text);
}

/// What a run logged of a metric.
struct ChosenSeries
{
    std::size_t run;
    std::size_t metric; ///< its position among the chosen ones
    MeasuredSeries measured;
};

CurveUnit unitOf(const Metric &metric, const CurveChoice &choice)
{
    return choice.accuracyAsError && isAccuracy(metric.tag) ? CurveUnit::ErrorOfAccuracy
                                                            : CurveUnit::AsLogged;
}

bool isWanted(MeasuredOn on, const CurveChoice &choice)
{
    switch (on) {
    case MeasuredOn::Validation:
        return choice.validation;
    case MeasuredOn::Training:
        return choice.training;
    case MeasuredOn::Unknown:
        break;
    }
    return choice.validation || choice.training;
}

std::vector<MeasuredSeries> seriesOf(const RunLog &run, const Metric &metric,
                                     const CurveChoice &choice)
{
    if (metric.kind != CurveMetric::Tag) {
        std::vector<MeasuredSeries> measured = measuredSeries(run, metric.kind);
        std::erase_if(measured, [&choice](const auto &each) { return !isWanted(each.on, choice); });
        return measured;
    }
    const auto found = run.series.find(metric.tag);
    if (found == run.series.end() || found->second.empty())
        return {};
    return {{MeasuredOn::Unknown, &found->first, &found->second, unitOf(metric, choice)}};
}

std::vector<ChosenSeries> chosenSeries(const std::vector<RunLog> &runs,
                                       const std::vector<bool> &shown, const CurveChoice &choice)
{
    std::vector<ChosenSeries> chosen;
    for (std::size_t run = 0; run < runs.size(); ++run) {
        for (std::size_t metric = 0; shown[run] && metric < choice.metrics.size(); ++metric) {
            for (const MeasuredSeries &each : seriesOf(runs[run], choice.metrics[metric], choice))
                chosen.push_back({run, metric, each});
        }
    }
    return chosen;
}

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

/// What is drawn of the metrics that the runs have, and how they differ.
class DrawnMetrics
{
public:
    DrawnMetrics(const std::vector<ChosenSeries> &chosen, const CurveChoice &choice)
        : m_choice(choice)
        , m_units(choice.metrics.size())
    {
        for (const ChosenSeries &each : chosen)
            m_units[each.metric] = each.measured.unit;
        std::size_t solid = 0;
        std::size_t dashed = 0;
        for (std::size_t i = 0; i < m_units.size(); ++i) {
            if (m_units[i])
                m_ranks.emplace(i, isDashed(i) ? dashed++ : solid++);
        }
    }

    bool areMany() const { return m_choice.metrics.size() > 1; }
    /// What a measure has of training is drawn dashed, and of many tags those that are of it.
    bool isDashed(const ChosenSeries &series) const
    {
        return series.measured.on == MeasuredOn::Training || isDashed(series.metric);
    }
    /// Metrics of a run with the same rank may share a colour: one is solid, the other dashed.
    std::size_t rankOf(const ChosenSeries &series) const { return m_ranks.at(series.metric); }
    QString title(std::size_t metric) const
    {
        return metricTitle(m_choice.metrics[metric], m_units[metric].value_or(CurveUnit::AsLogged));
    }
    QString yTitle() const
    {
        QStringList titles;
        for (std::size_t i = 0; i < m_units.size(); ++i) {
            if (m_units[i] || m_ranks.empty())
                titles += title(i);
        }
        return joinedTitles(titles);
    }
    bool arePercent() const
    {
        return !m_ranks.empty() && std::ranges::all_of(m_ranks, [this](const auto &each) {
            return *m_units[each.first] != CurveUnit::AsLogged;
        });
    }
    QStringList withoutCurve() const
    {
        QStringList names;
        const bool areAllWanted = m_choice.validation && m_choice.training;
        for (std::size_t i = 0; i < m_units.size(); ++i) {
            const bool isWanted = areAllWanted || m_choice.metrics[i].kind == CurveMetric::Tag;
            if (!m_units[i] && isWanted)
                names += metricName(m_choice.metrics[i]);
        }
        return names;
    }

private:
    bool isDashed(std::size_t metric) const
    {
        const Metric &each = m_choice.metrics[metric];
        return areMany() && each.kind == CurveMetric::Tag && isOfTraining(each.tag);
    }

    const CurveChoice &m_choice;
    std::vector<std::optional<CurveUnit>> m_units; ///< of those that any run has
    std::map<std::size_t, std::size_t> m_ranks; ///< of these
};

QString labelOf(const QString &title, const ChosenSeries &series, const DrawnMetrics &metrics)
{
    QString label = title;
    if (series.measured.on == MeasuredOn::Validation)
        label = tr("%1, validation").arg(title);
    else if (series.measured.on == MeasuredOn::Training)
        label = tr("%1, training").arg(title);
    return metrics.areMany() ? tr("%1, %2").arg(label, metrics.title(series.metric)) : label;
}

std::vector<RunShade> shadesOf(const std::vector<ChosenSeries> &chosen,
                               const RunArrangement &arrangement)
{
    std::vector<RunShade> shades;
    for (const ChosenSeries &each : chosen)
        shades.push_back(arrangement.shades[each.run]);
    return shades;
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
    const auto chosen = chosenSeries(runs, std::vector<bool>(runs.size(), true), choice);
    const CurveAxis axis = axisOf(chosen, choice);
    return std::ranges::any_of(chosen, [&](const ChosenSeries &each) {
        return knowsPlace(runs[each.run], *each.measured.series, axis);
    });
}

CurveSelection curveSelection(const std::vector<RunLog> &runs, const RunArrangement &arrangement,
                              const std::vector<bool> &shown, const CurveChoice &choice,
                              const CurveScales &scales)
{
    const auto chosen = chosenSeries(runs, shown, choice);
    const DrawnMetrics metrics(chosen, choice);
    CurveSelection selection{.choice = choice,
                             .arrangement = arrangement,
                             .axis = axisOf(chosen, choice),
                             .sources = {},
                             .yTitle = metrics.yTitle(),
                             .isPercent = metrics.arePercent(),
                             .withoutCurve = std::ranges::find(shown, true) == shown.end()
                                 ? QStringList()
                                 : metrics.withoutCurve(),
                             .scales = scales};
    const auto groups = choice.joinsSeeds ? groupsOf(arrangement, shown)
                                          : std::vector<std::optional<std::size_t>>(runs.size());
    MetricShades shades(shadesOf(chosen, arrangement));
    for (const ChosenSeries &each : chosen) {
        const RunLog &run = runs[each.run];
        const Series &series = *each.measured.series;
        if (!knowsPlace(run, series, selection.axis)) {
            ++selection.withoutPlace;
            continue;
        }
        const auto group = groups[each.run];
        const std::size_t standIn = group ? arrangement.groups[*group].runs.front() : each.run;
        selection.sources.push_back(
            {each.run, run.id, each.metric, *each.measured.tag, each.measured.unit, series,
             run.absoluteTime, selection.axis == CurveAxis::Relative ? startOf(run) : 0.0,
             !metrics.isDashed(each),
             labelOf(arrangement.titles[qsizetype(each.run)], each, metrics),
             shades.shadeOf(standIn, arrangement.shades[each.run], metrics.rankOf(each)), group});
    }
    if (selection.axis == CurveAxis::Relative)
        selection.timeUnit = timeUnitOf(selection.sources);
    return selection;
}

} // namespace inceptoscope
