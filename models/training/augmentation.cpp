#include "training/augmentation.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

struct Box
{
    int x, y, width, height;
};

/// In [0, 1); the same on every standard library, unlike std::uniform_real_distribution.
double uniform(std::mt19937_64 &random)
{
    return static_cast<double>(random() >> 11) * 0x1p-53;
}

int upTo(int largest, std::mt19937_64 &random)
{
    return static_cast<int>(uniform(random) * (largest + 1));
}

Box randomBox(const RgbImage &image, const Recipe &recipe, std::mt19937_64 &random)
{
    const double area = static_cast<double>(image.width) * image.height
        * (recipe.smallestCrop + uniform(random) * (1.0 - recipe.smallestCrop));
    const double aspect = std::exp((2.0 * uniform(random) - 1.0) * std::log(recipe.aspectRange));
    const int width = std::clamp(static_cast<int>(std::sqrt(area * aspect)), 1, image.width);
    const int height = std::clamp(static_cast<int>(std::sqrt(area / aspect)), 1, image.height);
    return {upTo(image.width - width, random), upTo(image.height - height, random), width, height};
}

RgbImage cut(const RgbImage &image, const Box &box)
{
    RgbImage part{box.width, box.height, {}};
    part.pixels.reserve(static_cast<std::size_t>(box.width) * static_cast<std::size_t>(box.height)
                        * 3);
    for (int y = box.y; y < box.y + box.height; ++y) {
        const auto row = image.pixels.begin() + (std::ptrdiff_t{y} * image.width + box.x) * 3;
        part.pixels.insert(part.pixels.end(), row, row + std::ptrdiff_t{box.width} * 3);
    }
    return part;
}

void mirror(RgbImage &image)
{
    for (int y = 0; y < image.height; ++y) {
        auto *row = image.pixels.data() + std::ptrdiff_t{y} * image.width * 3;
        for (int x = 0; x < image.width / 2; ++x)
            std::swap_ranges(row + std::ptrdiff_t{x} * 3, row + std::ptrdiff_t{x} * 3 + 3,
                             row + std::ptrdiff_t{image.width - 1 - x} * 3);
    }
}

} // namespace

RgbImage randomCrop(const RgbImage &image, int size, const Recipe &recipe, std::mt19937_64 &random)
{
    RgbImage crop =
        resize(cut(image, randomBox(image, recipe, random)), size, size, Interpolation::Bilinear);
    if (recipe.flip && (random() >> 63) != 0)
        mirror(crop);
    return crop;
}

} // namespace inceptoscope
