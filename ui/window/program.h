#pragma once

namespace inceptoscope {

/// The program with its window: `inceptoscope [PHOTO|FOLDER|WEIGHTS|LOG ...]`. Instead of opening
/// it, `--picture FILE` writes a picture of it and `--pictures FOLDER` pictures of every page.
int runWindow(int argc, char **argv);

} // namespace inceptoscope
