#pragma once

#include <string>
#include <vector>

namespace inceptoscope {

/// What the GUI thread did at a stretch: handled one event, with everything that came of it.
struct GuiTask
{
    double milliseconds = 0.0;
    std::string name; ///< "Paint, DiagramView"
};

/// Something a person does with the window, and the tasks it took.
struct GuiScenario
{
    std::string name;
    std::vector<GuiTask> tasks;
};

} // namespace inceptoscope
