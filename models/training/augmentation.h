#pragma once

#include "engine/preprocessing.h"
#include "training/recipe.h"

#include <random>

namespace inceptoscope {

/// A random crop by the recipe (share of the area, aspect ratio), resized to size × size, mirrored
/// half of the time: what Inception networks are trained on. The same generator state gives the
/// same picture.
RgbImage randomCrop(const RgbImage &image, int size, const Recipe &recipe, std::mt19937_64 &random);

} // namespace inceptoscope
