#pragma once

#include "graph/error.h"
#include "photos/photo.h"

#include <functional>

namespace inceptoscope {

/// Longer side of a thumbnail, pixels.
constexpr int thumbnailSide = 160;

struct LoadedPhoto
{
    Expected<QImage> picture; ///< as decodeImage gives it
    QByteArray thumbnail; ///< JPEG
    QByteArray bytes; ///< PNG of a source of bare pixels, for the next time
};

/// Reads a photo and makes its thumbnail; slow, so call it from one of DiskWorkers. Thread-safe.
LoadedPhoto loadPhoto(const PhotoSource &source);

/// Likewise.
using PhotoReader = std::function<LoadedPhoto(const PhotoSource &source)>;

} // namespace inceptoscope
