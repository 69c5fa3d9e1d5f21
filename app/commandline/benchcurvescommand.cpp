#include "commandline/benchcurvescommand.h"

#include "commandline/benchoutput.h"
#include "commandline/interruption.h"
#include "measuring/madelogs.h"

#include <QDir>
#include <QTemporaryDir>

#include <CLI/CLI.hpp>

#include <memory>

namespace inceptoscope {

namespace {

struct CurvesBenchArguments
{
    int series = 100;
    std::int64_t points = 400'000;
    bool json = false;
};

CommandResult<std::vector<Measurement>> benchCurves(const CurvesBenchArguments &arguments,
                                                    const CommandLineHooks &hooks)
{
    constexpr int manyRuns = 1000;
    constexpr int manyTags = 12;
    if (!hooks.measureCurves)
        return workFailed({"this program was built without a window"});
    const QTemporaryDir folder;
    if (!folder.isValid())
        return workFailed({folder.errorString().toStdString()});
    const QString large = QDir(folder.path()).filePath(QStringLiteral("large"));
    const QString many = QDir(folder.path()).filePath(QStringLiteral("many"));
    for (const auto &[path, logs] :
         {std::pair(large, MadeLogs{arguments.series, 1, arguments.points}),
          std::pair(many, MadeLogs{manyRuns, manyTags, 1})}) {
        if (const auto made = makeEventLogs(path.toStdString(), logs, interruption()); !made)
            return benchFailed(made.error());
    }
    auto measured = hooks.measureCurves(large, many, interruption());
    if (!measured)
        return benchFailed(measured.error());
    return std::move(*measured);
}

int runBenchCurves(const CurvesBenchArguments &arguments, const CommandLineHooks &hooks)
{
    interruption(); // from here on, before any thread is started
    const auto measurements = benchCurves(arguments, hooks);
    if (!measurements)
        return report(measurements.error());
    printMeasurements(*measurements, arguments.json);
    return AllDone;
}

} // namespace

void addBenchCurvesCommand(CLI::App &bench, const CommandLineHooks &hooks, int &status)
{
    constexpr int mostSeries = 10'000;
    constexpr std::int64_t mostPoints = 100'000'000;
    auto arguments = std::make_shared<CurvesBenchArguments>();
    CLI::App *command = bench.add_subcommand(
        "curves", "How long the page Curves takes for logs of many points; makes them");
    command->add_option("--series", arguments->series, "Curves, a run each (100)")
        ->type_name("N")
        ->check(CLI::Range(1, mostSeries));
    command->add_option("--points", arguments->points, "Points of each curve (400000)")
        ->type_name("N")
        ->check(CLI::Range(std::int64_t{1}, mostPoints));
    command->add_flag("--json", arguments->json, "Print JSON");
    command->callback([arguments, hooks, &status] { status = runBenchCurves(*arguments, hooks); });
}

} // namespace inceptoscope
