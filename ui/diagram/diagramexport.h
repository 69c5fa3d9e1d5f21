#pragma once

#include "diagram/diagramspec.h"

#include <QString>

namespace inceptoscope {

enum class ExportFormat { Svg, Pdf, Png };

/// Writes the diagram at a level of detail into a file, which is written beside its place and
/// renamed. Needs a QGuiApplication and no window. Vector formats have one unit, a PNG two pixels,
/// for a pixel on the screen; a PNG too large for that is scaled down to 64 million pixels.
Expected<void> exportDiagram(const NetworkGraph &graph, DiagramLevel level, const QString &path,
                             ExportFormat format, bool dark = false);

/// The format a file's suffix asks for, or an error that lists those there are.
Expected<ExportFormat> exportFormatOf(const QString &path);

} // namespace inceptoscope
