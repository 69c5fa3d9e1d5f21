#pragma once

#include "render/activationimage.h"
#include "render/scaletext.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace inceptoscope {

/// The colours of a map from left to right, one column each pixel.
QImage colourBar(ColourMap map, QSize size);

/// A picture with lines below it, the last of which says what its colours stand for, if they do.
QImage explained(const QImage &picture, const QStringList &lines, ColourMap map,
                 const std::optional<ScaleText> &scale, QRgb background = 0xffffffff);

/// Maps as a picture that explains itself wherever it goes: number below each, what they are of and
/// what their colours stand for below all.
struct MapPicture
{
    Activation activation;
    SheetOptions options; ///< one channel: a sheet of one
    QString title; ///< "Inception-B 4 · 17×17×1024, by energy"
    QString subject; ///< "Inception-v4 · golf-ball.jpg"; may be empty
    ScaleText scale;
};

/// Takes some time: for a worker. Null where not even one map fits.
QImage drawn(const MapPicture &picture);

} // namespace inceptoscope
