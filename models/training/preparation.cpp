#include "training/preparation.h"

#include "engine/onednnruntime.h"

#include <fmt/format.h>

namespace inceptoscope {

namespace {

void tellOtherSizes(const TrainingPlan &plan, TrainingObserver &observer)
{
    for (const auto &[wanted, used] : plan.inputSizes) {
        if (used != wanted)
            observer.message(fmt::format("{0} does not work at {1} × {1}; early epochs take "
                                         "pictures of {2} × {2}",
                                         plan.graph.title(), wanted, used));
    }
}

Expected<std::unique_ptr<TrainingState>> makeState(const TrainingSettings &settings,
                                                   const NetworkGraph &graph)
{
    const auto runtime = onednnRuntime();
    if (!runtime)
        return tl::unexpected(runtime.error());
    auto engine = (*runtime)->makeTrainingEngine(
        graph, {settings.threads, settings.brain, settings.together});
    if (!engine)
        return tl::unexpected(engine.error());
    StepSettings steps{settings.recipe.optimizer, settings.recipe.labelSmoothing};
    steps.seed = settings.seed;
    return std::make_unique<TrainingState>(graph, steps, std::move(*engine));
}

} // namespace

Expected<PreparedTraining> prepareTraining(const TrainingSettings &settings,
                                           TrainingObserver &observer)
{
    auto data = openTrainingData(settings.data, {settings.validationShare, settings.seed});
    if (!data)
        return tl::unexpected(data.error());
    auto plan = planTraining(settings, classesOf(*data), std::holds_alternative<PictureSet>(*data));
    if (!plan)
        return tl::unexpected(plan.error());
    tellOtherSizes(*plan, observer);
    auto state = makeState(settings, plan->graph);
    if (!state)
        return tl::unexpected(state.error());
    return PreparedTraining{std::move(*data), std::move(*plan), std::move(*state)};
}

Expected<void> checkEnough(const TrainingSettings &settings, std::size_t train,
                           std::size_t validation)
{
    const int batch = settings.recipe.batchSize;
    if (train >= static_cast<std::size_t>(batch) && validation > 0)
        return {};
    return failure(settings.data.string()
                   + " holds too few readable photos: " + std::to_string(train)
                   + " to train, at least " + std::to_string(batch) + " make one batch");
}

} // namespace inceptoscope
