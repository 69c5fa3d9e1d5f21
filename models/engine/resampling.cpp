#include "engine/resampling.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <span>

namespace inceptoscope {

// Pillow's scheme (its src/libImaging/Resample.c), in our own words: each output pixel is a
// weighted sum of a window of input pixels, first along rows, then along columns. The filter is
// stretched by the reduction factor, weights are normalised to 1 in double precision and then
// rounded to fixed point, and each of the two passes rounds and clips to 8 bits.
//
// Both passes run the same inner loop over neighbouring bytes that share their weights. Along
// columns those are the bytes of a row; along rows they are made by turning blocks of 16 rows into
// columns.

namespace {

constexpr int fractionBits = 32 - 8 - 2;
constexpr int rowsPerBlock = 16;
constexpr int bytesPerColumn = 3 * rowsPerBlock;

struct Filter
{
    double (*weight)(double);
    double support;
};

double triangle(double x)
{
    x = std::abs(x);
    return x < 1.0 ? 1.0 - x : 0.0;
}

double cubic(double x)
{
    constexpr double a = -0.5;
    x = std::abs(x);
    if (x < 1.0)
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
    if (x < 2.0)
        return (((x - 5.0) * x + 8.0) * x - 4.0) * a;
    return 0.0;
}

Filter filterOf(Interpolation interpolation)
{
    return interpolation == Interpolation::Bicubic ? Filter{cubic, 2.0} : Filter{triangle, 1.0};
}

/// The input pixels one output pixel is made of.
struct Window
{
    std::int64_t first = 0;
    std::span<const std::int32_t> weights;

    std::int64_t end() const { return first + static_cast<std::int64_t>(weights.size()); }
};

/// The windows of a run of output pixels along one axis.
class Windows
{
public:
    Windows(std::int64_t inputSize, std::int64_t outputSize, std::int64_t firstOutput, int count,
            const Filter &filter)
    {
        m_starts.reserve(static_cast<std::size_t>(count));
        m_offsets.assign(1, 0);
        const double scale = static_cast<double>(inputSize) / static_cast<double>(outputSize);
        for (int i = 0; i < count; ++i)
            add(inputSize, (static_cast<double>(firstOutput + i) + 0.5) * scale,
                std::max(scale, 1.0), filter);
    }

    int count() const { return static_cast<int>(m_starts.size()); }

    Window operator[](int index) const
    {
        const auto i = static_cast<std::size_t>(index);
        return {m_starts[i],
                std::span(m_weights).subspan(m_offsets[i], m_offsets[i + 1] - m_offsets[i])};
    }

    std::int64_t begin() const { return (*this)[0].first; }
    std::int64_t end() const { return (*this)[count() - 1].end(); }

private:
    void add(std::int64_t inputSize, double centre, double stretch, const Filter &filter)
    {
        const double support = filter.support * stretch;
        // A half added and the fraction cut off, as in Pillow: not the same as rounding below zero.
        const double from = centre - support + 0.5;
        const double to = centre + support + 0.5;
        const auto first = std::max<std::int64_t>(static_cast<std::int64_t>(from), 0);
        const auto end = std::min(static_cast<std::int64_t>(to), inputSize);
        m_exact.clear();
        double sum = 0.0;
        for (std::int64_t x = first; x < end; ++x) {
            const double distance = static_cast<double>(x) - centre + 0.5;
            m_exact.push_back(filter.weight(distance * (1.0 / stretch)));
            sum += m_exact.back();
        }
        for (const double exact : m_exact) {
            const double weight = (sum == 0.0 ? exact : exact / sum) * (1 << fractionBits);
            m_weights.push_back(
                static_cast<std::int32_t>(weight < 0.0 ? weight - 0.5 : weight + 0.5));
        }
        m_starts.push_back(first);
        m_offsets.push_back(m_weights.size());
    }

    std::vector<std::int64_t> m_starts;
    std::vector<std::size_t> m_offsets;
    std::vector<std::int32_t> m_weights;
    std::vector<double> m_exact;
};

std::uint8_t rounded(std::int32_t sum)
{
    return static_cast<std::uint8_t>(std::clamp(sum >> fractionBits, 0, 255));
}

/// One byte: the weighted sum of bytes that lie `stride` apart.
std::uint8_t weighByte(const std::uint8_t *bytes, std::size_t stride,
                       std::span<const std::int32_t> weights)
{
    std::int32_t sum = 1 << (fractionBits - 1);
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum += bytes[i * stride] * weights[i];
    return rounded(sum);
}

/// The same for `lanes` neighbouring bytes at once; a shape that compilers turn into vector code.
template<int lanes>
void weighBytes(const std::uint8_t *bytes, std::size_t stride,
                std::span<const std::int32_t> weights, std::uint8_t *out)
{
    std::int32_t sums[lanes];
    for (int lane = 0; lane < lanes; ++lane)
        sums[lane] = 1 << (fractionBits - 1);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        for (int lane = 0; lane < lanes; ++lane)
            sums[lane] += bytes[i * stride + static_cast<std::size_t>(lane)] * weights[i];
    }
    for (int lane = 0; lane < lanes; ++lane)
        out[lane] = rounded(sums[lane]);
}

/// Runs weighBytes over the columns of one block of turned rows.
void weighColumns(const std::uint8_t *turned, const Windows &windows, std::uint8_t *out)
{
    const std::int64_t begin = windows.begin();
    for (int x = 0; x < windows.count(); ++x) {
        const Window window = windows[x];
        weighBytes<bytesPerColumn>(turned + (window.first - begin) * bytesPerColumn, bytesPerColumn,
                                   window.weights,
                                   out + static_cast<std::ptrdiff_t>(x) * bytesPerColumn);
    }
}

/// One output row from the rows of its window.
void weighRows(const std::uint8_t *rows, std::size_t bytesPerRow,
               std::span<const std::int32_t> weights, std::uint8_t *out)
{
    constexpr std::size_t lanes = 64;
    std::size_t x = 0;
    for (; x + lanes <= bytesPerRow; x += lanes)
        weighBytes<lanes>(rows + x, bytesPerRow, weights, out + x);
    for (; x < bytesPerRow; ++x)
        out[x] = weighByte(rows + x, bytesPerRow, weights);
}

std::size_t bytes(std::int64_t pixels)
{
    return static_cast<std::size_t>(pixels) * 3;
}

/// Rows of 8-bit RGB without gaps.
struct Rows
{
    const std::uint8_t *first;
    std::int64_t width; ///< pixels
    std::int64_t count;

