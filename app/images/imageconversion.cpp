#include "images/imageconversion.h"

#include <QColorSpace>
#include <QColorTransform>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

static double largestChange(const QColorTransform &transform, const QColor &colour)
{
    const QColor mapped = transform.map(colour);
    return std::max({std::abs(mapped.redF() - colour.redF()),
                     std::abs(mapped.greenF() - colour.greenF()),
                     std::abs(mapped.blueF() - colour.blueF())});
}

/// Many programs mark sRGB pictures with its primaries and a plain gamma of 1/2.2. Everybody shows
/// their pixels as they are, and the published networks were trained on them as they are. Both ways
/// are tried, for a narrower gamut shows in one and a wider in the other.
static bool isPracticallySrgb(const QColorSpace &space)
{
    constexpr double tolerance = 3.5 / 255.0;
    const QColorSpace srgb(QColorSpace::SRgb);
    const auto there = space.transformationToColorSpace(srgb);
    const auto back = srgb.transformationToColorSpace(space);
    const auto probes = {QColor(255, 0, 0), QColor(0, 255, 0), QColor(0, 0, 255),
                         QColor(64, 64, 64), QColor(128, 128, 128)};
    return std::all_of(probes.begin(), probes.end(), [&](const QColor &probe) {
        return largestChange(there, probe) < tolerance && largestChange(back, probe) < tolerance;
    });
}

static QImage inSrgb(QImage image)
{
    const QColorSpace space = image.colorSpace();
    if (!space.isValid())
        return image;
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    if (space.colorModel() == QColorSpace::ColorModel::Cmyk)
        return image.convertedToColorSpace(QColorSpace::SRgb, QImage::Format_RGB32);
#endif
    if (isPracticallySrgb(space))
        return image;
    // Palettes and grey are widened first: a profile may turn grey into a colour.
    const bool wide = image.depth() > 32 || image.format() == QImage::Format_Grayscale16;
    if (wide)
        image.convertTo(QImage::Format_RGBA64);
    else
        image.convertTo(image.hasAlphaChannel() ? QImage::Format_ARGB32 : QImage::Format_RGB32);
    image.convertToColorSpace(QColorSpace::SRgb);
    return image;
}

static int onWhite(int value, int alpha)
{
    return (value * alpha + 255 * (255 - alpha) + 127) / 255;
}

static void layOnWhite(QImage &image)
{
    for (int y = 0; y < image.height(); ++y) {
        auto *row = reinterpret_cast<QRgb *>(image.scanLine(y));
        std::transform(row, row + image.width(), row, [](QRgb pixel) {
            const int alpha = qAlpha(pixel);
            return qRgb(onWhite(qRed(pixel), alpha), onWhite(qGreen(pixel), alpha),
                        onWhite(qBlue(pixel), alpha));
        });
    }
}

QImage opaqueRgb(const QImage &image)
{
    QImage result = inSrgb(image);
    if (result.hasAlphaChannel()) {
        result.convertTo(QImage::Format_ARGB32);
        layOnWhite(result);
        result.reinterpretAsFormat(QImage::Format_RGB32);
    } else {
        result.convertTo(QImage::Format_RGB32);
    }
    result.setColorSpace({});
    return result;
}

RgbImage toRgb(const QImage &image)
{
    const QImage opaque = opaqueRgb(image);
    RgbImage rgb{opaque.width(), opaque.height(), {}};
    rgb.pixels.resize(static_cast<std::size_t>(rgb.width) * static_cast<std::size_t>(rgb.height)
                      * 3);
    auto *target = rgb.pixels.data();
    for (int y = 0; y < rgb.height; ++y) {
        const auto *row = reinterpret_cast<const QRgb *>(opaque.constScanLine(y));
        for (int x = 0; x < rgb.width; ++x) {
            *target++ = static_cast<std::uint8_t>(qRed(row[x]));
            *target++ = static_cast<std::uint8_t>(qGreen(row[x]));
            *target++ = static_cast<std::uint8_t>(qBlue(row[x]));
        }
    }
    return rgb;
}

QImage toQImage(const RgbImage &image)
{
    if (image.pixels.empty())
        return {};
    return QImage(image.pixels.data(), image.width, image.height, qsizetype{3} * image.width,
                  QImage::Format_RGB888)
        .convertToFormat(QImage::Format_RGB32);
}

} // namespace inceptoscope
