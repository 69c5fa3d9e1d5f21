#pragma once

#include <QRgb>

namespace inceptoscope {

/// Colours for numbers. The first four are sequential, for values from little to much: their
/// lightness rises all the way, so that they read the same in grey and to colour-blind people.
/// Diverging has light grey in the middle, blue below and red above.
enum class ColourMap { Viridis, Magma, Cividis, Grey, Diverging };

/// For values that are NaN or infinite: magenta, which is in none of the maps.
inline constexpr QRgb notFiniteColour = 0xffff00ff;

/// `position` is 0 to 1, what lies outside takes the colour of that end; `notFiniteColour` for NaN.
QRgb colourOf(ColourMap map, double position);

constexpr bool isDiverging(ColourMap map)
{
    return map == ColourMap::Diverging;
}

} // namespace inceptoscope
