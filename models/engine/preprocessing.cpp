#include "engine/preprocessing.h"

#include "engine/resampling.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

Preprocessing Preprocessing::withInputSize(int size) const
{
    Preprocessing other = *this;
    other.inputSize = size;
    if (cropShare > 0.0) {
        other.shorterSide = static_cast<int>(std::floor(size / cropShare));
    } else if (inputSize > 0) {
        const auto numerator = std::int64_t{2} * size * shorterSide + inputSize;
        other.shorterSide = static_cast<int>(numerator / (std::int64_t{2} * inputSize));
    }
    return other;
}

PictureView viewOf(const RgbImage &image)
{
    const auto width = static_cast<std::size_t>(std::max(image.width, 0));
    const auto height = static_cast<std::size_t>(std::max(image.height, 0));
    if (image.pixels.empty() || image.pixels.size() != width * height * 3)
        return {};
    return {image.pixels.data(), image.width, image.height, std::ptrdiff_t{3} * image.width};
}

RgbImage resize(const RgbImage &image, int width, int height, Interpolation filter)
{
    return resizedRegion(viewOf(image), {width, height}, filter, {0, 0, width, height});
}

/// Half of what is left over, rounded, halves to the even number.
static std::int64_t centred(std::int64_t side, std::int64_t crop)
{
    const std::int64_t spare = side - crop;
    const std::int64_t half = spare / 2;
    return spare % 2 == 0 ? half : half + half % 2;
}

/// The whole picture as it is resized before the crop is taken. `width` and `height` are positive.
static VirtualSize resizedWhole(int width, int height, const Preprocessing &preprocessing)
{
    // A crop cannot reach beyond the picture.
    const std::int64_t shorter = std::max(preprocessing.shorterSide, preprocessing.inputSize);
    const auto [shortSide, longSide] = std::minmax({width, height});
    const std::int64_t longer = shorter * longSide / shortSide;
    return width <= height ? VirtualSize{shorter, longer} : VirtualSize{longer, shorter};
}

RgbImage cropSeen(const PictureView &picture, const Preprocessing &preprocessing)
{
    const int crop = preprocessing.inputSize;
    if (picture.width <= 0 || picture.height <= 0 || crop <= 0)
        return {};
    const VirtualSize full = resizedWhole(picture.width, picture.height, preprocessing);
    return resizedRegion(picture, full, preprocessing.interpolation,
                         {centred(full.width, crop), centred(full.height, crop), crop, crop});
}

RgbImage cropSeen(const RgbImage &image, const Preprocessing &preprocessing)
{
    return cropSeen(viewOf(image), preprocessing);
}

PictureRegion regionSeen(int width, int height, const Preprocessing &preprocessing)
{
    const int crop = preprocessing.inputSize;
    if (width <= 0 || height <= 0 || crop <= 0)
        return {};
    const VirtualSize full = resizedWhole(width, height, preprocessing);
    const double across = static_cast<double>(width) / static_cast<double>(full.width);
    const double down = static_cast<double>(height) / static_cast<double>(full.height);
    return {static_cast<double>(centred(full.width, crop)) * across,
            static_cast<double>(centred(full.height, crop)) * down, crop * across, crop * down};
}

using ValueTable = std::array<float, 256>;

/// What each 8-bit value becomes in one of the channels fed.
static ValueTable valueTable(std::size_t channel, const Preprocessing &preprocessing)
{
    ValueTable table{};
    for (std::size_t pixel = 0; pixel < table.size(); ++pixel) {
        const double scaled = static_cast<double>(pixel) / preprocessing.pixelDivisor;
        table[pixel] =
            static_cast<float>((scaled - preprocessing.mean[channel]) / preprocessing.std[channel]);
    }
    return table;
}

std::vector<float> normalised(const RgbImage &crop, const Preprocessing &preprocessing)
{
    const std::array tables{valueTable(0, preprocessing), valueTable(1, preprocessing),
                            valueTable(2, preprocessing)};
    const std::size_t cells = crop.pixels.size() / 3;
    std::vector<float> values(cells * 3);
    const std::uint8_t *pixel = crop.pixels.data();
    const std::size_t first = preprocessing.bgr ? 2 : 0;
    const std::size_t last = 2 - first;
    float *const out = values.data();
    for (std::size_t i = 0; i < cells; ++i, pixel += 3) {
        out[i] = tables[0][pixel[first]];
        out[cells + i] = tables[1][pixel[1]];
        out[2 * cells + i] = tables[2][pixel[last]];
    }
    return values;
}

} // namespace inceptoscope
