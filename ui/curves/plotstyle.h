#pragma once

#include "curves/curveset.h"
#include "style/theme.h"

#include <QFont>

class QCPItemStraightLine;
class QCPItemText;
class QCPItemTracer;
class QCustomPlot;

namespace inceptoscope {

/// Background, axes, grid, legend and zoom box in the theme's colours; QCustomPlot knows no
/// palette.
void stylePlot(QCustomPlot &plot, const Theme &theme, const QFont &font);

/// A line across the plot, and what such lines are.
void styleReference(QCPItemStraightLine &line, const Theme &theme);
void styleReferenceNames(QCPItemText &label, const Theme &theme, const QFont &font);

/// The line at the epoch whose values are shown, and the ring on each curve there.
void styleCursor(QCPItemStraightLine &line, const Theme &theme);
void stylePin(QCPItemStraightLine &line, const Theme &theme); ///< that others are compared with
void styleTracer(QCPItemTracer &tracer, const CurveSeries &series, const Theme &theme);

} // namespace inceptoscope
