#include "commandline/exportcommand.h"

#include "checkpoint/preprocessingjson.h"
#include "checkpoint/printable.h"
#include "commandline/between.h"
#include "commandline/commandoutput.h"
#include "commandline/interruption.h"
#include "commandline/networkchoice.h"
#include "export/onnxfile.h"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <memory>

namespace inceptoscope {

namespace {

constexpr std::string_view anyBatch = "dynamic";

struct ExportArguments
{
    NetworkArguments network;
    std::string onnx;
    std::string batch{anyBatch};
    int inputSize = 0; ///< 0: the network's own
    bool force = false;
};

/// The same network for another input size, and how pictures are prepared for that.
Expected<LoadedModel> resized(LoadedModel model, int size)
{
    if (size == 0)
        return model;
    auto graph = model.graph.withInput({size, size});
    if (!graph)
        return tl::unexpected(graph.error());
    model.graph = std::move(*graph);
    model.description.options.input = {size, size};
    model.description.preprocessing = model.description.preprocessing.withInputSize(size);
    if (const auto readable = checkShorterSide(model.description.preprocessing); !readable)
        return tl::unexpected(readable.error());
    return model;
}

Expected<WrittenOnnx> write(const ExportArguments &arguments, const LoadedModel &model,
                            const std::filesystem::path &weights)
{
    const auto sidecar = readSidecar(weights);
    if (!sidecar)
        return tl::unexpected(sidecar.error());
    const OnnxOptions options{arguments.batch == anyBatch ? 0 : std::stoi(arguments.batch),
                              onnxMetadata(model.description, *sidecar)};
    return writeOnnx(arguments.onnx, model.graph, model.weights, options, interruption());
}

CommandResult<void> exportChosen(const ExportArguments &arguments)
{
    const auto chosen = chooseNetwork(arguments.network);
    if (!chosen)
        return tl::unexpected(chosen.error());
    if (const auto may = checkReplaceable(arguments.onnx, arguments.force); !may)
        return workFailed(may.error());
    if (const auto safe = checkKeepsWeights(arguments.onnx, chosen->file); !safe)
        return workFailed(safe.error());
    const auto model = resized(chosen->model, arguments.inputSize);
    if (!model)
        return workFailed(model.error());
    const auto written = write(arguments, *model, chosen->file);
    if (!written)
        return workFailed(written.error());
    print(fmt::format("{}: {}, {} nodes, {} bytes\n", printable(arguments.onnx),
                      model->description.title, written->nodes,
                      grouped(static_cast<std::int64_t>(written->bytes))));
    return {};
}

/// As `between`, or the word.
CLI::Validator batchSize()
{
    return {[within = between(1, 1024)](std::string &text) {
                const std::string problem = text == anyBatch ? "" : within(text);
                return problem.empty() ? problem : problem + ", and not " + std::string(anyBatch);
            },
            ""};
}

int runExport(const ExportArguments &arguments)
{
    interruption(); // from here on
    const auto done = exportChosen(arguments);
    return done ? AllDone : report(done.error());
}

} // namespace

void addExportCommand(CLI::App &app, int &status)
{
    auto arguments = std::make_shared<ExportArguments>();
    CLI::App *command =
        app.add_subcommand("export", "Save a network with its weights as an ONNX file");
    command->add_option("--onnx", arguments->onnx, "The file to write")
        ->type_name("FILE")
        ->required();
    addNetworkOptions(*command, arguments->network);
    command
        ->add_option("--input-size", arguments->inputSize,
                     "Side of the square input, pixels; the network's own")
        ->type_name("N")
        ->check(between(1, 100'000));
    command
        ->add_option("--batch", arguments->batch,
                     "Pictures at a time; \"dynamic\", the default: any number of them")
        ->type_name("N|dynamic")
        ->check(batchSize());
    command->add_flag("--force", arguments->force, "Replace a file that is there");
    command->callback([arguments, &status] { status = runExport(*arguments); });
}

} // namespace inceptoscope
