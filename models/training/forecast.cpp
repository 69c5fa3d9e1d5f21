#include "training/forecast.h"

#include "engine/onednnruntime.h"
#include "training/batchloader.h"
#include "training/evaluation.h"
#include "training/preparation.h"
#include "training/runfolder.h"
#include "training/trainingphotos.h"

#include <chrono>
#include <fstream>
#include <unistd.h>

namespace inceptoscope {

namespace {

constexpr int sampleBatches = 4; // photos of so many are read
constexpr std::size_t sampleValidation = 64;
constexpr int measuredSteps = 5; // after one that compiles

class Stopwatch
{
public:
    double seconds() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

/// Bytes of this process in memory.
std::int64_t residentBytes()
{
    std::int64_t size = 0;
    std::int64_t resident = 0;
    std::ifstream("/proc/self/statm") >> size >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

template<typename T> std::vector<T> spread(const std::vector<T> &all, std::size_t most)
{
    const std::size_t count = std::min(all.size(), most);
    std::vector<T> some;
    some.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        some.push_back(all[i * all.size() / count]);
    return some;
}

std::int64_t bytesOf(const std::vector<TrainingPhoto> &photos)
{
    std::int64_t bytes = 0;
    for (const TrainingPhoto &photo : photos)
        bytes += static_cast<std::int64_t>(photo.image.pixels.size());
    return bytes;
}

/// Of all photos, where the mean of some is known.
std::int64_t bytesOfAll(const std::vector<TrainingPhoto> &some, int all)
{
    return some.empty() ? 0 : bytesOf(some) / std::ssize(some) * all;
}

void count(const auto &photos, std::vector<TrainingForecast::Class> &classes,
           int TrainingForecast::Class::*part)
{
    for (const auto &photo : photos)
        ++(classes[static_cast<std::size_t>(photo.label)].*part);
}

/// Counts the photos, and leaves of those in folders as many as are read.
void countAndThin(TrainingData &data, const TrainingSettings &settings, TrainingForecast &forecast)
{
    for (const std::string &label : forecast.plan.description.labels)
        forecast.classes.push_back({label});
    std::visit(
        [&forecast](const auto &all) {
            count(all.train, forecast.classes, &TrainingForecast::Class::train);
            count(all.validation, forecast.classes, &TrainingForecast::Class::validation);
            forecast.train = static_cast<int>(all.train.size());
            forecast.validation = static_cast<int>(all.validation.size());
        },
        data);
    forecast.steps = forecast.train / settings.recipe.batchSize;
    if (auto *folders = std::get_if<ImageFolders>(&data)) {
        const auto batch = static_cast<std::size_t>(settings.recipe.batchSize);
        folders->train = spread(folders->train, sampleBatches * batch);
        folders->validation = spread(folders->validation, sampleValidation);
    }
}

/// Takes a run's first steps and its first validation, on some of its photos.
class Trial
{
public:
    Trial(const TrainingSettings &settings, const TrainingPlan &plan, TrainingState &state,
          const TrainingPhotos &photos, std::stop_token stop)
        : m_settings(settings)
        , m_plan(plan)
        , m_state(state)
        , m_photos(photos)
        , m_stop(std::move(stop))
    {
    }

    Expected<double> secondsOfAStep(int inputSize, std::int64_t &passBytes)
    {
        const auto set =
            m_plan.graph.withInput({inputSize, inputSize})
                .and_then([this](const NetworkGraph &graph) { return m_state.setGraph(graph); });
        if (!set)
            return tl::unexpected(set.error());
        const auto taken = takeSteps(inputSize);
        passBytes = std::max(passBytes, m_state.passBytes());
        return taken;
    }

    Expected<double> secondsOfValidation(int photos)
    {
        const Stopwatch watch;
        const auto engine =
            makeEngine(m_plan.graph, m_state.averagedWeights(), {m_settings.threads});
        if (!engine)
            return tl::unexpected(engine.error());
        const auto some = spread(m_photos.validation, sampleValidation);
        const Preprocessing &preprocessing = m_plan.preprocessing();
        const auto health = evaluateHealth(**engine, some, preprocessing, m_stop);
        if (!health)
            return tl::unexpected(health.error());
        const double once = watch.seconds();
        const auto evaluation = evaluate(**engine, some, preprocessing, m_stop);
        if (!evaluation)
            return tl::unexpected(evaluation.error());
        return once + (watch.seconds() - once) * photos / static_cast<double>(some.size());
    }

private:
    /// The first one compiles and is not measured.
    Expected<double> takeSteps(int inputSize)
    {
        Stopwatch watch;
        int steps = 0;
        for (int epoch = 1; steps <= measuredSteps; ++epoch) {
            BatchLoader loader(m_photos.train, m_settings.recipe,
                               m_plan.preprocessing().withInputSize(inputSize), m_settings.seed,
                               epoch, 1);
            for (int i = 0; i < loader.count() && steps <= measuredSteps; ++i, ++steps) {
                if (m_stop.stop_requested())
                    return failure("interrupted");
                const auto step = loader.next().and_then(
                    [this](const Batch &batch) { return m_state.step(batch, 0.0); });
                if (!step)
                    return tl::unexpected(step.error());
                if (steps == 0)
                    watch = {};
            }
        }
        return watch.seconds() / measuredSteps;
    }

    const TrainingSettings &m_settings;
    const TrainingPlan &m_plan;
    TrainingState &m_state;
    const TrainingPhotos &m_photos;
    std::stop_token m_stop;
};

/// In the order of the epochs.
std::vector<SizeForecast> sizesOf(const TrainingSettings &settings, const TrainingPlan &plan)
{
    std::vector<SizeForecast> sizes;
    for (int epoch = 1; epoch <= settings.epochs; ++epoch) {
        const int wanted =
            settings.recipe.inputSizeAt(epoch, settings.epochs, plan.preprocessing().inputSize);
        const int used = plan.inputSizes.at(wanted);
        if (sizes.empty() || sizes.back().inputSize != used)
            sizes.push_back({used, 0});
        ++sizes.back().epochs;
    }
    return sizes;
}

std::int64_t bytesOfPictures(std::int64_t count, int side)
{
    return count * 3 * side * side * std::int64_t{sizeof(float)};
}

/// A copy of the weights, the engine's own, pictures, and blocks of those that tell of health.
std::int64_t validationBytes(const NetworkGraph &graph, std::int64_t parameterBytes)
{
    std::int64_t kept = 0;
    const HealthSums health(graph);
    for (int layer : health.layers())
        kept += graph.layer(layer).out.elements() * std::int64_t{sizeof(float)};
    return 2 * parameterBytes + kept * std::int64_t{healthBatch}
    + bytesOfPictures(evaluationBatch, graph.input().height);
}

MemoryForecast memoryOf(const TrainingSettings &settings, const TrainingForecast &forecast,
                        const TrainingPhotos &photos)
{
    const NetworkGraph &graph = forecast.plan.graph;
    const auto parameters =
        static_cast<std::int64_t>(ParameterTable(graph).elements() * sizeof(float));
    // Of each parameter: its value, its average and what the optimizer remembers.
    const int kept = 3 + (settings.recipe.optimizer.optimizer == Optimizer::Sgd ? 0 : 1)
        + (settings.patience > 0 ? 1 : 0);
    MemoryForecast memory = forecast.memory;
    memory.photos = bytesOfAll(photos.train, forecast.train)
        + bytesOfAll(photos.validation, forecast.validation);
    memory.state = (kept + 1) * parameters; // and gradients
    memory.between = std::max(kept * parameters, validationBytes(graph, parameters));
    memory.batches = bytesOfPictures(
        std::int64_t{settings.recipe.batchSize} * (BatchLoader::ahead + 2), graph.input().height);
    return memory;
}

/// Fills in what is measured.
Expected<void> measure(Trial &trial, TrainingForecast &forecast)
{
    forecast.measuredSteps = measuredSteps;
    for (SizeForecast &size : forecast.sizes) {
        const auto seconds = trial.secondsOfAStep(size.inputSize, forecast.memory.pass);
        if (!seconds)
            return tl::unexpected(seconds.error());
        size.stepSeconds = *seconds;
    }
    const auto seconds = trial.secondsOfValidation(forecast.validation);
    if (!seconds)
        return tl::unexpected(seconds.error());
    forecast.validationSeconds = *seconds;
    return {};
}

} // namespace

double TrainingForecast::totalSeconds() const
{
    double seconds = 0.0;
    for (const SizeForecast &size : sizes)
        seconds += size.epochs * epochSeconds(size);
    return seconds;
}

Expected<TrainingForecast> forecastTraining(const TrainingSettings &settings,
                                            const PhotoDecoder &decode, TrainingObserver &observer,
                                            const std::stop_token &stop)
{
    if (const auto usable = RunFolder::check(settings.out, settings.resume); !usable)
        return tl::unexpected(usable.error());
    if (const auto runtime = onednnRuntime(); !runtime)
        return tl::unexpected(runtime.error());
    const std::int64_t program = residentBytes();
    auto prepared = prepareTraining(settings, observer);
    if (!prepared)
        return tl::unexpected(prepared.error());
    TrainingForecast forecast{std::move(prepared->plan)};
    forecast.memory.program = program;
    forecast.threads = settings.threads > 0 ? settings.threads : availableProcessors();
    forecast.sizes = sizesOf(settings, forecast.plan);
    countAndThin(prepared->data, settings, forecast);
    const TrainingPhotos photos = loadTrainingPhotos(std::move(prepared->data), settings,
                                                     forecast.plan, decode, observer, stop);
    if (stop.stop_requested())
        return failure("interrupted");
    const auto done =
        checkEnough(settings, photos.train.size(), photos.validation.size()).and_then([&] {
            Trial trial(settings, forecast.plan, *prepared->state, photos, stop);
            return measure(trial, forecast);
        });
    if (!done)
        return tl::unexpected(stop.stop_requested() ? Error{"interrupted"} : done.error());
    forecast.memory = memoryOf(settings, forecast, photos);
    return forecast;
}

} // namespace inceptoscope
