#include "commandline/benchoutput.h"

#include "commandline/between.h"
#include "commandline/interruption.h"
#include "commandline/texttable.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cmath>

namespace inceptoscope {

using nlohmann::ordered_json;

/// To the fourth digit behind the point, finer than any clock.
static double rounded(double value)
{
    return std::round(value * 1e4) / 1e4;
}

static ordered_json jsonOf(const Measurement &measurement)
{
    return {{"name", measurement.name},
            {"unit", measurement.unit},
            {"runs", measurement.values.size()},
            {"median", rounded(measurement.median())},
            {"minimum", rounded(measurement.minimum())},
            {"maximum", rounded(measurement.maximum())},
            {"spread", rounded(measurement.spread())}};
}

static std::vector<std::string> rowOf(const Measurement &measurement)
{
    const auto text = [](double value) { return fmt::format("{:.3f}", value); };
    return {measurement.name,
            text(measurement.median()),
            text(measurement.minimum()),
            text(measurement.maximum()),
            text(measurement.spread()),
            measurement.unit,
            std::to_string(measurement.values.size())};
}

void addBenchOptions(CLI::App &command, BenchArguments &arguments)
{
    command
        .add_option("--runs", arguments.runs,
                    "Times to measure; without it, as many as two seconds hold, but at least 5")
        ->type_name("N")
        ->check(between(1, 100'000));
    command.add_flag("--json", arguments.json, "Print JSON");
}

tl::unexpected<CommandFailure> benchFailed(const Error &error)
{
    if (interruption().stop_requested())
        return workFailed({"interrupted; nothing was measured"});
    return workFailed(error);
}

void printMeasurements(const std::vector<Measurement> &measurements, bool json)
{
    using enum TextTable::Align;
    TextTable table({{"benchmark"},
                     {"median", Right},
                     {"minimum", Right},
                     {"maximum", Right},
                     {"spread", Right},
                     {"unit"},
                     {"runs", Right}});
    auto list = ordered_json::array();
    for (const Measurement &measurement : measurements) {
        list.push_back(jsonOf(measurement));
        table.add(rowOf(measurement));
    }
    if (json)
        printJson({{"benchmarks", std::move(list)}});
    else
        print(table.text());
}

} // namespace inceptoscope
