#pragma once

#include "folders/foldertally.h"

#include <QImage>
#include <QStringList>

namespace inceptoscope {

/// A confusion matrix as a picture that explains itself wherever it goes. Where there are so many
/// classes that their cells become small, numbers, then labels are left out.
struct ConfusionPicture
{
    ConfusionMatrix matrix;
    QStringList truths; ///< labels of the rows …
    QStringList answers; ///< … and of the columns
    QString title; ///< "Inception-v4 · 100 photos"; may be empty
};

/// Takes some time: for a worker. Null where there are no cells.
QImage drawn(const ConfusionPicture &picture);

} // namespace inceptoscope
