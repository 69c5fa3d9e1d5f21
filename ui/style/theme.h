#pragma once

#include "style/kindcolours.h"

#include <QColor>
#include <QPalette>

namespace inceptoscope {

/// `share` (0 to 1) of the way from one colour to the other.
QColor mixed(const QColor &a, const QColor &b, double share);

/// The meanings colour has in the program, for the light and the dark palette. A value: workers
/// draw with it whatever becomes of the palette and the colours in use meanwhile.
struct Theme
{
    bool dark = false;
    QColor background; ///< of canvases
    QColor text;
    QColor secondaryText; ///< captions; still 4.5:1 on `background`
    QColor line; ///< edges and frames
    QColor accent; ///< selection
    KindShades kinds; ///< colours by kind of layer

    /// Fill of a layer by its kind; text in `text` on it keeps 4.5:1.
    QColor fill(LayerKind kind) const;
    /// Outline and icons of that kind, stronger than the fill.
    QColor stroke(LayerKind kind) const;

    /// With the colours by kind of layer that are in use (KindColours::current), so on the GUI
    /// thread alone.
    static Theme fromPalette(const QPalette &palette);
};

} // namespace inceptoscope
