#include "curves/series.h"

namespace inceptoscope {

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
