#pragma once

#include <QByteArray>
#include <QImage>

namespace inceptoscope {

/// Light over a scene of shapes, with a sensor's noise: a photo to measure with, the same every
/// time.
QImage syntheticPhoto(int width, int height);

/// Its file as cameras and web sites write them: JPEG at quality 90, of some 50 kB for 500×375.
QByteArray syntheticPhotoFile(int width, int height);

} // namespace inceptoscope
