#pragma once

#include "diagram/diagramspec.h"
#include "overlay/overlaycontroller.h"
#include "render/colourmap.h"

#include <QColor>

#include <optional>

namespace inceptoscope {

/// Which colour stands for which value: from the least to the greatest of the boxes that are shown.
struct OverlayScale
{
    double least = 0.0;
    double greatest = 0.0;
    bool isLogarithmic = false; ///< equal steps in colour are equal factors

    /// 0 to 1; where there is one value alone, 1, but 0 where that is zero.
    double position(double value) const;
    bool operator==(const OverlayScale &) const = default;
};

inline constexpr ColourMap overlayColours = ColourMap::Viridis;

/// Values that boxes are tinted with: of everything but opened frames, whose content shows its own.
std::optional<double> overlayValueAt(const DiagramNode &node, const OverlayValues &overlay);

/// Energies differ by orders of magnitude and get a logarithmic scale; shares of zeros go from 0
/// to 1, everything else starts at 0. Nothing where no box has a value.
std::optional<OverlayScale> overlayScale(const DiagramSpec &spec, const OverlayValues &overlay);

QColor overlayColour(const OverlayScale &scale, double value);
/// Black or white, whichever is told better from `background`: never below 4.5:1.
QColor textColourOn(const QColor &background);

} // namespace inceptoscope
