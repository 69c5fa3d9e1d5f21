#include "curves/curvecolour.h"

#include "curves/curvehue.h"
#include "style/contrast.h"

#include <array>

namespace inceptoscope {

namespace {

constexpr std::array<LayerKind, hueCount> hues{LayerKind::Convolution,   LayerKind::ResidualAdd,
                                               LayerKind::MaxPool,       LayerKind::Linear,
                                               LayerKind::Concatenation, LayerKind::Dropout};

/// As far apart, for people who lack a kind of cone, too, as steps between these hues can be.
QColor inLightness(const QColor &hue, int step, const Theme &theme)
{
    switch (step) {
    case 1:
        return theme.dark ? mixed(hue, theme.background, 0.4) : mixed(hue, theme.text, 0.45);
    case 2:
        return mixed(hue, theme.text, theme.dark ? 0.45 : 0.7);
    default:
        return hue;
    }
}

QColor ownColour(const RunShade &shade, const Theme &theme)
{
    if (shade.colour != 0)
        return QColor::fromRgb(shade.colour);
    constexpr double paler = 0.45;
    const CurveHue drawn = hueOf(shade);
    const QColor hue = inLightness(theme.stroke(hues[static_cast<std::size_t>(drawn.hue)]),
                                   drawn.lightness, theme);
    return drawn.isPale ? mixed(hue, theme.dark ? theme.text : theme.background, paler) : hue;
}

} // namespace

QColor curveColour(const RunShade &shade, const Theme &theme)
{
    // Of graphics, by WCAG; the paler one of a pair stands beside the other.
    const double leastContrast = hueOf(shade).isPale ? 2.0 : 3.0;
    QColor colour = ownColour(shade, theme);
    for (int i = 0; i < 20 && contrastRatio(colour, theme.background) < leastContrast; ++i)
        colour = theme.dark ? colour.lighter(108) : colour.darker(108);
    return colour;
}

} // namespace inceptoscope
