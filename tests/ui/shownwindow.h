#pragma once

#include "window/mainwindow.h"

#include <QCoreApplication>
#include <QDropEvent>
#include <QMimeData>
#include <QSettings>
#include <QUrl>

#include <filesystem>
#include <memory>

namespace inceptoscope::test {

/// What the program keeps for a person is kept in this folder: that of who runs the tests is not
/// touched.
inline void keepSettingsIn(const std::filesystem::path &folder)
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope,
                       QString::fromStdString(folder.string()));
}

/// Without a window manager a window that is to get keys has to be made the active one.
inline std::unique_ptr<MainWindow> shownWindow(const NetworkCatalogue &catalogue)
{
    auto window = std::make_unique<MainWindow>(catalogue);
    window->show();
    window->activateWindow();
    return window;
}

/// As a drag from another program arrives; false where the window does not take it.
inline bool drop(MainWindow &window, const QMimeData &data)
{
    const QPoint place = window.rect().center();
    QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QDropEvent event(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &event);
    return enter.isAccepted() && event.isAccepted();
}

inline bool dropFiles(MainWindow &window, const QStringList &paths)
{
    QList<QUrl> urls;
    for (const QString &path : paths)
        urls << QUrl::fromLocalFile(path);
    QMimeData data;
    data.setUrls(urls);
    return drop(window, data);
}

} // namespace inceptoscope::test