    const std::uint8_t *row(std::int64_t index) const { return first + bytes(index * width); }
};

/// turned[x][channel][row] = a block of rows, for the columns that `windows` needs.
void turnBlock(const Rows &rows, std::int64_t top, const Windows &windows, std::uint8_t *turned)
{
    const auto wanted = bytes(windows.end() - windows.begin());
    for (int row = 0; row < rowsPerBlock; ++row) {
        const std::uint8_t *source = rows.row(top + row) + bytes(windows.begin());
        for (std::size_t i = 0; i < wanted; ++i)
            turned[i * rowsPerBlock + static_cast<std::size_t>(row)] = source[i];
    }
}

void turnBack(const std::uint8_t *turned, std::size_t bytesPerRow, std::uint8_t *out)
{
    for (int row = 0; row < rowsPerBlock; ++row) {
        std::uint8_t *target = out + static_cast<std::size_t>(row) * bytesPerRow;
        for (std::size_t i = 0; i < bytesPerRow; ++i)
            target[i] = turned[i * rowsPerBlock + static_cast<std::size_t>(row)];
    }
}

std::vector<std::uint8_t> alongRows(const Rows &rows, const Windows &windows)
{
    const auto bytesPerRow = bytes(windows.count());
    std::vector<std::uint8_t> out(bytesPerRow * static_cast<std::size_t>(rows.count));
    const std::int64_t inBlocks = rows.count - rows.count % rowsPerBlock;
    if (inBlocks > 0) {
        const auto columns = static_cast<std::size_t>(windows.end() - windows.begin());
        std::vector<std::uint8_t> turned(columns * bytesPerColumn);
        std::vector<std::uint8_t> weighed(bytesPerRow * rowsPerBlock);
        for (std::int64_t top = 0; top < inBlocks; top += rowsPerBlock) {
            turnBlock(rows, top, windows, turned.data());
            weighColumns(turned.data(), windows, weighed.data());
            turnBack(weighed.data(), bytesPerRow,
                     out.data() + static_cast<std::size_t>(top) * bytesPerRow);
        }
    }
    for (std::int64_t y = inBlocks; y < rows.count; ++y) {
        std::uint8_t *target = out.data() + static_cast<std::size_t>(y) * bytesPerRow;
        for (int x = 0; x < windows.count(); ++x) {
            const Window window = windows[x];
            for (std::size_t channel = 0; channel < 3; ++channel)
                *target++ =
                    weighByte(rows.row(y) + bytes(window.first) + channel, 3, window.weights);
        }
    }
    return out;
}

std::vector<std::uint8_t> alongColumns(const Rows &rows, const Windows &windows)
{
    const auto bytesPerRow = bytes(rows.width);
    std::vector<std::uint8_t> out(bytesPerRow * static_cast<std::size_t>(windows.count()));
    for (int y = 0; y < windows.count(); ++y) {
        const Window window = windows[y];
        weighRows(rows.row(window.first - windows.begin()), bytesPerRow, window.weights,
                  out.data() + static_cast<std::size_t>(y) * bytesPerRow);
    }
    return out;
}

/// A pass that changes nothing: Pillow leaves it out, and the columns are copied as they are.
std::vector<std::uint8_t> copiedColumns(const Rows &rows, std::int64_t left, int width)
{
    std::vector<std::uint8_t> out(bytes(width) * static_cast<std::size_t>(rows.count));
    for (std::int64_t y = 0; y < rows.count; ++y)
        std::memcpy(out.data() + static_cast<std::size_t>(y) * bytes(width),
                    rows.row(y) + bytes(left), bytes(width));
    return out;
}

bool isWhole(const RgbImage &image)
{
    return image.width > 0 && image.height > 0
        && image.pixels.size() == bytes(static_cast<std::int64_t>(image.width) * image.height);
}

} // namespace

RgbImage resizedRegion(const RgbImage &image, VirtualSize full, Interpolation interpolation,
                       const Region &region)
{
    if (!isWhole(image) || region.width <= 0 || region.height <= 0)
        return {};
    const Filter filter = filterOf(interpolation);
    const bool verticalChanges = full.height != image.height;
    const Windows vertical(image.height, full.height, region.top, region.height, filter);
    const std::int64_t firstRow = verticalChanges ? vertical.begin() : region.top;
    const std::int64_t rowCount = verticalChanges ? vertical.end() - firstRow : region.height;
    const Rows wanted{image.pixels.data() + bytes(firstRow * image.width), image.width, rowCount};

    RgbImage result{region.width, region.height, {}};
    result.pixels = full.width == image.width
        ? copiedColumns(wanted, region.left, region.width)
        : alongRows(wanted, Windows(image.width, full.width, region.left, region.width, filter));
    if (verticalChanges)
        result.pixels = alongColumns({result.pixels.data(), region.width, rowCount}, vertical);
    return result;
}

} // namespace inceptoscope
