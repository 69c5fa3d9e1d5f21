#include "commandline/activationscommand.h"

#include "commandline/activationfiles.h"
#include "commandline/blockfigures.h"
#include "commandline/interruption.h"
#include "commandline/networkchoice.h"
#include "commandline/texttable.h"
#include "engine/engine.h"
#include "photos/photoconveyor.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <fmt/format.h>
#include <memory>

namespace inceptoscope {

namespace {

using nlohmann::ordered_json;

struct ActivationsArguments
{
    NetworkArguments network;
    std::vector<std::string> blocks;
    ActivationFiles files;
    bool json = false;
    std::string image;
};

/// What is to be told, from the network's first block to its last or in the order asked for.
CommandResult<std::vector<ObservedBlock>> chooseBlocks(const ChosenNetwork &network,
                                                       const std::vector<std::string> &ids)
{
    const NetworkGraph &graph = network.model.graph;
    std::vector<ObservedBlock> blocks;
    for (const std::string &id : ids) {
        auto block = findObservedBlock(graph, id);
        if (!block)
            return misused(fmt::format("{} has no block \"{}\": \"inceptoscope describe {} --level "
                                       "block\" lists them",
                                       network.model.description.title, id,
                                       network.model.description.network));
        blocks.push_back(std::move(*block));
    }
    if (!ids.empty())
        return blocks;
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            if (!stage.auxiliary)
                blocks.push_back(observedBlock(block));
        }
    }
    return blocks;
}

// --- Figures -------------------------------------------------------------------------------------

ordered_json jsonOf(const std::string &id, const BlockFigures &figures)
{
    const GridShape &shape = figures.shape;
    const ActivationStatistics &statistics = figures.statistics;
    ordered_json json{{"block", id},
                      {"shape", {shape.channels, shape.height, shape.width}},
                      {"mean", statistics.mean},
                      {"std", statistics.std},
                      {"min", shortest(statistics.min)},
                      {"max", shortest(statistics.max)},
                      {"zero_fraction", statistics.zeroFraction},
                      {"dead_channels", statistics.deadChannels}};
    if (statistics.nonFinite > 0)
        json["non_finite"] = statistics.nonFinite;
    if (figures.residual) {
        json["residual_scale"] = figures.residual->scale;
        json["trunk_rms"] = figures.residual->trunkRms;
        json["residual_rms"] = figures.residual->residualRms;
    }
    return json;
}

/// In a channel of one cell, a zero says no more than that.
std::string channelsZero(const BlockFigures &figures)
{
    const bool isOneCell = figures.shape.height * figures.shape.width == 1;
    return isOneCell ? "" : std::to_string(figures.statistics.deadChannels);
}

std::vector<std::string> rowOf(const std::string &id, const BlockFigures &figures)
{
    const ActivationStatistics &statistics = figures.statistics;
    std::vector<std::string> row{id,
                                 formatShape(figures.shape),
                                 fmt::format("{:.4g}", statistics.mean),
                                 fmt::format("{:.4g}", statistics.std),
                                 fmt::format("{:.4g}", statistics.min),
                                 fmt::format("{:.4g}", statistics.max),
                                 fmt::format("{:.1f} %", statistics.zeroFraction * 100.0),
                                 channelsZero(figures)};
    const auto &residual = figures.residual;
    row.push_back(residual ? fmt::format("{:.4g}", residual->scale) : "");
    row.push_back(residual ? fmt::format("{:.4g}", residual->trunkRms) : "");
    row.push_back(residual ? fmt::format("{:.4g}", residual->residualRms) : "");
    return row;
}

TextTable emptyTable()
{
    using enum TextTable::Align;
    return TextTable({{"block"},
                      {"output"},
                      {"mean", Right},
                      {"std", Right},
                      {"min", Right},
                      {"max", Right},
                      {"zeros", Right},
                      {"channels zero", Right},
                      {"scale", Right},
                      {"trunk rms", Right},
                      {"residual rms", Right}});
}

void printFigures(const ActivationsArguments &arguments, const ChosenNetwork &network,
                  const std::vector<ObservedBlock> &blocks, const Activations &answer)
{
    auto list = ordered_json::array();
    TextTable table = emptyTable();
    for (const ObservedBlock &block : blocks) {
        const BlockFigures figures = blockFigures(network.model.graph, block, answer);
        list.push_back(jsonOf(block.id, figures));
        table.add(rowOf(block.id, figures));
    }
    if (arguments.json)
        printJson({{"image", arguments.image},
                   {"network", network.network},
                   {"blocks", std::move(list)}});
    else
        print(table.text());
}

// --- The command ---------------------------------------------------------------------------------

CommandResult<Activations> compute(const ActivationsArguments &arguments, const LoadedModel &model,
                                   const std::vector<ObservedBlock> &blocks)
{
    const PreparedPhoto photo =
        preparePhoto(QString::fromStdString(arguments.image), {model.description.preprocessing});
    if (!photo.inputs)
        return workFailed(photo.inputs.error());
    const auto engine = makeEngine(model.graph, model.weights);
    if (!engine)
        return workFailed(engine.error());
    noteEngine();
    CaptureSet capture;
    for (const ObservedBlock &block : blocks) {
        const CaptureSet layers = block.captures(model.graph);
        capture.insert(capture.end(), layers.begin(), layers.end());
    }
    auto answers = (*engine)->run(*photo.inputs, capture, interruption());
    if (interruption().stop_requested())
        return workFailed({"interrupted; nothing was written"});
    if (!answers)
        return workFailed(answers.error());
    return std::move(answers->front());
}

CommandResult<ExitStatus> activations(const ActivationsArguments &arguments)
{
    const auto network = chooseNetwork(arguments.network);
    if (!network)
        return tl::unexpected(network.error());
    const auto blocks = chooseBlocks(*network, arguments.blocks);
    if (!blocks)
        return tl::unexpected(blocks.error());
    if (const auto ready = prepareFolders(arguments.files, *blocks); !ready)
        return workFailed(ready.error());
    const auto answer = compute(arguments, network->model, *blocks);
    if (!answer)
        return tl::unexpected(answer.error());
    printFigures(arguments, *network, *blocks, *answer);
    return writeFiles(arguments.files, *blocks, *answer, interruption()) ? AllDone
                                                                         : SomethingFailed;
}

int runActivations(const ActivationsArguments &arguments)
{
    interruption(); // from here on, before any thread is started
    const auto done = activations(arguments);
    return done ? *done : report(done.error());
}

} // namespace

void addActivationsCommand(CLI::App &app, int &status)
{
    auto arguments = std::make_shared<ActivationsArguments>();
    CLI::App *command =
        app.add_subcommand("activations", "What the blocks of a network made of a photo");
    command->add_option("image", arguments->image, "A photo")->type_name("IMAGE")->required();
    addNetworkOptions(*command, arguments->network);
    command
        ->add_option("--block", arguments->blocks,
                     "Only this block, or stage, branch or layer; may be given again")
        ->type_name("ID")
        ->allow_extra_args(false);
    command->add_option("--npy", arguments->files.npy, "Write the values, an array a block")
        ->type_name("DIR");
    command->add_option("--png", arguments->files.png, "Draw the maps, a sheet a block")
        ->type_name("DIR");
    command->add_flag("--force", arguments->files.force, "Replace files that are there");
    command->add_flag("--json", arguments->json, "Print JSON");
    command->callback([arguments, &status] { status = runActivations(*arguments); });
}

} // namespace inceptoscope
