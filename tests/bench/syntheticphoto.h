#pragma once

#include <QBuffer>
#include <QByteArray>
#include <QImage>

#include <cmath>
#include <cstdint>

namespace inceptoscope::bench {

/// Values between 0 and 1, the same for the same place.
inline double noiseAt(std::uint32_t x, std::uint32_t y, std::uint32_t channel)
{
    std::uint32_t value = x * 0x9e3779b1U + y * 0x85ebca77U + channel * 0xc2b2ae3dU;
    value = (value ^ (value >> 15U)) * 0x2c1b3c6dU;
    value = (value ^ (value >> 12U)) * 0x297a2d39U;
    return static_cast<double>(value ^ (value >> 15U)) / 4294967295.0;
}

/// Light over a scene of shapes, with a sensor's noise: what a photo costs a JPEG reader.
inline QImage syntheticPhoto(int width, int height)
{
    QImage photo(width, height, QImage::Format_RGB32);
    const auto byte = [](double value) { return static_cast<int>(std::clamp(value, 0.0, 255.0)); };
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double light = 128.0 + 70.0 * std::sin(x * 0.013) * std::cos(y * 0.017);
            const double shapes = 30.0 * std::sin(x * 0.11 + 3.0 * std::sin(y * 0.05));
            const double edge = (x / 37 + y / 29) % 3 == 0 ? 25.0 : 0.0;
            const double noise = 16.0 * (noiseAt(x, y, 0) - 0.5);
            const double value = light + shapes + edge + noise;
            photo.setPixel(
                x, y, qRgb(byte(value * 1.05), byte(value * 0.95 + 0.1 * x), byte(value * 0.8)));
        }
    }
    return photo;
}

/// The file of a photo as cameras and web sites write it: JPEG at quality 90.
inline QByteArray jpegOf(const QImage &photo)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    photo.save(&buffer, "jpeg", 90);
    return bytes;
}

} // namespace inceptoscope::bench
