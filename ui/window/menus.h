#pragma once

namespace inceptoscope {

class MainWindow;

/// The window's menus, with the keys to everything in them.
void buildMenus(MainWindow &window);

} // namespace inceptoscope
