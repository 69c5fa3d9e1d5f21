#pragma once

#include "checkpoint/printable.h"
#include "curves/readers/readerofformat.h"
#include "curves/readers/recognition.h"
#include "support/hostilecheck.h"

#include <limits>

// What the readers of training logs promise, whatever is in the files. The checks answer with what
// is wrong, and with nothing where all is well.
namespace inceptoscope::test {

inline std::string problemOfSeries(const Series &series)
{
    const std::size_t size = series.size();
    const auto fits = [size](const Column &column) {
        return column.empty() || column.size() == size;
    };
    if (series.steps().size() != size || !fits(series.epochs()) || !fits(series.walls()))
        return "columns of different lengths";
    std::size_t after = 0;
    for (const IndexRange &range : series.overwritten()) {
        if (range.begin < after || range.end <= range.begin || range.end >= size)
            return "strange ranges of overwritten points";
        after = range.end + 1;
    }
    for (const auto part : series.steps().parts()) {
        if (std::ranges::any_of(part, [](double step) { return !std::isfinite(step); }))
            return "a step that is not finite";
    }
    return {};
}

/// Bytes as they lie in a log, read in two parts by somebody who follows it.
inline RunsByPart followed(LogFormat format, const RunFiles &run, std::string_view bytes,
                           std::size_t firstPart)
{
    const auto reader = makeLogReader(format, run, run.source, {Tail::Wait, false});
    RunsByPart runs;
    MemoryBytes source{std::string(bytes.substr(0, firstPart))};
    for (bool more = true; more;)
        more = reader->readOn(source, runs, 1000).value();
    source.append(bytes.substr(std::min(firstPart, bytes.size())));
    for (bool more = true; more;)
        more = reader->readOn(source, runs, std::numeric_limits<std::uint64_t>::max()).value();
    return runs;
}

/// Reads a log of whatever format the bytes are recognised as.
inline std::string problemOfLog(const std::string &fileName, std::string_view bytes)
{
    const auto format = recognisedFormat(fileName, bytes.substr(0, recognisedBytes));
    if (!format)
        return {};
    const RunFiles run{*format, fileName, {fileName}};
    const auto reader = makeLogReader(*format, run, fileName, {Tail::Take, false});
    RunsByPart runs;
    if (!reader->readOn(MemoryBytes{std::string(bytes)}, runs,
                        std::numeric_limits<std::uint64_t>::max()))
        return "bytes in memory that cannot be read";
    for (const std::string &reason : reader->faults().reasons()) {
        if (const std::string problem = problemOfMessage(reason); !problem.empty())
            return problem;
    }
    for (const auto &[part, each] : runs) {
        for (const auto &[tag, series] : each.series) {
            if (const std::string problem = problemOfSeries(series); !problem.empty())
                return "\"" + printable(tag) + "\" has " + problem;
            if (!isUtf8(tag))
                return "a tag that is not UTF-8";
        }
    }
    if (followed(*format, run, bytes, bytes.size() / 2) != followed(*format, run, bytes, 0))
        return "a run that differs by how it was followed";
    return {};
}

} // namespace inceptoscope::test
