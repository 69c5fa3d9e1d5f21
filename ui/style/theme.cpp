#include "style/theme.h"

namespace inceptoscope {

namespace {

QColor mix(const QColor &a, const QColor &b, double share)
{
    const auto blend = [share](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return {blend(a.red(), b.red()), blend(a.green(), b.green()), blend(a.blue(), b.blue())};
}

QColor hue(LayerKind kind)
{
    switch (kind) {
    case LayerKind::Convolution:
        return {0x00, 0x72, 0xb2}; // blue
    case LayerKind::MaxPool:
    case LayerKind::AveragePool:
    case LayerKind::GlobalAveragePool:
        return {0x00, 0x9e, 0x73}; // green
    case LayerKind::Concatenation:
        return {0xe6, 0x9f, 0x00}; // orange
    case LayerKind::ResidualAdd:
        return {0xd5, 0x5e, 0x00}; // vermilion
    case LayerKind::Linear:
        return {0xcc, 0x79, 0xa7}; // purple
    case LayerKind::Dropout:
    case LayerKind::Softmax:
        return {0x80, 0x80, 0x80};
    }
    return {};
}

} // namespace

QColor Theme::fill(LayerKind kind) const
{
    return mix(background, hue(kind), dark ? 0.35 : 0.18);
}

QColor Theme::stroke(LayerKind kind) const
{
    return mix(hue(kind), text, dark ? 0.25 : 0.1);
}

Theme Theme::fromPalette(const QPalette &palette)
{
    Theme theme;
    theme.background = palette.color(QPalette::Base);
    theme.text = palette.color(QPalette::Text);
    theme.dark = theme.background.lightness() < theme.text.lightness();
    theme.secondaryText = mix(theme.text, theme.background, 0.35);
    theme.line = mix(theme.text, theme.background, 0.6);
    theme.accent = palette.color(QPalette::Highlight);
    return theme;
}

} // namespace inceptoscope
