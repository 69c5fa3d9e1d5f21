#pragma once

#include "engine/activations.h"
#include "render/colourmap.h"
#include "render/valuerange.h"

#include <QImage>

#include <vector>

namespace inceptoscope {

/// What every channel's colours stand for. Layers with one cell per channel have one scale at
/// least: alone, every map of one cell would have the same colour. One range covers what the
/// channels have here and `elsewhere`, see joined.
std::vector<ValueRange> channelRanges(const Activation &activation, ColourMap map,
                                      const MapScale &scale,
                                      const std::vector<Extremes> &elsewhere = {});
/// The extremes of channels in two places, by channel; where there are not as many elsewhere, those
/// here.
std::vector<Extremes> joined(std::vector<Extremes> here, const std::vector<Extremes> &elsewhere);
/// The same for extremes found before, one per channel.
std::vector<ValueRange> channelRanges(const std::vector<Extremes> &extremes, ColourMap map,
                                      const MapScale &scale);
/// For grids of one cell, PerLayer in place of PerMap.
MapScale effectiveScale(const GridShape &shape, const MapScale &wanted);

/// One channel, one pixel a cell (Format_RGB32): to be enlarged without smoothing. Null for an
/// empty grid.
QImage channelImage(const Activation &activation, int channel, ColourMap map,
                    const ValueRange &range);

struct SheetOptions
{
    ColourMap map = ColourMap::Viridis;
    MapScale scale{};
    std::vector<Extremes> elsewhere{}; ///< of the channels in maps they are compared with
    std::vector<int> channels{}; ///< in the order wanted; empty: all, by number
    int mapSide = 64; ///< pixels a map is at least wide, by whole multiples of its cells
    int margin = 4; ///< pixels between and around the maps
    int captionHeight = 0; ///< pixels left free below each map
    int maxSide = 8192; ///< pixels the sheet is at most wide and high
    QRgb background = 0xffffffff;
};

/// Where the maps of a sheet lie, row by row on a sheet about as wide as it is high. Maps become as
/// large as asked for where the sheet allows it; where not even one pixel a cell does, the sheet
/// ends with the last whole row that fits.
struct SheetLayout
{
    int zoom = 1; ///< pixels a cell
    int columns = 0; ///< 0: not one map fits, or there is none
    int rows = 0;
    QSize map; ///< of each, pixels
    QSize step; ///< from one to the next
    QSize sheet;
    int count = 0; ///< maps that are on it

    QRect place(int position, int margin) const;
};

SheetLayout sheetLayout(const GridShape &shape, const SheetOptions &options);

/// All channels on a sheet. Null where its layout has no columns.
QImage sheetImage(const Activation &activation, const SheetOptions &options = {});

} // namespace inceptoscope
