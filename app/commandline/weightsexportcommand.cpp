#include "commandline/weightsexportcommand.h"

#include "checkpoint/printable.h"
#include "checkpoint/weightsexport.h"
#include "commandline/commandoutput.h"
#include "commandline/weightschoice.h"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <memory>

namespace inceptoscope {

namespace {

struct ExportArguments
{
    std::string weights;
    std::string network;
    std::string out;
    bool force = false;
};

std::string sentence(const std::string &path, const ExportedWeights &exported)
{
    const std::string_view names =
        exported.names == WeightSource::Own ? "the project's own" : sourceName(exported.names);
    return fmt::format("{}: {} tensors under {} names, {} bytes\n", printable(path),
                       exported.tensors, names, grouped(static_cast<std::int64_t>(exported.bytes)));
}

CommandResult<void> exportChosen(const ExportArguments &arguments)
{
    const auto weights = chooseWeights(arguments.weights, arguments.network);
    if (!weights)
        return tl::unexpected(weights.error());
    if (const auto may = checkReplaceable(arguments.out, arguments.force); !may)
        return workFailed(may.error());
    if (const auto safe = checkKeepsWeights(arguments.out, weights->file); !safe)
        return workFailed(safe.error());
    const auto exported = exportWeights(weights->file, arguments.out, weights->network);
    if (!exported)
        return workFailed(exported.error());
    print(sentence(arguments.out, *exported));
    return {};
}

int runExport(const ExportArguments &arguments)
{
    const auto done = exportChosen(arguments);
    return done ? AllDone : report(done.error());
}

} // namespace

void addWeightsExportCommand(CLI::App &weights, int &status)
{
    auto arguments = std::make_shared<ExportArguments>();
    CLI::App *command = weights.add_subcommand(
        "export",
        "Save weights as a safetensors file, under timm's names where timm has the "
        "network");
    command->add_option("weights", arguments->weights, "A file of weights, or weights by their id")
        ->type_name("FILE|ID")
        ->required();
    command->add_option("-o,--output", arguments->out, "The file to write")
        ->type_name("FILE")
        ->required();
    command
        ->add_option("--network", arguments->network,
                     "What the weights are for; told by their tensors")
        ->type_name("ID");
    command->add_flag("--force", arguments->force, "Replace a file that is there");
    command->callback([arguments, &status] { status = runExport(*arguments); });
}

} // namespace inceptoscope
