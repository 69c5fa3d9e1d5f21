#include "curves/curvecolour.h"

#include "style/contrast.h"

#include <array>

namespace inceptoscope {

namespace {

using Family = std::array<LayerKind, 3>;

constexpr Family residualFamily{LayerKind::ResidualAdd, LayerKind::Concatenation,
                                LayerKind::Linear};
constexpr Family plainFamily{LayerKind::Convolution, LayerKind::MaxPool, LayerKind::Dropout};

} // namespace

QColor curveColour(const RunShade &shade, const Theme &theme)
{
    constexpr double leastContrast = 3.0; // of graphics, by WCAG
    const Family &family = shade.residual ? residualFamily : plainFamily;
    QColor colour = theme.stroke(family[static_cast<std::size_t>(shade.number) % family.size()]);
    for (int i = 0; i < 20 && contrastRatio(colour, theme.background) < leastContrast; ++i)
        colour = theme.dark ? colour.lighter(108) : colour.darker(108);
    return colour;
}

} // namespace inceptoscope
