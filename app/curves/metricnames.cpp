#include "curves/metricnames.h"

#include "checkpoint/printable.h"
#include "curves/curveselection.h"
#include "curves/curvetags.h"
#include "curves/runmeasures.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace inceptoscope {

namespace {

bool haveMeasure(const std::vector<RunLog> &runs, CurveMetric kind)
{
    return std::ranges::any_of(
        runs, [kind](const RunLog &run) { return !measuredSeries(run, kind).empty(); });
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

} // namespace

std::vector<Metric> metricsOf(const std::vector<RunLog> &runs)
{
    std::set<Metric> metrics;
    for (std::string &tag : tagsOf(runs)) { // which many runs may have
        if (const auto measure = measureNamed(tag))
            metrics.insert({measure->kind});
        metrics.insert(tagMetric(std::move(tag)));
    }
    return {metrics.begin(), metrics.end()};
}

std::optional<Metric> firstMetric(const std::vector<RunLog> &runs, CurveChoice choice)
{
    choice.axis = {}; // may be one that they know no places on, whatever is shown
    for (const CurveMetric kind : {CurveMetric::TopOneError, CurveMetric::Loss}) {
        choice.metrics = {{kind}};
        if (hasCurves(runs, choice))
            return choice.metrics.front();
    }
    for (const RunLog &run : runs) {
        if (std::string tag = firstTag(run); !tag.empty())
            return tagMetric(std::move(tag));
    }
    return std::nullopt;
}

Expected<Metric> measureCalled(const std::string &name, const std::vector<RunLog> &runs)
{
    static const std::map<std::string, CurveMetric> measures{
        {"top1_error", CurveMetric::TopOneError},
        {"top5_error", CurveMetric::TopFiveError},
        {"loss", CurveMetric::Loss}};
    const auto measure = measures.find(name);
    if (measure == measures.end())
        return failure(
            fmt::format("there is no measure \"{}\"; there are top1_error, top5_error and loss",
                        printable(name)));
    if (!haveMeasure(runs, measure->second))
        return failure(fmt::format("no run has logged its {}", name));
    return Metric{measure->second};
}

Expected<Metric> metricNamed(const std::string &name, const std::vector<RunLog> &runs)
{
    const std::vector<std::string> tags = tagsOf(runs);
    if (std::ranges::binary_search(tags, name))
        return tagMetric(name);
    if (const auto measure = measureCalled(name, runs))
        return measure;
    return failure(
        fmt::format("no run has logged \"{}\"; there are {}", printable(name), knownTags(tags)));
}

} // namespace inceptoscope
