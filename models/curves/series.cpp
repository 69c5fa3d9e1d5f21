#include "curves/series.h"

#include <algorithm>
#include <functional>

namespace inceptoscope {

void Series::append(const Points &points, Repeated repeated)
{
    const auto &[steps, values, epochs, walls] = points;
    if (steps.empty())
        return;
    if (!leadsOn(steps, repeated) || !isLevel(m_epochs, epochs) || !isLevel(m_walls, walls)) {
        const auto at = [](std::span<const double> numbers, std::size_t i) {
            return numbers.empty() ? unknownNumber : numbers[i];
        };
        for (std::size_t i = 0; i < steps.size(); ++i)
            append({steps[i], values[i], at(epochs, i), at(walls, i)}, repeated);
        return;
    }
    m_steps.append(steps);
    m_values.append(values);
    m_epochs.append(epochs);
    m_walls.append(walls);
    m_lastStep = steps.back();
    m_nonFinite += static_cast<std::size_t>(
        std::ranges::count_if(values, [](double value) { return !std::isfinite(value); }));
}

/// Whether nothing is overwritten.
bool Series::leadsOn(std::span<const double> steps, Repeated repeated) const
{
    if (repeated == Repeated::Kept)
        return steps.front() >= m_lastStep && std::ranges::is_sorted(steps);
    return steps.front() > m_lastStep
        && std::ranges::adjacent_find(steps, std::greater_equal()) == steps.end();
}

/// Whether these come behind as many as there are points, so that nothing is to be filled up.
bool Series::isLevel(const Column &column, std::span<const double> numbers) const
{
    if (numbers.empty() || column.size() != size())
        return numbers.empty() && column.empty();
    return !column.empty() || !std::isnan(numbers.front());
}

LoggedPoint Series::operator[](std::size_t index) const
{
    return {m_steps[index], m_values[index], m_epochs.empty() ? unknownNumber : m_epochs[index],
            m_walls.empty() ? unknownNumber : m_walls[index]};
}

std::size_t Series::overwrittenCount() const
{
    std::size_t count = 0;
    for (const IndexRange &range : m_overwritten)
        count += range.end - range.begin;
    return count;
}

bool Series::operator==(const Series &other) const
{
    return m_steps == other.m_steps && m_values == other.m_values && m_epochs == other.m_epochs
        && m_walls == other.m_walls && m_overwritten == other.m_overwritten;
}

/// The points that still lead on have rising steps, so those overwritten are the last of them. What
/// lies between is overwritten already.
void Series::overwriteFrom(double step)
{
    std::size_t begin = size();
    while (begin > 0) {
        if (!m_overwritten.empty() && m_overwritten.back().end == begin) {
            begin = m_overwritten.back().begin;
            m_overwritten.pop_back();
        } else if (m_steps[begin - 1] < step) {
            break;
        } else {
            --begin;
        }
    }
    m_overwritten.push_back({begin, size()});
}

/// The first that is known may come late.
void Series::appendTo(Column &column, double number)
{
    while (column.size() + 1 < size())
        column.append(unknownNumber);
    column.append(number);
}

} // namespace inceptoscope
