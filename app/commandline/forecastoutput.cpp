#include "commandline/forecastoutput.h"

#include "commandline/commandoutput.h"
#include "commandline/texttable.h"
#include "graph/residualscales.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <utility>

namespace inceptoscope {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t mostClasses = 20; // lines for people

/// Every part of it, in one place for people and programs.
Json recipeJson(const Recipe &recipe)
{
    const OptimizerSettings &optimizer = recipe.optimizer;
    Json json{{"name", recipe.name}, {"optimizer", nameOf(optimizer.optimizer)}};
    if (optimizer.optimizer != Optimizer::AdamW)
        json["momentum"] = optimizer.momentum;
    if (optimizer.optimizer == Optimizer::RmsProp) {
        json["rms_decay"] = optimizer.rmsDecay;
        json["rms_epsilon"] = optimizer.rmsEpsilon;
    }
    json.update({{"learning_rate", recipe.learningRate},
                 {"schedule", nameOf(recipe.schedule)},
                 {"warm_up_epochs", recipe.warmUpEpochs},
                 {"batch", recipe.batchSize},
                 {"weight_decay", optimizer.weightDecay},
                 {"gradient_clip", optimizer.gradientClip},
                 {"average_decay", optimizer.averageDecay},
                 {"label_smoothing", recipe.labelSmoothing},
                 {"smallest_crop", recipe.smallestCrop},
                 {"aspect_range", recipe.aspectRange},
                 {"flip", recipe.flip},
                 {"colour", recipe.colour},
                 {"early_size", recipe.earlySize},
                 {"early_epochs", recipe.earlyEpochs}});
    return json;
}

Json memoryJson(const MemoryForecast &memory)
{
    return {{"program", memory.program}, {"photos", memory.photos},
            {"state", memory.state},     {"pass", memory.pass},
            {"batches", memory.batches}, {"between_epochs", memory.between},
            {"total", memory.total()}};
}

Json timeJson(const TrainingForecast &forecast)
{
    Json sizes = Json::array();
    for (const SizeForecast &size : forecast.sizes)
        sizes.push_back({{"input_size", size.inputSize},
                         {"epochs", size.epochs},
                         {"step_seconds", size.stepSeconds},
                         {"epoch_seconds", forecast.epochSeconds(size)}});
    return {{"measured_steps", forecast.measuredSteps},
            {"sizes", std::move(sizes)},
            {"validation_seconds", forecast.validationSeconds},
            {"total_seconds", forecast.totalSeconds()}};
}

Json forecastJson(const TrainingSettings &settings, const TrainingForecast &forecast)
{
    const NetworkGraph &graph = forecast.plan.graph;
    Json classes = Json::array();
    for (const TrainingForecast::Class &each : forecast.classes)
        classes.push_back(
            {{"label", each.label}, {"train", each.train}, {"validation", each.validation}});
    const GridShape input = graph.input();
    return {{"network", settings.network},
            {"title", graph.title()},
            {"input", {input.channels, input.height, input.width}},
            {"parameters", graph.parameters()},
            {"multiply_adds", graph.multiplyAdds()},
            {"residual_scales", residualScales(graph)},
            {"dataset", forecast.plan.dataset},
            {"classes", std::move(classes)},
            {"train", forecast.train},
            {"validation", forecast.validation},
            {"steps_per_epoch", forecast.steps},
            {"epochs", settings.epochs},
            {"patience", settings.patience},
            {"recipe", recipeJson(settings.recipe)},
            {"seed", settings.seed},
            {"threads", forecast.threads},
            {"precision", settings.brain ? "bf16" : "f32"},
            {"memory", memoryJson(forecast.memory)},
            {"time", timeJson(forecast)}};
}

std::string networkText(const NetworkGraph &graph)
{
    std::string text =
        fmt::format("{}\nInput {}, {} classes, {} parameters, {} multiply-adds\n", graph.title(),
                    formatShape(graph.input()), grouped(graph.classes()),
                    grouped(graph.parameters()), grouped(graph.multiplyAdds()));
    if (const auto scales = residualScales(graph); !scales.empty())
        text += fmt::format("Residual scales {}\n", fmt::join(scales, ", "));
    return text;
}

std::string photosText(const TrainingForecast &forecast)
{
    TextTable table(
        {{"Photos"}, {"train", TextTable::Align::Right}, {"validate", TextTable::Align::Right}});
    const bool all = forecast.classes.size() <= mostClasses;
    for (const TrainingForecast::Class &each : forecast.classes) {
        if (all)
            table.add({each.label, grouped(each.train), grouped(each.validation)});
    }
    table.add({fmt::format("all {} classes", forecast.classes.size()), grouped(forecast.train),
               grouped(forecast.validation)});
    return table.text();
}

/// As JSON has it, a part a line.
std::string recipeText(const Recipe &recipe)
{
    TextTable table({{"Recipe"}, {""}});
    const Json parts = recipeJson(recipe);
    for (const auto &[name, value] : parts.items())
        table.add({name, value.is_string() ? value.get<std::string>() : value.dump()});
    return table.text();
}

std::string megabytes(std::int64_t bytes)
{
    return fmt::format("{:.0f} MB", static_cast<double>(bytes) / 1e6);
}

std::string memoryText(const MemoryForecast &memory)
{
    TextTable table({{"Memory"}, {"", TextTable::Align::Right}});
    const std::array<std::pair<const char *, std::int64_t>, 7> rows{
        {{"the program", memory.program},
         {"photos", memory.photos},
         {"parameters, average, gradients, optimizer", memory.state},
         {"forward and backward pass", memory.pass},
         {"batches made ahead, during epochs", memory.batches},
         {"validation or a checkpoint, between them", memory.between},
         {"at most", memory.total()}}};
    for (const auto &[name, bytes] : rows)
        table.add({name, megabytes(bytes)});
    return table.text();
}

std::string duration(double seconds)
{
    if (seconds < 60)
        return fmt::format("{:.2g} s", seconds);
    if (seconds < 3600)
        return fmt::format("{:.0f} min", seconds / 60);
    return fmt::format("{:.1f} h", seconds / 3600);
}

std::string timeText(const TrainingForecast &forecast)
{
    TextTable table({{"Epochs"},
                     {"pictures of"},
                     {"a step", TextTable::Align::Right},
                     {"an epoch", TextTable::Align::Right}});
    for (const SizeForecast &size : forecast.sizes)
        table.add({grouped(size.epochs), fmt::format("{0} × {0}", size.inputSize),
                   fmt::format("{:.3g} s", size.stepSeconds),
                   duration(forecast.epochSeconds(size))});
    return table.text()
        + fmt::format("{} steps an epoch, then {} of validation; {} in all, with {} {}.\n"
                      "Measured on {} steps of each size and some of the validation photos.\n",
                      grouped(forecast.steps), duration(forecast.validationSeconds),
                      duration(forecast.totalSeconds()), forecast.threads,
                      forecast.threads == 1 ? "thread" : "threads", forecast.measuredSteps);
}

} // namespace

void printForecast(const TrainingSettings &settings, const TrainingForecast &forecast, bool json)
{
    if (json)
        return printJson(forecastJson(settings, forecast));
    print(networkText(forecast.plan.graph) + "\n" + photosText(forecast) + "\n"
          + recipeText(settings.recipe) + "\n" + memoryText(forecast.memory) + "\n"
          + timeText(forecast) + "Nothing was written.\n");
}

} // namespace inceptoscope
