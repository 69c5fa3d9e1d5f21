#include "training/trainer.h"

#include "checkpoint/printable.h"
#include "curves/runlog.h"
#include "engine/onednnruntime.h"
#include "training/batchloader.h"
#include "training/earlystop.h"
#include "training/evaluation.h"
#include "training/photodigest.h"
#include "training/runfolder.h"
#include "training/trainingdata.h"
#include "training/trainingplan.h"
#include "training/trainingstate.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <new>
#include <optional>

namespace inceptoscope {

namespace {

/// Training photos are kept at this multiple of the input size: room for random crops, little
/// enough memory for some ten thousand photos.
constexpr double keptSize = 1.25;

using Clock = std::chrono::steady_clock;

double secondsBetween(Clock::time_point start, Clock::time_point end)
{
    return std::chrono::duration<double>(end - start).count();
}

/// Reduced to the size kept in memory, aspect kept; smaller photos stay as they are.
RgbImage keptVersion(const RgbImage &image, int inputSize)
{
    const int side = static_cast<int>(std::lround(inputSize * keptSize));
    const int shorter = std::min(image.width, image.height);
    if (shorter <= side)
        return image;
    const auto scaled = [&](int length) {
        return std::max(1, static_cast<int>(std::int64_t{length} * side / shorter));
    };
    return resize(image, scaled(image.width), scaled(image.height), Interpolation::Bilinear);
}

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
    Expected<void> goOn();
    Expected<void> load(TrainingData &&data, const PhotoDecoder &decode);
    void loadFolders(const ImageFolders &folders, const PhotoDecoder &decode);
    EarlyStop earlyStop() const;
    Expected<EpochResult> runEpoch(int epoch);
    Expected<void> useSize(int inputSize);
    Expected<void> trainEpoch(EpochResult &result);
    Expected<void> takeSteps(BatchLoader &loader, int epoch);
    double learningRate(int epoch, int batch, int batches) const;
    void tellResult(EpochResult &result, int batches) const;
    Expected<void> evaluateEpoch(EpochResult &result);
    Expected<void> finishEpoch(const EpochResult &result);
    RunSettings describeRun() const;
    Expected<void> writeModel() const;
    Expected<void> keepPosition();
    double lap();
    std::string keptCheckpoint() const;
    tl::unexpected<Error> withKept(const Error &error) const;
    tl::unexpected<Error> interrupted();
    tl::unexpected<Error> diverged(const std::string &what, int epoch);
    const Preprocessing &preprocessing() const { return m_plan->preprocessing(); }

