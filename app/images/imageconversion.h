#pragma once

#include "engine/preprocessing.h"

#include <QImage>

namespace inceptoscope {

/// The picture as the networks and the window take it: 8-bit sRGB without transparency
/// (QImage::Format_RGB32). What is transparent lies on white; an embedded colour profile is
/// applied. Null for a null picture, and where memory runs out.
QImage opaqueRgb(const QImage &image);

/// Any picture, made opaque first where it is not.
RgbImage toRgb(const QImage &image);

/// QImage::Format_RGB32.
QImage toQImage(const RgbImage &image);

} // namespace inceptoscope
