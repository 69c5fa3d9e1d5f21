#pragma once

#include "curves/curvepicture.h"
#include "style/theme.h"

#include <QImage>

#include <stop_token>

class QCustomPlot;

namespace inceptoscope {

/// Device pixels for each of the screen's, so that a picture stays sharp in print.
inline constexpr int pictureScale = 2;

/// The plot as it stands on the screen, legend and axis titles included.
QImage plotPicture(QCustomPlot &plot);

/// The colours of pictures; on the GUI thread alone, as all themes are made.
Theme pictureTheme(bool dark);

/// Writes curves as the name says, .png, .svg or .pdf, beside the place and renamed: the same
/// picture is the same file, byte for byte. Needs a QGuiApplication and no window; any thread may.
/// Returns the size in words. The error is "cancelled" once `stop` is requested.
Expected<QString> writeCurvePicture(const CurvePicture &picture, const Theme &theme,
                                    const QString &path, const std::stop_token &stop = {});

} // namespace inceptoscope
