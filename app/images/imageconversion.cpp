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
/// their pixels as they are. Both ways are tried, for a narrower gamut shows in one and a wider in
/// the other.
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

static bool mayBeApplied(const QColorSpace &space)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    if (space.colorModel() != QColorSpace::ColorModel::Rgb)
        return false; // it is about the channels there were before
#endif
    return space.isValid() && !isPracticallySrgb(space);
}

template<typename Pixel, typename Convert>
static QImage converted(const QImage &image, Convert convert)
{
    QImage result(image.size(), QImage::Format_RGB32);
    for (int y = 0; y < result.height(); ++y) {
        const auto *from = reinterpret_cast<const Pixel *>(image.constScanLine(y));
        std::transform(from, from + result.width(), reinterpret_cast<QRgb *>(result.scanLine(y)),
                       convert);
    }
    return result;
}

/// The upper halves: Qt would round.
static QImage upperBytes(const QImage &image)
{
    if (image.format() == QImage::Format_Grayscale16)
        return converted<quint16>(
            image, [](quint16 pixel) { return qRgb(pixel >> 8, pixel >> 8, pixel >> 8); });
    return converted<QRgba64>(image.convertToFormat(QImage::Format_RGBA64), [](QRgba64 pixel) {
        return qRgb(pixel.red() >> 8, pixel.green() >> 8, pixel.blue() >> 8);
    });
}

static QImage withoutAlpha(const QImage &image)
{
    return converted<QRgb>(image.convertToFormat(QImage::Format_ARGB32),
                           [](QRgb pixel) { return pixel | 0xff000000; });
}

QImage opaqueRgb(const QImage &image)
{
    const QColorSpace space = image.colorSpace();
    QImage result;
    if (image.depth() > 32 || image.format() == QImage::Format_Grayscale16)
        result = upperBytes(image);
    else if (image.hasAlphaChannel())
        result = withoutAlpha(image);
    else
        result = image.convertToFormat(QImage::Format_RGB32);
    result.setColorSpace(mayBeApplied(space) ? space : QColorSpace());
    return result;
}

QImage shownInSrgb(const QImage &picture)
{
    if (!picture.colorSpace().isValid())
        return picture;
    QImage shown = picture.convertedToColorSpace(QColorSpace::SRgb);
    shown.setColorSpace({});
    return shown;
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

RgbImage cropSeen(const QImage &image, const Preprocessing &preprocessing)
{
    static_assert(Q_BYTE_ORDER == Q_LITTLE_ENDIAN, "QRgb is seen as blue, green, red, unused");
    const QImage opaque = image.format() == QImage::Format_RGB32 ? image : opaqueRgb(image);
    return cropSeen(PictureView{opaque.constBits(), opaque.width(), opaque.height(),
                                opaque.bytesPerLine(), PixelOrder::Bgrx},
                    preprocessing);
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
