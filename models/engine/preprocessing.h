#pragma once

#include "graph/error.h"
#include "graph/layer.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace inceptoscope {

/// A decoded picture: 8 bits a channel, RGB, rows from top to bottom without gaps.
struct RgbImage
{
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels; ///< height × width × 3

    bool operator==(const RgbImage &) const = default;
};

/// How the bytes of a pixel lie: three of them, or four of which the last means nothing.
enum class PixelOrder { Rgb, Bgrx };

/// A picture that somebody else keeps, 8 bits a channel.
struct PictureView
{
    const std::uint8_t *pixels = nullptr; ///< of the first row
    int width = 0;
    int height = 0;
    std::ptrdiff_t bytesPerRow = 0;
    PixelOrder order = PixelOrder::Rgb;

    std::size_t bytesPerPixel() const { return order == PixelOrder::Rgb ? 3 : 4; }
    const std::uint8_t *row(std::int64_t y) const { return pixels + y * bytesPerRow; }
};

/// Nothing where the picture has another number of pixels than it says.
PictureView viewOf(const RgbImage &image);

enum class Interpolation { Bilinear, Bicubic };

/// How a picture becomes a network's input; it belongs to the weights, not to the network.
/// value = (pixel / pixelDivisor - mean) / std, per channel in the order fed.
struct Preprocessing
{
    int shorterSide = 341; ///< pixels, for `inputSize`; scaled along with another input size
    int inputSize = 299; ///< side of the centre crop, pixels
    Interpolation interpolation = Interpolation::Bicubic;
    double pixelDivisor = 255.0;
    std::array<double, 3> mean{0.5, 0.5, 0.5};
    std::array<double, 3> std{0.5, 0.5, 0.5};
    bool bgr = false; ///< channels fed in the order blue, green, red
    /// The crop's share of the shorter side as its publisher states it (0.875), 0 where it does
    /// not.
    double cropShare = 0.0;

    /// The same for another input size: the shorter side is floor(size / cropShare), and without
    /// that keeps its ratio to the crop.
    Preprocessing withInputSize(int size) const;
    bool operator==(const Preprocessing &) const = default;
};

/// Resampling with antialiasing, as Pillow does it on 8-bit pictures (support scaled with the
/// reduction, horizontal pass first, 8-bit intermediate). `filter` bicubic has a = -0.5.
RgbImage resize(const RgbImage &image, int width, int height, Interpolation filter);

/// The very crop the network sees: shorter side resized to `shorterSide`, longer one
/// int(shorterSide · long / short), centre crop at round((side - crop) / 2), halves to even.
RgbImage cropSeen(const PictureView &picture, const Preprocessing &preprocessing);
RgbImage cropSeen(const RgbImage &image, const Preprocessing &preprocessing);

/// Part of a picture in its own pixels, which the borders may cut through.
struct PictureRegion
{
    double left = 0.0;
    double top = 0.0;
    double width = 0.0;
    double height = 0.0;

    bool operator==(const PictureRegion &) const = default;
};

/// The part of a picture of width × height that cropSeen shows. All zero where that is empty.
PictureRegion regionSeen(int width, int height, const Preprocessing &preprocessing);

/// [3, height, width] floats of a crop, C order.
std::vector<float> normalised(const RgbImage &crop, const Preprocessing &preprocessing);

} // namespace inceptoscope
