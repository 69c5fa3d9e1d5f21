#pragma once

#include "commandline/commandoutput.h"
#include "engine/engine.h"

#include <string>

namespace CLI {
class App;
}

namespace inceptoscope {

/// What --engine, --precision and --threads say.
struct EngineArguments
{
    std::string engine = "auto";
    std::string precision = "f32";
    int threads = 0;
};

void addEngineOptions(CLI::App &command, EngineArguments &arguments);

/// Bad usage where they do not go together.
CommandResult<EngineOptions> engineOptions(const EngineArguments &arguments);

} // namespace inceptoscope
