#include "curves/curvecolour.h"

#include "style/contrast.h"

#include <array>

namespace inceptoscope {

namespace {

using Family = std::array<LayerKind, 3>;

constexpr Family residualFamily{LayerKind::ResidualAdd, LayerKind::Concatenation,
                                LayerKind::Linear};
constexpr Family plainFamily{LayerKind::Convolution, LayerKind::MaxPool, LayerKind::Dropout};

/// What several pairs are told apart by.
constexpr std::array<LayerKind, 6> hues{LayerKind::Convolution,   LayerKind::ResidualAdd,
                                        LayerKind::MaxPool,       LayerKind::Linear,
                                        LayerKind::Concatenation, LayerKind::Dropout};

QColor ownColour(const RunShade &shade, const Theme &theme)
{
    if (shade.colour != 0)
        return QColor::fromRgb(shade.colour);
    if (shade.family >= 0) {
        constexpr double paler = 0.45;
        const QColor hue = theme.stroke(hues[static_cast<std::size_t>(shade.family) % hues.size()]);
        return shade.residual ? hue : mixed(hue, theme.dark ? theme.text : theme.background, paler);
    }
    const Family &family = shade.residual ? residualFamily : plainFamily;
    return theme.stroke(family[static_cast<std::size_t>(shade.number) % family.size()]);
}

} // namespace

QColor curveColour(const RunShade &shade, const Theme &theme)
{
    // Of graphics, by WCAG; the paler one of a pair stands beside the other.
    const double leastContrast = shade.family >= 0 && !shade.residual ? 2.0 : 3.0;
    QColor colour = ownColour(shade, theme);
    for (int i = 0; i < 20 && contrastRatio(colour, theme.background) < leastContrast; ++i)
        colour = theme.dark ? colour.lighter(108) : colour.darker(108);
    return colour;
}

} // namespace inceptoscope
