#include "commandline/classifycommand.h"

#include "commandline/answerwriter.h"
#include "commandline/between.h"
#include "commandline/enginechoice.h"
#include "commandline/interruption.h"
#include "commandline/networkchoice.h"
#include "commandline/photobatches.h"
#include "engine/engine.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace inceptoscope {

namespace {

struct ClassifyArguments
{
    NetworkArguments network;
    std::string labels;
    EngineArguments engine;
    int batch = 1;
    AnswerStyle style;
    std::vector<std::string> images;
};

QStringList pathsOf(const std::vector<std::string> &images)
{
    QStringList paths;
    for (const std::string &image : images)
        paths += QString::fromStdString(image);
    return paths;
}

int classifyAll(const ClassifyArguments &arguments, const ChosenNetwork &chosen, Engine &engine,
                PhotoConveyor &photos)
{
    const AnswerWriter writer(chosen, arguments.style);
    int unreadable = 0;
    const auto done =
        answerInBatches(photos, engine, arguments.batch, interruption(),
                        [&](const PreparedPhoto &photo, const Activations *answer) {
                            unreadable += answer ? 0 : 1;
                            answer ? writer.write(photo, *answer) : writer.writeError(photo);
                        });
    if (interruption().stop_requested())
        return report({SomethingFailed, "interrupted; what was finished is there"});
    if (!done)
        return report({SomethingFailed, done.error().message});
    for (const QString &problem : photos.problems())
        complain(problem.toStdString());
    return unreadable == 0 && photos.problems().empty() ? AllDone : SomethingFailed;
}

int runClassify(const ClassifyArguments &arguments)
{
    interruption(); // from here on, before any thread is started
    const auto options = engineOptions(arguments.engine);
    if (!options)
        return report(options.error());
    const auto chosen = chooseNetwork(arguments.network).and_then([&](ChosenNetwork network) {
        return relabelled(std::move(network), arguments.labels);
    });
    if (!chosen)
        return report(chosen.error());
    // The first photos are prepared while the engine is made.
    PhotoConveyor photos(pathsOf(arguments.images), {chosen->model.description.preprocessing},
                         arguments.batch, interruption());
    const auto engine = makeEngine(chosen->model.graph, chosen->model.weights, *options);
    if (!engine)
        return report({SomethingFailed, engine.error().message});
    noteEngine(*options);
    return classifyAll(arguments, *chosen, **engine, photos);
}

} // namespace

void addClassifyCommand(CLI::App &app, int &status)
{
    auto arguments = std::make_shared<ClassifyArguments>();
    AnswerStyle &style = arguments->style;
    CLI::App *command = app.add_subcommand("classify", "What a network answers for photos");
    command
        ->add_option("images", arguments->images,
                     "Photos, and folders, which stand for the photos below them")
        ->type_name("IMAGE|FOLDER")
        ->required();
    addNetworkOptions(*command, arguments->network);
    command
        ->add_option("--labels", arguments->labels,
                     "Names of the classes: a text file with one a line, or JSON")
        ->type_name("FILE");
    addEngineOptions(*command, arguments->engine);
    command->add_option("--batch", arguments->batch, "Photos at a time (1)")
        ->type_name("N")
        ->check(between(1, 1024));
    command->add_option("--top", style.top, "Classes to tell of each photo (5)")
        ->type_name("K")
        ->check(between(1, 1'000'000));
    CLI::Option *json = command->add_flag("--json", style.json, "Print JSON, an object a line");
    command->add_flag("--logits", style.logits, "With --json: the logits of all classes, too")
        ->needs(json);
    command->callback([arguments, &status] { status = runClassify(*arguments); });
}

} // namespace inceptoscope
