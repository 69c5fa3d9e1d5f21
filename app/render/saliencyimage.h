#pragma once

#include "explain/saliencymap.h"
#include "render/colourmap.h"
#include "render/valuerange.h"

#include <QImage>

namespace inceptoscope {

/// Diverging for methods that find places which speak against a class too.
ColourMap coloursOf(SaliencyMethod method);
/// What the ends of these colours stand for: the map's own least and greatest value, 0 at the end
/// or in the middle.
ValueRange rangeOf(const SaliencyMap &map);

/// The map in its colours, to lie over an input of that size (Format_ARGB32_Premultiplied): between
/// the middles of a layer's cells values are interpolated, as the publishers of these methods show
/// them; occluded windows are cells with edges. Transparent where nothing is known, and where all
/// is zero.
QImage saliencyImage(const SaliencyMap &map, QSize input);

/// The crop that the network saw under the map, which is 0 (the crop alone) to 1 (the map alone)
/// opaque; both enlarged by a whole factor to at least 512 pixels.
QImage saliencyOver(const QImage &crop, const SaliencyMap &map, double opacity);

} // namespace inceptoscope
