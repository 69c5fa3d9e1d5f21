#pragma once

#include "curves/runlogs.h"

#include <filesystem>
#include <sstream>
#include <string>

// Runs as text, so that tests compare whole ones.
namespace inceptoscope::test {

/// "3:0.5", with "e1.5" and "w10" where the epoch and the wall time are known.
inline std::string printed(const LoggedPoint &point)
{
    std::ostringstream text;
    text.precision(14);
    text << point.step << ':' << point.value;
    if (!std::isnan(point.epoch))
        text << 'e' << point.epoch;
    if (!std::isnan(point.wall))
        text << 'w' << point.wall;
    return text.str();
}

/// Its points, what is overwritten in brackets.
inline std::string printed(const Series &series)
{
    std::string text;
    auto gone = series.overwritten().begin();
    for (std::size_t i = 0; i < series.size(); ++i) {
        const bool hasRange = gone != series.overwritten().end();
        text += i == 0 ? "" : " ";
        text += hasRange && gone->begin == i ? "[" : "";
        text += printed(series[i]);
        if (hasRange && gone->end == i + 1) {
            text += ']';
            ++gone;
        }
    }
    return text;
}

/// A line for the run and one for each series.
inline std::string printed(const RunLog &run)
{
    std::string text = run.name + ", " + std::string(formatName(run.format))
        + (run.absoluteTime ? ", absolute time" : "")
        + (run.leftOut > 0 ? ", " + std::to_string(run.leftOut) + " left out" : "") + '\n';
    for (const auto &[tag, series] : run.series)
        text += "  " + tag + ": " + printed(series) + '\n';
    return text;
}

/// All runs, and a line for each problem, with paths below the folder.
inline std::string printed(const RunLogs &logs, const std::filesystem::path &folder)
{
    std::string text;
    for (const RunLog &run : logs.runs)
        text += printed(run);
    for (const LogProblem &problem : logs.problems)
        text += "! " + problem.source.lexically_relative(folder).string() + ": " + problem.reason
            + '\n';
    return text;
}

} // namespace inceptoscope::test
