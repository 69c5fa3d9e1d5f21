#pragma once

#include <QColor>
#include <QIcon>
#include <QImage>
#include <QString>

namespace inceptoscope {

/// An icon of the program's own family (resources/icons), such as "open" or "zoom-in". It is drawn
/// from its vector each time, in the text colour the palette has then, so it follows a change
/// between light and dark and is crisp at any scale. A null icon for an unknown name.
QIcon themedIcon(const QString &name);

/// The same as a picture of size × size device pixels in any colour. A null image for an unknown
/// name.
QImage iconImage(const QString &name, int size, const QColor &colour);

} // namespace inceptoscope
