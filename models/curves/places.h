#pragma once

#include <cstddef>
#include <vector>

namespace inceptoscope {

/// Where the points of a curve stand, from left to right; equal places included. Places that are
/// evenly apart, as the steps of most logs are, take no memory.
class Places
{
public:
    Places() = default;
    /// They rise, and none is NaN.
    explicit Places(std::vector<double> places);

    std::size_t size() const { return m_size; }
    double operator[](std::size_t index) const
    {
        return m_places.empty() ? m_first + static_cast<double>(index) * m_apart : m_places[index];
    }

    /// The first at `x` or behind it, or the size; found sooner where it is near a guess.
    std::size_t firstFrom(double x, std::size_t guess = 0) const;

    bool operator==(const Places &other) const;
    /// Whether that is so can be told without a look at each of them, and is.
    bool surelyEquals(const Places &other) const;

private:
    std::vector<double> m_places; ///< unless they are evenly apart
    std::size_t m_size = 0;
    double m_first = 0.0;
    double m_apart = 0.0;
};

} // namespace inceptoscope
