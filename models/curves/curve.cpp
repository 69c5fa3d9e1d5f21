#include "curves/curve.h"

#include "curves/smoothing.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr std::size_t blockSize = 16; // points
constexpr std::size_t fanOut = 8; // of a level in one of the next

std::size_t blocksOf(std::size_t points)
{
    return (points + blockSize - 1) / blockSize;
}

} // namespace

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
            for (std::size_t i = 0; i < below.size(); ++i)
                level[i / fanOut].add(below[i]);
            levels.push_back(std::move(level));
        }
    }

    /// Of the blocks from one up to another.
    Bounds bounds(std::size_t begin, std::size_t end) const
    {
        Bounds bounds;
        for (const auto &level : levels) {
            const bool isTop = &level == &levels.back();
            for (; begin < end && (isTop || begin % fanOut != 0); ++begin)
                bounds.add(level[begin]);
            for (; begin < end && end % fanOut != 0 && end != level.size(); --end)
                bounds.add(level[end - 1]);
            if (begin == end)
                break;
            begin /= fanOut;
            end = (end + fanOut - 1) / fanOut; // the last one of a level may stand for fewer
        }
        return bounds;
    }
};

/// What ExponentialAverage had before the first point of each block.
struct Curve::Averages
{
    double weight = 0.0;
    std::vector<double> sums;
    std::vector<double> biases; ///< as long as they are not zero

    ExponentialAverage before(std::size_t block) const
    {
        return {weight, sums[block], block < biases.size() ? biases[block] : 0.0};
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
    m_x = std::make_shared<const std::vector<double>>(std::move(x));
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

const std::vector<double> &Curve::places() const
{
    static const std::vector<double> none;
    return m_x ? *m_x : none;
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

std::size_t Curve::firstFrom(double x) const
{
    const auto &all = places();
    return static_cast<std::size_t>(std::ranges::lower_bound(all, x) - all.begin());
}

/// Within one block.
Bounds Curve::boundsOfPoints(std::size_t begin, std::size_t end) const
{
    Bounds bounds;
    if (!m_averages) {
        for (std::size_t i = begin; i < end; ++i)
            bounds.add((*m_y)[i]);
        return bounds;
    }
    const std::size_t block = begin / blockSize;
    ExponentialAverage average = m_averages->before(block);
    for (std::size_t i = block * blockSize; i < end; ++i) {
        const double value = average.next((*m_y)[i]);
        if (i >= begin)
            bounds.add(value);
    }
    return bounds;
}

Bounds Curve::bounds(std::size_t begin, std::size_t end) const
{
    if (begin >= end)
        return {};
    const std::size_t first = blocksOf(begin);
    const std::size_t last = end == size() ? blocksOf(end) : end / blockSize;
    if (first > last) // a part of one block
        return boundsOfPoints(begin, end);
    Bounds bounds = m_pyramid->bounds(first, last);
    if (begin < first * blockSize)
        bounds.add(boundsOfPoints(begin, std::min(first * blockSize, end)));
    if (last * blockSize < end)
        bounds.add(boundsOfPoints(last * blockSize, end));
    return bounds;
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

Curve Curve::smoothed(double weight) const
{
    const auto differs = [this](double value) { return value != m_y->front(); };
    if (empty() || std::ranges::none_of(*m_y, differs))
        return *this;
    const std::vector<double> &values = *m_y;
    std::vector<Bounds> blocks(blocksOf(size()));
    auto averages = std::make_shared<Averages>();
    ExponentialAverage average(weight);
    averages->weight = average.weight();
    averages->sums.resize(blocks.size());
    for (std::size_t block = 0; block < blocks.size(); ++block) {
        averages->sums[block] = average.sum();
        if (average.bias() > 0)
            averages->biases.push_back(average.bias());
        Bounds bounds;
        const std::size_t end = std::min((block + 1) * blockSize, values.size());
        for (std::size_t i = block * blockSize; i < end; ++i)
            bounds.add(average.next(values[i]));
        blocks[block] = bounds;
    }
    Curve curve = *this;
    curve.m_averages = std::move(averages);
    curve.m_pyramid = std::make_shared<const Pyramid>(std::move(blocks));
    return curve;
}

bool Curve::operator==(const Curve &other) const
{
    const auto isSame = [](double a, double b) {
        return a == b || (std::isnan(a) && std::isnan(b));
    };
    return places() == other.places() && std::ranges::equal(values(), other.values(), isSame);
}

} // namespace inceptoscope
