#pragma once

#include <QImage>
#include <QRectF>

namespace inceptoscope {

/// What a map may be laid over: the pixels that the network saw, and the photo they were cut from.
struct Backdrop
{
    QImage crop; ///< null: not known
    QRectF covered; ///< what the map lies over, in pixels of the crop; empty: all of it
    QImage photo; ///< null: not known
    QRectF seen; ///< the crop, in pixels of the photo
};

enum class Behind { Nothing, Crop, Photo };

} // namespace inceptoscope
