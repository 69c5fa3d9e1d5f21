#include "engine/resampling.h"

#include "engine/resamplingwindows.h"
#include "engine/turnedrows.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>

namespace inceptoscope {

// Pillow's scheme (its src/libImaging/Resample.c), in our own words: each output pixel is a
// weighted sum of a window of input pixels, first along rows, then along columns, and each of the
// two passes rounds and clips to 8 bits.
//
// Both passes run the same inner loop over neighbouring bytes that share their weights. Along
// columns those are the bytes of a row; along rows they are made by turning blocks of 16 rows into
// columns.

namespace {

// SSE2 has no products of 32 bits. The thread sanitizer cannot bear that such functions are chosen
// before it has started.
#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__)
#define INCEPTOSCOPE_VECTORISED [[gnu::target_clones("avx512f", "avx2", "default")]]
#else
#define INCEPTOSCOPE_VECTORISED
#endif

constexpr std::size_t bytesPerColumn = 3 * turnedRows; ///< of a turned block, all channels

std::uint8_t rounded(std::int32_t sum)
{
    return static_cast<std::uint8_t>(std::clamp(sum >> fractionBits, 0, 255));
}

/// Weighted sums of `lanes` neighbouring bytes, `stride` after `stride`; a shape that compilers
/// turn into vector code.
template<std::size_t lanes>
[[gnu::always_inline]] inline void weighBytes(const std::uint8_t *bytes, std::size_t stride,
                                              std::span<const std::int32_t> weights,
                                              std::uint8_t *out)
{
    std::int32_t sums[lanes];
    for (std::size_t lane = 0; lane < lanes; ++lane)
        sums[lane] = 1 << (fractionBits - 1);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        for (std::size_t lane = 0; lane < lanes; ++lane)
            sums[lane] += bytes[i * stride + lane] * weights[i];
    }
    for (std::size_t lane = 0; lane < lanes; ++lane)
        out[lane] = rounded(sums[lane]);
}

/// Runs weighBytes over the columns of one block of turned rows, `stride` bytes a pixel.
INCEPTOSCOPE_VECTORISED
void weighColumns(const std::uint8_t *turned, std::size_t stride, const ResamplingWindows &windows,
                  std::uint8_t *out)
{
    const std::int64_t begin = windows.begin();
    for (int x = 0; x < windows.count(); ++x) {
        const ResamplingWindow window = windows[x];
        weighBytes<bytesPerColumn>(turned + static_cast<std::size_t>(window.first - begin) * stride,
                                   stride, window.weights,
                                   out + static_cast<std::size_t>(x) * bytesPerColumn);
    }
}

/// One output row from the rows of its window.
INCEPTOSCOPE_VECTORISED
void weighRows(const std::uint8_t *rows, std::size_t bytesPerRow,
               std::span<const std::int32_t> weights, std::uint8_t *out)
{
    constexpr std::size_t lanes = 64;
    const std::size_t inLanes = bytesPerRow - bytesPerRow % lanes;
    for (std::size_t x = 0; x < inLanes; x += lanes)
        weighBytes<lanes>(rows + x, bytesPerRow, weights, out + x);
    if (inLanes == 0) {
        for (std::size_t x = 0; x < bytesPerRow; ++x)
            weighBytes<1>(rows + x, bytesPerRow, weights, out + x);
    } else if (inLanes < bytesPerRow) { // some once more, which is quicker than one by one
        const std::size_t last = bytesPerRow - lanes;
        weighBytes<lanes>(rows + last, bytesPerRow, weights, out + last);
    }
}

std::size_t bytes(std::int64_t pixels)
{
    return static_cast<std::size_t>(pixels) * 3;
}

/// Blue, green and red turned to red, green and blue in each column of a block.
void swapColours(std::uint8_t *turned, int columns)
{
    for (int x = 0; x < columns; ++x, turned += bytesPerColumn)
        std::swap_ranges(turned, turned + turnedRows, turned + 2 * turnedRows);
}

/// Rows of bytes that nobody has filled.
using Pixels = std::unique_ptr<std::uint8_t[]>;

Pixels alongRows(const PictureView &picture, std::int64_t firstRow, std::int64_t rowCount,
                 const ResamplingWindows &windows)
{
    const std::size_t pixelBytes = picture.bytesPerPixel();
    const auto wanted = static_cast<std::size_t>(windows.end() - windows.begin()) * pixelBytes;
    const auto outBytes = bytes(windows.count());
    auto turned = std::make_unique_for_overwrite<std::uint8_t[]>(wanted * turnedRows);
    auto weighed = std::make_unique_for_overwrite<std::uint8_t[]>(outBytes * turnedRows);
    auto out = std::make_unique_for_overwrite<std::uint8_t[]>(outBytes
                                                              * static_cast<std::size_t>(rowCount));
    for (std::int64_t top = 0; top < rowCount; top += turnedRows) {
        std::array<const std::uint8_t *, turnedRows> from{};
        std::array<std::uint8_t *, turnedRows> to{};
        for (std::size_t i = 0; i < turnedRows; ++i) { // beyond the last row, that one again
            const auto row = std::min(top + static_cast<std::int64_t>(i), rowCount - 1);
            from[i] = picture.row(firstRow + row)
                + static_cast<std::size_t>(windows.begin()) * pixelBytes;
            to[i] = out.get() + static_cast<std::size_t>(row) * outBytes;
        }
        turnRows(from, wanted, turned.get());
        weighColumns(turned.get(), pixelBytes * turnedRows, windows, weighed.get());
        if (picture.order == PixelOrder::Bgrx)
            swapColours(weighed.get(), windows.count());
        turnBack(weighed.get(), outBytes, to);
    }
    return out;
}

/// A pass that changes nothing: Pillow leaves it out, and the columns are copied as they are.
Pixels copiedColumns(const PictureView &picture, std::int64_t firstRow, std::int64_t rowCount,
                     std::int64_t left, int width)
{
    auto out = std::make_unique_for_overwrite<std::uint8_t[]>(bytes(width)
                                                              * static_cast<std::size_t>(rowCount));
    const bool swapped = picture.order == PixelOrder::Bgrx;
    std::uint8_t *target = out.get();
    for (std::int64_t y = 0; y < rowCount; ++y) {
        const std::uint8_t *pixel =
            picture.row(firstRow + y) + static_cast<std::size_t>(left) * picture.bytesPerPixel();
        for (int x = 0; x < width; ++x, pixel += picture.bytesPerPixel()) {
            *target++ = pixel[swapped ? 2 : 0];
            *target++ = pixel[1];
            *target++ = pixel[swapped ? 0 : 2];
        }
    }
    return out;
}

std::vector<std::uint8_t> alongColumns(const std::uint8_t *rows, std::size_t bytesPerRow,
                                       const ResamplingWindows &windows)
{
    std::vector<std::uint8_t> out(bytesPerRow * static_cast<std::size_t>(windows.count()));
    for (int y = 0; y < windows.count(); ++y) {
        const ResamplingWindow window = windows[y];
        weighRows(rows + static_cast<std::size_t>(window.first - windows.begin()) * bytesPerRow,
                  bytesPerRow, window.weights,
                  out.data() + static_cast<std::size_t>(y) * bytesPerRow);
    }
    return out;
}

} // namespace

RgbImage resizedRegion(const PictureView &picture, VirtualSize full, Interpolation interpolation,
                       const Region &region)
{
    if (picture.width <= 0 || picture.height <= 0 || region.width <= 0 || region.height <= 0)
        return {};
    const bool verticalChanges = full.height != picture.height;
    const ResamplingWindows vertical(picture.height, full.height, region.top, region.height,
                                     interpolation);
    const std::int64_t firstRow = verticalChanges ? vertical.begin() : region.top;
    const std::int64_t rowCount = verticalChanges ? vertical.end() - firstRow : region.height;
    const Pixels rows = full.width == picture.width
        ? copiedColumns(picture, firstRow, rowCount, region.left, region.width)
        : alongRows(picture, firstRow, rowCount,
                    ResamplingWindows(picture.width, full.width, region.left, region.width,
                                      interpolation));

    const auto rowBytes = bytes(region.width);
    RgbImage result{region.width, region.height, {}};
    if (verticalChanges)
        result.pixels = alongColumns(rows.get(), rowBytes, vertical);
    else
        result.pixels.assign(rows.get(),
                             rows.get() + rowBytes * static_cast<std::size_t>(rowCount));
    return result;
}

} // namespace inceptoscope
