#include "commandline/curvescommand.h"

#include "checkpoint/printable.h"
#include "commandline/commandoutput.h"
#include "commandline/interruption.h"
#include "commandline/texttable.h"
#include "curves/runlogs.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <optional>

namespace inceptoscope {

namespace {

using nlohmann::ordered_json;

struct CurvesArguments
{
    std::vector<std::string> logs;
    bool json = false;
};

/// Of the values that are finite.
struct Extremes
{
    std::optional<double> least;
    std::optional<double> greatest;
};

Extremes extremesOf(const Series &series)
{
    Extremes extremes;
    for (const auto part : series.values().parts()) {
        for (const double value : part) {
            if (!std::isfinite(value))
                continue;
            extremes.least = std::min(value, extremes.least.value_or(value));
            extremes.greatest = std::max(value, extremes.greatest.value_or(value));
        }
    }
    return extremes;
}

ordered_json numberOrNull(const std::optional<double> &number)
{
    return number && std::isfinite(*number) ? ordered_json(*number) : ordered_json();
}

/// Most are whole, and then look like it.
ordered_json stepJson(double step)
{
    constexpr double exactTo = 9'007'199'254'740'992; // 2^53
    if (std::abs(step) <= exactTo && std::trunc(step) == step)
        return static_cast<std::int64_t>(step);
    return step;
}

ordered_json jsonOf(const LoggedPoint &point)
{
    return {stepJson(point.step), numberOrNull(point.value)};
}

ordered_json jsonOf(const std::string &tag, const Series &series)
{
    const Extremes extremes = extremesOf(series);
    ordered_json json{{"tag", tag},
                      {"points", series.size()},
                      {"first", jsonOf(series[0])},
                      {"last", jsonOf(series[series.size() - 1])},
                      {"min", numberOrNull(extremes.least)},
                      {"max", numberOrNull(extremes.greatest)},
                      {"non_finite", series.nonFinite()}};
    if (const std::size_t overwritten = series.overwrittenCount(); overwritten > 0)
        json["overwritten"] = overwritten;
    return json;
}

ordered_json jsonOf(const RunLog &run)
{
    auto series = ordered_json::array();
    for (const auto &[tag, each] : run.series) {
        if (!each.empty())
            series.push_back(jsonOf(tag, each));
    }
    return {{"run", run.name},
            {"source", run.id.source.string()},
            {"format", formatName(run.format)},
            {"series", std::move(series)}};
}

ordered_json jsonOf(const RunLogs &logs)
{
    auto runs = ordered_json::array();
    for (const RunLog &run : logs.runs)
        runs.push_back(jsonOf(run));
    auto problems = ordered_json::array();
    for (const LogProblem &problem : logs.problems)
        problems.push_back({{"source", problem.source.string()}, {"reason", problem.reason}});
    return {{"runs", std::move(runs)}, {"problems", std::move(problems)}};
}

std::string textOf(const std::optional<double> &number)
{
    return number ? fmt::format("{:.6g}", *number) : "–";
}

std::string countText(std::size_t count)
{
    return count > 0 ? grouped(static_cast<std::int64_t>(count)) : std::string();
}

std::string textOf(const RunLog &run)
{
    using enum TextTable::Align;
    TextTable table({{"tag"},
                     {"points", Right},
                     {"from step", Right},
                     {"to step", Right},
                     {"last", Right},
                     {"min", Right},
                     {"max", Right},
                     {"not finite", Right},
                     {"overwritten", Right}});
    for (const auto &[tag, series] : run.series) {
        if (series.empty())
            continue;
        const Extremes extremes = extremesOf(series);
        const LoggedPoint last = series[series.size() - 1];
        table.add({printable(tag), grouped(static_cast<std::int64_t>(series.size())),
                   textOf(series[0].step), textOf(last.step), textOf(last.value),
                   textOf(extremes.least), textOf(extremes.greatest), countText(series.nonFinite()),
                   countText(series.overwrittenCount())});
    }
    return fmt::format("{} ({}, {})\n{}\n", printable(run.name), formatName(run.format),
                       printable(run.id.source.string()), table.text());
}

int runCurves(const CurvesArguments &arguments)
{
    const std::stop_token stop = interruption();
    const RunLogs logs = readRunLogs({arguments.logs.begin(), arguments.logs.end()}, stop);
    if (arguments.json)
        printJson(jsonOf(logs));
    for (const RunLog &run : logs.runs) {
        if (!arguments.json)
            print(textOf(run));
    }
    if (stop.stop_requested())
        return report({SomethingFailed, "interrupted; what was read until then is there"});
    for (const LogProblem &problem : logs.problems) {
        if (!arguments.json)
            complain(problem.sentence());
    }
    return logs.problems.empty() ? AllDone : SomethingFailed;
}

} // namespace

void addCurvesCommand(CLI::App &app, int &status)
{
    auto arguments = std::make_shared<CurvesArguments>();
    CLI::App *command = app.add_subcommand("curves", "What training logs hold, whoever wrote them");
    command
        ->add_option("logs", arguments->logs,
                     "Logs, and folders, which stand for the logs below them")
        ->type_name("LOG|FOLDER")
        ->required();
    command->add_flag("--json", arguments->json, "Print JSON");
    command->callback([arguments, &status] { status = runCurves(*arguments); });
}

} // namespace inceptoscope
