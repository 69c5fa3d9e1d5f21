#pragma once

#include <QPalette>
#include <QString>

namespace inceptoscope {

enum class Appearance { System, Light, Dark };

/// Of Light and Dark; that of System is what the platform gives.
QPalette paletteOf(Appearance appearance);

/// Light and dark are Fusion with a palette of its own; System is what the platform gives. Applies
/// to the whole program at once.
void applyAppearance(Appearance appearance);

/// "system", "light", "dark": as settings keep it. Anything else is System.
QString appearanceName(Appearance appearance);
Appearance appearanceFromName(const QString &name);

} // namespace inceptoscope
