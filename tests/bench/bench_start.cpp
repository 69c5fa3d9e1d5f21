#include "bench/startedprogram.h"
#include "support/temporaryfolder.h"

#include <benchmark/benchmark.h>
#include <chrono>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

using namespace inceptoscope;
using test::StartedProgram;

// What is measured is a program that was just started, with its files in the system's cache and
// with the settings of a first start. The figures are medians.

namespace {

const std::string program = PROGRAM;
const std::string photo = RESOURCES "/samples/golf-ball.jpg";

std::map<std::string, std::string> environment(const std::string &platform)
{
    static const test::TemporaryFolder home;
    const auto now = StartedProgram::Clock::now().time_since_epoch();
    return {{"INCEPTOSCOPE_STARTED_AT",
             std::to_string(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count())},
            {"QT_LOGGING_RULES", "*.warning=false"},
            {"QT_QPA_PLATFORM", platform},
            {"XDG_CONFIG_HOME", home.path()},
            {"XDG_DATA_HOME", home.path()}};
}

/// Milliseconds to what the window tells of; the last one is the time of the benchmark.
struct WindowStart
{
    std::string platform;
    std::vector<std::string> photos;
    std::string last; ///< milestone
};

void openWindow(benchmark::State &state, const WindowStart &start)
{
    std::vector<std::string> command{program};
    command.insert(command.end(), start.photos.begin(), start.photos.end());
    for (auto _ : state) {
        StartedProgram window(command, environment(start.platform));
        const auto milestones = window.milestones(start.last);
        const auto end = window.kill();
        if (!milestones.contains(start.last)) {
            state.SkipWithError(("the window did not come to be " + start.last).c_str());
            return;
        }
        state.SetIterationTime(milestones.at(start.last) / 1e3);
        for (const auto &[name, milliseconds] : milestones)
            state.counters[name] = milliseconds;
        state.counters["peakMB"] = end.peak;
    }
}

void runCommand(benchmark::State &state, const std::vector<std::string> &arguments)
{
    std::vector<std::string> command{program};
    command.insert(command.end(), arguments.begin(), arguments.end());
    for (auto _ : state) {
        StartedProgram run(command, environment("offscreen"));
        const auto end = run.waitForEnd();
        if (!end.isGood) {
            state.SkipWithError("the program failed");
            return;
        }
        state.SetIterationTime(end.milliseconds / 1e3);
        state.counters["peakMB"] = end.peak;
    }
}

template<typename Measure> void add(const std::string &name, Measure measure)
{
    benchmark::RegisterBenchmark(("start/" + name).c_str(), measure)
        ->Unit(benchmark::kMillisecond)
        ->UseManualTime()
        ->Iterations(1)
        ->Repetitions(11)
        ->DisplayAggregatesOnly();
}

void addWindow(const std::string &platform)
{
    add("window/" + platform,
        [=](benchmark::State &state) { openWindow(state, {platform, {}, "usable"}); });
    add("window/" + platform + "/photo",
        [=](benchmark::State &state) { openWindow(state, {platform, {photo}, "answered"}); });
}

void addCommand(const std::vector<std::string> &arguments)
{
    add(arguments.front(), [=](benchmark::State &state) { runCommand(state, arguments); });
}

} // namespace

int main(int argc, char **argv)
{
    addWindow("offscreen");
    if (std::getenv("DISPLAY"))
        addWindow("xcb");
    addCommand({"--version"});
    addCommand({"networks"});
    addCommand({"describe", "inception_v4"});
    addCommand({"classify", photo});
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    benchmark::RunSpecifiedBenchmarks();
}
