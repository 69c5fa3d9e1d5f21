#pragma once

#include "curves/readers/runreader.h"

namespace inceptoscope {

std::unique_ptr<LogReader> makeLogReader(LogFormat format, const RunFiles &run,
                                         const std::filesystem::path &file,
                                         const RunReader::Options &options);

} // namespace inceptoscope
