#include "curves/curve.h"

#include "curves/smoothedblocks.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

std::size_t blocksOf(std::size_t points)
{
    return (points + blockSize - 1) / blockSize;
}

} // namespace

static std::vector<Bounds> blockBounds(std::span<const double> values)
{
    std::vector<Bounds> blocks;
    blocks.reserve(blocksOf(values.size()));
    for (; !values.empty(); values = values.subspan(std::min(blockSize, values.size()))) {
        Bounds bounds;
        for (const double value : values.first(std::min(blockSize, values.size())))
            bounds.add(value);
        blocks.push_back(bounds);
    }
    return blocks;
}

Curve::Curve(std::vector<double> x, std::vector<double> y)
{
    if (x.empty())
        return;
    m_pyramid = std::make_shared<const BoundsPyramid>(blockBounds(y));
    m_places = std::make_shared<const Places>(std::move(x));
    m_y = std::make_shared<const Values>(std::move(y));
}

static std::vector<double> coordinates(const std::vector<CurvePoint> &points,
                                       double CurvePoint::*of)
{
    std::vector<double> numbers;
    numbers.reserve(points.size());
    for (const CurvePoint &point : points)
        numbers.push_back(point.*of);
    return numbers;
}

Curve::Curve(const std::vector<CurvePoint> &points)
    : Curve(coordinates(points, &CurvePoint::x), coordinates(points, &CurvePoint::y))
{
}

Curve::Curve(std::initializer_list<CurvePoint> points)
    : Curve(std::vector<CurvePoint>(points))
{
}

double Curve::y(std::size_t index) const
{
    if (!m_averages)
        return (*m_y)[index];
    const std::size_t block = index / blockSize;
    ExponentialAverage average = m_averages->before(block);
    double value = 0;
    for (std::size_t i = block * blockSize; i <= index; ++i)
        value = average.next((*m_y)[i]);
    return value;
}

const Places &Curve::places() const
{
    static const Places none;
    return m_places ? *m_places : none;
}

std::vector<double> Curve::values() const
{
    std::vector<double> values(size());
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = (*m_y)[i];
    if (m_averages) {
        ExponentialAverage average = m_averages->before(0);
        for (double &value : values)
            value = average.next(value);
    }
    return values;
}

std::vector<CurvePoint> Curve::points() const
{
    const std::vector<double> values = this->values();
    std::vector<CurvePoint> points;
    points.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        points.push_back({x(i), values[i]});
    return points;
}

std::span<const double> Curve::block(std::size_t block, BlockRoom &room) const
{
    const std::size_t begin = block * blockSize;
    const std::size_t count = std::min(blockSize, size() - begin);
    if (const auto doubles = m_y->as<double>(); !m_averages && !doubles.empty())
        return doubles.subspan(begin, count);
    for (std::size_t i = 0; i < count; ++i)
        room[i] = (*m_y)[begin + i];
    if (m_averages) {
        ExponentialAverage average = m_averages->before(block);
        for (double &value : std::span(room).first(count))
            value = average.next(value);
    }
    return std::span(room).first(count);
}

/// From the first point's block to the one before the last's, or all that are left.
Bounds Curve::boundsOfBlocks(std::size_t begin, std::size_t end) const
{
    const std::size_t first = (begin + blockSize - 1) / blockSize;
    const std::size_t last = end == size() ? blocksOf(end) : end / blockSize;
    return first < last ? m_pyramid->of(first, last) : Bounds();
}

Bounds Curve::boundsAround(std::size_t index) const
{
    Bounds bounds;
    const std::vector<Bounds> &blocks = m_pyramid->blocks();
    if (index > 0)
        bounds.add(blocks[(index - 1) / blockSize]);
    if (index < size())
        bounds.add(blocks[index / blockSize]);
    return bounds;
}

Bounds Curve::bounds(std::size_t begin, std::size_t end) const
{
    if (begin >= end)
        return {};
    Bounds bounds = boundsOfBlocks(begin, end);
    BlockRoom room{};
    for (const std::size_t at : {begin, end - 1}) {
        const std::size_t block = at / blockSize;
        if (bounds.contains(m_pyramid->blocks()[block]))
            continue;
        const std::size_t first = block * blockSize;
        const auto values = this->block(block, room).first(std::min(blockSize, end - first));
        for (const double value : values.subspan(std::max(begin, first) - first))
            bounds.add(value);
    }
    return bounds;
}

void Curve::prefetch(std::size_t index) const
{
    if (index < size())
        m_y->prefetch(index);
}

double Curve::lowestPositive() const
{
    double lowest = std::numeric_limits<double>::infinity();
    if (empty())
        return lowest;
    const std::vector<Bounds> &blocks = m_pyramid->blocks();
    for (std::size_t block = 0; block < blocks.size(); ++block) {
        if (blocks[block].lowest > 0) {
            lowest = std::min(lowest, blocks[block].lowest);
            continue;
        }
        if (!(blocks[block].highest > 0))
            continue;
        BlockRoom room{};
        for (const double value : this->block(block, room))
            lowest = value > 0 ? std::min(lowest, value) : lowest;
    }
    return lowest;
}

bool Curve::isConstant() const
{
    for (std::size_t i = 1; i < size(); ++i) {
        if ((*m_y)[i] != (*m_y)[0])
            return false;
    }
    return size() == 0 || (*m_y)[0] == (*m_y)[0]; // NaN differs from itself
}

Curve Curve::smoothed(double weight) const
{
    return std::move(smoothed(std::span(this, 1), weight).front());
}

std::vector<Curve> Curve::smoothed(std::span<const Curve> curves, double weight)
{
    std::vector<Curve> result(curves.begin(), curves.end());
    std::vector<Curve *> varying;
    std::vector<const Values *> values;
    for (Curve &curve : result) {
        if (curve.isConstant())
            continue;
        varying.push_back(&curve);
        values.push_back(curve.m_y.get());
    }
    std::vector<SmoothedBlocks> blocks = smoothedBlocks(values, weight);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        varying[i]->m_pyramid = std::make_shared<const BoundsPyramid>(std::move(blocks[i].bounds));
        varying[i]->m_averages = std::make_shared<const SmoothedBlocks>(std::move(blocks[i]));
    }
    return result;
}

bool Curve::operator==(const Curve &other) const
{
    const auto isSame = [](double a, double b) {
        return a == b || (std::isnan(a) && std::isnan(b));
    };
    return places() == other.places() && std::ranges::equal(values(), other.values(), isSame);
}

} // namespace inceptoscope
