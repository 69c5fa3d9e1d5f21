#include "training/augmentation.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

/// In [0, 1); the same on every standard library, unlike std::uniform_real_distribution.
double uniform(std::mt19937_64 &random)
{
    return static_cast<double>(random() >> 11) * 0x1p-53;
}

int upTo(int largest, std::mt19937_64 &random)
{
    return static_cast<int>(uniform(random) * (largest + 1));
}

/// The largest in the middle, not more slender than the recipe allows.
RandomCrop middleBox(const RgbImage &image, const Recipe &recipe)
{
    const auto most = [&](int other) {
        return std::max(1, static_cast<int>(other * recipe.aspectRange));
    };
    const int width = std::min(image.width, most(image.height));
    const int height = std::min(image.height, most(image.width));
    return {(image.width - width) / 2, (image.height - height) / 2, width, height};
}

RandomCrop randomBox(const RgbImage &image, const Recipe &recipe, std::mt19937_64 &random)
{
    constexpr int attempts = 10;
    for (int i = 0; i < attempts; ++i) {
        const double area = static_cast<double>(image.width) * image.height
            * (recipe.smallestCrop + uniform(random) * (1.0 - recipe.smallestCrop));
        const double aspect =
            std::exp((2.0 * uniform(random) - 1.0) * std::log(recipe.aspectRange));
        const int width = std::max(1, static_cast<int>(std::sqrt(area * aspect)));
        const int height = std::max(1, static_cast<int>(std::sqrt(area / aspect)));
        if (width <= image.width && height <= image.height)
            return {upTo(image.width - width, random), upTo(image.height - height, random), width,
                    height};
    }
    return middleBox(image, recipe);
}

RgbImage cut(const RgbImage &image, const RandomCrop &box)
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

/// What a pixel looks like in black and white.
double greyOf(const std::uint8_t *pixel)
{
    return 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
}

double meanGrey(const RgbImage &image)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < image.pixels.size(); i += 3)
        sum += greyOf(&image.pixels[i]);
    return sum / (static_cast<double>(image.width) * image.height);
}

/// Brightness, then contrast around the picture's mean, then saturation around each pixel's grey:
/// together value = own · pixel + grey · its grey + constant.
void changeColour(RgbImage &image, const RandomCrop &crop)
{
    const double own = crop.brightness * crop.contrast * crop.saturation;
    const double grey = crop.brightness * crop.contrast * (1.0 - crop.saturation);
    const double constant = (1.0 - crop.contrast) * crop.brightness * meanGrey(image);
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
        const double rest = grey * greyOf(&image.pixels[i]) + constant + 0.5;
        for (std::size_t channel = i; channel < i + 3; ++channel)
            image.pixels[channel] = static_cast<std::uint8_t>(
                std::clamp(own * image.pixels[channel] + rest, 0.0, 255.0));
    }
}

} // namespace

RandomCrop drawCrop(const RgbImage &image, const Recipe &recipe, std::mt19937_64 &random)
{
    RandomCrop crop = randomBox(image, recipe, random);
    crop.mirrored = recipe.flip && (random() >> 63) != 0;
    if (recipe.colour > 0.0) {
        for (double *factor : {&crop.brightness, &crop.contrast, &crop.saturation})
            *factor = 1.0 + recipe.colour * (2.0 * uniform(random) - 1.0);
    }
    return crop;
}

RgbImage cropped(const RgbImage &image, int size, const RandomCrop &crop)
{
    RgbImage picture = resize(cut(image, crop), size, size, Interpolation::Bilinear);
    if (crop.mirrored)
        mirror(picture);
    if (crop.brightness != 1.0 || crop.contrast != 1.0 || crop.saturation != 1.0)
        changeColour(picture, crop);
    return picture;
}

} // namespace inceptoscope
