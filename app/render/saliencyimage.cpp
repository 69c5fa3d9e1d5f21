#include "render/saliencyimage.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <vector>

namespace inceptoscope {

namespace {

/// Two neighbouring cells, and how far a pixel lies on the way to the second.
struct Between
{
    std::size_t first = 0;
    std::size_t second = 0;
    float share = 0.0F;
};

std::vector<Between> placesOf(int pixels, int cells, double cellSize, bool interpolated)
{
    std::vector<Between> places;
    for (int pixel = 0; pixel < pixels; ++pixel) {
        const double place = (pixel + 0.5) / cellSize; // in cells
        const double last = cells - 1.0;
        if (!interpolated) {
            const auto cell = static_cast<std::size_t>(std::min(std::floor(place), last));
            places.push_back({cell, cell, 0.0F});
            continue;
        }
        const double fromMiddle = std::clamp(place - 0.5, 0.0, last);
        const auto first = static_cast<std::size_t>(fromMiddle);
        const auto second = std::min(first + 1, static_cast<std::size_t>(cells - 1));
        places.push_back({first, second, static_cast<float>(fromMiddle - std::floor(fromMiddle))});
    }
    return places;
}

QRgb pixelOf(float value, ColourMap colours, const ValueRange &range)
{
    return std::isnan(value) ? qRgba(0, 0, 0, 0) : colourOf(colours, range.position(value));
}

} // namespace

ColourMap coloursOf(SaliencyMethod method)
{
    return method == SaliencyMethod::GradCam ? ColourMap::Viridis : ColourMap::Diverging;
}

ValueRange rangeOf(const SaliencyMap &map)
{
    return rangeFor(extremesOf(map.values), coloursOf(map.method));
}

QImage saliencyImage(const SaliencyMap &map, QSize input)
{
    QImage image(input, QImage::Format_ARGB32_Premultiplied);
    const ValueRange range = rangeOf(map);
    if (range == ValueRange{}) {
        image.fill(Qt::transparent);
        return image;
    }
    const bool interpolated = map.method != SaliencyMethod::Occlusion;
    const auto rows = placesOf(input.height(), map.grid.height, map.cellHeight, interpolated);
    const auto columns = placesOf(input.width(), map.grid.width, map.cellWidth, interpolated);
    const auto width = static_cast<std::size_t>(map.grid.width);
    const ColourMap colours = coloursOf(map.method);
    for (int y = 0; y < input.height(); ++y) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        const Between &row = rows[static_cast<std::size_t>(y)];
        const float *above = map.values.data() + row.first * width;
        const float *below = map.values.data() + row.second * width;
        for (const Between &column : columns) {
            const float upper = std::lerp(above[column.first], above[column.second], column.share);
            const float lower = std::lerp(below[column.first], below[column.second], column.share);
            *line++ = pixelOf(std::lerp(upper, lower, row.share), colours, range);
        }
    }
    return image;
}

QImage saliencyOver(const QImage &crop, const SaliencyMap &map, double opacity)
{
    constexpr int leastSide = 512;
    const int side = std::max(1, std::min(crop.width(), crop.height()));
    const int zoom = std::max(1, (leastSide + side - 1) / side);
    SaliencyMap enlarged = map;
    enlarged.cellHeight *= zoom;
    enlarged.cellWidth *= zoom;
    QImage picture =
        crop.scaled(crop.size() * zoom, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
            .convertToFormat(QImage::Format_RGB32);
    QPainter painter(&picture);
    painter.setOpacity(opacity);
    painter.drawImage(0, 0, saliencyImage(enlarged, picture.size()));
    return picture;
}

} // namespace inceptoscope
