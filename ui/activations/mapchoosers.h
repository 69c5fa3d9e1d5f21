#pragma once

class QComboBox;
class QSlider;
class QString;

namespace inceptoscope {

class ChannelGrid;

/// The choosers that stand above maps, wherever they are shown.
QComboBox *mapChooser(const QString &name, const QString &toolTip);
/// Of ScaleMode.
QComboBox *scaleChooser();
/// Of ColourMap.
QComboBox *colourChooser();

/// The size of a grid's maps, from the least to the greatest by equal factors.
QSlider *cellSizeSlider(const ChannelGrid &grid);
/// Each follows the other.
void linkSizes(QSlider *slider, ChannelGrid *grid);

} // namespace inceptoscope
