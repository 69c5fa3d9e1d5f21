#pragma once

#include "engine/preprocessing.h"
#include "training/recipe.h"

#include <random>

namespace inceptoscope {

/// What a training picture is made of a photo by.
struct RandomCrop
{
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    bool mirrored = false;
    double brightness = 1.0;
    double contrast = 1.0;
    double saturation = 1.0;
};

/// A random crop by the recipe (share of the area, aspect ratio), mirrored half of the time and
/// changed in colour: what Inception networks are trained on. A crop that does not fit into the
/// picture is drawn again; after ten of them it is the largest in the middle whose aspect ratio is
/// allowed. The same generator state gives the same crop. Far quicker than cropping.
RandomCrop drawCrop(const RgbImage &image, const Recipe &recipe, std::mt19937_64 &random);

/// Resized to size × size.
RgbImage cropped(const RgbImage &image, int size, const RandomCrop &crop);

} // namespace inceptoscope
