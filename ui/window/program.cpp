#include "window/program.h"

#include "common/iconloader.h"
#include "style/appearance.h"
#include "window/mainwindow.h"
#include "window/pictures.h"
#include "window/startuptimes.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace inceptoscope {

namespace {

const QString pictureOption = QStringLiteral("picture");
const QString picturesOption = QStringLiteral("pictures");

void describeProgram()
{
    QApplication::setOrganizationName(QStringLiteral("inceptoscope")); // the settings' folder
    QApplication::setApplicationName(QStringLiteral("inceptoscope"));
    QApplication::setApplicationDisplayName(QStringLiteral("Inceptoscope"));
    QApplication::setApplicationVersion(QStringLiteral(INCEPTOSCOPE_VERSION));
    QApplication::setWindowIcon(themedIcon(QStringLiteral("explore")));
}

void declareArguments(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("files"),
                                 QApplication::tr("Photos, folders, "
                                                  "weights or run logs"),
                                 QStringLiteral("[PHOTO|FOLDER|WEIGHTS|LOG ...]"));
    parser.addOption({pictureOption, QApplication::tr("Write a picture of the window and end"),
                      QStringLiteral("FILE")});
    parser.addOption({picturesOption, QApplication::tr("Write pictures of every page and end"),
                      QStringLiteral("FOLDER")});
}

int statusOf(const Expected<void> &done)
{
    if (done)
        return 0;
    std::fprintf(stderr, "inceptoscope: %s\n", done.error().message.c_str());
    return 1;
}

/// Qt would end the program by a signal.
bool hasDisplay()
{
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
        || qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
}

/// Whether a picture is asked for instead of a window.
bool asksForPicture(int argc, char **argv)
{
    return std::any_of(argv + 1, argv + argc,
                       [](std::string_view argument) { return argument.starts_with("--picture"); });
}

} // namespace

int runWindow(int argc, char **argv)
{
    tellStartupTime("main");
    if (asksForPicture(argc, argv)) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    } else if (!hasDisplay()) {
        std::fputs("inceptoscope: there is no display to open a window on; \"inceptoscope classify "
                   "PHOTO\" answers on the terminal\n",
                   stderr);
        return 1;
    }
    QApplication application(argc, argv);
    describeProgram();
    QCommandLineParser parser;
    declareArguments(parser);
    if (!parser.parse(QApplication::arguments())) {
        std::fprintf(stderr, "inceptoscope: %s\n", qPrintable(parser.errorText()));
        return 2;
    }
    if (parser.isSet(pictureOption))
        return statusOf(
            writeWindowPicture(parser.value(pictureOption), parser.positionalArguments()));
    if (parser.isSet(picturesOption))
        return statusOf(writePagePictures(parser.value(picturesOption)));

    applyAppearance(
        appearanceFromName(QSettings().value(QStringLiteral("window/appearance")).toString()));
    MainWindow window(scanNetworks());
    tellStartupTimes(window);
    window.restoreSession(parser.positionalArguments().isEmpty());
    window.open(parser.positionalArguments()); // is under way while the window is drawn
    window.show();
    tellStartupTime("shown");
    return QApplication::exec();
}

} // namespace inceptoscope
