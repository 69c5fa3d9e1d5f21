#pragma once

#include <cmath>
#include <limits>

namespace inceptoscope {

/// The lowest and the highest of values, without those that are not finite. Of none at all,
/// `lowest` is above `highest`.
struct Bounds
{
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -std::numeric_limits<double>::infinity();

    bool isEmpty() const { return lowest > highest; }
    bool contains(const Bounds &other) const
    {
        return other.lowest >= lowest && other.highest <= highest;
    }
    static Bounds of(double value)
    {
        const bool isFinite = std::abs(value) <= std::numeric_limits<double>::max();
        return isFinite ? Bounds{value, value} : Bounds();
    }
    void add(double value) { add(of(value)); }
    void add(const Bounds &other)
    {
        lowest = other.lowest < lowest ? other.lowest : lowest;
        highest = other.highest > highest ? other.highest : highest;
    }

    bool operator==(const Bounds &) const = default;
};

} // namespace inceptoscope
