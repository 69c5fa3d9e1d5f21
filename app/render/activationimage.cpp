#include "render/activationimage.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

/// Where the maps of a sheet lie.
struct SheetLayout
{
    int zoom = 1; ///< pixels a cell
    int columns = 0;
    int rows = 0;
    int stepX = 0; ///< from one map to the next
    int stepY = 0;
};

/// How many steps fit beside the margin that closes the sheet.
int fitting(int maxSide, int margin, int step)
{
    return std::max(0, (maxSide - margin) / step);
}

SheetLayout layoutAt(int zoom, const GridShape &shape, const SheetOptions &options)
{
    SheetLayout layout;
    layout.zoom = zoom;
    layout.stepX = shape.width * zoom + options.margin;
    layout.stepY = shape.height * zoom + options.margin;
    const double aspect = static_cast<double>(layout.stepY) / layout.stepX;
    const int square = static_cast<int>(std::ceil(std::sqrt(shape.channels * aspect)));
    layout.columns =
        std::min({shape.channels, square, fitting(options.maxSide, options.margin, layout.stepX)});
    if (layout.columns == 0)
        return layout;
    layout.rows = (shape.channels + layout.columns - 1) / layout.columns;
    return layout;
}

bool fits(const SheetLayout &layout, const SheetOptions &options)
{
    return layout.columns > 0
        && layout.rows <= fitting(options.maxSide, options.margin, layout.stepY);
}

SheetLayout sheetLayout(const GridShape &shape, const SheetOptions &options)
{
    const int widest = std::max(shape.width, shape.height);
    int zoom = std::max(1, (options.mapSide + widest - 1) / widest);
    SheetLayout layout = layoutAt(zoom, shape, options);
    while (!fits(layout, options) && zoom > 1)
        layout = layoutAt(--zoom, shape, options);
    layout.rows = std::min(layout.rows, fitting(options.maxSide, options.margin, layout.stepY));
    return layout;
}

void paintMap(QImage &sheet, const QImage &map, QPoint corner, int zoom)
{
    for (int y = 0; y < map.height() * zoom; ++y) {
        const auto *from = reinterpret_cast<const QRgb *>(map.constScanLine(y / zoom));
        auto *to = reinterpret_cast<QRgb *>(sheet.scanLine(corner.y() + y)) + corner.x();
        for (int x = 0; x < map.width(); ++x)
            to = std::fill_n(to, zoom, from[x]);
    }
}

} // namespace

ScaleMode effectiveScale(const GridShape &shape, ScaleMode wanted)
{
    return shape.height * shape.width > 1 ? wanted : ScaleMode::PerLayer;
}

std::vector<ValueRange> channelRanges(const std::vector<Extremes> &extremes, ColourMap map,
                                      ScaleMode scale)
{
    std::vector<ValueRange> ranges;
    ranges.reserve(extremes.size());
    if (scale == ScaleMode::PerLayer) {
        Extremes all;
        for (const Extremes &one : extremes)
            all = united(all, one);
        ranges.assign(extremes.size(), rangeFor(all, map));
    } else {
        for (const Extremes &one : extremes)
            ranges.push_back(rangeFor(one, map));
    }
    return ranges;
}

std::vector<ValueRange> channelRanges(const Activation &activation, ColourMap map, ScaleMode scale)
{
    std::vector<Extremes> extremes;
    for (int channel = 0; channel < activation.shape.channels; ++channel)
        extremes.push_back(extremesOf(activation.channel(channel)));
    return channelRanges(extremes, map, effectiveScale(activation.shape, scale));
}

QImage channelImage(const Activation &activation, int channel, ColourMap map,
                    const ValueRange &range)
{
    const GridShape &shape = activation.shape;
    QImage image(shape.width, shape.height, QImage::Format_RGB32);
    auto value = activation.channel(channel).begin();
    for (int y = 0; y < image.height(); ++y) {
        auto *row = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x)
            row[x] = colourOf(map, range.position(*value++));
    }
    return image;
}

QImage sheetImage(const Activation &activation, const SheetOptions &options)
{
    if (activation.shape.elements() == 0)
        return {};
    const SheetLayout layout = sheetLayout(activation.shape, options);
    if (layout.columns == 0 || layout.rows == 0)
        return {};
    const auto ranges = channelRanges(activation, options.map, options.scale);
    QImage sheet(layout.columns * layout.stepX + options.margin,
                 layout.rows * layout.stepY + options.margin, QImage::Format_RGB32);
    if (sheet.isNull())
        return {};
    sheet.fill(options.background);
    const int shown = std::min(activation.shape.channels, layout.columns * layout.rows);
    for (int channel = 0; channel < shown; ++channel) {
        const QPoint corner(options.margin + channel % layout.columns * layout.stepX,
                            options.margin + channel / layout.columns * layout.stepY);
        paintMap(sheet,
                 channelImage(activation, channel, options.map,
                              ranges[static_cast<std::size_t>(channel)]),
                 corner, layout.zoom);
    }
    return sheet;
}

} // namespace inceptoscope
