#include "window/program.h"

#include "commandline/commandline.h"
#include "curves/curvesmeasuring.h"
#include "curves/plotexport.h"
#include "diagram/diagramexport.h"
#include "freedmemory.h"
#include "resourcelocator.h"
#include "style/kindcolours.h"
#include "window/guidriver.h"
#include "window/guitrace.h"

#include <QApplication>
#include <QHashSeed>

#include <cstdio>
#include <memory>
#include <string_view>

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

void takeKindColours()
{
    const auto colours = readKindColours(resourcePath(QStringLiteral("style/kindcolours.json")));
    if (colours)
        applyKindColours(*colours);
    else
        std::fprintf(stderr, "inceptoscope: %s\n", colours.error().message.c_str());
}

Expected<void> drawDiagram(const NetworkGraph &graph, GraphLevel level, const QString &path,
                           PictureFormat format)
{
    takeKindColours();
    return exportDiagram(graph, diagramLevel(level), path, exportFormat(format));
}

Expected<QString> drawCurves(const CurvePicture &picture, const QString &path)
{
    takeKindColours();
    return writeCurvePicture(picture, pictureTheme(picture.options.dark), path);
}

/// Standard error is for the program's own sentences, which say what Qt's warnings do not.
void leaveOutWarnings(QtMsgType type, const QMessageLogContext &, const QString &message)
{
    if (type == QtFatalMsg)
        std::fprintf(stderr, "inceptoscope: %s\n", qPrintable(message));
}

/// Drawing text takes fonts, hence a QGuiApplication; it takes no display. `bench gui` has a
/// window, and `bench curves` one that nobody sees. Nothing else needs one.
std::unique_ptr<QCoreApplication> commandLineApplication(int &argc, char **argv)
{
    const std::string_view command = argv[1];
    if (command == "bench" && argc > 2 && std::string_view(argv[2]) == "gui")
        return applicationToTrace(argc, argv);
    if (command == "bench" && argc > 2 && std::string_view(argv[2]) == "curves") {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        return std::make_unique<QApplication>(argc, argv);
    }
    if (command != "describe" && command != "plot")
        return std::make_unique<QCoreApplication>(argc, argv);
    QHashSeed::setDeterministicGlobalSeed(); // PDF files have fonts in the order of a hash
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_unique<QGuiApplication>(argc, argv);
}

} // namespace

/// What main() calls.
extern "C" int inceptoscopeProgram(int argc, char **argv)
{
    keepFreedMemory();
    if (!isSubcommand(argc, argv))
        return runWindow(argc, argv);
    qInstallMessageHandler(leaveOutWarnings);
    const auto application = commandLineApplication(argc, argv);
    return runCommandLine(argc, argv, {drawDiagram, traceWindow, measureCurves, drawCurves});
}
