#include "curves/chosenseries.h"

#include "curves/curvetags.h"

#include <algorithm>

namespace inceptoscope {

namespace {

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

ChosenSeries ofMeasure(const MeasuredSeries &measured, const CurveChoice &choice)
{
    return {.measured = measured,
            .isDashed = measured.on == MeasuredOn::Training,
            .isWanted = isWanted(measured.on, choice)};
}

/// By its name, or since another tag of the run is of the validation.
bool isOfTrainingIn(const RunLog &run, const std::string &tag)
{
    const auto name = measureNamed(tag);
    if (!name || name->on != MeasuredOn::Unknown)
        return isOfTraining(tag);
    const std::vector<MeasuredSeries> measured = measuredSeries(run, name->kind);
    return std::ranges::any_of(measured, [&tag](const MeasuredSeries &each) {
        return each.on == MeasuredOn::Training && *each.tag == tag;
    });
}

std::vector<ChosenSeries> ofTag(const RunLog &run, const std::string &tag,
                                const CurveChoice &choice)
{
    const auto found = run.series.find(tag);
    if (found == run.series.end() || found->second.empty())
        return {};
    const CurveUnit unit = choice.accuracyAsError && isAccuracy(tag) ? CurveUnit::ErrorOfAccuracy
                                                                     : CurveUnit::AsLogged;
    return {{.measured = {MeasuredOn::Unknown, &found->first, &found->second, unit},
             .isDashed = choice.metrics.size() > 1 && isOfTrainingIn(run, tag)}};
}

std::vector<ChosenSeries> seriesOf(const RunLog &run, const Metric &metric,
                                   const CurveChoice &choice)
{
    if (metric.kind == CurveMetric::Tag)
        return ofTag(run, metric.tag, choice);
    std::vector<ChosenSeries> chosen;
    for (const MeasuredSeries &measured : measuredSeries(run, metric.kind))
        chosen.push_back(ofMeasure(measured, choice));
    return chosen;
}

} // namespace

std::vector<ChosenSeries> chosenSeries(const std::vector<RunLog> &runs, const CurveChoice &choice)
{
    std::vector<ChosenSeries> chosen;
    for (std::size_t run = 0; run < runs.size(); ++run) {
        for (std::size_t metric = 0; metric < choice.metrics.size(); ++metric) {
            for (ChosenSeries &each : seriesOf(runs[run], choice.metrics[metric], choice)) {
                each.run = run;
                each.metric = metric;
                chosen.push_back(each);
            }
        }
    }
    return chosen;
}

} // namespace inceptoscope
