#pragma once

class QWidget;

namespace inceptoscope {

/// What the window can do, and its keys.
void showHelp(QWidget *parent);
void showAbout(QWidget *parent);

} // namespace inceptoscope
