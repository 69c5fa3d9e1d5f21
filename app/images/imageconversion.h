#pragma once

#include "engine/preprocessing.h"

#include <QImage>

namespace inceptoscope {

/// The pixels as they are stored, 8 bits a channel (QImage::Format_RGB32): what the published
/// networks were trained on and what their own programs feed them (Pillow's `convert("RGB")`).
/// Transparency is dropped, not laid on anything; of 16 bits the upper 8 stay (of grey too, where
/// Pillow 9 would cut everything brighter off); an embedded colour profile is not applied and stays
/// with the picture for shownInSrgb. Null for a null picture, and where memory runs out.
QImage opaqueRgb(const QImage &image);

/// The same picture for the screen: with its colour profile applied, where that makes a difference.
QImage shownInSrgb(const QImage &picture);

/// Any picture, made opaque first where it is not.
RgbImage toRgb(const QImage &image);

/// What cropSeen makes of toRgb(image), without that copy.
RgbImage cropSeen(const QImage &image, const Preprocessing &preprocessing);

/// QImage::Format_RGB32.
QImage toQImage(const RgbImage &image);

} // namespace inceptoscope
