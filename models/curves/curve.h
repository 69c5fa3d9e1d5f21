#pragma once

#include "curves/curvepoints.h"

#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <limits>
#include <memory>
#include <vector>

namespace inceptoscope {

/// The lowest and the highest of values, without those that are not finite. Of none at all,
/// `lowest` is above `highest`.
struct Bounds
{
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -std::numeric_limits<double>::infinity();

    bool isEmpty() const { return lowest > highest; }
    void add(double value)
    {
        const bool isFinite = std::abs(value) <= std::numeric_limits<double>::max();
        add(isFinite ? Bounds{value, value} : Bounds());
    }
    void add(const Bounds &other)
    {
        lowest = other.lowest < lowest ? other.lowest : lowest;
        highest = other.highest > highest ? other.highest : highest;
    }

    bool operator==(const Bounds &) const = default;
};

/// One curve from left to right, ready to be drawn and read. A copy is cheap: it shares the points.
/// A pyramid of bounds tells the lowest and the highest value of any stretch without a look at all
/// its points.
///
/// A smoothed curve has no values of its own: it remembers the average before every sixteenth
/// point, and goes on from there.
class Curve
{
public:
    Curve() = default;
    /// As many of both; x rises, equal ones included, and has no NaN. Values need not be finite.
    Curve(std::vector<double> x, std::vector<double> y);
    Curve(const std::vector<CurvePoint> &points);
    Curve(std::initializer_list<CurvePoint> points);

    std::size_t size() const { return m_x ? m_x->size() : 0; }
    bool empty() const { return size() == 0; }
    double x(std::size_t index) const { return (*m_x)[index]; }
    double y(std::size_t index) const;
    CurvePoint operator[](std::size_t index) const { return {x(index), y(index)}; }
    std::vector<CurvePoint> points() const;

    const std::vector<double> &places() const;
    /// All values, in one piece.
    std::vector<double> values() const;
    /// The first point at `x` or behind it, or the size.
    std::size_t firstFrom(double x) const;

    /// Of all values, or of those from one index up to another.
    Bounds bounds() const { return bounds(0, size()); }
    Bounds bounds(std::size_t begin, std::size_t end) const;
    /// The lowest value above zero.
    double lowestPositive() const;

    /// Smoothed in the order of its points, with the same numbers as `smoothed` in smoothing.h.
    Curve smoothed(double weight) const;

    /// The same points; NaN equals NaN here.
    bool operator==(const Curve &other) const;

private:
    struct Pyramid;
    struct Averages;

    Bounds boundsOfPoints(std::size_t begin, std::size_t end) const;

    std::shared_ptr<const std::vector<double>> m_x;
    std::shared_ptr<const std::vector<double>> m_y; ///< as they were before smoothing
    std::shared_ptr<const Averages> m_averages; ///< of a smoothed curve
    std::shared_ptr<const Pyramid> m_pyramid;
};

} // namespace inceptoscope
