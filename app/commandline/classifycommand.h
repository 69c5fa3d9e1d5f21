#pragma once

namespace CLI {
class App;
}

namespace inceptoscope {

/// `classify`: what a network answers for photos and folders of them.
void addClassifyCommand(CLI::App &app, int &status);

} // namespace inceptoscope
