#pragma once

#include "engine/preprocessing.h"
#include "training/recipe.h"

#include <random>

namespace inceptoscope {

/// A random crop by the recipe (share of the area, aspect ratio), resized to size × size, mirrored
/// half of the time and changed in colour: what Inception networks are trained on. A crop that does
/// not fit into the picture is drawn again; after ten of them it is the largest in the middle whose
/// aspect ratio is allowed. The same generator state gives the same picture.
RgbImage randomCrop(const RgbImage &image, int size, const Recipe &recipe, std::mt19937_64 &random);

} // namespace inceptoscope