    const TrainingSettings m_settings;
    TrainingObserver &m_observer;
    std::stop_token m_stop;
    std::unique_ptr<const TrainingPlan> m_plan;
    std::unique_ptr<TrainingState> m_state;
    std::vector<TrainingPhoto> m_photos;
    std::vector<TrainingPhoto> m_validation;
    std::optional<RunFolder> m_folder;
    RunPosition m_position; ///< where m_state is
    RunPosition m_kept; ///< where the last checkpoint is; at the very start where there is none
    Clock::time_point m_keptAt;
    Clock::time_point m_lap;
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
    auto folder = RunFolder::open(m_settings.out, m_settings.resume);
    if (!folder)
        return tl::unexpected(folder.error());
    m_folder.emplace(std::move(*folder));
    return goOn();
}

/// Another recipe, batch size or seed would be another run under the same name.
Expected<void> Training::goOn()
{
    auto position = m_folder->load(*m_state);
    if (!position)
        return tl::unexpected(position.error());
    const Recipe &recipe = m_settings.recipe;
    RunPosition &own = m_position;
    own.batchSize = recipe.batchSize;
    own.recipe = recipe.name;
    own.seed = m_settings.seed;
    if (position->isStart())
        return {};
    const auto told = [](const RunPosition &run) {
        return "batches of " + std::to_string(run.batchSize) + ", the recipe "
            + printable(run.recipe) + " and the seed " + std::to_string(run.seed);
    };
    if (told(*position) != told(own))
        return failure(m_settings.out.string() + " holds a run with " + told(*position)
                       + ", which cannot go on with " + told(own));
    m_position = m_kept = std::move(*position);
    return {};
}

void Training::loadFolders(const ImageFolders &folders, const PhotoDecoder &decode)
{
    if (folders.split)
        m_observer.message(fmt::format("of each class, {:.4g} % of the photos validate, drawn with "
                                       "seed {}",
                                       100 * m_settings.validationShare, m_settings.seed));
    const int threads = m_settings.threads > 0 ? m_settings.threads : availableProcessors();
    m_observer.message("reading " + std::to_string(folders.train.size()) + " photos to train and "
                       + std::to_string(folders.validation.size()) + " to validate");
    const int size = preprocessing().inputSize;
    LoadedPhotos train = loadPhotos(
        folders.train, decode, [size](const RgbImage &image) { return keptVersion(image, size); },
        threads, m_stop);
    LoadedPhotos validation = loadPhotos(
        folders.validation, decode,
        [this](const RgbImage &image) { return cropSeen(image, preprocessing()); }, threads,
        m_stop);
    for (const std::string &problem : train.problems)
        m_observer.message("left out: " + problem);
    for (const std::string &problem : validation.problems)
        m_observer.message("left out: " + problem);
    m_photos = std::move(train.photos);
    m_validation = std::move(validation.photos);
}

Expected<void> Training::load(TrainingData &&data, const PhotoDecoder &decode)
{
    if (auto *set = std::get_if<PictureSet>(&data)) {
        m_photos = std::move(set->train);
        m_validation = std::move(set->validation);
        m_observer.message(fmt::format("{} pictures of {}×{} to train and {} to validate",
                                       m_photos.size(), m_photos.front().image.width,
                                       m_photos.front().image.height, m_validation.size()));
    } else {
        loadFolders(std::get<ImageFolders>(data), decode);
    }
    if (m_stop.stop_requested())
        return interrupted();
    if (static_cast<int>(m_photos.size()) < m_settings.recipe.batchSize || m_validation.empty())
        return failure(m_settings.data.string() + " holds too few readable photos: "
                       + std::to_string(m_photos.size()) + " to train, at least "
                       + std::to_string(m_settings.recipe.batchSize) + " make one batch");
    const std::uint64_t digest = digestOf(m_photos);
    if (m_position.sums.batches > 0 && m_position.photos != digest)
        m_observer.message("the photos are others than when epoch "
                           + std::to_string(m_position.epoch + 1)
                           + " began; it goes on with those that are there now");
    m_position.photos = digest;
    return {};
}

RunSettings Training::describeRun() const
{
    const NetworkGraph &graph = m_plan->graph;
    const Recipe &recipe = m_settings.recipe;
    const NetworkOptions &options = m_plan->description.options;
    const bool residual = std::ranges::any_of(
        graph.layers(), [](const Layer &layer) { return layer.kind == LayerKind::ResidualAdd; });
    return {{"network", m_settings.network},
            {"title", graph.title()},
            {"residual", residual},
            {"width", options.width},
            {"repeats", std::vector<std::int64_t>(options.repeats.begin(), options.repeats.end())},
            {"input", std::int64_t{preprocessing().inputSize}},
            {"classes", std::int64_t{options.classes}},
            {"parameters", graph.parameters()},
            {"multiply_adds", graph.multiplyAdds()},
            {"dataset", m_plan->dataset},
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
            {"epochs", std::int64_t{m_settings.epochs}},
            {"precision", m_settings.brain ? "bf16" : "f32"},
            {"seed", static_cast<std::int64_t>(m_settings.seed)}};
}

Expected<EpochResult> Training::run(const PhotoDecoder &decode)
{
    auto data = prepare();
    if (!data)
        return tl::unexpected(data.error());
    const auto ready = load(std::move(*data), decode).and_then([this] {
        return m_folder->openLog(describeRun(), m_position);
    });
    if (!ready)
        return tl::unexpected(ready.error());
    m_lap = m_keptAt = Clock::now();
    EpochResult last;
    EarlyStop enough = earlyStop();
    for (int epoch = m_position.epoch + 1; epoch <= m_settings.epochs && !enough.isDue(); ++epoch) {
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
        return withKept(written.error());
    return last;
}

/// Knows the finished epochs of a run that goes on.
EarlyStop Training::earlyStop() const
{
    EarlyStop stop(m_settings.patience);
    const auto past = readRunLog(m_folder->log());
    if (!past || !past->series.contains("val_top1_error"))
        return stop;
    for (const CurvePoint &point : past->series.at("val_top1_error")) {
        if (point.x <= m_position.epoch)
            stop.add(static_cast<int>(point.x), point.y);
    }
    return stop;
}

/// Half precision halves the file and changes no answer worth mentioning; what is shipped is what
/// the model card's accuracy is measured on.
Expected<void> Training::writeModel() const
{
    return saveModel(m_folder->model(), m_plan->description, m_state->averagedWeights(),
                     DType::Float16);
}

/// Seconds since it was last called.
double Training::lap()
{
    const Clock::time_point now = Clock::now();
    const double seconds = secondsBetween(m_lap, now);
    m_lap = now;
    m_position.wallSeconds += seconds;
    return seconds;
}

Expected<void> Training::keepPosition()
{
    const auto saved = m_folder->saveWithinEpoch(*m_state, m_position);
    if (!saved)
        return withKept(saved.error());
    m_kept = m_position;
    m_keptAt = Clock::now();
    return {};
}

std::string Training::keptCheckpoint() const
{
    if (m_kept.isStart())
        return "no epoch is finished, and nothing is kept";
    if (m_kept.sums.batches == 0)
        return "the checkpoint of epoch " + std::to_string(m_kept.epoch) + " is kept";
    return "the checkpoint after batch " + std::to_string(m_kept.sums.batches) + " of epoch "
        + std::to_string(m_kept.epoch + 1) + " is kept";
}

tl::unexpected<Error> Training::withKept(const Error &error) const
{
    return failure(error.message + "; " + keptCheckpoint());
}

/// Nothing of what was computed is lost.
tl::unexpected<Error> Training::interrupted()
{
    if (m_kept.isBehind(m_position)) {
        if (const auto kept = keepPosition(); !kept)
            return tl::unexpected(kept.error());
    }
    return failure("interrupted; " + keptCheckpoint()
                   + (m_kept.isStart() ? "" : ": go on with --resume"));
}

/// What was kept since the last epoch is on the way to what is no number.
tl::unexpected<Error> Training::diverged(const std::string &what, int epoch)
{
    m_folder->dropWithinEpoch();
    m_kept.sums = {};
    return failure(what + " is no longer a number in epoch " + std::to_string(epoch) + "; "
                   + keptCheckpoint() + "; try a lower learning rate");
}

/// A checkpoint is overwritten only by one that is worth going on from.
Expected<EpochResult> Training::runEpoch(int epoch)
{
    EpochResult result;
    result.epoch = epoch;
    if (const auto trained = trainEpoch(result); !trained)
        return tl::unexpected(trained.error());
    if (!std::isfinite(m_position.sums.loss))
        return diverged("the loss", epoch);
    if (!std::isfinite(m_position.sums.gradientNorm))
        return diverged("the norm of the gradients", epoch);
    if (m_stop.stop_requested())
        return interrupted();
    if (const auto evaluated = evaluateEpoch(result); !evaluated)
        return tl::unexpected(evaluated.error());
    if (m_stop.stop_requested())
        return interrupted();
    if (!std::isfinite(result.validationLoss))
        return diverged("the loss on the validation photos", epoch);
    lap();
    result.wallSeconds = m_position.wallSeconds;
    if (const auto finished = finishEpoch(result); !finished)
        return withKept(finished.error());
    return result;
}

Expected<void> Training::useSize(int inputSize)
{
    return m_plan->graph.withInput({inputSize, inputSize})
        .and_then([this](const NetworkGraph &graph) { return m_state->setGraph(graph); });
}

Expected<void> Training::trainEpoch(EpochResult &result)
{
    const Recipe &recipe = m_settings.recipe;
    const int size = m_plan->inputSizes.at(
        recipe.inputSizeAt(result.epoch, m_settings.epochs, preprocessing().inputSize));
    if (const auto resized = useSize(size); !resized)
        return resized;
    BatchLoader loader(m_photos, recipe, preprocessing().withInputSize(size), m_settings.seed,
                       result.epoch, 1, m_position.sums.batches);
    const auto trained = takeSteps(loader, result.epoch);
    tellResult(result, loader.count());
    return trained;
}

double Training::learningRate(int epoch, int batch, int batches) const
{
    const double moment = epoch - 1 + static_cast<double>(batch) / batches;
    return m_settings.recipe.learningRateAt(moment, m_settings.epochs);
}

/// From where the run is, to the end of the epoch or until it is to stop.
Expected<void> Training::takeSteps(BatchLoader &loader, int epoch)
{
    EpochSums &sums = m_position.sums;
    lap();
    while (sums.batches < loader.count() && !m_stop.stop_requested()) {
        const double rate = learningRate(epoch, sums.batches, loader.count());
        const auto step =
            loader.next().and_then([&](const Batch &batch) { return m_state->step(batch, rate); });
        if (!step)
            return withKept(step.error());
        ++sums.batches;
        sums.loss += step->loss;
        sums.gradientNorm += step->gradientNorm;
        sums.correct += step->correct;
        sums.seconds += lap();
        m_observer.progress(epoch, sums.batches, loader.count(), step->loss);
        if (!std::isfinite(step->loss) || !std::isfinite(step->gradientNorm))
            break;
        if (secondsBetween(m_keptAt, m_lap) < m_settings.checkpointMinutes * 60)
            continue;
        if (const auto kept = keepPosition(); !kept)
            return kept;
    }
    return {};
}

/// Means over the batches that were taken: as many as there are, unless the photos have changed.
void Training::tellResult(EpochResult &result, int batches) const
{
    const EpochSums &sums = m_position.sums;
    const double photos = static_cast<double>(sums.batches) * m_settings.recipe.batchSize;
    result.trainLoss = sums.loss / sums.batches;
    result.gradientNorm = sums.gradientNorm / sums.batches;
    result.trainTop1Error = 1.0 - static_cast<double>(sums.correct) / photos;
    result.photosPerSecond = photos / sums.seconds;
    result.learningRate = learningRate(result.epoch, sums.batches - 1, batches);
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
    const auto evaluation = evaluate(**engine, m_validation, preprocessing(), m_stop);
    if (!evaluation)
        return m_stop.stop_requested() ? interrupted() : withKept(evaluation.error());
    result.validationLoss = evaluation->loss;
    result.top1Error = evaluation->top1Error;
    result.top5Error = evaluation->top5Error;
    return {};
}

/// What the log tells of an epoch.
std::string logLineOf(const EpochResult &result, std::int64_t steps)
{
    return RunLogWriter::lineOfEpoch(result.epoch,
                                     {{"step", static_cast<double>(steps)},
                                      {"wall", result.wallSeconds},
                                      {"train_loss", result.trainLoss},
                                      {"train_top1_error", result.trainTop1Error},
                                      {"val_loss", result.validationLoss},
                                      {"val_top1_error", result.top1Error},
                                      {"val_top5_error", result.top5Error},
                                      {"learning_rate", result.learningRate},
                                      {"gradient_norm", result.gradientNorm},
                                      {"photos_per_second", result.photosPerSecond}});
}

/// The checkpoint first: it holds the line, which a run killed in between appends when it goes on.
Expected<void> Training::finishEpoch(const EpochResult &result)
{
    RunPosition done = m_position;
    done.epoch = result.epoch;
    done.sums = {};
    done.logLine = logLineOf(result, m_state->steps());
    if (const auto saved = m_folder->saveEpoch(*m_state, done); !saved)
        return saved;
    m_position = m_kept = std::move(done);
    m_keptAt = Clock::now();
    const auto logged = m_folder->writeLogLine(m_position.logLine);
    if (logged)
        m_observer.epochDone(result);
    return logged;
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
