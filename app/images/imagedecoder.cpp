#include "images/imagedecoder.h"

#include "async/diskworkers.h"
#include "images/exiforientation.h"
#include "images/imagefile.h"
#include "images/probedevice.h"
#include "images/shownname.h"
#include "texts/numbertext.h"

#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <QLoggingCategory>
#include <QMimeDatabase>

#include <algorithm>
#include <array>
#include <mutex>
#include <new>

namespace inceptoscope {

namespace {

constexpr qint64 largestFile = qint64{1} << 30;

struct Format
{
    const char *id; ///< as QImageReader names it
    const char *suffixes;
    /// Where Qt's reader makes a picture of a file that is cut short: what gives the reader away.
    bool (ProbeDevice::*mayBeCutShort)() const;
};

/// Pictures made of pixels. Qt reads more: drawings (SVG, PDF), which may ask for any amount of
/// work, and formats without a signature, which text files are mistaken for.
constexpr std::array formats{
    Format{"avif", "avif", nullptr},
    Format{"bmp", "bmp dib", &ProbeDevice::endedShort},
    Format{"gif", "gif", &ProbeDevice::endedShort},
    Format{"heic", "heic", nullptr},
    Format{"heif", "heif", nullptr},
    Format{"ico", "ico", nullptr},
    Format{"jp2", "jp2", nullptr},
    Format{"jpeg", "jpg jpeg jpe jfif", &ProbeDevice::wasReadOn},
    Format{"jxl", "jxl", nullptr},
    Format{"pbm", "pbm", nullptr},
    Format{"pgm", "pgm", nullptr},
    Format{"png", "png", nullptr},
    Format{"ppm", "ppm", nullptr},
    Format{"tiff", "tif tiff", nullptr},
    Format{"webp", "webp", nullptr},
};

const Format *formatOf(const QImageReader &reader)
{
    if (!reader.canRead())
        return nullptr;
    const QByteArray id = reader.format();
    const auto *found = std::find_if(formats.begin(), formats.end(),
                                     [&](const Format &format) { return id == format.id; });
    return found == formats.end() ? nullptr : found;
}

/// Qt refuses pictures of more than 256 MB unless told otherwise. Ours is the limit in pixels; this
/// backs it up at 8 bytes a pixel for formats that do not tell their size beforehand. And what
/// readers find odd in a file would go to standard error, beside the one sentence that we say.
void setUpReaders()
{
    static std::once_flag once;
    std::call_once(once, [] {
        QImageReader::setAllocationLimit((largestPixelCount * 8 >> 20) + 1);
        QLoggingCategory::setFilterRules(QStringLiteral("qt.gui.imageio*=false"));
    });
}

tl::unexpected<Error> failed(const QString &shown, const QString &sentence)
{
    return failure((shown + u' ' + sentence).toStdString());
}

tl::unexpected<Error> notAPicture(const QByteArray &bytes, const QString &shown)
{
    const QMimeType type = QMimeDatabase().mimeTypeForData(bytes);
    if (type.name().startsWith(QLatin1String("image/")))
        return failed(
            shown,
            QStringLiteral("is in a format that cannot be read here (%1); save it as JPEG or PNG "
                           "and open that")
                .arg(type.name()));
    const QString looksLike =
        type.isDefault() ? QString() : QStringLiteral(" (its content is %1)").arg(type.name());
    return failed(shown,
                  QStringLiteral("is not a picture%1; choose a photo such as a JPEG or PNG file")
                      .arg(looksLike));
}

Expected<void> checkSize(const QSize &size, const QString &shown)
{
    const qint64 pixels = qint64{size.width()} * size.height();
    if (pixels <= largestPixelCount)
        return {};
    return failed(
        shown,
        QStringLiteral("has %1 × %2 pixels = %3 megapixels, and the limit is %4; make it smaller")
            .arg(groupedNumber(size.width()), groupedNumber(size.height()),
                 groupedNumber(pixels / 1'000'000), groupedNumber(largestPixelCount / 1'000'000)));
}

QImage readPicture(QIODevice &device)
{
    QImageReader reader(&device);
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    return reader.read();
}

/// Whether pixels would be made up: then two different continuations of the file give two pictures.
/// A file that lacks only its end mark, or has anything behind it, is whole.
bool isCutShort(const QByteArray &bytes)
{
    ProbeDevice one(bytes, '\x55');
    ProbeDevice other(bytes, '\xaa');
    const QImage picture = readPicture(one);
    return picture.isNull() || picture != readPicture(other);
}

Expected<QImage> decode(const QByteArray &bytes, const QString &shown)
{
    if (bytes.isEmpty())
        return failed(shown, QStringLiteral("is empty (0 bytes); copy or download it again"));
    setUpReaders();
    ProbeDevice device(bytes);
    QImageReader reader(&device);
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    const Format *format = formatOf(reader);
    if (!format)
        return notAPicture(bytes, shown);
    if (const auto fits = checkSize(reader.size(), shown); !fits)
        return tl::unexpected(fits.error());

    const bool isUpright = reader.transformation() == QImageIOHandler::TransformationNone;
    const QImage picture =
        turnedUpright(opaqueRgb(reader.read()), isUpright ? exifOrientation(bytes) : 1);
    if (picture.isNull())
        return failed(
            shown,
            QStringLiteral("is damaged or cut short, so no picture can be made of it; copy or "
                           "download it again"));
    if (format->mayBeCutShort && (device.*format->mayBeCutShort)() && isCutShort(bytes))
        return failed(
            shown,
            QStringLiteral("is cut short: the file ends before the picture does; copy or download "
                           "it again"));
    return picture;
}

Expected<QImage> outOfMemory(const QString &shown)
{
    return failed(
        shown,
        QStringLiteral("needs more memory than there is; make it smaller or close other programs"));
}

} // namespace

Expected<QImage> decodeImageBytes(const QByteArray &bytes, const QString &name)
{
    const QString shown = shownName(name);
    try {
        return decode(bytes, shown);
    } catch (const std::bad_alloc &) {
        return outOfMemory(shown);
    }
}

Expected<QImage> decodeImage(const QString &path, const QString &name)
{
    const QString shown = shownName(name.isEmpty() ? path : name);
    try {
        return readOrdinaryFile(path, shown, largestFile).and_then([&](const QByteArray &bytes) {
            return decode(bytes, shown);
        });
    } catch (const std::bad_alloc &) {
        return outOfMemory(shown);
    }
}

QStringList readableSuffixes()
{
    QStringList suffixes;
    const QList<QByteArray> readable = QImageReader::supportedImageFormats();
    for (const Format &format : formats) {
        if (readable.contains(format.id))
            suffixes += QString::fromLatin1(format.suffixes).split(u' ');
    }
    return suffixes;
}

bool isPictureFile(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    const auto hasIt = [&](const Format &format) {
        return QString::fromLatin1(format.suffixes).split(u' ').contains(suffix);
    };
    if (std::any_of(formats.begin(), formats.end(), hasIt))
        return true;
    QFile file;
    if (!openOrdinaryFile(path, {}, file))
        return false;
    ProbeDevice start(askDisk([&] { return file.read(4096); }));
    QImageReader reader(&start);
    reader.setDecideFormatFromContent(true);
    return formatOf(reader) != nullptr;
}

} // namespace inceptoscope
