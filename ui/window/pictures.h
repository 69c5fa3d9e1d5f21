#pragma once

#include "graph/error.h"

#include <QString>
#include <QStringList>

namespace inceptoscope {

/// A picture (PNG) of the window with the photos (the samples where there are none), once the first
/// one is answered and its maps are there. Where it cannot be answered the picture is taken all the
/// same, and the error says why. Runs its own event loop; shows nothing on a screen where the
/// platform is offscreen.
Expected<void> writeWindowPicture(const QString &path, const QStringList &photos);

/// Pictures of every page, light and dark, into a folder: "explore-light.png", …, with "@2x" where
/// the program runs at 200 %.
Expected<void> writePagePictures(const QString &folder);

} // namespace inceptoscope
