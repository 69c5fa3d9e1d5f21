#include "images/exiforientation.h"

#include <QColorSpace>
#include <QtEndian>
#include <QTransform>

namespace inceptoscope {

namespace {

/// A number at a place, 0 beyond the end.
template<typename Number> Number numberAt(QByteArrayView bytes, qsizetype place, bool bigEndian)
{
    if (place < 0 || place > bytes.size() - qsizetype{sizeof(Number)})
        return 0;
    const char *data = bytes.data() + place;
    return bigEndian ? qFromBigEndian<Number>(data) : qFromLittleEndian<Number>(data);
}

/// Up to the end where `length` says more.
QByteArrayView part(QByteArrayView bytes, qsizetype place, quint32 length)
{
    return bytes.sliced(place, qMin(qint64{length}, qint64{bytes.size() - place}));
}

/// Chunks of length, name, content and checksum, behind 8 bytes.
QByteArrayView exifOfPng(QByteArrayView file)
{
    qint64 place = 8;
    while (place <= file.size() - 8) {
        const auto length = numberAt<quint32>(file, place, true);
        if (file.sliced(place + 4, 4) == QByteArrayView("eXIf"))
            return part(file, place + 8, length);
        place += qint64{length} + 12;
    }
    return {};
}

/// Chunks of name, length and content, which has an even length, behind 12 bytes.
QByteArrayView exifOfWebp(QByteArrayView file)
{
    qint64 place = 12;
    while (place <= file.size() - 8) {
        const auto length = numberAt<quint32>(file, place + 4, false);
        if (file.sliced(place, 4) == QByteArrayView("EXIF"))
            return part(file, place + 8, length);
        place += 8 + qint64{length} + length % 2;
    }
    return {};
}

QByteArrayView exifOf(QByteArrayView file)
{
    if (file.startsWith("\x89PNG\r\n\x1a\n"))
        return exifOfPng(file);
    if (file.startsWith("RIFF") && file.size() >= 12 && file.sliced(8, 4) == QByteArrayView("WEBP"))
        return exifOfWebp(file);
    return {};
}

/// EXIF is a TIFF file: a byte order, the place of a directory, and in it entries of 12 bytes, the
/// tag first and a short value in the ninth and tenth.
int orientationIn(QByteArrayView exif)
{
    constexpr quint16 orientationTag = 0x0112;
    constexpr QByteArrayView marker("Exif\0\0", 6); // which JPEG has before it, and some WebP files
    if (exif.startsWith(marker))
        exif = exif.sliced(marker.size());
    const bool bigEndian = exif.startsWith("MM");
    if (!bigEndian && !exif.startsWith("II"))
        return 1;
    const qsizetype directory = numberAt<quint32>(exif, 4, bigEndian);
    const int entries = numberAt<quint16>(exif, directory, bigEndian);
    for (int i = 0; i < entries; ++i) {
        const qsizetype entry = directory + 2 + qsizetype{12} * i;
        if (numberAt<quint16>(exif, entry, bigEndian) == orientationTag)
            return numberAt<quint16>(exif, entry + 8, bigEndian);
    }
    return 1;
}

} // namespace

int exifOrientation(const QByteArray &file)
{
    const int orientation = orientationIn(exifOf(file));
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

static QImage turnedPixels(const QImage &picture, int orientation)
{
    const auto turned = [](const QImage &image, int degrees) {
        return image.transformed(QTransform().rotate(degrees));
    };
    switch (orientation) {
    case 2:
        return picture.mirrored(true, false);
    case 3:
        return picture.mirrored(true, true);
    case 4:
        return picture.mirrored(false, true);
    case 5:
        return turned(picture, 90).mirrored(true, false);
    case 6:
        return turned(picture, 90);
    case 7:
        return turned(picture, 90).mirrored(false, true);
    case 8:
        return turned(picture, 270);
    default:
        return picture;
    }
}

QImage turnedUpright(const QImage &picture, int orientation)
{
    QImage result = turnedPixels(picture, orientation);
    result.setColorSpace(picture.colorSpace());
    return result;
}

} // namespace inceptoscope
