#include "photos/photoloader.h"

#include "images/imageconversion.h"
#include "images/imagedecoder.h"

#include <QBuffer>

#include <new>

namespace inceptoscope {

static QByteArray encoded(const QImage &image, const char *format, int quality)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format, quality);
    return bytes;
}

static QImage reduced(const QImage &picture)
{
    const QSize bound(thumbnailSide, thumbnailSide);
    if (picture.width() <= bound.width() && picture.height() <= bound.height())
        return picture;
    const QSize size = picture.size().scaled(bound, Qt::KeepAspectRatio).expandedTo({1, 1});
    return picture.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

static Expected<QImage> fromPixels(const PhotoSource &source)
{
    const qint64 pixels = qint64{source.pixels.width()} * source.pixels.height();
    if (pixels > largestPixelCount) {
        return failure(QStringLiteral("%1 has %2 megapixels, and the limit is %3; make it smaller")
                           .arg(source.name, QString::number(pixels / 1'000'000),
                                QString::number(largestPixelCount / 1'000'000))
                           .toStdString());
    }
    const QImage picture = opaqueRgb(source.pixels);
    if (picture.isNull())
        return failure(source.name.toStdString() + " holds no pixels; copy it again");
    return picture;
}

static Expected<QImage> picture(const PhotoSource &source)
{
    if (!source.path.isEmpty())
        return decodeImage(source.path, source.name);
    return source.bytes.isEmpty() ? fromPixels(source)
                                  : decodeImageBytes(source.bytes, source.name);
}

LoadedPhoto loadPhoto(const PhotoSource &source)
{
    try {
        LoadedPhoto loaded{picture(source), {}, {}};
        if (loaded.picture) {
            loaded.thumbnail = encoded(shownInSrgb(reduced(*loaded.picture)), "jpeg", 90);
            if (source.path.isEmpty() && source.bytes.isEmpty())
                loaded.bytes = encoded(*loaded.picture, "png", 80);
        }
        return loaded;
    } catch (const std::bad_alloc &) {
        return {failure(source.name.toStdString()
                        + " needs more memory than there is; close other programs"),
                {},
                {}};
    }
}

} // namespace inceptoscope
