#pragma once

#include "graph/error.h"

#include <QImage>

class QCustomPlot;

namespace inceptoscope {

/// Device pixels for each of the screen's, so that a picture stays sharp in print.
inline constexpr int pictureScale = 2;

/// The plot as it stands, legend and axis titles included.
QImage plotPicture(QCustomPlot &plot);

/// Writes it as the name says: .png, .svg or .pdf. A file that cannot be written whole is not
/// written at all.
Expected<void> savePlot(QCustomPlot &plot, const QString &path);

} // namespace inceptoscope
