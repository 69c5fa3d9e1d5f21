#pragma once

class QMenu;

namespace inceptoscope {

class PaneArea;

/// Which panes are shown, where each may go, and the way back to how they were at first.
void fillPaneMenu(QMenu &menu, PaneArea &area);

} // namespace inceptoscope
