#include "curves/places.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

Places::Places(std::vector<double> places)
    : m_places(std::move(places))
    , m_size(m_places.size())
{
    constexpr std::size_t fewest = 16; // that are worth it
    if (m_size < fewest)
        return;
    m_first = m_places.front();
    m_apart = (m_places.back() - m_first) / static_cast<double>(m_size - 1);
    for (std::size_t i = 0; i < m_size; ++i) {
        if (m_first + static_cast<double>(i) * m_apart != m_places[i])
            return;
    }
    if (m_apart > 0)
        m_places = std::vector<double>(); // clear() would keep the memory
}

std::size_t Places::firstFrom(double x, std::size_t guess) const
{
    if (m_places.empty() && m_size > 0) {
        const double about = std::ceil((x - m_first) / m_apart);
        const auto last = static_cast<double>(m_size);
        guess = about > 0 ? static_cast<std::size_t>(std::min(about, last)) : 0;
    }
    std::size_t low = 0; // all before it lie before x
    std::size_t high = m_size; // all from it on do not
    std::size_t step = 1;
    guess = std::min(guess, m_size);
    if (guess < m_size && (*this)[guess] < x) {
        for (low = guess + 1; low + step < m_size && (*this)[low + step] < x; step *= 2)
            low += step + 1;
        high = std::min(low + step, m_size);
    } else {
        for (high = guess; high > step && !((*this)[high - step] < x); step *= 2)
            high -= step;
        low = high > step ? high - step : 0;
    }
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if ((*this)[middle] < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool Places::surelyEquals(const Places &other) const
{
    return this == &other
        || (m_places.empty() && other.m_places.empty() && m_size == other.m_size
            && m_first == other.m_first && m_apart == other.m_apart);
}

bool Places::operator==(const Places &other) const
{
    if (m_size != other.m_size || surelyEquals(other))
        return m_size == other.m_size;
    for (std::size_t i = 0; i < m_size; ++i) {
        if ((*this)[i] != other[i])
            return false;
    }
    return true;
}

} // namespace inceptoscope
