#include "commandline/commandline.h"
#include "diagram/diagramexport.h"
#include "window/program.h"

#include <QGuiApplication>

using namespace inceptoscope;

namespace {

DiagramLevel diagramLevel(GraphLevel level)
{
    switch (level) {
    case GraphLevel::Stage:
        return DiagramLevel::Stage;
    case GraphLevel::Block:
        return DiagramLevel::Block;
    case GraphLevel::Layer:
        break;
    }
    return DiagramLevel::Layer;
}

ExportFormat exportFormat(PictureFormat format)
{
    switch (format) {
    case PictureFormat::Svg:
        return ExportFormat::Svg;
    case PictureFormat::Pdf:
        return ExportFormat::Pdf;
    case PictureFormat::Png:
        break;
    }
    return ExportFormat::Png;
}

Expected<void> drawDiagram(const NetworkGraph &graph, GraphLevel level, const QString &path,
                           PictureFormat format)
{
    return exportDiagram(graph, diagramLevel(level), path, exportFormat(format));
}

} // namespace

int main(int argc, char **argv)
{
    if (!isSubcommand(argc, argv))
        return runWindow(argc, argv);
    // Drawing text takes fonts, hence a QGuiApplication, but no display.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    return runCommandLine(argc, argv, {drawDiagram});
}
