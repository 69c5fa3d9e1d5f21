#pragma once

#include "curves/column.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace inceptoscope {

/// One number of a log: what it is, and where it stands as far as the log says. `unknownNumber`
/// where it does not, which `step` never is.
struct LoggedPoint
{
    double step = 0.0;
    double value = 0.0;
    double epoch = unknownNumber;
    double wall = unknownNumber;

    bool operator==(const LoggedPoint &) const = default;
};

/// From one index up to another, which is not in it.
struct IndexRange
{
    std::size_t begin = 0;
    std::size_t end = 0;

    bool operator==(const IndexRange &) const = default;
};

/// What a run logged under one tag, in the order it was logged: every point, those whose value is
/// not finite included. Where the steps run backwards a run was resumed, and what it had logged
/// from that step on is overwritten: kept, and marked. A copy is cheap (see Column).
class Series
{
public:
    /// Whether a step that comes twice in a row overwrites, as where a log has one line an epoch,
    /// or stands beside the other.
    enum class Repeated { Kept, Overwritten };

    void append(const LoggedPoint &point, Repeated repeated = Repeated::Kept)
    {
        if (point.step < m_lastStep
            || (point.step == m_lastStep && repeated == Repeated::Overwritten))
            overwriteFrom(point.step);
        m_lastStep = point.step;
        m_steps.append(point.step);
        m_values.append(point.value);
        m_nonFinite += std::isfinite(point.value) ? 0 : 1;
        appendKnown(m_epochs, point.epoch);
        appendKnown(m_walls, point.wall);
    }

    /// Several at once, as many of each.
    struct Points
    {
        std::span<const double> steps;
        std::span<const double> values;
        std::span<const double> epochs; ///< none where no point's is known, as of walls
        std::span<const double> walls;
    };
    void append(const Points &points, Repeated repeated = Repeated::Kept);

    std::size_t size() const { return m_values.size(); }
    bool empty() const { return m_values.empty(); }
    LoggedPoint operator[](std::size_t index) const;

    /// What the log counts by: steps, iterations, epochs where it has nothing else, or its lines.
    const Column &steps() const { return m_steps; }
    const Column &values() const { return m_values; }
    /// As long as the others, or empty where no point's is known.
    const Column &epochs() const { return m_epochs; }
    /// Seconds since 1970, or since the run's start (RunLog::absoluteTime); as long as the others,
    /// or empty.
    const Column &walls() const { return m_walls; }

    /// Rising, and apart from each other.
    const std::vector<IndexRange> &overwritten() const { return m_overwritten; }
    std::size_t overwrittenCount() const;
    std::size_t nonFinite() const { return m_nonFinite; }

    bool operator==(const Series &other) const;

private:
    bool leadsOn(std::span<const double> steps, Repeated repeated) const;
    bool isLevel(const Column &column, std::span<const double> numbers) const;
    void overwriteFrom(double step);
    void appendKnown(Column &column, double number)
    {
        if (!std::isnan(number) || !column.empty())
            appendTo(column, number);
    }
    void appendTo(Column &column, double number);

    Column m_steps;
    Column m_values;
    Column m_epochs;
    Column m_walls;
    std::vector<IndexRange> m_overwritten;
    std::size_t m_nonFinite = 0;
    double m_lastStep = -std::numeric_limits<double>::infinity();
};

} // namespace inceptoscope
