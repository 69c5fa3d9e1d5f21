#include "curves/readers/mlflowreader.h"

#include "curves/readers/delimited.h"

#include <optional>

namespace inceptoscope {

namespace {

constexpr double millisecondsFrom = 1e11; // 1973
constexpr double millisecondsTo = 1e14; // 5138

/// Newer ones name a data set behind the step.
std::optional<LoggedPoint> pointOf(std::string_view line)
{
    const auto cells = cellsOf(line, ' ');
    if (cells.size() != 3 && cells.size() != 5)
        return std::nullopt;
    const auto time = numberOfCell(cells[0], ',');
    const auto value = numberOfCell(cells[1], ',');
    const auto step = numberOfCell(cells[2], ',');
    const bool isTime = time && *time >= millisecondsFrom && *time < millisecondsTo;
    if (!isTime || !value || !step || !std::isfinite(*step))
        return std::nullopt;
    return LoggedPoint{*step, *value, unknownNumber, *time / 1000};
}

} // namespace

bool MLflowReader::isLine(std::string_view line)
{
    return pointOf(line).has_value();
}

void MLflowReader::takeLine(std::string_view line, bool whole, RunsByPart &runs)
{
    const auto point = pointOf(line);
    if (!point)
        return whole ? leaveOut("it is not \"timestamp value step\"") : leaveOutUnfinished();
    RunLog &run = runs[{}];
    run.absoluteTime = true;
    if (Series *const series = seriesOf(run, m_tag))
        series->append(*point);
}

} // namespace inceptoscope
