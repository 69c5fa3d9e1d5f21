#include "commandline/traincommand.h"

#include "commandline/between.h"
#include "commandline/commandoutput.h"
#include "commandline/forecastoutput.h"
#include "commandline/interruption.h"
#include "commandline/trainingranks.h"
#include "images/imagedecoder.h"
#include "training/forecast.h"
#include "training/progressfile.h"
#include "training/trainer.h"
#include "training/trainerlog.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <optional>
#include <system_error>
#include <unistd.h>

namespace inceptoscope {

namespace {

struct TrainArguments
{
    TrainingSettings settings;
    std::string recipe = "small-data";
    std::string data;
    std::string out;
    std::string labels;
    std::string precision = "f32";
    int inputSize = 0;
    int batch = 0;
    std::optional<double> residualScale;
    double learningRate = 0.0;
    std::string optimizer;
    std::string schedule;
    std::optional<double> weightDecay;
    std::optional<double> labelSmoothing;
    std::optional<double> clip;
    std::optional<double> colour;
    std::optional<double> warmUp;
    bool noFlip = false;
    RankArguments ranks;
    bool dryRun = false;
    bool json = false;
};

/// Epochs on standard output; messages and progress on standard error, progress in the run's folder
/// as well.
class TerminalObserver : public TrainingObserver
{
public:
    TerminalObserver(bool json, const TrainingSettings &settings)
        : m_json(json)
        , m_epochs(settings.epochs)
        , m_file(settings.out, settings.epochs, settings.recipe.batchSize)
        , m_terminal(isatty(STDERR_FILENO) != 0)
    {
    }

    void message(const std::string &text) override { complain(text); }

    void progress(int epoch, int batch, int batches, double loss) override
    {
        m_file.tell(epoch, batch, batches);
        if (m_terminal)
            fmt::print(stderr, "\repoch {}  {}/{}  loss {:.3f}\x1b[K", epoch, batch, batches, loss);
    }

    void epochDone(const EpochResult &result) override
    {
        if (m_terminal)
            fmt::print(stderr, "\r\x1b[K");
        m_json ? printLine(result) : printText(result);
    }

private:
    static void printLine(const EpochResult &result)
    {
        nlohmann::ordered_json line{{"epoch", result.epoch},
                                    {"train_loss", result.trainLoss},
                                    {"train_top1_error", result.trainTop1Error},
                                    {"val_loss", result.validationLoss},
                                    {"val_top1_error", result.top1Error},
                                    {"val_top5_error", result.top5Error},
                                    {"photos_per_second", result.photosPerSecond}};
        for (const auto &[tag, value] : seriesOf(result.health))
            line[tag] = value;
        printJson(line);
    }

    void printText(const EpochResult &result) const
    {
        print(fmt::format(
            "epoch {:>3}/{}  loss {:.4f}  train error {:5.1f} %  validation loss {:.4f}  "
            "top-1 error {:5.1f} %  top-5 error {:4.1f} %  {:.0f} photos/s\n",
            result.epoch, m_epochs, result.trainLoss, 100 * result.trainTop1Error,
            result.validationLoss, 100 * result.top1Error, 100 * result.top5Error,
            result.photosPerSecond));
        std::fflush(stdout);
    }

