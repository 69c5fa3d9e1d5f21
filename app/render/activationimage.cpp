#include "render/activationimage.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace inceptoscope {

namespace {

/// How many steps fit beside the margin that closes the sheet.
int fitting(int maxSide, int margin, int step)
{
    return std::max(0, (maxSide - margin) / step);
}

int mapsOn(const GridShape &shape, const SheetOptions &options)
{
    if (shape.elements() == 0)
        return 0;
    return options.channels.empty() ? shape.channels : static_cast<int>(options.channels.size());
}

SheetLayout layoutAt(int zoom, const GridShape &shape, const SheetOptions &options)
{
    const int count = mapsOn(shape, options);
    SheetLayout layout;
    layout.zoom = zoom;
    layout.map = QSize(shape.width, shape.height) * zoom;
    layout.step = layout.map + QSize(options.margin, options.margin + options.captionHeight);
    const double aspect = static_cast<double>(layout.step.height()) / layout.step.width();
    const int square = static_cast<int>(std::ceil(std::sqrt(count * aspect)));
    layout.columns =
        std::min({count, square, fitting(options.maxSide, options.margin, layout.step.width())});
    if (layout.columns > 0)
        layout.rows = (count + layout.columns - 1) / layout.columns;
    return layout;
}

int mostRows(const SheetLayout &layout, const SheetOptions &options)
{
    return fitting(options.maxSide, options.margin, layout.step.height());
}

bool fits(const SheetLayout &layout, const SheetOptions &options)
{
    return layout.columns > 0 && layout.rows <= mostRows(layout, options);
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

MapScale effectiveScale(const GridShape &shape, const MapScale &wanted)
{
    MapScale scale = wanted;
    if (shape.height * shape.width <= 1 && scale.mode == ScaleMode::PerMap)
        scale.mode = ScaleMode::PerLayer;
    return scale;
}

std::vector<ValueRange> channelRanges(const std::vector<Extremes> &extremes, ColourMap map,
                                      const MapScale &scale)
{
    if (scale.mode == ScaleMode::Fixed)
        return std::vector<ValueRange>(extremes.size(), centred(scale.fixed, map));
    std::vector<ValueRange> ranges;
    ranges.reserve(extremes.size());
    if (scale.mode == ScaleMode::PerLayer) {
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

std::vector<Extremes> joined(std::vector<Extremes> here, const std::vector<Extremes> &elsewhere)
{
    if (here.size() == elsewhere.size())
        std::ranges::transform(here, elsewhere, here.begin(), united);
    return here;
}

std::vector<ValueRange> channelRanges(const Activation &activation, ColourMap map,
                                      const MapScale &scale, const std::vector<Extremes> &elsewhere)
{
    std::vector<Extremes> extremes;
    for (int channel = 0; channel < activation.shape.channels; ++channel)
        extremes.push_back(extremesOf(activation.channel(channel)));
    return channelRanges(joined(std::move(extremes), elsewhere), map,
                         effectiveScale(activation.shape, scale));
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

QRect SheetLayout::place(int position, int margin) const
{
    return {QPoint(margin + position % columns * step.width(),
                   margin + position / columns * step.height()),
            map};
}

SheetLayout sheetLayout(const GridShape &shape, const SheetOptions &options)
{
    const int widest = std::max({shape.width, shape.height, 1});
    int zoom = std::max(1, (options.mapSide + widest - 1) / widest);
    SheetLayout layout = layoutAt(zoom, shape, options);
    while (!fits(layout, options) && zoom > 1)
        layout = layoutAt(--zoom, shape, options);
    layout.rows = std::min(layout.rows, mostRows(layout, options));
    if (layout.rows == 0)
        layout.columns = 0;
    layout.count = std::min(mapsOn(shape, options), layout.columns * layout.rows);
    layout.sheet = QSize(layout.columns * layout.step.width() + options.margin,
                         layout.rows * layout.step.height() + options.margin);
    return layout;
}

QImage sheetImage(const Activation &activation, const SheetOptions &options)
{
    const SheetLayout layout = sheetLayout(activation.shape, options);
    if (layout.count == 0)
        return {};
    const auto ranges = channelRanges(activation, options.map, options.scale, options.elsewhere);
    QImage sheet(layout.sheet, QImage::Format_RGB32);
    if (sheet.isNull())
        return {};
    sheet.fill(options.background);
    std::vector<int> channels = options.channels;
    if (channels.empty()) {
        channels.resize(static_cast<std::size_t>(activation.shape.channels));
        std::iota(channels.begin(), channels.end(), 0);
    }
    for (int position = 0; position < layout.count; ++position) {
        const int channel = channels[static_cast<std::size_t>(position)];
        paintMap(sheet,
                 channelImage(activation, channel, options.map,
                              ranges[static_cast<std::size_t>(channel)]),
                 layout.place(position, options.margin).topLeft(), layout.zoom);
    }
    return sheet;
}

} // namespace inceptoscope
