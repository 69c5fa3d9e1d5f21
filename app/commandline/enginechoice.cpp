#include "commandline/enginechoice.h"

#include "commandline/between.h"

#include <CLI/CLI.hpp>

namespace inceptoscope {

void addEngineOptions(CLI::App &command, EngineArguments &arguments)
{
    command.add_option("--engine", arguments.engine, "auto (oneDNN), onednn or torch")
        ->type_name("ENGINE")
        ->check(CLI::IsMember({"auto", "onednn", "torch"}).description(""));
    command
        .add_option("--precision", arguments.precision, "f32, or bf16 where the processor has it")
        ->type_name("TYPE")
        ->check(CLI::IsMember({"f32", "bf16"}).description(""));
    command
        .add_option("--threads", arguments.threads,
                    "Computing threads; 0, the default: all "
                    "processors")
        ->type_name("N")
        ->check(between(0, 1024));
}

CommandResult<EngineOptions> engineOptions(const EngineArguments &arguments)
{
    EngineOptions options{.threads = arguments.threads};
    if (arguments.engine != "auto")
        options.backend = arguments.engine == "torch" ? Backend::Torch : Backend::Onednn;
    if (arguments.precision == "bf16")
        options.precision = Precision::BFloat16;
    if (options.backend == Backend::Torch && options.precision == Precision::BFloat16)
        return misused("the LibTorch engine computes in f32 only: leave --precision bf16 out");
    return options;
}

} // namespace inceptoscope
