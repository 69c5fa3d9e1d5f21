#pragma once

class QWidget;

namespace inceptoscope {

class MainWindow;

/// What the window can do, and its keys.
void showHelp(QWidget *parent);
void showAbout(QWidget *parent);

/// What each pane of the window is for, for Shift+F1.
void explainPanes(MainWindow &window);

} // namespace inceptoscope
