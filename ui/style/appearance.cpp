#include "style/appearance.h"

#include "style/selectionstyle.h"

#include <QApplication>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>

namespace inceptoscope {

namespace {

struct Colours
{
    QColor window, base, alternate, button, text, disabled, highlight, highlightedText, link;
};

QPalette paletteFrom(const Colours &colours)
{
    QPalette palette(colours.button, colours.window);
    palette.setColor(QPalette::Base, colours.base);
    palette.setColor(QPalette::AlternateBase, colours.alternate);
    palette.setColor(QPalette::ToolTipBase, colours.base);
    palette.setColor(QPalette::ToolTipText, colours.text);
    palette.setColor(QPalette::Highlight, colours.highlight);
    palette.setColor(QPalette::HighlightedText, colours.highlightedText);
    palette.setColor(QPalette::Link, colours.link);
    palette.setColor(QPalette::PlaceholderText, colours.disabled);
    for (QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText}) {
        palette.setColor(role, colours.text);
        palette.setColor(QPalette::Disabled, role, colours.disabled);
    }
    return palette;
}

QPalette lightPalette()
{
    return paletteFrom({QColor(0xf3, 0xf4, 0xf6), Qt::white, QColor(0xf7, 0xf8, 0xfa),
                        QColor(0xea, 0xec, 0xef), QColor(0x1c, 0x1f, 0x24),
                        QColor(0x8b, 0x90, 0x98), QColor(0x1f, 0x6f, 0xd0), Qt::white,
                        QColor(0x1a, 0x5f, 0xb4)});
}

QPalette darkPalette()
{
    return paletteFrom({QColor(0x25, 0x28, 0x2d), QColor(0x1b, 0x1d, 0x21),
                        QColor(0x20, 0x23, 0x28), QColor(0x33, 0x37, 0x3e),
                        QColor(0xe6, 0xe8, 0xeb), QColor(0x80, 0x86, 0x90),
                        QColor(0x3d, 0x8b, 0xe8), Qt::white, QColor(0x78, 0xae, 0xf0)});
}

/// What the platform gave, before anything was changed.
struct SystemLook
{
    QString style = QApplication::style()->name();
    QPalette palette = QApplication::palette();
};

} // namespace

static const SystemLook &systemLook()
{
    static const SystemLook look;
    return look;
}

QPalette paletteOf(Appearance appearance)
{
    switch (appearance) {
    case Appearance::Light:
        return lightPalette();
    case Appearance::Dark:
        return darkPalette();
    case Appearance::System:
        break;
    }
    return systemLook().palette;
}

void applyAppearance(Appearance appearance)
{
    const SystemLook &system = systemLook();
    const QString style =
        appearance == Appearance::System ? system.style : QStringLiteral("Fusion");
    QApplication::setStyle(new SelectionStyle(QStyleFactory::create(style)));
    QApplication::setPalette(paletteOf(appearance));
}

QString appearanceName(Appearance appearance)
{
    switch (appearance) {
    case Appearance::Light:
        return QStringLiteral("light");
    case Appearance::Dark:
        return QStringLiteral("dark");
    case Appearance::System:
        break;
    }
    return QStringLiteral("system");
}

Appearance appearanceFromName(const QString &name)
{
    for (Appearance appearance : {Appearance::Light, Appearance::Dark}) {
        if (appearanceName(appearance) == name)
            return appearance;
    }
    return Appearance::System;
}

} // namespace inceptoscope
