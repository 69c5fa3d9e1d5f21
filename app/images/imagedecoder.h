#pragma once

#include "graph/error.h"
#include "images/imageconversion.h"

#include <QByteArray>
#include <QImage>
#include <QString>
#include <QStringList>

namespace inceptoscope {

/// Larger pictures are refused from their header alone. Phones make up to 200 megapixels.
constexpr qint64 largestPixelCount = 200'000'000;

/// Reads a picture: upright by its EXIF mark, its first frame, its pixels as opaqueRgb gives them
/// (QImage::Format_RGB32). The format is told by the content, never by the suffix. A picture that
/// is cut short is an error, for a network would look at pixels that are not there.
///
/// Thread-safe; blocks while it reads, so call it from a worker. The error is one sentence that
/// names the file as `shown`, or as `path` where that is empty; it is plain text and may quote any
/// character.
Expected<QImage> decodeImage(const QString &path, const QString &shown = {});

/// The same for bytes that were never a file.
Expected<QImage> decodeImageBytes(const QByteArray &bytes, const QString &name);

/// Suffixes of the formats that can be read here, lower case, without the dot.
QStringList readableSuffixes();

/// Whether a file is worth decoding: it has the suffix of a picture, if only of a format that
/// cannot be read here, or the first bytes of one that can.
bool isPictureFile(const QString &path);

} // namespace inceptoscope
