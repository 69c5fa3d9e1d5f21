#include "curves/columnspans.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace inceptoscope {

namespace {

constexpr double farAway = 1e6; // pixels

/// Where the line to a point from the one before it is at a pixel; nothing where one of them is not
/// finite.
std::optional<double> rowAt(double pixel, const Curve &curve, std::size_t index, const PixelAxis &x,
                            const PixelAxis &y)
{
    if (index == 0 || index >= curve.size())
        return std::nullopt;
    const double from = curve.y(index - 1);
    const double to = curve.y(index);
    if (!std::isfinite(from) || !std::isfinite(to))
        return std::nullopt;
    const double fromX = x.pixelOf(curve.x(index - 1));
    const auto [upper, lower] = std::minmax({y.pixelOf(from), y.pixelOf(to)});
    const double width = x.pixelOf(curve.x(index)) - fromX;
    const double slope = width > 0 ? (y.pixelOf(to) - y.pixelOf(from)) / width : 0;
    return std::clamp(y.pixelOf(from) + (pixel - fromX) * slope, upper, lower);
}

} // namespace

double PixelAxis::pixelOf(double coordinate) const
{
    double share = 0;
    if (logarithmic) {
        if (coordinate <= 0)
            return first < last ? -farAway : pixels + farAway;
        share = std::log(coordinate / first) / std::log(last / first);
    } else {
        share = (coordinate - first) / (last - first);
    }
    return share * pixels;
}

double PixelAxis::coordinateAt(double pixel) const
{
    const double share = pixel / pixels;
    return logarithmic ? first * std::pow(last / first, share) : first + share * (last - first);
}

std::vector<std::size_t> firstPoints(const Curve &curve, const PixelAxis &x, int begin, int end)
{
    const Places &places = curve.places();
    std::vector<std::size_t> firsts;
    firsts.reserve(static_cast<std::size_t>(end - begin) + 1);
    std::size_t before = places.firstFrom(x.coordinateAt(begin));
    std::size_t stride = 0;
    for (int column = begin; column <= end; ++column) {
        const std::size_t first = places.firstFrom(x.coordinateAt(column), before + stride);
        stride = first - before; // as many as in the column before, mostly
        before = first;
        firsts.push_back(first);
    }
    return firsts;
}

void columnSpans(const Curve &curve, std::span<const std::size_t> firsts, const PixelAxis &x,
                 const PixelAxis &y, int begin, std::vector<ColumnSpan> &spans)
{
    for (const std::size_t first : firsts)
        curve.prefetch(first);
    spans.assign(firsts.size() - 1, {});
    Bounds before; // of the column to the left, which is not drawn at first
    for (std::size_t edge = 0; edge < firsts.size(); ++edge) {
        const bool isLast = edge == spans.size();
        const Bounds values = isLast ? Bounds() : curve.bounds(firsts[edge], firsts[edge + 1]);
        if (!values.isEmpty()) {
            spans[edge].add(y.pixelOf(values.highest));
            spans[edge].add(y.pixelOf(values.lowest));
        }
        const bool isCovered = (edge == 0 || curve.surelyWithin(before, firsts[edge]))
            && (isLast || curve.surelyWithin(values, firsts[edge]));
        before = values;
        if (isCovered)
            continue;
        const double pixel = begin + static_cast<double>(edge);
        if (const auto row = rowAt(pixel, curve, firsts[edge], x, y); row) {
            if (edge > 0)
                spans[edge - 1].add(*row);
            if (!isLast)
                spans[edge].add(*row);
        }
    }
}

} // namespace inceptoscope
