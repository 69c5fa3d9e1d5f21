#pragma once

#include "graph/error.h"

#include <filesystem>
#include <vector>

namespace inceptoscope {

/// Whether what is written to a path leaves the logs that curves were read from as they are.
/// `sources` are files, or folders whose tables are logs. Asks the disk. Error: it does not.
Expected<void> keepsLogs(const std::filesystem::path &output,
                         const std::vector<std::filesystem::path> &sources);

} // namespace inceptoscope
