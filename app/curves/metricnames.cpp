#include "curves/metricnames.h"

#include "checkpoint/printable.h"
#include "curves/curvetags.h"
#include "curves/runmeasures.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

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
    std::vector<Metric> metrics;
    for (const CurveMetric kind :
         {CurveMetric::TopOneError, CurveMetric::TopFiveError, CurveMetric::Loss}) {
        if (haveMeasure(runs, kind))
            metrics.push_back({kind});
    }
    for (std::string &tag : tagsOf(runs))
        metrics.push_back(tagMetric(std::move(tag)));
    return metrics;
}

std::optional<Metric> firstMetric(const std::vector<RunLog> &runs)
{
    for (const CurveMetric kind : {CurveMetric::TopOneError, CurveMetric::Loss}) {
        if (haveMeasure(runs, kind))
            return Metric{kind};
    }
    for (const RunLog &run : runs) {
        if (std::string tag = firstTag(run); !tag.empty())
            return tagMetric(std::move(tag));
    }
    return std::nullopt;
}

Expected<Metric> metricNamed(const std::string &name, const std::vector<RunLog> &runs)
{
    static const std::map<std::string, CurveMetric> measures{
        {"top1_error", CurveMetric::TopOneError},
        {"top5_error", CurveMetric::TopFiveError},
        {"loss", CurveMetric::Loss}};
    const std::vector<std::string> tags = tagsOf(runs);
    if (std::ranges::binary_search(tags, name))
        return tagMetric(name);
    const auto measure = measures.find(name);
    if (measure != measures.end() && haveMeasure(runs, measure->second))
        return Metric{measure->second};
    return failure(
        fmt::format("no run has logged \"{}\"; there are {}", printable(name), knownTags(tags)));
}

} // namespace inceptoscope
