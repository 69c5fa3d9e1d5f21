#pragma once

#include "diagram/diagramspec.h"
#include "diagram/legendpaint.h"

#include <QImage>
#include <QString>

#include <stop_token>

namespace inceptoscope {

enum class ExportFormat { Svg, Pdf, Png };

/// A diagram to be taken out of the program: all it takes to draw it on any thread.
struct DiagramPicture
{
    QString title;
    DiagramSpec spec;
    double wrapWidth = 0.0; ///< see layoutDiagram
    OverlayValues overlay{};
    std::optional<LegendContent> legend{}; ///< below the diagram; nothing: none
    Theme theme{};
};

/// The picture at a level of detail, without a legend, for the light or the dark palette.
DiagramPicture pictureOf(const NetworkGraph &graph, DiagramLevel level, bool dark = false);

/// Writes into a file, which is written beside its place and renamed. Needs a QGuiApplication and
/// no window. Vector formats have one unit, a PNG two pixels, for a pixel on the screen; a PNG too
/// large for that is scaled down to 64 million pixels. Returns the size in words: "1820 × 640
/// pixels", of a PDF "642 × 226 mm". The error is "cancelled" once `stop` is requested.
Expected<QString> writePicture(const DiagramPicture &picture, const QString &path,
                               ExportFormat format, const std::stop_token &stop = {});
/// As in a PNG; null where there is no memory for it, or once `stop` is requested.
QImage imageOf(const DiagramPicture &picture, const std::stop_token &stop = {});

/// Writes the diagram at a level of detail.
Expected<void> exportDiagram(const NetworkGraph &graph, DiagramLevel level, const QString &path,
                             ExportFormat format, bool dark = false);

/// The format a file's suffix asks for, or an error that lists those there are.
Expected<ExportFormat> exportFormatOf(const QString &path);

} // namespace inceptoscope
