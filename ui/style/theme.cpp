#include "style/theme.h"

namespace inceptoscope {

QColor mixed(const QColor &a, const QColor &b, double share)
{
    const auto blend = [share](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return {blend(a.red(), b.red()), blend(a.green(), b.green()), blend(a.blue(), b.blue())};
}

QColor Theme::fill(LayerKind kind) const
{
    return kinds.fill(kind, background);
}

QColor Theme::stroke(LayerKind kind) const
{
    return kinds.stroke(kind, text);
}

Theme Theme::fromPalette(const QPalette &palette)
{
    Theme theme;
    theme.background = palette.color(QPalette::Base);
    theme.text = palette.color(QPalette::Text);
    theme.dark = theme.background.lightness() < theme.text.lightness();
    theme.secondaryText = mixed(theme.text, theme.background, 0.35);
    theme.line = mixed(theme.text, theme.background, 0.6);
    theme.accent = palette.color(QPalette::Highlight);
    const KindColours &colours = KindColours::current();
    theme.kinds = theme.dark ? colours.dark : colours.light;
    return theme;
}

} // namespace inceptoscope