    bool m_json;
    int m_epochs;
    ProgressFile m_file;
    bool m_terminal;
};

Expected<std::vector<std::string>> readLabels(const std::string &path)
{
    std::ifstream file(path);
    if (!file)
        return failure(path + " cannot be read: " + std::generic_category().message(errno));
    std::vector<std::string> labels;
    for (std::string line; std::getline(file, line);)
        if (!line.empty())
            labels.push_back(line);
    if (labels.empty())
        return failure(path + " holds no labels; it needs one a line");
    return labels;
}

Expected<RgbImage> decodePhoto(const std::filesystem::path &path)
{
    return decodeImage(QString::fromStdString(path.string())).map(toRgb);
}

/// Another optimizer remembers other things, and so is another recipe to a run that goes on.
void changeOptimizer(const TrainArguments &arguments, Recipe &recipe)
{
    OptimizerSettings &settings = recipe.optimizer;
    const auto optimizer = findOptimizer(arguments.optimizer);
    if (optimizer && *optimizer != settings.optimizer) {
        settings.optimizer = *optimizer;
        recipe.name += " with " + arguments.optimizer;
    }
    settings.weightDecay = arguments.weightDecay.value_or(settings.weightDecay);
    settings.gradientClip = arguments.clip.value_or(settings.gradientClip);
}

void changeRecipe(const TrainArguments &arguments, Recipe &recipe)
{
    changeOptimizer(arguments, recipe);
    recipe.schedule = findSchedule(arguments.schedule).value_or(recipe.schedule);
    recipe.labelSmoothing = arguments.labelSmoothing.value_or(recipe.labelSmoothing);
    recipe.colour = arguments.colour.value_or(recipe.colour);
    recipe.warmUpEpochs = arguments.warmUp.value_or(recipe.warmUpEpochs);
    recipe.flip = recipe.flip && !arguments.noFlip;
    if (arguments.batch > 0)
        recipe.batchSize = arguments.batch;
    if (arguments.learningRate > 0.0)
        recipe.learningRate = arguments.learningRate;
}

CommandResult<Recipe> chooseRecipe(const TrainArguments &arguments)
{
    const Recipe *known = findRecipe(arguments.recipe);
    if (!known) {
        std::string names;
        for (const Recipe &each : recipes())
            names += (names.empty() ? "" : ", ") + each.name;
        return misused(fmt::format("there is no recipe \"{}\"; the known ones are {}",
                                   arguments.recipe, names));
    }
    Recipe recipe = *known;
    changeRecipe(arguments, recipe);
    return recipe;
}

CommandResult<TrainingSettings> resolve(const TrainArguments &arguments)
{
    TrainingSettings settings = arguments.settings;
    settings.data = arguments.data;
    settings.out = arguments.out;
    settings.brain = arguments.precision == "bf16";
    settings.options.input = {arguments.inputSize, arguments.inputSize};
    if (arguments.residualScale)
        settings.options.residualScales = {*arguments.residualScale};
    if (const auto graph = buildNetwork(settings.network, settings.options); !graph)
        return misused(graph.error().message);
    auto recipe = chooseRecipe(arguments);
    if (!recipe)
        return tl::unexpected(recipe.error());
    settings.recipe = std::move(*recipe);
    if (!arguments.labels.empty()) {
        auto labels = readLabels(arguments.labels);
        if (!labels)
            return workFailed(labels.error());
        settings.labels = std::move(*labels);
    }
    return settings;
}

/// Who reads the output of --json learns the reason there, too.
int reportEnd(const TrainArguments &arguments, const CommandFailure &failure)
{
    if (arguments.json)
        printJson({{"error", failure.message}});
    return report(failure);
}

/// This process's part, if it is one of several.
int trainHere(const TrainArguments &arguments, const TrainingSettings &settings,
              const std::stop_token &stop)
{
    const int rank = settings.together.ranks ? settings.together.ranks->rank() : 0;
    if (rank > 0) {
        QuietObserver quiet;
        const auto result = train(settings, decodePhoto, quiet, stop);
        const std::string who = "rank " + std::to_string(rank) + ": ";
        return result ? AllDone : report({SomethingFailed, who + result.error().message});
    }
    TerminalObserver teller(arguments.json, settings);
    const auto result = train(settings, decodePhoto, teller, stop);
    return result ? AllDone : reportEnd(arguments, {SomethingFailed, result.error().message});
}

int runDry(const TrainArguments &arguments, const TrainingSettings &settings,
           const std::stop_token &stop)
{
    if (arguments.ranks.local > 1)
        return report({BadUsage, "--dry-run tells of one process; leave out --nproc"});
    TerminalObserver observer(arguments.json, settings);
    const auto forecast = forecastTraining(settings, decodePhoto, observer, stop);
    if (!forecast)
        return report({SomethingFailed, forecast.error().message});
    printForecast(settings, *forecast, arguments.json);
    return AllDone;
}

int runTrain(const TrainArguments &arguments)
{
    const std::stop_token stop = interruption(); // before any thread is started
    std::signal(SIGXFSZ,
                SIG_IGN); // a file that may not grow is an error to tell, as a full disk is
    auto settings = resolve(arguments);
    if (!settings)
        return reportEnd(arguments, settings.error());
    if (arguments.dryRun)
        return runDry(arguments, *settings, stop);
    const auto ended = trainAsRanks(arguments.ranks, stop);
    if (!ended)
        return report(ended.error());
    if (*ended)
        return **ended;
    if (const auto joined = joinTeam(arguments.ranks, *settings, stop); !joined)
        return report({SomethingFailed, joined.error().message});
    return trainHere(arguments, *settings, stop);
}

/// Whatever takes the place of a part of the recipe.
void addRecipeOptions(CLI::App &command, TrainArguments &arguments)
{
    command.add_option("--batch", arguments.batch, "Photos a step")->check(between(1, 4096));
    command.add_option("--learning-rate", arguments.learningRate, "Largest learning rate")
        ->check(CLI::PositiveNumber);
    command.add_option("--optimizer", arguments.optimizer, "sgd, rmsprop or adamw")
        ->type_name("NAME")
        ->check(CLI::IsMember({"sgd", "rmsprop", "adamw"}).description(""));
    command.add_option("--schedule", arguments.schedule, "cosine, exponential or step")
        ->type_name("NAME")
        ->check(CLI::IsMember({"cosine", "exponential", "step"}).description(""));
    command.add_option("--warm-up", arguments.warmUp, "Epochs until the largest learning rate")
        ->check(between(0.0, 1000.0));
    command
        .add_option("--weight-decay", arguments.weightDecay, "Of convolutions and linear layers")
        ->check(between(0.0, 10.0));
    command.add_option("--clip", arguments.clip, "Largest norm of the gradients; 0: not clipped")
        ->check(between(0.0, 1e9));
    command
        .add_option("--label-smoothing", arguments.labelSmoothing,
                    "Share of the target that all classes have")
        ->check(between(0.0, 0.9));
    command
        .add_option("--colour", arguments.colour,
                    "Brightness, contrast and saturation of the crops change by up to this share")
        ->check(between(0.0, 1.0));
    command.add_flag("--no-flip", arguments.noFlip, "Mirror no pictures, such as digits");
}

} // namespace

void addTrainCommand(CLI::App &app, int &status)
{
    auto arguments = std::make_shared<TrainArguments>();
    TrainingSettings &settings = arguments->settings;
    CLI::App *command = app.add_subcommand(
        "train", "Train a network on photos in class folders, or on CIFAR or MNIST");
    command->add_option("--network", settings.network, "Network id")->required();
    command
        ->add_option(
            "--data", arguments->data,
            "Folder with train/CLASS/… and val/CLASS/…, with CLASS/…, or with the files of "
            "CIFAR-10, CIFAR-100 or the MNIST family")
        ->required();
    command
        ->add_option("--out", arguments->out, "Folder for the log, the checkpoints and the model")
        ->required();
    command->add_option("--width", settings.options.width, "Multiplies every filter count")
        ->check(between(0.01, 8.0));
    command->add_option("--repeats", settings.options.repeats, "Blocks of the stages A, B and C")
        ->delimiter(',');
    command
        ->add_option("--residual-scale", arguments->residualScale,
                     "Factor of every residual, in place of the network's own")
        ->check(between(0.0, 10.0));
    command->add_option("--input-size", arguments->inputSize, "Side of the input, pixels")
        ->check(between(1, 2048));
    command->add_option("--epochs", settings.epochs, "Epochs")->check(between(1, 100000));
    command->add_option("--recipe", arguments->recipe, "Recipe: small-data or paper");
    addRecipeOptions(*command, *arguments);
    command
        ->add_option("--val-share", settings.validationShare,
                     "Share of CLASS/… that validates where there is no val/; 0.2")
        ->check(between(0.01, 0.99));
    command
        ->add_option("--patience", settings.patience,
                     "Epochs without a better top-1 error until the run ends, with the best one's "
                     "model; 0: never")
        ->check(between(0, 100000));
    command->add_option("--seed", settings.seed, "Seed of weights, order and crops");
    command->add_option("--threads", settings.threads, "Computing threads; 0: all processors")
        ->check(between(0, 1024));
    command
        ->add_option("--precision", arguments->precision,
                     "f32, or bf16 for activations and gradients where the processor has it")
        ->type_name("TYPE")
        ->check(CLI::IsMember({"f32", "bf16"}).description(""));
    command->add_option("--labels", arguments->labels,
                        "Text file: names of the classes, in the data's order, one a line");
    command->add_option("--id", settings.id, "Id of the finished model");
    command->add_option("--title", settings.title, "Title of the finished model");
    command
        ->add_option("--checkpoint-minutes", settings.checkpointMinutes,
                     "Minutes between checkpoints within an epoch; 0: after each batch")
        ->check(between(0.0, 100000.0));
    addRankOptions(*command, arguments->ranks);
    command->add_flag("--resume", settings.resume, "Go on from the last checkpoint in --out");
    command->add_flag("--dry-run", arguments->dryRun,
                      "Print what would be done, with memory and time, and write nothing");
    command->add_flag("--json", arguments->json, "An object a line for each epoch");
    command->callback([arguments, &status] { status = runTrain(*arguments); });
}

} // namespace inceptoscope
