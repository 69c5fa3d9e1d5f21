#include "training/trainer.h"

#include "curves/runlog.h"
#include "engine/onednnruntime.h"
#include "training/earlystop.h"
#include "training/epochsteps.h"
#include "training/evaluation.h"
#include "training/photodigest.h"
#include "training/trainerlog.h"
#include "training/trainingphotos.h"
#include "training/trainingplan.h"

#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <new>
#include <optional>

namespace inceptoscope {

namespace {

class Training
{
public:
    Training(const TrainingSettings &settings, TrainingObserver &observer, std::stop_token stop)
        : m_settings(settings)
        , m_observer(observer)
        , m_stop(std::move(stop))
    {
    }

    Expected<EpochResult> run(const PhotoDecoder &decode);

private:
    Expected<TrainingData> prepare();
    void tellOtherSizes();
    Expected<void> makeState();
    Expected<void> openFolder();
    Expected<void> load(TrainingData &&data, const PhotoDecoder &decode);
    EarlyStop earlyStop() const;
    Expected<EpochResult> runEpoch(int epoch);
    Expected<void> evaluateEpoch(EpochResult &result);
    Expected<void> writeModel() const;
    const Preprocessing &preprocessing() const { return m_plan->preprocessing(); }

    const TrainingSettings m_settings;
    TrainingObserver &m_observer;
    std::stop_token m_stop;
    std::unique_ptr<const TrainingPlan> m_plan;
    std::unique_ptr<TrainingState> m_state;
    std::optional<Checkpointer> m_run;
    TrainingPhotos m_photos;
};

/// Everything that can be told without decoding a photo.
Expected<TrainingData> Training::prepare()
{
    auto data = openTrainingData(m_settings.data, {m_settings.validationShare, m_settings.seed});
    if (!data)
        return data;
    auto plan =
        planTraining(m_settings, classesOf(*data), std::holds_alternative<PictureSet>(*data));
    if (!plan)
        return tl::unexpected(plan.error());
    m_plan = std::make_unique<const TrainingPlan>(std::move(*plan));
    tellOtherSizes();
    const auto ready = makeState().and_then([this] { return openFolder(); });
    if (!ready)
        return tl::unexpected(ready.error());
    return data;
}

void Training::tellOtherSizes()
{
    for (const auto &[wanted, used] : m_plan->inputSizes) {
        if (used != wanted)
            m_observer.message(m_plan->graph.title() + " does not work at " + std::to_string(wanted)
                               + " × " + std::to_string(wanted) + "; early epochs take pictures of "
                               + std::to_string(used) + " × " + std::to_string(used));
    }
}

Expected<void> Training::makeState()
{
    const auto runtime = onednnRuntime();
    if (!runtime)
        return tl::unexpected(runtime.error());
    auto engine =
        (*runtime)->makeTrainingEngine(m_plan->graph, {m_settings.threads, m_settings.brain});
    if (!engine)
        return tl::unexpected(engine.error());
    StepSettings settings{m_settings.recipe.optimizer, m_settings.recipe.labelSmoothing};
    settings.seed = m_settings.seed;
    m_state = std::make_unique<TrainingState>(m_plan->graph, settings, std::move(*engine));
    return {};
}

Expected<void> Training::openFolder()
{
    auto run = Checkpointer::open(m_settings, *m_state);
    if (!run)
        return tl::unexpected(run.error());
    m_run.emplace(std::move(*run));
    return {};
}

Expected<void> Training::load(TrainingData &&data, const PhotoDecoder &decode)
{
    m_photos = loadTrainingPhotos(std::move(data), m_settings, *m_plan, decode, m_observer, m_stop);
    if (m_stop.stop_requested())
        return m_run->interrupted();
    const auto &train = m_photos.train;
    const int batch = m_settings.recipe.batchSize;
    if (static_cast<int>(train.size()) < batch || m_photos.validation.empty())
        return failure(m_settings.data.string()
                       + " holds too few readable photos: " + std::to_string(train.size())
                       + " to train, at least " + std::to_string(batch) + " make one batch");
    RunPosition &position = m_run->position();
    const std::uint64_t digest = digestOf(train);
    if (position.sums.batches > 0 && position.photos != digest)
        m_observer.message("the photos are others than when epoch "
                           + std::to_string(position.epoch + 1)
                           + " began; it goes on with those that are there now");
    position.photos = digest;
    return {};
}

Expected<EpochResult> Training::run(const PhotoDecoder &decode)
{
    auto data = prepare();
    if (!data)
        return tl::unexpected(data.error());
    const auto ready = load(std::move(*data), decode).and_then([this] {
        return m_run->start(settingsOf(m_settings, *m_plan));
    });
    if (!ready)
        return tl::unexpected(ready.error());
    EpochResult last;
    EarlyStop enough = earlyStop();
    const int first = m_run->position().epoch + 1;
    for (int epoch = first; epoch <= m_settings.epochs && !enough.isDue(); ++epoch) {
        const auto result = runEpoch(epoch);
        if (!result)
            return result;
        last = *result;
        enough.add(epoch, last.top1Error);
    }
    if (enough.isDue())
        m_observer.message(fmt::format("no epoch had a lower top-1 error than epoch {} for {} "
                                       "epochs: the run ends early",
                                       enough.bestEpoch(), m_settings.patience));
    if (const auto written = writeModel(); !written)
        return m_run->withKept(written.error());
    return last;
}

/// Knows the finished epochs of a run that goes on.
EarlyStop Training::earlyStop() const
{
    EarlyStop stop(m_settings.patience);
    const auto past = readRunLog(m_run->folder().log());
    if (!past || !past->series.contains("val_top1_error"))
        return stop;
    for (const CurvePoint &point : past->series.at("val_top1_error")) {
        if (point.x <= m_run->position().epoch)
            stop.add(static_cast<int>(point.x), point.y);
    }
    return stop;
}

/// Half precision halves the file and changes no answer worth mentioning; what is shipped is what
/// the model card's accuracy is measured on.
Expected<void> Training::writeModel() const
{
    return saveModel(m_run->folder().model(), m_plan->description, m_state->averagedWeights(),
                     DType::Float16);
}

/// A checkpoint is overwritten only by one that is worth going on from.
Expected<EpochResult> Training::runEpoch(int epoch)
{
    EpochResult result;
    result.epoch = epoch;
    EpochSteps steps(m_settings, *m_plan, *m_state, *m_run, m_observer);
    if (const auto taken = steps.take(m_photos.train, result, m_stop); !taken)
        return tl::unexpected(taken.error());
    if (!std::isfinite(m_run->position().sums.loss))
        return m_run->diverged("the loss", epoch);
    if (!std::isfinite(m_run->position().sums.gradientNorm))
        return m_run->diverged("the norm of the gradients", epoch);
    if (m_stop.stop_requested())
        return m_run->interrupted();
    if (const auto evaluated = evaluateEpoch(result); !evaluated)
        return tl::unexpected(evaluated.error());
    if (m_stop.stop_requested())
        return m_run->interrupted();
    if (!std::isfinite(result.validationLoss))
        return m_run->diverged("the loss on the validation photos", epoch);
    m_run->lap();
    result.wallSeconds = m_run->position().wallSeconds;
    const auto finished = m_run->finishEpoch(epoch, logLineOf(result, m_state->steps()));
    if (!finished)
        return tl::unexpected(finished.error());
    m_observer.epochDone(result);
    return result;
}

Expected<void> Training::evaluateEpoch(EpochResult &result)
{
    const int size = preprocessing().inputSize;
    const auto graph = m_plan->graph.withInput({size, size});
    if (!graph)
        return tl::unexpected(graph.error());
    const auto engine = makeEngine(*graph, m_state->averagedWeights(), {m_settings.threads});
    if (!engine)
        return tl::unexpected(engine.error());
    const auto evaluation = evaluate(**engine, m_photos.validation, preprocessing(), m_stop);
    if (!evaluation)
        return m_stop.stop_requested() ? m_run->interrupted() : m_run->withKept(evaluation.error());
    result.validationLoss = evaluation->loss;
    result.top1Error = evaluation->top1Error;
    result.top5Error = evaluation->top5Error;
    return {};
}

} // namespace

Expected<EpochResult> train(const TrainingSettings &settings, const PhotoDecoder &decode,
                            TrainingObserver &observer, std::stop_token stop)
{
    try {
        return Training(settings, observer, std::move(stop)).run(decode);
    } catch (const std::bad_alloc &) {
        return failure("training " + settings.network + " needs more memory than there is");
    }
}

} // namespace inceptoscope
