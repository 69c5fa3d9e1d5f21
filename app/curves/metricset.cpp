#include "curves/metricset.h"

#include "checkpoint/printable.h"
#include "curves/curvecache.h"
#include "curves/curvetags.h"

#include <QCoreApplication>

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace inceptoscope {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CurveSet", text);
}

std::string knownTags(const std::vector<std::string> &tags)
{
    constexpr std::size_t mostNamed = 20;
    std::vector<std::string> named;
    for (std::size_t i = 0; i < std::min(tags.size(), mostNamed); ++i)
        named.push_back(tagText(tags[i]).toStdString());
    const std::string more =
        tags.size() > mostNamed ? fmt::format(" and {} more", tags.size() - mostNamed) : "";
    return fmt::format("{}{}", fmt::join(named, ", "), more);
}

CurveChoice withRest(CurveChoice choice, const CurveChoice &all)
{
    CurveChoice rest = all;
    rest.metric = choice.metric;
    rest.tags = std::move(choice.tags);
    return rest;
}

std::vector<CurveSelection> selectionsOf(const std::vector<RunLog> &runs,
                                         const std::vector<CurveChoice> &choices,
                                         const CurveChoice &all, const CurveScales &scales)
{
    const RunArrangement arrangement = arranged(runs);
    const std::vector<bool> shown(runs.size(), true);
    std::vector<CurveSelection> selections;
    selections.reserve(choices.size());
    for (const CurveChoice &choice : choices)
        selections.push_back(
            curveSelection(runs, arrangement, shown, withRest(choice, all), scales));
    return selections;
}

/// Steps, where not all know epochs; and the longest unit of time.
std::vector<CurveSelection> onOneAxis(const std::vector<RunLog> &runs,
                                      const std::vector<CurveChoice> &choices, CurveChoice all,
                                      const CurveScales &scales)
{
    std::vector<CurveSelection> selections = selectionsOf(runs, choices, all, scales);
    const bool isSame = std::ranges::all_of(selections, [&](const CurveSelection &each) {
        return each.axis == selections.front().axis;
    });
    if (!isSame) {
        all.axis = CurveAxis::Step;
        selections = selectionsOf(runs, choices, all, scales);
    }
    TimeUnit unit = TimeUnit::Seconds;
    for (const CurveSelection &each : selections)
        unit = std::max(unit, each.timeUnit);
    for (CurveSelection &each : selections)
        each.timeUnit = unit;
    return selections;
}

bool isDashed(const CurveChoice &choice)
{
    return !choice.tags.empty() && isOfTraining(choice.tags.front());
}

/// Of each choice its number among those whose curves are dashed as its own are: those with the
/// same one may share a colour.
std::vector<int> ranksOf(const std::vector<CurveChoice> &choices)
{
    std::vector<int> ranks;
    int solid = 0;
    int dashed = 0;
    for (const CurveChoice &choice : choices) {
        if (choice.metric == CurveMetric::Tag) {
            ranks.push_back(isDashed(choice) ? dashed++ : solid++);
        } else {
            ranks.push_back(std::max(solid, dashed)); // has both
            solid = dashed = ranks.back() + 1;
        }
    }
    return ranks;
}

/// A hue for each run and rank, strong and then pale.
void shade(std::vector<CurveSeries> &series, int rank, int ranks,
           std::map<std::size_t, int> &places)
{
    constexpr int hues = 6;
    for (CurveSeries &each : series) {
        const auto place = places.try_emplace(each.run, static_cast<int>(places.size())).first;
        const int number = place->second * ranks + rank;
        each.shade = {number / hues % 2 == 0, 0, number % hues, 0};
    }
}

QString joinedTitle(const std::vector<CurveSet> &sets)
{
    constexpr qsizetype longest = 60; // characters
    QStringList titles;
    for (const CurveSet &set : sets)
        titles += set.yTitle;
    const QString title = titles.join(QStringLiteral(", "));
    return title.size() <= longest ? title : tr("value");
}

CurveSet joined(std::vector<CurveSet> sets, const std::vector<CurveChoice> &choices)
{
    const std::vector<int> ranks = ranksOf(choices);
    const int count = std::ranges::max(ranks) + 1;
    CurveSet all = sets.front();
    all.series.clear();
    all.yTitle = joinedTitle(sets);
    all.metric = CurveMetric::Tag;
    all.withoutPlace = 0;
    all.sources.clear();
    std::map<std::size_t, int> places;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        CurveSet &set = sets[i];
        for (CurveSeries &series : set.series) {
            series.label = tr("%1, %2").arg(series.label, set.yTitle);
            series.validation = series.validation && !isDashed(choices[i]);
        }
        if (count > 1)
            shade(set.series, ranks[i], count, places);
        std::ranges::move(set.series, std::back_inserter(all.series));
        all.isPercent = all.isPercent && set.isPercent;
        all.withoutPlace += set.withoutPlace;
        std::ranges::copy(set.sources, std::back_inserter(all.sources));
    }
    return all;
}

} // namespace

CurveChoice firstChoice(const std::vector<RunLog> &runs)
{
    CurveChoice choice;
    if (hasCurves(runs, choice))
        return choice;
    for (const RunLog &run : runs) {
        if (const std::string tag = firstTag(run); !tag.empty()) {
            choice.metric = CurveMetric::Tag;
            choice.tags = {tag};
            break;
        }
    }
    return choice;
}

Expected<CurveChoice> choiceNamed(const std::string &name, const std::vector<RunLog> &runs)
{
    static const std::map<std::string, CurveMetric> metrics{
        {"top1_error", CurveMetric::TopOneError},
        {"top5_error", CurveMetric::TopFiveError},
        {"loss", CurveMetric::Loss}};
    const std::vector<std::string> tags = tagsOf(runs);
    CurveChoice choice;
    if (std::ranges::binary_search(tags, name)) {
        choice.metric = CurveMetric::Tag;
        choice.tags = {name};
        return choice;
    }
    if (const auto metric = metrics.find(name); metric != metrics.end()) {
        choice.metric = metric->second;
        if (hasCurves(runs, choice))
            return choice;
    }
    return failure(
        fmt::format("no run has logged \"{}\"; there are {}", printable(name), knownTags(tags)));
}

CurveSet curveSet(const std::vector<RunLog> &runs, const std::vector<CurveChoice> &choices,
                  const CurveChoice &all, const CurveScales &scales)
{
    std::vector<CurveSet> sets;
    for (const CurveSelection &selection : onOneAxis(runs, choices, all, scales)) {
        CurveCache cache;
        sets.push_back(curveSet(selection, cache));
    }
    return sets.size() == 1 ? std::move(sets.front()) : joined(std::move(sets), choices);
}

} // namespace inceptoscope
