#include "curves/columnspans.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace inceptoscope {

namespace {

constexpr double farAway = 1e6; // pixels

/// Looks at points of a curve where columns meet.
class EdgeReader
{
public:
    EdgeReader(const Curve &curve, const PixelAxis &x, const PixelAxis &y)
        : m_curve(curve)
        , m_x(x)
        , m_y(y)
    {
    }

    double value(std::size_t index)
    {
        if (index / blockSize != m_block) {
            m_block = index / blockSize;
            m_values = m_curve.block(m_block, m_room);
        }
        return m_values[index % blockSize];
    }

    /// Of those of the points from one index up to another that are in the block around another
    /// one.
    Bounds boundsAround(std::size_t around, std::size_t begin, std::size_t end)
    {
        Bounds bounds;
        const std::size_t block = around / blockSize;
        begin = std::max(begin, block * blockSize);
        end = std::min(end, (block + 1) * blockSize);
        for (std::size_t i = begin; i < end; ++i)
            bounds.add(value(i));
        return bounds;
    }

    /// Where the line to a point from the one before it is at a pixel; nothing where one of them is
    /// not finite.
    std::optional<double> rowAt(double pixel, std::size_t index)
    {
        if (index == 0 || index >= m_curve.size())
            return std::nullopt;
        const double from = value(index - 1);
        const double to = value(index);
        if (!std::isfinite(from) || !std::isfinite(to))
            return std::nullopt;
        const double fromX = m_x.pixelOf(m_curve.x(index - 1));
        const auto [upper, lower] = std::minmax({m_y.pixelOf(from), m_y.pixelOf(to)});
        const double width = m_x.pixelOf(m_curve.x(index)) - fromX;
        const double slope = width > 0 ? (m_y.pixelOf(to) - m_y.pixelOf(from)) / width : 0;
        return std::clamp(m_y.pixelOf(from) + (pixel - fromX) * slope, upper, lower);
    }

private:
    const Curve &m_curve;
    const PixelAxis &m_x;
    const PixelAxis &m_y;
    std::size_t m_block = std::size_t(-1);
    Curve::BlockRoom m_room{};
    std::span<const double> m_values;
};

/// The edges of columns where points may tell more than whole blocks did, which is seldom.
std::vector<std::size_t> openEdges(const Curve &curve, std::span<const std::size_t> firsts,
                                   const std::vector<Bounds> &values)
{
    std::vector<std::size_t> edges;
    for (std::size_t edge = 0; edge < firsts.size(); ++edge) {
        const Bounds around = curve.boundsAround(firsts[edge]);
        const bool isCovered = (edge == 0 || values[edge - 1].contains(around))
            && (edge == values.size() || values[edge].contains(around));
        if (isCovered)
            continue;
        curve.prefetch(firsts[edge]);
        edges.push_back(edge);
    }
    return edges;
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
    std::vector<Bounds> values(firsts.size() - 1);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = curve.boundsOfBlocks(firsts[i], firsts[i + 1]);
    spans.assign(values.size(), {});
    EdgeReader reader(curve, x, y);
    for (const std::size_t edge : openEdges(curve, firsts, values)) {
        const std::size_t first = firsts[edge];
        const auto row = reader.rowAt(begin + static_cast<double>(edge), first);
        if (edge > 0) {
            values[edge - 1].add(reader.boundsAround(first, firsts[edge - 1], first));
            if (row)
                spans[edge - 1].add(*row);
        }
        if (edge < values.size()) {
            values[edge].add(reader.boundsAround(first, first, firsts[edge + 1]));
            if (row)
                spans[edge].add(*row);
        }
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i].isEmpty())
            continue;
        spans[i].add(y.pixelOf(values[i].highest));
        spans[i].add(y.pixelOf(values[i].lowest));
    }
}

} // namespace inceptoscope
