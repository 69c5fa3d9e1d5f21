#pragma once

#include "filters/filterloader.h"
#include "render/scaletext.h"

namespace inceptoscope {

/// Filters as a picture that explains itself wherever it goes: number below each, what they are and
/// what their colours stand for below all.
struct FilterPicture
{
    FilterLoader::DrawnPtr drawn;
    ColourMap map = ColourMap::Diverging; ///< of the legend
    QString title; ///< "3×3/2 conv 32 · 32 filters of 3×3 for 3 inputs"
    QString subject; ///< "Inception-v4"; may be empty
    ScaleText scale;
};

/// Takes some time: for a worker. Null where there are no filters.
QImage drawn(const FilterPicture &picture);

} // namespace inceptoscope
