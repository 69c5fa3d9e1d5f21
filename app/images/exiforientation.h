#pragma once

#include <QByteArray>
#include <QImage>

namespace inceptoscope {

/// The orientation that the EXIF data of a PNG or WebP file states, 1 to 8; 1 where there is none.
/// Qt reads that of JPEG and TIFF files itself.
int exifOrientation(const QByteArray &file);

/// The picture upright, by the orientation it was stored with.
QImage turnedUpright(const QImage &picture, int orientation);

} // namespace inceptoscope
