#include "compare/channeldifference.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <numeric>

namespace inceptoscope {

namespace {

/// Of the cells that are finite in both.
struct Squares
{
    double a = 0.0;
    double b = 0.0;
    double difference = 0.0;
    std::int64_t cells = 0;

    void add(const Squares &other)
    {
        a += other.a;
        b += other.b;
        difference += other.difference;
        cells += other.cells;
    }
    double rms(double sum) const
    {
        return cells > 0 ? std::sqrt(sum / static_cast<double>(cells)) : 0.0;
    }
    double energies() const { return rms(a) + rms(b); }
};

Squares squaresOf(std::span<const float> a, std::span<const float> b)
{
    Squares squares;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!std::isfinite(a[i]) || !std::isfinite(b[i]))
            continue;
        const double ofA = a[i];
        const double ofB = b[i];
        squares.add({ofA * ofA, ofB * ofB, (ofA - ofB) * (ofA - ofB), 1});
    }
    return squares;
}

double part(const Squares &squares, DifferenceMeasure measure)
{
    return measure == DifferenceMeasure::Maps
        ? squares.rms(squares.difference)
        : std::abs(squares.rms(squares.a) - squares.rms(squares.b));
}

} // namespace

std::vector<double> channelDifferences(const Activation &a, const Activation &b,
                                       DifferenceMeasure measure)
{
    assert(a.shape == b.shape);
    std::vector<Squares> channels;
    Squares layer;
    for (int channel = 0; channel < a.shape.channels; ++channel) {
        channels.push_back(squaresOf(a.channel(channel), b.channel(channel)));
        layer.add(channels.back());
    }
    std::vector<double> differences;
    for (const Squares &each : channels) {
        const double whole = each.energies() + 0.01 * layer.energies();
        differences.push_back(whole > 0.0 ? part(each, measure) / whole : 0.0);
    }
    return differences;
}

std::vector<int> orderedByDifference(const std::vector<double> &differences)
{
    std::vector<int> channels(differences.size());
    std::iota(channels.begin(), channels.end(), 0);
    std::ranges::stable_sort(channels, std::greater(), [&](int channel) {
        return differences[static_cast<std::size_t>(channel)];
    });
    return channels;
}

} // namespace inceptoscope
