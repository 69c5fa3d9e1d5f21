#include "commandline/explaincommand.h"

#include "commandline/commandoutput.h"
#include "commandline/interruption.h"
#include "commandline/networkchoice.h"
#include "explain/classactivation.h"
#include "explain/explanationexport.h"
#include "explain/gradcam.h"
#include "explain/occlusion.h"
#include "explain/trunkblocks.h"
#include "images/imageconversion.h"
#include "images/imagedecoder.h"
#include "render/mapexport.h"
#include "render/saliencyimage.h"

#include <QFile>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <optional>

namespace inceptoscope {

namespace {

using nlohmann::ordered_json;

constexpr double pictureOpacity = 0.6;

struct ExplainArguments
{
    NetworkArguments network;
    std::string method = "gradcam";
    std::optional<int> classIndex; ///< none: the most probable
    std::string block; ///< for Grad-CAM; empty: the last that has places
    int window = 0; ///< for occlusion, pixels; 0: the usual
    int stride = 0;
    std::string png;
    std::string npy;
    bool force = false;
    bool json = false;
    std::string image;
};

SaliencyMethod methodOf(const ExplainArguments &arguments)
{
    if (arguments.method == "cam")
        return SaliencyMethod::ClassActivation;
    return arguments.method == "occlusion" ? SaliencyMethod::Occlusion : SaliencyMethod::GradCam;
}

/// What is asked, once it is known to make sense.
struct Question
{
    const ExplainArguments &arguments;
    const ChosenNetwork &network;
    QImage crop;
    std::vector<float> input;
    int layer = -1; ///< whose output is looked at; -1: none's

