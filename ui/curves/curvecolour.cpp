#include "curves/curvecolour.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace inceptoscope {

namespace {

using Family = std::array<LayerKind, 3>;

constexpr Family residualFamily{LayerKind::ResidualAdd, LayerKind::Concatenation,
                                LayerKind::Linear};
constexpr Family plainFamily{LayerKind::Convolution, LayerKind::MaxPool, LayerKind::Dropout};

/// Relative luminance as WCAG defines it.
double luminance(const QColor &colour)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
    return (light + 0.05) / (dark + 0.05);
}

} // namespace

QColor curveColour(const RunShade &shade, const Theme &theme)
{
    constexpr double leastContrast = 3.0; // of graphics, by WCAG
    const Family &family = shade.residual ? residualFamily : plainFamily;
    QColor colour = theme.stroke(family[static_cast<std::size_t>(shade.number) % family.size()]);
    for (int i = 0; i < 20 && contrast(colour, theme.background) < leastContrast; ++i)
        colour = theme.dark ? colour.lighter(108) : colour.darker(108);
    return colour;
}

} // namespace inceptoscope
