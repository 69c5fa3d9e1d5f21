#pragma once

#include "graph/layer.h"

#include <QColor>
#include <QPalette>

namespace inceptoscope {

/// The meanings colour has in the program, for the light and the dark palette. From a set that
/// colour-blind people can tell apart (Okabe and Ito), darkened or lightened for contrast.
struct Theme
{
    bool dark = false;
    QColor background; ///< of canvases
    QColor text;
    QColor secondaryText; ///< captions; still 4.5:1 on `background`
    QColor line; ///< edges and frames
    QColor accent; ///< selection

    /// Fill of a layer by its kind; text in `text` on it keeps 4.5:1.
    QColor fill(LayerKind kind) const;
    /// Outline and icons of that kind, stronger than the fill.
    QColor stroke(LayerKind kind) const;

    static Theme fromPalette(const QPalette &palette);
};

} // namespace inceptoscope