    const NetworkGraph &graph() const { return network.model.graph; }
};

/// A map, and what the network answered.
struct Found
{
    Activations answer;
    int classIndex = 0;
    SaliencyMap map;
};

// --- What is asked -------------------------------------------------------------------------------

CommandResult<int> chooseLayer(const ExplainArguments &arguments, const ChosenNetwork &network)
{
    const NetworkGraph &graph = network.model.graph;
    if (methodOf(arguments) == SaliencyMethod::Occlusion)
        return -1;
    if (methodOf(arguments) == SaliencyMethod::ClassActivation) {
        const auto layers = classActivationLayers(graph);
        return layers ? CommandResult<int>(layers->features) : workFailed(layers.error());
    }
    const auto blocks = blocksWithPlaces(graph);
    if (arguments.block.empty() && !blocks.empty())
        return blocks.back()->output;
    const int layer = graph.outputOf(arguments.block);
    if (layer < 0)
        return misused(fmt::format("{} has no block \"{}\": \"inceptoscope describe {} --level "
                                   "block\" lists them",
                                   network.model.description.title, arguments.block,
                                   network.model.description.network));
    return layer;
}

CommandResult<void> check(const ExplainArguments &arguments, const NetworkGraph &graph)
{
    if (arguments.classIndex && *arguments.classIndex >= graph.classes())
        return misused(fmt::format("{} has no class {}, only 0 to {}", graph.title(),
                                   *arguments.classIndex, graph.classes() - 1));
    if (!arguments.block.empty() && methodOf(arguments) != SaliencyMethod::GradCam)
        return misused("--block is for gradcam: the other methods have no choice of it");
    for (const std::string &file : {arguments.png, arguments.npy}) {
        if (file.empty())
            continue;
        if (const auto free = checkReplaceable(file, arguments.force); !free)
            return workFailed(free.error());
    }
    return {};
}

CommandResult<Question> questionOf(const ExplainArguments &arguments, const ChosenNetwork &network)
{
    if (const auto sound = check(arguments, network.model.graph); !sound)
        return tl::unexpected(sound.error());
    const auto layer = chooseLayer(arguments, network);
    if (!layer)
        return tl::unexpected(layer.error());
    const auto picture = decodeImage(QString::fromStdString(arguments.image));
    if (!picture)
        return workFailed(picture.error());
    const Preprocessing &preprocessing = network.model.description.preprocessing;
    const RgbImage crop = cropSeen(*picture, preprocessing);
    return Question{arguments, network, toQImage(crop), normalised(crop, preprocessing), *layer};
}

// --- Finding it out ------------------------------------------------------------------------------

Expected<SaliencyMap> gradCamOf(const Question &question, int classIndex)
{
    const auto engine = makeGradientEngine(question.graph(), question.network.model.weights);
    if (!engine)
        return tl::unexpected(engine.error());
    return (*engine)
        ->classGradient(question.input, question.layer, classIndex, interruption())
        .map([&](const ClassGradient &gradient) {
            return gradCam(question.graph(), question.layer, classIndex, gradient);
        });
}

OcclusionWindow windowOf(const Question &question)
{
    OcclusionWindow window = usualWindow(question.graph());
    if (question.arguments.window > 0)
        window.side = question.arguments.window;
    if (question.arguments.stride > 0)
        window.stride = question.arguments.stride;
    return window;
}

Expected<SaliencyMap> mapOf(const Question &question, Engine &engine, const Activations &answer,
                            int classIndex)
{
    switch (methodOf(question.arguments)) {
    case SaliencyMethod::GradCam:
        return gradCamOf(question, classIndex);
    case SaliencyMethod::ClassActivation:
        return classActivationMap(question.graph(), question.network.model.weights,
                                  answer.captured.at(question.layer), classIndex);
    case SaliencyMethod::Occlusion:
        break;
    }
    return occlusionSensitivity(engine, question.input, windowOf(question), classIndex,
                                interruption());
}

CommandResult<Found> find(const Question &question)
{
    const auto engine = makeEngine(question.graph(), question.network.model.weights);
    if (!engine)
        return workFailed(engine.error());
    noteEngine();
    const CaptureSet capture = question.layer < 0 ? CaptureSet{} : CaptureSet{question.layer};
    auto answers = (*engine)->run({&question.input, 1}, capture, interruption());
    if (!answers)
        return workFailed(answers.error());
    Found found{std::move(answers->front()), 0, {}};
    const auto &probabilities = found.answer.probabilities;
    found.classIndex = question.arguments.classIndex.value_or(
        static_cast<int>(std::ranges::max_element(probabilities) - probabilities.begin()));
    auto map = mapOf(question, **engine, found.answer, found.classIndex);
    if (interruption().stop_requested())
        return workFailed({"interrupted; nothing was written"});
    if (!map)
        return workFailed(map.error());
    found.map = std::move(*map);
    return found;
}

// --- Telling it ----------------------------------------------------------------------------------

ordered_json jsonOf(const Question &question, const Found &found)
{
    const SaliencyMap &map = found.map;
    auto rows = ordered_json::array();
    const auto width = static_cast<std::size_t>(map.grid.width);
    for (std::size_t i = 0; i < map.values.size(); ++i) {
        if (i % width == 0)
            rows.push_back(ordered_json::array());
        rows.back().push_back(shortest(map.values[i]));
    }
    const auto index = static_cast<std::size_t>(found.classIndex);
    return {{"image", question.arguments.image},
            {"network", question.network.network},
            {"method", question.arguments.method},
            {"layer", map.element.empty() ? ordered_json() : ordered_json(map.element)},
            {"index", found.classIndex},
            {"label", classLabel(question.network.model.description, found.classIndex)},
            {"probability", shortest(found.answer.probabilities[index])},
            {"cell", {map.cellHeight, map.cellWidth}},
            {"values", std::move(rows)}};
}

std::string textOf(const Question &question, const Found &found)
{
    const SaliencyMap &map = found.map;
    const auto greatest = std::ranges::max_element(map.values);
    const auto cell = static_cast<int>(greatest - map.values.begin());
    const double probability =
        double{found.answer.probabilities[static_cast<std::size_t>(found.classIndex)]};
    return fmt::format("{}, {:.1f} %\n{} of {}, {}×{} cells: {:.4g} to {:.4g}, the greatest in row "
                       "{}, column {}\n",
                       classLabel(question.network.model.description, found.classIndex),
                       100.0 * probability, question.arguments.method,
                       map.element.empty() ? "the input" : map.element, map.grid.height,
                       map.grid.width, *std::ranges::min_element(map.values), *greatest,
                       cell / map.grid.width, cell % map.grid.width);
}

bool writeFiles(const Question &question, const SaliencyMap &map)
{
    const auto done = [](const Expected<void> &written) {
        if (!written)
            complain(written.error().message);
        return written.has_value();
    };
    bool complete = true;
    if (!question.arguments.png.empty())
        complete &= done(writePng(QFile::decodeName(question.arguments.png.c_str()),
                                  saliencyOver(question.crop, map, pictureOpacity)));
    if (!question.arguments.npy.empty())
        complete &= done(writeSaliencyNpy(QFile::decodeName(question.arguments.npy.c_str()), map));
    return complete;
}

CommandResult<ExitStatus> explained(const ExplainArguments &arguments)
{
    const auto network = chooseNetwork(arguments.network);
    if (!network)
        return tl::unexpected(network.error());
    const auto question = questionOf(arguments, *network);
    if (!question)
        return tl::unexpected(question.error());
    const auto found = find(*question);
    if (!found)
        return tl::unexpected(found.error());
    if (arguments.json)
        printJson(jsonOf(*question, *found));
    else
        print(textOf(*question, *found));
    return writeFiles(*question, found->map) ? AllDone : SomethingFailed;
}

int runExplain(const ExplainArguments &arguments)
{
    interruption(); // from here on, before any thread is started
    const auto done = explained(arguments);
    return done ? *done : report(done.error());
}

} // namespace

void addExplainCommand(CLI::App &app, int &status)
{
    auto arguments = std::make_shared<ExplainArguments>();
    CLI::App *command = app.add_subcommand("explain", "Which places of a photo speak for a class");
    command->add_option("image", arguments->image, "A photo")->type_name("IMAGE")->required();
    addNetworkOptions(*command, arguments->network);
    command
        ->add_option("--method", arguments->method,
                     "gradcam, cam (class activation map) or occlusion")
        ->type_name("METHOD")
        ->check(CLI::IsMember({"gradcam", "cam", "occlusion"}).description(""));
    command
        ->add_option("--class", arguments->classIndex,
                     "Index of the class; without it, the most probable")
        ->type_name("N")
        ->check(CLI::NonNegativeNumber.description(""));
    command
        ->add_option(
            "--block", arguments->block,
            "For gradcam: the block to look at, or a stage, branch or layer; the last that "
            "has more than one cell")
        ->type_name("ID");
    command
        ->add_option("--window", arguments->window,
                     "For occlusion: side of the square that is covered, pixels of the input")
        ->type_name("N")
        ->check(CLI::PositiveNumber.description(""));
    command
        ->add_option("--stride", arguments->stride,
                     "For occlusion: from one window to the next, pixels")
        ->type_name("N")
        ->check(CLI::PositiveNumber.description(""));
    command->add_option("--png", arguments->png, "Draw the map over what the network saw")
        ->type_name("FILE");
    command->add_option("--npy", arguments->npy, "Write the values")->type_name("FILE");
    command->add_flag("--force", arguments->force, "Replace files that are there");
    command->add_flag("--json", arguments->json, "Print JSON");
    command->callback([arguments, &status] { status = runExplain(*arguments); });
}

} // namespace inceptoscope
