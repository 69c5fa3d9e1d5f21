#pragma once

#include "engine/activations.h"
#include "render/colourmap.h"
#include "render/valuerange.h"

#include <QImage>

#include <vector>

namespace inceptoscope {

/// What every channel's colours stand for. Layers with one cell per channel are scaled together in
/// any case: alone, every map of one cell would have the same colour.
std::vector<ValueRange> channelRanges(const Activation &activation, ColourMap map, ScaleMode scale);
/// The same for extremes found before, one per channel.
std::vector<ValueRange> channelRanges(const std::vector<Extremes> &extremes, ColourMap map,
                                      ScaleMode scale);
/// PerLayer for grids of one cell, else `wanted`.
ScaleMode effectiveScale(const GridShape &shape, ScaleMode wanted);

/// One channel, one pixel a cell (Format_RGB32): to be enlarged without smoothing. Null for an
/// empty grid.
QImage channelImage(const Activation &activation, int channel, ColourMap map,
                    const ValueRange &range);

struct SheetOptions
{
    ColourMap map = ColourMap::Viridis;
    ScaleMode scale = ScaleMode::PerMap;
    int mapSide = 64; ///< pixels a map is at least wide, by whole multiples of its cells
    int margin = 4; ///< pixels between and around the maps
    int maxSide = 8192; ///< pixels the sheet is at most wide and high
    QRgb background = 0xffffffff;
};

/// All channels in order, row by row on a sheet about as wide as it is high. Maps become as large
/// as asked for where the sheet allows it; where not even one pixel a cell does, the sheet ends
/// with the last whole row that fits. Null for an activation without cells.
QImage sheetImage(const Activation &activation, const SheetOptions &options = {});

} // namespace inceptoscope
