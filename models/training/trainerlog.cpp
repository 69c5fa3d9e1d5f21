#include "training/trainerlog.h"

#include "graph/residualscales.h"
#include "training/trainingplan.h"

namespace inceptoscope {

RunSettings settingsOf(const TrainingSettings &settings, const TrainingPlan &plan)
{
    const NetworkGraph &graph = plan.graph;
    const Recipe &recipe = settings.recipe;
    const NetworkOptions &options = plan.description.options;
    const std::vector<double> scales = residualScales(graph);
    return {{"network", settings.network},
            {"title", graph.title()},
            {"residual", !scales.empty()},
            {"residual_scales", scales},
            {"width", options.width},
            {"repeats", std::vector<std::int64_t>(options.repeats.begin(), options.repeats.end())},
            {"input", std::int64_t{plan.preprocessing().inputSize}},
            {"classes", std::int64_t{options.classes}},
            {"parameters", graph.parameters()},
            {"multiply_adds", graph.multiplyAdds()},
            {"dataset", plan.dataset},
            {"recipe", recipe.name},
            {"optimizer", std::string(nameOf(recipe.optimizer.optimizer))},
            {"schedule", std::string(nameOf(recipe.schedule))},
            {"learning_rate", recipe.learningRate},
            {"weight_decay", recipe.optimizer.weightDecay},
            {"label_smoothing", recipe.labelSmoothing},
            {"gradient_clip", recipe.optimizer.gradientClip},
            {"flip", recipe.flip},
            {"colour", recipe.colour},
            {"batch", std::int64_t{recipe.batchSize}},
            {"epochs", std::int64_t{settings.epochs}},
            {"precision", settings.brain ? "bf16" : "f32"},
            {"seed", static_cast<std::int64_t>(settings.seed)}};
}

std::map<std::string, double> seriesOf(const NetworkHealth &health)
{
    std::map<std::string, double> series{{"zeros_before_pool", health.zerosBeforePool}};
    for (const BlockHealth &block : health.blocks) {
        series["dead_share/" + block.block] = block.deadShare;
        if (block.residualRatio)
            series["residual_ratio/" + block.block] = *block.residualRatio;
    }
    return series;
}

std::string logLineOf(const EpochResult &result, std::int64_t steps)
{
    std::map<std::string, double> series{
        {"step", static_cast<double>(steps)},   {"wall", result.wallSeconds},
        {"train_loss", result.trainLoss},       {"train_top1_error", result.trainTop1Error},
        {"val_loss", result.validationLoss},    {"val_top1_error", result.top1Error},
        {"val_top5_error", result.top5Error},   {"learning_rate", result.learningRate},
        {"gradient_norm", result.gradientNorm}, {"photos_per_second", result.photosPerSecond}};
    series.merge(seriesOf(result.health));
    return RunLogWriter::lineOfEpoch(result.epoch, series);
}

} // namespace inceptoscope
