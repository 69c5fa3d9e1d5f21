#include "curves/smoothedblocks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr std::size_t pieceBlocks = 8;
constexpr std::size_t pieceSize = pieceBlocks * blockSize;

/// Some blocks of a series.
struct Piece
{
    std::array<double, pieceBlocks> sums; ///< before each
    std::array<double, pieceBlocks> biases;
    std::array<Bounds, pieceBlocks> bounds;
};

template<typename Item>
void append(std::vector<Item> &items, const std::array<Item, pieceBlocks> &more)
{
    items.insert(items.end(), more.begin(), more.end());
}

/// One of the series, smoothed from its first block to its last.
template<typename Number> class Lane
{
public:
    Lane(std::span<const Number> values, double weight)
        : m_left(values)
        , m_average(weight)
    {
        const std::size_t blocks = (values.size() + blockSize - 1) / blockSize;
        m_blocks.weight = m_average.weight();
        m_blocks.sums.reserve(blocks);
        m_blocks.bounds.reserve(blocks);
    }

    std::size_t piecesLeft() const { return m_left.size() / pieceSize; }
    const Number *values() const { return m_left.data(); } ///< of the next piece
    const ExponentialAverage &average() const { return m_average; } ///< before it

    /// What the next piece was found to have, and the average behind it.
    void take(const Piece &piece, const ExponentialAverage &average)
    {
        append(m_blocks.sums, piece.sums);
        append(m_blocks.bounds, piece.bounds);
        if (m_average.bias() > 0)
            append(m_blocks.biases, piece.biases);
        m_average = average;
        m_left = m_left.subspan(pieceSize);
    }

    /// The next values, one by one.
    void smooth(std::size_t count)
    {
        for (std::span values = m_left.first(count); !values.empty();) {
            m_blocks.sums.push_back(m_average.sum());
            if (m_average.bias() > 0)
                m_blocks.biases.push_back(m_average.bias());
            const auto block = values.first(std::min(blockSize, values.size()));
            Bounds bounds;
            for (const Number value : block)
                bounds.add(m_average.next(value));
            m_blocks.bounds.push_back(bounds);
            values = values.subspan(block.size());
        }
        m_left = m_left.subspan(count);
    }

    SmoothedBlocks finish()
    {
        smooth(m_left.size());
        return std::move(m_blocks);
    }

private:
    std::span<const Number> m_left;
    ExponentialAverage m_average;
    SmoothedBlocks m_blocks;
};

/// Numbers of two series, which a processor computes at once.
using Two [[gnu::vector_size(2 * sizeof(double))]] = double;

constexpr std::size_t twos = smoothedAtOnce / 2;

/// A number of each of four.
struct Four
{
    std::array<Two, twos> parts;

    explicit Four(double number = 0.0) { parts.fill(Two{number, number}); }
    double operator[](std::size_t lane) const { return parts[lane / 2][lane % 2]; }
    void set(std::size_t lane, double number) { parts[lane / 2][lane % 2] = number; }
};

/// A piece of each of four series.
struct FourPieces
{
    std::array<Piece, smoothedAtOnce> pieces;
    Four sums; ///< before and then behind them
    Four biases;
    Four heights; ///< of all blocks, added up: not finite where a value is not
};

/// As if all values were finite. In an average each value waits for the one before; a processor
/// that has others at hand computes those while it waits.
template<bool isBiased, typename Number>
void smooth(FourPieces &four, const std::array<const Number *, smoothedAtOnce> &values,
            double weight)
{
    Four sums = four.sums;
    Four biases = four.biases;
    for (std::size_t block = 0; block < pieceBlocks; ++block) {
        for (std::size_t lane = 0; lane < smoothedAtOnce; ++lane) {
            four.pieces[lane].sums[block] = sums[lane];
            four.pieces[lane].biases[block] = biases[lane];
        }
        Four lowest{Bounds().lowest};
        Four highest{Bounds().highest};
#pragma GCC unroll 4 // what a loop costs tells
        for (std::size_t i = block * blockSize; i < (block + 1) * blockSize; ++i) {
            for (std::size_t two = 0; two < twos; ++two) {
                const Two value{double(values[2 * two][i]), double(values[2 * two + 1][i])};
                Two smoothed = nextSum(weight, sums.parts[two], value);
                sums.parts[two] = smoothed;
                if constexpr (isBiased) {
                    biases.parts[two] *= weight;
                    smoothed /= 1 - biases.parts[two];
                }
                lowest.parts[two] = smoothed < lowest.parts[two] ? smoothed : lowest.parts[two];
                highest.parts[two] = smoothed > highest.parts[two] ? smoothed : highest.parts[two];
            }
        }
        for (std::size_t lane = 0; lane < smoothedAtOnce; ++lane)
            four.pieces[lane].bounds[block] = {lowest[lane], highest[lane]};
        for (std::size_t two = 0; two < twos; ++two)
            four.heights.parts[two] += highest.parts[two] - lowest.parts[two];
    }
    four.sums = sums;
    four.biases = biases;
}

/// The next piece of each of up to four series. One with values that are not finite, which stay in
/// its sum, is done anew.
template<typename Number> void smoothPieces(std::span<Lane<Number> *const> lanes)
{
    const double weight = lanes.front()->average().weight();
    FourPieces four;
    std::array<const Number *, smoothedAtOnce> values{};
    bool isBiased = false;
    for (std::size_t i = 0; i < smoothedAtOnce; ++i) {
        const Lane<Number> &lane = *lanes[std::min(i, lanes.size() - 1)]; // the last one fills up
        values[i] = lane.values();
        four.sums.set(i, lane.average().sum());
        four.biases.set(i, lane.average().bias());
        isBiased = isBiased || lane.average().bias() > 0;
    }
    isBiased ? smooth<true>(four, values, weight) : smooth<false>(four, values, weight);
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        if (std::isfinite(four.sums[i] + four.heights[i]))
            lanes[i]->take(four.pieces[i], {weight, four.sums[i], four.biases[i]});
        else
            lanes[i]->smooth(pieceSize);
    }
}

/// Those that have numbers of that kind: four at a time, and where one ends, the next in its place.
template<typename Number>
void smoothAll(std::span<const Values *const> series, double weight,
               std::vector<SmoothedBlocks> &smoothed)
{
    std::vector<Lane<Number>> lanes;
    std::vector<SmoothedBlocks *> results;
    lanes.reserve(series.size());
    for (std::size_t i = 0; i < series.size(); ++i) {
        if (const auto numbers = series[i]->as<Number>(); !numbers.empty()) {
            lanes.emplace_back(numbers, weight);
            results.push_back(&smoothed[i]);
        }
    }
    std::vector<Lane<Number> *> open;
    for (auto next = lanes.begin(); next != lanes.end() || !open.empty();) {
        while (next != lanes.end() && open.size() < smoothedAtOnce)
            open.push_back(&*next++);
        const auto *shortest = std::ranges::min(open, {}, &Lane<Number>::piecesLeft);
        for (std::size_t left = shortest->piecesLeft(); left > 0; --left)
            smoothPieces<Number>(open);
        std::erase_if(open, [](const auto *lane) { return lane->piecesLeft() == 0; });
    }
    for (std::size_t i = 0; i < lanes.size(); ++i)
        *results[i] = lanes[i].finish();
}

} // namespace

std::vector<SmoothedBlocks> smoothedBlocks(std::span<const Values *const> series, double weight)
{
    std::vector<SmoothedBlocks> smoothed(series.size());
    smoothAll<float>(series, weight, smoothed);
    smoothAll<double>(series, weight, smoothed);
    return smoothed;
}

} // namespace inceptoscope
