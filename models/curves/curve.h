#pragma once

#include "curves/boundspyramid.h"
#include "curves/curvepoints.h"
#include "curves/places.h"
#include "curves/smoothedblocks.h"
#include "curves/values.h"

#include <array>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <span>
#include <vector>

namespace inceptoscope {

/// One curve from left to right, ready to be drawn and read. A copy is cheap: it shares the points.
/// A pyramid of bounds tells the lowest and the highest value of any stretch with a look at few
/// points.
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
    /// The values of a block, which may be put into `room`.
    using BlockRoom = std::array<double, blockSize>;
    std::span<const double> block(std::size_t block, BlockRoom &room) const;
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
    /// Of those of the values from one index up to another that are in whole blocks among them.
    /// Looks at none of them.
    Bounds boundsOfBlocks(std::size_t begin, std::size_t end) const;
    /// Of the blocks that the value at an index and the one before it are in; without one that is
    /// beyond an end.
    Bounds boundsAround(std::size_t index) const;
    /// Has the processor fetch the value at an index, and others of its block, while it does
    /// others.
    void prefetch(std::size_t index) const;
    /// The lowest value above zero.
    double lowestPositive() const;

    /// Smoothed in the order of its points, with the same numbers as `smoothed` in smoothing.h.
    Curve smoothed(double weight) const;
    /// Several, in less time than one after the other: see smoothedAtOnce.
    static std::vector<Curve> smoothed(std::span<const Curve> curves, double weight);

    /// The same points; NaN equals NaN here.
    bool operator==(const Curve &other) const;

private:
    bool isConstant() const;

    std::shared_ptr<const Places> m_places;
    std::shared_ptr<const Values> m_y; ///< as they were before smoothing
    std::shared_ptr<const SmoothedBlocks> m_averages; ///< of a smoothed curve
    std::shared_ptr<const BoundsPyramid> m_pyramid;
};

} // namespace inceptoscope
