#include "curves/curvecolour.h"

#include "style/contrast.h"

#include <array>

namespace inceptoscope {

namespace {

using Family = std::array<LayerKind, 3>;

constexpr std::size_t lightnesses = 3; // of each hue

constexpr Family residualFamily{LayerKind::ResidualAdd, LayerKind::Concatenation,
                                LayerKind::Linear};
constexpr Family plainFamily{LayerKind::Convolution, LayerKind::MaxPool, LayerKind::Dropout};

/// What several pairs are told apart by.
constexpr std::array<LayerKind, 6> hues{LayerKind::Convolution,   LayerKind::ResidualAdd,
                                        LayerKind::MaxPool,       LayerKind::Linear,
                                        LayerKind::Concatenation, LayerKind::Dropout};

/// As far apart, for people who lack a kind of cone, too, as steps between these hues can be.
QColor inLightness(const QColor &hue, std::size_t step, const Theme &theme)
{
    switch (step % lightnesses) {
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
    if (shade.family >= 0) {
        constexpr double paler = 0.45;
        const auto family = static_cast<std::size_t>(shade.family);
        const QColor hue =
            inLightness(theme.stroke(hues[family % hues.size()]), family / hues.size(), theme);
        return shade.residual ? hue : mixed(hue, theme.dark ? theme.text : theme.background, paler);
    }
    const Family &family = shade.residual ? residualFamily : plainFamily;
    const auto number = static_cast<std::size_t>(shade.number);
    return inLightness(theme.stroke(family[number % family.size()]), number / family.size(), theme);
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
