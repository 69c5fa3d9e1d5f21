#include "curves/curve.h"

#include "curves/smoothedblocks.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr std::size_t fanOut = 8; // of a level in one of the next

/// How many points a piece of a level stands for.
std::size_t pointsOf(std::size_t level)
{
    std::size_t points = blockSize;
    for (; level > 0; --level)
        points *= fanOut;
    return points;
}

std::size_t blocksOf(std::size_t points)
{
    return (points + blockSize - 1) / blockSize;
}

} // namespace

/// Of those that are one in the next level, first ones of all that are left.
static Bounds firstBounds(std::span<const Bounds> left)
{
    Bounds bounds;
    for (const Bounds &each : left.first(std::min(left.size(), fanOut)))
        bounds.add(each);
    return bounds;
}

/// Level 0 has its bounds for each block of points, each next one for each eight of the level
/// below.
struct Curve::Pyramid
{
    std::vector<std::vector<Bounds>> levels;

    explicit Pyramid(std::vector<Bounds> blocks)
    {
        levels.push_back(std::move(blocks));
        while (levels.back().size() > 1) {
            const auto &below = levels.back();
            std::vector<Bounds> level((below.size() + fanOut - 1) / fanOut);
            for (std::size_t i = 0; i < level.size(); ++i)
                level[i] = firstBounds(std::span(below).subspan(i * fanOut));
            levels.push_back(std::move(level));
        }
    }
};

static std::vector<Bounds> boundsOfBlocks(const std::vector<double> &values)
{
    std::vector<Bounds> bounds(blocksOf(values.size()));
    for (std::size_t i = 0; i < values.size(); ++i)
        bounds[i / blockSize].add(values[i]);
    return bounds;
}

Curve::Curve(std::vector<double> x, std::vector<double> y)
{
    if (x.empty())
        return;
    m_pyramid = std::make_shared<const Pyramid>(boundsOfBlocks(y));
    m_places = std::make_shared<const Places>(std::move(x));
    m_y = std::make_shared<const std::vector<double>>(std::move(y));
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
    if (!m_y)
        return {};
    std::vector<double> values = *m_y;
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

/// Calls `act` with each point's index and value.
template<typename Act> void Curve::forBlock(std::size_t block, Act act) const
{
    const std::vector<double> &values = *m_y;
    const std::size_t begin = block * blockSize;
    const std::size_t end = std::min(begin + blockSize, values.size());
    if (!m_averages) {
        for (std::size_t i = begin; i < end; ++i)
            act(i, values[i]);
        return;
    }
    ExponentialAverage average = m_averages->before(block);
    for (std::size_t i = begin; i < end; ++i)
        act(i, average.next(values[i]));
}

/// Within one block.
Bounds Curve::boundsOfPoints(std::size_t begin, std::size_t end) const
{
    Bounds bounds;
    forBlock(begin / blockSize, [&](std::size_t i, double value) {
        bounds.add(i >= begin && i < end ? Bounds::of(value) : Bounds());
    });
    return bounds;
}

/// By what lies from one point up to another, given the bounds of others that count as well: first
/// by what a level of the pyramid has in one piece, and of the pieces at both ends only where they
/// may matter. That is seldom, and so hardly any points are looked at.
void Curve::widen(Bounds &bounds, std::size_t begin, std::size_t end, std::size_t level) const
{
    const std::size_t unit = pointsOf(level);
    const std::vector<Bounds> &nodes = m_pyramid->levels[level];
    const std::size_t first = (begin + unit - 1) / unit;
    const std::size_t last = end == size() ? nodes.size() : end / unit;
    for (std::size_t node = first; node < last; ++node)
        bounds.add(nodes[node]);
    const auto addPart = [&](std::size_t partBegin, std::size_t partEnd) {
        if (partBegin >= partEnd || bounds.contains(nodes[partBegin / unit]))
            return;
        if (level > 0)
            widen(bounds, partBegin, partEnd, level - 1);
        else
            bounds.add(boundsOfPoints(partBegin, partEnd));
    };
    addPart(begin, std::min(first * unit, end));
    if (first <= last)
        addPart(last * unit, end);
}

Bounds Curve::bounds(std::size_t begin, std::size_t end) const
{
    Bounds bounds;
    if (begin >= end)
        return bounds;
    std::size_t level = 0;
    while (level + 1 < m_pyramid->levels.size() && 2 * pointsOf(level + 1) <= end - begin)
        ++level;
    widen(bounds, begin, end, level);
    return bounds;
}

void Curve::prefetch(std::size_t index) const
{
    if (index >= size())
        return;
    for (std::size_t level = 0; level < std::min<std::size_t>(2, m_pyramid->levels.size()); ++level)
        __builtin_prefetch(m_pyramid->levels[level].data() + index / pointsOf(level));
}

bool Curve::surelyWithin(const Bounds &bounds, std::size_t index) const
{
    if (index == 0 || index >= size())
        return false;
    for (std::size_t level = std::min<std::size_t>(2, m_pyramid->levels.size()); level > 0;
         --level) {
        const std::vector<Bounds> &nodes = m_pyramid->levels[level - 1];
        const std::size_t unit = pointsOf(level - 1);
        if (bounds.contains(nodes[index / unit]) && bounds.contains(nodes[(index - 1) / unit]))
            return true;
    }
    return false;
}

double Curve::lowestPositive() const
{
    double lowest = std::numeric_limits<double>::infinity();
    if (empty())
        return lowest;
    const auto &blocks = m_pyramid->levels.front();
    for (std::size_t block = 0; block < blocks.size(); ++block) {
        if (blocks[block].lowest > 0) {
            lowest = std::min(lowest, blocks[block].lowest);
            continue;
        }
        const std::size_t end = std::min((block + 1) * blockSize, size());
        for (std::size_t i = block * blockSize; blocks[block].highest > 0 && i < end; ++i) {
            if (const double value = y(i); value > 0)
                lowest = std::min(lowest, value);
        }
    }
    return lowest;
}

bool Curve::isConstant() const
{
    const auto differs = [this](double value) { return value != m_y->front(); };
    return empty() || std::ranges::none_of(*m_y, differs);
}

Curve Curve::smoothed(double weight) const
{
    return std::move(smoothed(std::span(this, 1), weight).front());
}

std::vector<Curve> Curve::smoothed(std::span<const Curve> curves, double weight)
{
    std::vector<Curve> result(curves.begin(), curves.end());
    std::vector<Curve *> varying;
    std::vector<std::span<const double>> values;
    for (Curve &curve : result) {
        if (curve.isConstant())
            continue;
        varying.push_back(&curve);
        values.emplace_back(*curve.m_y);
    }
    std::vector<SmoothedBlocks> blocks = smoothedBlocks(values, weight);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        varying[i]->m_pyramid = std::make_shared<const Pyramid>(std::move(blocks[i].bounds));
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
