#pragma once

#include "engine/preprocessing.h"

#include <QRectF>
#include <QSize>

namespace inceptoscope {

/// The part of a picture that a network sees, in the picture's pixels: what the centre crop leaves
/// after the shorter side was resized. Empty where there is nothing to see.
QRectF cropRectangle(QSize picture, const Preprocessing &preprocessing);

} // namespace inceptoscope
