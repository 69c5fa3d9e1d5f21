#include "curves/columnspans.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace inceptoscope {

namespace {

constexpr double farAway = 1e6; // pixels

/// The first point at `x` or behind it, looked for from a guess on.
std::size_t firstFrom(const std::vector<double> &places, double x, std::size_t guess)
{
    const std::size_t size = places.size();
    std::size_t low = 0; // all before it lie before x
    std::size_t high = size; // all from it on do not
    std::size_t step = 1;
    guess = std::min(guess, size);
    if (guess < size && places[guess] < x) {
        low = guess + 1;
        while (low + step < size && places[low + step] < x) {
            low += step + 1;
            step *= 2;
        }
        high = std::min(low + step, size);
    } else {
        high = guess;
        while (high > step && !(places[high - step] < x)) {
            high -= step;
            step *= 2;
        }
        low = high > step ? high - step : 0;
    }
    const auto from = places.begin() + std::ptrdiff_t(low);
    return static_cast<std::size_t>(std::lower_bound(from, places.begin() + std::ptrdiff_t(high), x)
                                    - places.begin());
}

/// A line from the point before `index` to that there, where both are finite.
class Segment
{
public:
    Segment(const Curve &curve, std::size_t index, const PixelAxis &x, const PixelAxis &y)
    {
        if (index == 0 || index >= curve.size())
            return;
        const double from = curve.y(index - 1);
        const double to = curve.y(index);
        if (!std::isfinite(from) || !std::isfinite(to))
            return;
        m_isThere = true;
        m_x = x.pixelOf(curve.x(index - 1));
        m_y = y.pixelOf(from);
        const double width = x.pixelOf(curve.x(index)) - m_x;
        m_slope = width > 0 ? (y.pixelOf(to) - m_y) / width : 0;
    }

    std::optional<double> at(double pixel) const
    {
        return m_isThere ? std::optional(m_y + (pixel - m_x) * m_slope) : std::nullopt;
    }

private:
    bool m_isThere = false;
    double m_x = 0;
    double m_y = 0;
    double m_slope = 0;
};

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
    const std::vector<double> &places = curve.places();
    std::vector<std::size_t> firsts;
    firsts.reserve(static_cast<std::size_t>(end - begin) + 1);
    std::size_t guess = curve.firstFrom(x.coordinateAt(begin));
    std::size_t stride = 0;
    for (int column = begin; column <= end; ++column) {
        const std::size_t first = firstFrom(places, x.coordinateAt(column), guess + stride);
        stride = column > begin ? first - guess : 0; // as many as in the column before, mostly
        guess = first;
        firsts.push_back(first);
    }
    return firsts;
}

void columnSpans(const Curve &curve, std::span<const std::size_t> firsts, const PixelAxis &x,
                 const PixelAxis &y, int begin, std::vector<ColumnSpan> &spans)
{
    spans.assign(firsts.size() - 1, {});
    auto entering = Segment(curve, firsts[0], x, y).at(begin);
    for (std::size_t i = 0; i < spans.size(); ++i) {
        ColumnSpan &span = spans[i];
        const Bounds values = curve.bounds(firsts[i], firsts[i + 1]);
        if (!values.isEmpty()) {
            span.add(y.pixelOf(values.highest));
            span.add(y.pixelOf(values.lowest));
        }
        const double right = begin + static_cast<double>(i) + 1;
        const auto leaving = Segment(curve, firsts[i + 1], x, y).at(right);
        if (entering)
            span.add(*entering);
        if (leaving)
            span.add(*leaving);
        entering = leaving;
    }
}

} // namespace inceptoscope
