#include "commandline/plotcommand.h"

#include "checkpoint/printable.h"
#include "commandline/between.h"
#include "commandline/commandoutput.h"
#include "commandline/interruption.h"
#include "commandline/picturesizechoice.h"
#include "curves/curvecache.h"
#include "curves/curvevalues.h"
#include "curves/keptlogs.h"
#include "curves/metricnames.h"
#include "curves/runlogs.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <memory>

namespace inceptoscope {

namespace {

struct PlotArguments
{
    std::vector<std::string> logs;
    std::vector<std::string> metrics;
    std::vector<std::string> measures;
    std::string axis;
    CurveChoice choice; ///< what is the same for all metrics
    bool eachSeed = false;
    bool deviation = false;
    CurveScales scales;
    std::vector<double> xRange; ///< empty, or both ends
    std::vector<double> yRange;
    PictureSizeArguments size;
    std::string theme = "light";
    std::string title;
    bool withoutLegend = false;
    std::vector<std::string> outputs;
    bool force = false;
};

std::optional<CurveAxis> axisNamed(const std::string &name)
{
    static const std::map<std::string, CurveAxis> axes{{"step", CurveAxis::Step},
                                                       {"epoch", CurveAxis::Epoch},
                                                       {"relative", CurveAxis::Relative},
                                                       {"wall", CurveAxis::Wall}};
    const auto axis = axes.find(name);
    return axis == axes.end() ? std::nullopt : std::optional(axis->second);
}

CommandResult<void> checkRange(const std::vector<double> &range, bool logarithmic,
                               std::string_view name)
{
    if (range.empty())
        return {};
    const bool isRange = std::isfinite(range[0]) && std::isfinite(range[1])
        && std::isfinite(range[1] - range[0]) && range[0] < range[1];
    if (!isRange)
        return misused(fmt::format("{} wants two numbers, the lower one first", name));
    if (logarithmic && range[0] <= 0)
        return misused(fmt::format("{} must be above 0 on a logarithmic axis", name));
    return {};
}

/// What there is to say before anything is read.
CommandResult<PictureOptions> optionsOf(const PlotArguments &arguments)
{
    auto size = pictureSizeOf(arguments.size);
    if (!size)
        return tl::unexpected(size.error());
    for (const std::string &output : arguments.outputs) {
        const auto format = curveFormatOf(QString::fromStdString(output));
        if (!format)
            return misused(format.error().message);
        if (const auto checked = checkSize(*size, *format); !checked)
            return misused(checked.error().message);
        if (std::ranges::count(arguments.outputs, output) > 1)
            return misused(fmt::format("{} is to be written twice", printable(output)));
    }
    if (arguments.axis == "wall" && arguments.scales.xLogarithmic)
        return misused("dates have no logarithm: leave out --log-x, or choose another --x");
    return checkRange(arguments.xRange, arguments.scales.xLogarithmic, "--x-range")
        .and_then([&] {
            return checkRange(arguments.yRange, arguments.scales.yLogarithmic, "--y-range");
        })
        .map([&] {
            return PictureOptions{*size, arguments.theme == "dark",
                                  QString::fromStdString(arguments.title),
                                  !arguments.withoutLegend};
        });
}

/// An output may replace what was written before, and not what is drawn.
Expected<void> checkKeepsLogs(const std::filesystem::path &output, const std::vector<RunLog> &runs)
{
    std::vector<std::filesystem::path> sources;
    for (const RunLog &run : runs)
        sources.push_back(run.id.source);
    return keepsLogs(output, sources);
}

/// What is to be drawn, none twice.
Expected<std::vector<Metric>> metricsOf(const PlotArguments &arguments,
                                        const std::vector<RunLog> &runs)
{
    std::vector<Metric> metrics;
    const auto add = [&metrics](const Metric &metric) {
        if (std::ranges::find(metrics, metric) == metrics.end())
            metrics.push_back(metric);
    };
    for (const std::string &name : arguments.measures) {
        if (const auto measure = measureCalled(name, runs).map(add); !measure)
            return tl::unexpected(measure.error());
    }
    for (const std::string &name : arguments.metrics) {
        if (const auto metric = metricNamed(name, runs).map(add); !metric)
            return tl::unexpected(metric.error());
    }
    if (metrics.empty())
        add(firstMetric(runs).value_or(Metric()));
    return metrics;
}

CommandResult<CurveSet> curvesOf(const PlotArguments &arguments, const std::vector<RunLog> &runs)
{
    if (runs.empty())
        return workFailed({"there is nothing to draw: no values could be read"});
    const auto metrics = metricsOf(arguments, runs);
    if (!metrics)
        return misused(metrics.error().message);
    CurveChoice choice = arguments.choice;
    choice.metrics = *metrics;
    choice.axis = axisNamed(arguments.axis);
    choice.joinsSeeds = !arguments.eachSeed;
    choice.band = arguments.deviation ? SpreadBand::Deviation : SpreadBand::Extremes;
    CurveCache cache;
    CurveSet curves =
        curveSet(curveSelection(runs, arranged(runs), std::vector<bool>(runs.size(), true), choice,
                                arguments.scales),
                 cache);
    if (!curves.series.empty())
        return curves;
    return workFailed({curves.withoutPlace > 0
                           ? "there is nothing to draw: the logs do not know their places on this "
                             "axis; choose another --x"
                           : "there is nothing to draw: the logs hold no values"});
}

CurveRanges rangesOf(const CurveSet &curves, const PlotArguments &arguments)
{
    CurveRanges ranges = fittedRanges(curves, arguments.scales);
    if (!arguments.xRange.empty()) {
        ranges.xFrom = arguments.xRange[0];
        ranges.xTo = arguments.xRange[1];
    }
    if (!arguments.yRange.empty()) {
        ranges.yFrom = arguments.yRange[0];
        ranges.yTo = arguments.yRange[1];
    }
    return ranges;
}

/// What it has become, in words.
Expected<std::string> write(const CurvePicture &picture, const std::string &output,
                            const CommandLineHooks &hooks)
{
    const QString path = QString::fromStdString(output);
    if (*curveFormatOf(path) == CurveFormat::Csv)
        return writeCurveValues(picture.curves, picture.ranges, path, interruption())
            .map([](std::size_t points) {
                return fmt::format("points: {}", grouped(static_cast<std::int64_t>(points)));
            });
    if (!hooks.drawCurves)
        return failure(printable(output)
                       + " cannot be drawn: this program was built without plots");
    return hooks.drawCurves(picture, path).map([](const QString &size) {
        return size.toStdString();
    });
}

int writeAll(const PlotArguments &arguments, const CurvePicture &picture,
             const CommandLineHooks &hooks)
{
    int status = AllDone;
    for (const std::string &output : arguments.outputs) {
        const auto written = write(picture, output, hooks);
        if (interruption().stop_requested())
            return report({SomethingFailed, "interrupted"});
        if (written)
            print(fmt::format("{}: curves: {}, {}\n", printable(output),
                              picture.curves.series.size(), *written));
        else
            status = report({SomethingFailed, written.error().message});
    }
    return status;
}

/// Told, as what is drawn does not have it.
int complainOfLeftOut(const RunLogs &logs, const CurveSet &curves, const CurveScales &scales)
{
    for (const LogProblem &problem : logs.problems)
        complain(problem.sentence());
    if (curves.withoutPlace > 0)
        complain(fmt::format("curves left out, since their logs do not know their places on this "
                             "axis: {}",
                             curves.withoutPlace));
    const std::size_t below = curvesBelowLogarithms(curves, scales);
    if (below > 0)
        complain(
            fmt::format("curves that are not seen, since a logarithmic axis shows only what is "
                        "above zero: {}",
                        below));
    const bool isAll = logs.problems.empty() && curves.withoutPlace == 0 && below == 0;
    return isAll ? AllDone : SomethingFailed;
}

int runPlot(const PlotArguments &arguments, const CommandLineHooks &hooks)
{
    const std::stop_token stop = interruption();
    const auto options = optionsOf(arguments);
    if (!options)
        return report(options.error());
    for (const std::string &output : arguments.outputs) {
        if (const auto may = checkReplaceable(output, arguments.force); !may)
            return report({SomethingFailed, may.error().message});
    }
    const RunLogs logs = readRunLogs({arguments.logs.begin(), arguments.logs.end()}, stop);
    if (stop.stop_requested())
        return report({SomethingFailed, "interrupted"});
    for (const std::string &output : arguments.outputs) {
        if (const auto keeps = checkKeepsLogs(output, logs.runs); !keeps)
            return report({SomethingFailed, keeps.error().message});
    }
    auto curves = curvesOf(arguments, logs.runs);
    const int status = complainOfLeftOut(logs, curves ? *curves : CurveSet(), arguments.scales);
    if (!curves)
        return report(curves.error());
    const CurveRanges ranges = rangesOf(*curves, arguments);
    return std::max(
        status,
        writeAll(arguments, {std::move(*curves), arguments.scales, ranges, *options}, hooks));
}

void addChoices(CLI::App &command, PlotArguments &arguments)
{
    command
        .add_option(
            "--metric", arguments.metrics,
            "A tag that \"curves\" lists, once for each; or a measure, where no tag has its "
            "name (what the window would show first)")
        ->type_name("TAG")
        ->allow_extra_args(false);
    command
        .add_option("--measure", arguments.measures,
                    "top1_error, top5_error or loss, whatever each log calls it, once for each")
        ->type_name("NAME")
        ->allow_extra_args(false);
    command
        .add_option("--x", arguments.axis,
                    "What curves stand against: step, epoch, relative or wall time (epochs where "
                    "all logs know them, else steps)")
        ->type_name("AXIS")
        ->check(CLI::IsMember({"step", "epoch", "relative", "wall"}).description(""));
    command
        .add_option("--smoothing", arguments.choice.smoothing,
                    "Weight of the exponential average, 0 to 0.999 (0)")
        ->type_name("S")
        ->check(between(0.0, 0.999));
    command.add_flag("--as-error", arguments.choice.accuracyAsError, "Draw 100 % less an accuracy");
    CLI::Option *singly =
        command.add_flag("--each-seed", arguments.eachSeed,
                         "Draw runs that differ only in their seeds singly, not as their mean");
    command
        .add_flag("--deviation", arguments.deviation,
                  "Draw one standard deviation of the seeds below and above their mean, not from "
                  "the lowest to the highest")
        ->excludes(singly);
    command.add_flag("--references", arguments.choice.references, "Draw the paper's results, too");
}

void addPlane(CLI::App &command, PlotArguments &arguments)
{
    command.add_flag("--log-x", arguments.scales.xLogarithmic, "A logarithmic horizontal axis");
    command.add_flag("--log-y", arguments.scales.yLogarithmic, "A logarithmic vertical axis");
    command.add_flag("--without-outliers", arguments.scales.withoutOutliers,
                     "Leave outliers out of the vertical range");
    command
        .add_option("--x-range", arguments.xRange,
                    "What is seen of the horizontal axis, in its unit")
        ->type_name("FROM TO")
        ->expected(2);
    command
        .add_option("--y-range", arguments.yRange, "What is seen of the vertical axis, in its unit")
        ->type_name("FROM TO")
        ->expected(2);
}

void addPicture(CLI::App &command, PlotArguments &arguments)
{
    addPictureSizeOptions(command, arguments.size);
    command.add_option("--theme", arguments.theme, "light or dark (light)")
        ->type_name("THEME")
        ->check(CLI::IsMember({"light", "dark"}).description(""));
    command.add_option("--title", arguments.title, "Above the plot")->type_name("TEXT");
    command.add_flag("--no-legend", arguments.withoutLegend, "Leave the legend out");
    command
        .add_option(
            "-o,--output", arguments.outputs,
            "What to write, once for each: a picture (.png, .svg or .pdf), or the values of "
            "what is seen (.csv)")
        ->type_name("FILE")
        ->allow_extra_args(false)
        ->required();
    command.add_flag("--force", arguments.force, "Replace files that are there");
}

} // namespace

void addPlotCommand(CLI::App &app, const CommandLineHooks &hooks, int &status)
{
    auto arguments = std::make_shared<PlotArguments>();
    CLI::App *command =
        app.add_subcommand("plot", "Draw the curves of training logs into a picture for print");
    command
        ->add_option("logs", arguments->logs,
                     "Logs, and folders, which stand for the logs below them")
        ->type_name("LOG|FOLDER")
        ->required();
    addChoices(*command, *arguments);
    addPlane(*command, *arguments);
    addPicture(*command, *arguments);
    command->callback([arguments, hooks, &status] { status = runPlot(*arguments, hooks); });
}

} // namespace inceptoscope
