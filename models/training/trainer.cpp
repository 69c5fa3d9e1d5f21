#include "training/trainer.h"

#include "checkpoint/modelfile.h"
#include "curves/runlog.h"
#include "curves/runlogwriter.h"
#include "engine/torchruntime.h"
#include "training/batchloader.h"
#include "training/evaluation.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

namespace inceptoscope {

namespace fs = std::filesystem;

namespace {

/// Training photos are kept at this multiple of the input size: room for random crops, little
/// enough memory for some ten thousand photos.
constexpr double keptSize = 1.25;
/// Centre crop over shorter side, as for the published networks.
constexpr double cropShare = 0.875;

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

Preprocessing preprocessingFor(int inputSize)
{
    Preprocessing preprocessing;
    preprocessing.inputSize = inputSize;
    preprocessing.shorterSide = static_cast<int>(inputSize / cropShare);
    return preprocessing;
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
    Expected<void> prepare(const PhotoDecoder &decode);
    Expected<void> load(const ImageFolders &folders, const PhotoDecoder &decode);
    Expected<void> openRun();
    Expected<EpochResult> runEpoch(int epoch);
    Expected<void> useSize(int inputSize);
    void trainEpoch(int inputSize, EpochResult &result);
    Expected<void> finishEpoch(const EpochResult &result);
    RunSettings describeRun() const;
    ModelDescription describeModel() const;
    Expected<void> writeModel() const;
    fs::path checkpoint() const { return m_settings.out / "checkpoint.safetensors"; }
    fs::path log() const { return m_settings.out / "run.jsonl"; }

    TrainingSettings m_settings;
    TrainingObserver &m_observer;
    std::stop_token m_stop;
    Preprocessing m_preprocessing;
    std::optional<NetworkGraph> m_graph;
    std::unique_ptr<TrainingBackend> m_backend;
    std::vector<TrainingPhoto> m_photos;
    std::vector<TrainingPhoto> m_validation;
    std::optional<RunLogWriter> m_log;
    int m_firstEpoch = 1;
    double m_wallBefore = 0.0;
    Clock::time_point m_start;
};

Expected<void> Training::prepare(const PhotoDecoder &decode)
{
    const auto folders = scanImageFolders(m_settings.data);
    if (!folders)
        return tl::unexpected(folders.error());
    m_settings.options.classes = static_cast<int>(folders->classes.size());
    if (m_settings.labels.empty())
        m_settings.labels = folders->classes;
    if (m_settings.labels.size() != folders->classes.size())
        return failure("there are " + std::to_string(m_settings.labels.size()) + " labels for "
                       + std::to_string(folders->classes.size()) + " class folders in "
                       + m_settings.data.string());

    const auto graph = buildNetwork(m_settings.network, m_settings.options);
    if (!graph)
        return tl::unexpected(graph.error());
    if (graph->input().height != graph->input().width)
        return failure("training takes a square input");
    m_graph = *graph;
    m_preprocessing = preprocessingFor(graph->input().height);
    const auto runtime = torchRuntime();
    if (!runtime)
        return tl::unexpected(runtime.error());
    OptimizerSettings optimizer = m_settings.recipe.optimizer;
    optimizer.seed = m_settings.seed;
    optimizer.threads = m_settings.threads;
    auto backend = (*runtime)->makeTrainingBackend(*m_graph, optimizer);
    if (!backend)
        return tl::unexpected(backend.error());
    m_backend = std::move(*backend);
    return openRun().and_then([&] { return load(*folders, decode); });
}

Expected<void> Training::load(const ImageFolders &folders, const PhotoDecoder &decode)
{
    const int threads = m_settings.threads > 0 ? m_settings.threads : availableProcessors();
    m_observer.message("reading " + std::to_string(folders.train.size()) + " photos to train and "
                       + std::to_string(folders.validation.size()) + " to validate");
    const int size = m_preprocessing.inputSize;
    LoadedPhotos train = loadPhotos(
        folders.train, decode, [size](const RgbImage &image) { return keptVersion(image, size); },
        threads, m_stop);
    LoadedPhotos validation = loadPhotos(
        folders.validation, decode,
        [this](const RgbImage &image) { return cropSeen(image, m_preprocessing); }, threads,
        m_stop);
    for (const std::string &problem : train.problems)
        m_observer.message("left out: " + problem);
    for (const std::string &problem : validation.problems)
        m_observer.message("left out: " + problem);
    m_photos = std::move(train.photos);
    m_validation = std::move(validation.photos);
    if (m_stop.stop_requested())
        return failure("cancelled");
    if (static_cast<int>(m_photos.size()) < m_settings.recipe.batchSize || m_validation.empty())
        return failure(m_settings.data.string() + " holds too few readable photos: "
                       + std::to_string(m_photos.size()) + " to train, at least "
                       + std::to_string(m_settings.recipe.batchSize) + " make one batch");
    return {};
}

Expected<void> Training::openRun()
{
    std::error_code error;
    fs::create_directories(m_settings.out, error);
    if (error)
        return failure(m_settings.out.string() + " cannot be made: " + error.message());
    const bool started = fs::exists(checkpoint(), error) || fs::exists(log(), error);
    if (started && !m_settings.resume)
        return failure(
            m_settings.out.string()
            + " already holds a training run; go on with --resume or name another folder");
    if (fs::exists(checkpoint(), error)) {
        if (const auto loaded = m_backend->load(checkpoint()); !loaded)
            return tl::unexpected(loaded.error());
        if (const auto past = readRunLog(log()); past && past->series.contains("wall"))
            m_wallBefore = past->series.at("wall").back().y;
    }
    auto writer = RunLogWriter::open(log());
    if (!writer)
        return tl::unexpected(writer.error());
    m_log = std::move(*writer);
    return m_log->isNew() ? m_log->writeRun(describeRun()) : Expected<void>{};
}

RunSettings Training::describeRun() const
{
    const NetworkOptions &options = m_settings.options;
    const bool residual = std::ranges::any_of(
        m_graph->layers(), [](const Layer &layer) { return layer.kind == LayerKind::ResidualAdd; });
    return {{"network", m_settings.network},
            {"title", m_graph->title()},
            {"residual", residual},
            {"width", options.width},
            {"repeats", std::vector<std::int64_t>(options.repeats.begin(), options.repeats.end())},
            {"input", std::int64_t{m_preprocessing.inputSize}},
            {"classes", std::int64_t{options.classes}},
            {"parameters", m_graph->parameters()},
            {"multiply_adds", m_graph->multiplyAdds()},
            {"dataset", m_settings.data.filename().string()},
            {"recipe", m_settings.recipe.name},
            {"learning_rate", m_settings.recipe.learningRate},
            {"batch", std::int64_t{m_settings.recipe.batchSize}},
            {"epochs", std::int64_t{m_settings.epochs}},
            {"seed", static_cast<std::int64_t>(m_settings.seed)}};
}

Expected<EpochResult> Training::run(const PhotoDecoder &decode)
{
    if (const auto ready = prepare(decode); !ready)
        return tl::unexpected(ready.error());
    const auto batches = static_cast<std::int64_t>(m_photos.size()) / m_settings.recipe.batchSize;
    m_firstEpoch = static_cast<int>(m_backend->steps() / batches) + 1;
    m_start = Clock::now();
    EpochResult last;
    for (int epoch = m_firstEpoch; epoch <= m_settings.epochs; ++epoch) {
        const auto result = runEpoch(epoch);
        if (!result)
            return result;
        last = *result;
    }
    if (const auto written = writeModel(); !written)
        return tl::unexpected(written.error());
    return last;
}

ModelDescription Training::describeModel() const
{
    const std::string data = m_settings.data.filename().string();
    ModelDescription description;
    description.id = m_settings.id.empty() ? m_settings.network + "_" + data : m_settings.id;
    description.title =
        m_settings.title.empty() ? m_graph->title() + " · " + data : m_settings.title;
    description.network = m_settings.network;
    description.options = m_settings.options;
    description.preprocessing = m_preprocessing;
    description.labels = m_settings.labels;
    description.card = description.id + ".md";
    return description;
}

/// Half precision halves the file and changes no answer worth mentioning; what is shipped is what
/// the model card's accuracy is measured on.
Expected<void> Training::writeModel() const
{
    return saveModel(m_settings.out / "model.safetensors", describeModel(),
                     m_backend->averagedWeights(), DType::Float16);
}

Expected<EpochResult> Training::runEpoch(int epoch)
{
    EpochResult result;
    result.epoch = epoch;
    const int size =
        m_settings.recipe.inputSizeAt(epoch, m_settings.epochs, m_preprocessing.inputSize);
    if (const auto resized = useSize(size); !resized)
        return tl::unexpected(resized.error());
    trainEpoch(size, result);
    if (m_stop.stop_requested())
        return failure("cancelled");
    if (!std::isfinite(result.trainLoss))
        return failure("the loss is no longer a number in epoch " + std::to_string(epoch)
                       + "; the checkpoint of the epoch before is kept, try a lower learning rate");
    if (const auto resized = useSize(m_preprocessing.inputSize); !resized)
        return tl::unexpected(resized.error());
    const Evaluation evaluation = evaluate(*m_backend, m_validation, m_preprocessing, m_stop);
    if (m_stop.stop_requested())
        return failure("cancelled");
    result.validationLoss = evaluation.loss;
    result.top1Error = evaluation.top1Error;
    result.top5Error = evaluation.top5Error;
    result.wallSeconds = m_wallBefore + secondsSince(m_start);
    if (const auto finished = finishEpoch(result); !finished)
        return tl::unexpected(finished.error());
    return result;
}

Expected<void> Training::useSize(int inputSize)
{
    return m_graph->withInput({inputSize, inputSize}).and_then([this](const NetworkGraph &graph) {
        return m_backend->setGraph(graph);
    });
}

void Training::trainEpoch(int inputSize, EpochResult &result)
{
    const Recipe &recipe = m_settings.recipe;
    const auto start = Clock::now();
    BatchLoader loader(m_photos, recipe, m_preprocessing.withInputSize(inputSize), m_settings.seed,
                       result.epoch, 1);
    int correct = 0;
    for (int i = 0; i < loader.count() && !m_stop.stop_requested(); ++i) {
        const double moment = result.epoch - 1 + static_cast<double>(i) / loader.count();
        result.learningRate = recipe.learningRateAt(moment, m_settings.epochs);
        const StepResult step = m_backend->step(loader.next(), result.learningRate);
        result.trainLoss += step.loss / loader.count();
        result.gradientNorm += step.gradientNorm / loader.count();
        correct += step.correct;
        m_observer.progress(result.epoch, i + 1, loader.count(), step.loss);
        if (!std::isfinite(step.loss))
            break;
    }
    const double photos = static_cast<double>(loader.count()) * recipe.batchSize;
    result.trainTop1Error = 1.0 - correct / photos;
    result.photosPerSecond = photos / secondsSince(start);
}

/// The log first: a run killed in between repeats the epoch, and readers keep the later line.
Expected<void> Training::finishEpoch(const EpochResult &result)
{
    const auto logged = m_log->writeEpoch(result.epoch,
                                          {{"step", static_cast<double>(m_backend->steps())},
                                           {"wall", result.wallSeconds},
                                           {"train_loss", result.trainLoss},
                                           {"train_top1_error", result.trainTop1Error},
                                           {"val_loss", result.validationLoss},
                                           {"val_top1_error", result.top1Error},
                                           {"val_top5_error", result.top5Error},
                                           {"learning_rate", result.learningRate},
                                           {"gradient_norm", result.gradientNorm},
                                           {"photos_per_second", result.photosPerSecond}});
    if (!logged)
        return logged;
    m_observer.epochDone(result);
    return m_backend->save(checkpoint());
}

} // namespace

Expected<EpochResult> train(const TrainingSettings &settings, const PhotoDecoder &decode,
                            TrainingObserver &observer, std::stop_token stop)
{
    return Training(settings, observer, std::move(stop)).run(decode);
}

} // namespace inceptoscope
