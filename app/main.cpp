#include "commandline/commandline.h"
#include "diagram/diagramexport.h"
#include "freedmemory.h"
#include "window/program.h"

#include <QGuiApplication>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string_view>
#include <unistd.h>

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

/// LibTorch's threads (GNU OpenMP) spin while they wait for each other. Where other programs want
/// the processors too, every layer then waits for a time slice: a forward pass of 5 ms was seen to
/// take a second. Asleep, they are woken within microseconds. The policy is read before main (a
/// library that Qt uses brings OpenMP along), so the program starts itself once more with it.
void waitAsleep(char **argv)
{
    if (std::getenv("OMP_WAIT_POLICY") || std::getenv("GOMP_SPINCOUNT"))
        return;
    setenv("OMP_WAIT_POLICY", "passive", 1);
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    if (!error)
        execv(program.c_str(), argv); // comes back where that fails: slower, not wrong
}

/// Standard error is for the program's own sentences, which say what Qt's warnings do not.
void leaveOutWarnings(QtMsgType type, const QMessageLogContext &, const QString &message)
{
    if (type == QtFatalMsg)
        std::fprintf(stderr, "inceptoscope: %s\n", qPrintable(message));
}

/// Drawing text takes fonts, hence a QGuiApplication; it takes no display. Nothing else needs one.
std::unique_ptr<QCoreApplication> commandLineApplication(int &argc, char **argv)
{
    if (std::string_view(argv[1]) != "describe")
        return std::make_unique<QCoreApplication>(argc, argv);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_unique<QGuiApplication>(argc, argv);
}

} // namespace

int main(int argc, char **argv)
{
    waitAsleep(argv);
    keepFreedMemory();
    if (!isSubcommand(argc, argv))
        return runWindow(argc, argv);
    qInstallMessageHandler(leaveOutWarnings);
    const auto application = commandLineApplication(argc, argv);
    return runCommandLine(argc, argv, {drawDiagram});
}
