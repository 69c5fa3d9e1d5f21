#include "images/syntheticphoto.h"

#include <QBuffer>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

/// Between -0.5 and 0.5, the same for the same place.
static double noiseAt(int x, int y)
{
    std::uint32_t value =
        static_cast<std::uint32_t>(x) * 0x9e3779b1U + static_cast<std::uint32_t>(y) * 0x85ebca77U;
    value = (value ^ (value >> 15U)) * 0x2c1b3c6dU;
    value = (value ^ (value >> 12U)) * 0x297a2d39U;
    return static_cast<double>(value ^ (value >> 15U)) / 4294967295.0 - 0.5;
}

static QRgb syntheticPixel(int x, int y)
{
    const double light = 128.0 + 70.0 * std::sin(x * 0.013) * std::cos(y * 0.017);
    const double shapes = 30.0 * std::sin(x * 0.11 + 3.0 * std::sin(y * 0.05));
    const double edges = (x / 37 + y / 29) % 3 == 0 ? 25.0 : 0.0;
    const double value = light + shapes + edges + 16.0 * noiseAt(x, y);
    const auto byte = [](double channel) {
        return static_cast<int>(std::clamp(channel, 0.0, 255.0));
    };
    return qRgb(byte(value * 1.05), byte(value * 0.95 + 0.1 * x), byte(value * 0.8));
}

QImage syntheticPhoto(int width, int height)
{
    QImage photo(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
            photo.setPixel(x, y, syntheticPixel(x, y));
    }
    return photo;
}

QByteArray syntheticPhotoFile(int width, int height)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    syntheticPhoto(width, height).save(&buffer, "jpeg", 90);
    return bytes;
}

} // namespace inceptoscope
