#pragma once

#include "curves/bounds.h"
#include "curves/curvepoints.h"
#include "curves/places.h"

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <span>
#include <vector>

namespace inceptoscope {

struct SmoothedBlocks;

/// One curve from left to right, ready to be drawn and read. A copy is cheap: it shares the points.
/// A pyramid of bounds tells the lowest and the highest value of any stretch without a look at all
/// its points.
///
/// A smoothed curve has no values of its own: see SmoothedBlocks.
class Curve
{
public:
    Curve() = default;
    /// As many of both; x rises, equal ones included, and has no NaN. Values need not be finite.
    Curve(std::vector<double> x, std::vector<double> y);
    Curve(const std::vector<CurvePoint> &points);
    Curve(std::initializer_list<CurvePoint> points);

    std::size_t size() const { return places().size(); }
    bool empty() const { return size() == 0; }
    double x(std::size_t index) const { return (*m_places)[index]; }
    double y(std::size_t index) const;
    CurvePoint operator[](std::size_t index) const { return {x(index), y(index)}; }
    std::vector<CurvePoint> points() const;

    const Places &places() const;
    /// All values, in one piece.
    std::vector<double> values() const;
    /// The first point at `x` or behind it, or the size.
    std::size_t firstFrom(double x) const { return places().firstFrom(x); }

    /// Of all values, or of those from one index up to another. Looks at few of them.
    Bounds bounds() const { return bounds(0, size()); }
    Bounds bounds(std::size_t begin, std::size_t end) const;
    /// Has the processor fetch what tells of bounds that begin or end there, while it does others.
    void prefetch(std::size_t index) const;
    /// Whether the pyramid alone tells that the value at an index, and that before it, are within
    /// some bounds, or not finite.
    bool surelyWithin(const Bounds &bounds, std::size_t index) const;
    /// The lowest value above zero.
    double lowestPositive() const;

    /// Smoothed in the order of its points, with the same numbers as `smoothed` in smoothing.h.
    Curve smoothed(double weight) const;
    /// Several, in less time than one after the other: see smoothedAtOnce.
    static std::vector<Curve> smoothed(std::span<const Curve> curves, double weight);

    /// The same points; NaN equals NaN here.
    bool operator==(const Curve &other) const;

private:
    struct Pyramid;

    template<typename Act> void forBlock(std::size_t block, Act act) const;
    bool isConstant() const;
    void widen(Bounds &bounds, std::size_t begin, std::size_t end, std::size_t level) const;
    Bounds boundsOfPoints(std::size_t begin, std::size_t end) const;

    std::shared_ptr<const Places> m_places;
    std::shared_ptr<const std::vector<double>> m_y; ///< as they were before smoothing
    std::shared_ptr<const SmoothedBlocks> m_averages; ///< of a smoothed curve
    std::shared_ptr<const Pyramid> m_pyramid;
};

} // namespace inceptoscope
