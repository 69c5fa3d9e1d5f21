#include "style/theme.h"

#include "style/kindcolours.h"

namespace inceptoscope {

QColor mixed(const QColor &a, const QColor &b, double share)
{
    const auto blend = [share](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return {blend(a.red(), b.red()), blend(a.green(), b.green()), blend(a.blue(), b.blue())};
}

static const KindShades &shadesFor(const Theme &theme)
{
    const KindColours &colours = KindColours::current();
    return theme.dark ? colours.dark : colours.light;
}

QColor Theme::fill(LayerKind kind) const
{
    return shadesFor(*this).fill(kind, background);
}

QColor Theme::stroke(LayerKind kind) const
{
    return shadesFor(*this).stroke(kind, text);
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
    return theme;
}

} // namespace inceptoscope
