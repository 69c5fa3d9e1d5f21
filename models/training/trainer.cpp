#include "training/trainer.h"

#include "training/distributed/samesettings.h"
#include "training/earlystop.h"
#include "training/epochsteps.h"
#include "training/evaluation.h"
#include "training/photodigest.h"
#include "training/preparation.h"
#include "training/trainerlog.h"
#include "training/trainingphotos.h"

#include <array>
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
        , m_team(settings.together.ranks, std::move(stop))
    {
    }

    /// Where this rank fails, the others of its team are told why.
    Expected<EpochResult> run(const PhotoDecoder &decode)
    {
        auto result = trainAll(decode);
        if (!result)
            m_team.leave(result.error());
        return result;
    }

private:
    Expected<EpochResult> trainAll(const PhotoDecoder &decode);
    Expected<EpochResult> trainEpochs(const PhotoDecoder &decode);
    RunSettings describeRun() const;
    Expected<TrainingData> prepare();
    Expected<void> checkTeam();
    Expected<void> compareSettings() const;
    Expected<void> openFolder();
    Expected<void> load(TrainingData &&data, const PhotoDecoder &decode);
    bool isEnough() const;
    void noteBest(const EpochResult &result);
    void tellDeath(const EpochResult &result);
    void tellEnd() const;
    Expected<EpochResult> runEpoch(int epoch);
    Expected<void> evaluateEpoch(EpochResult &result);
    Expected<Evaluation> sumEvaluation(const Evaluation &own);
    Expected<void> writeModelSoFar() const;
    Expected<void> writeModel() const;
    const Preprocessing &preprocessing() const { return m_plan->preprocessing(); }

    const TrainingSettings m_settings;
    TrainingObserver &m_observer;
    Team m_team;
    std::unique_ptr<const TrainingPlan> m_plan;
    std::unique_ptr<TrainingState> m_state;
    std::optional<Checkpointer> m_run;
    TrainingPhotos m_photos;
    bool m_isDead = false; ///< and that is told
};

/// Everything that can be told without decoding a photo.
Expected<TrainingData> Training::prepare()
{
    auto prepared = prepareTraining(m_settings, m_observer);
    if (!prepared)
        return tl::unexpected(prepared.error());
    m_plan = std::make_unique<const TrainingPlan>(std::move(prepared->plan));
    m_state = std::move(prepared->state);
    const auto ready = checkTeam().and_then([this] { return openFolder(); });
    if (!ready)
        return tl::unexpected(ready.error());
    return std::move(prepared->data);
}

Expected<void> Training::checkTeam()
{
    const int batch = m_settings.recipe.batchSize;
    if (batch < m_team.size())
        return failure(fmt::format("{} ranks cannot share a batch of {}; give at least --batch {}",
                                   m_team.size(), batch, m_team.size()));
    if (m_team.size() > 1 && !m_settings.together.batchNorm)
        m_observer.message(
            fmt::format("BatchNorms take the statistics of each rank's own {} of {} photos; with "
                        "--sync-batch-norm they would take those of all",
                        batch / m_team.size(), batch));
    return {};
}

Expected<void> Training::openFolder()
{
    auto run = Checkpointer::open(m_settings, *m_state, m_team, m_observer);
    if (!run)
        return tl::unexpected(run.error());
    m_run.emplace(std::move(*run));
    return {};
}

Expected<void> Training::load(TrainingData &&data, const PhotoDecoder &decode)
{
    m_photos = loadTrainingPhotos(std::move(data), m_settings, *m_plan, decode, m_observer,
                                  m_team.ownStop());
    if (m_team.ownStop().stop_requested())
        return m_run->interrupted();
    const auto &train = m_photos.train;
    if (const auto enough = checkEnough(m_settings, train.size(), m_photos.validation.size());
        !enough)
        return enough;
    RunPosition &position = m_run->position();
    const std::uint64_t digest = digestOf(train);
    if (position.sums.batches > 0 && position.photos != digest)
        m_observer.message("the photos are others than when epoch "
                           + std::to_string(position.epoch + 1)
                           + " began; it goes on with those that are there now");
    position.photos = digest;
    return compareSettings();
}

RunSettings Training::describeRun() const
{
    RunSettings settings = settingsOf(m_settings, *m_plan);
    if (m_team.isAlone())
        return settings;
    settings.emplace_back("ranks", std::int64_t{m_team.size()});
    settings.emplace_back("sync_batch_norm", m_settings.together.batchNorm);
    return settings;
}

Expected<void> Training::compareSettings() const
{
    if (m_team.isAlone())
        return {};
    RunSettings settings = describeRun();
    settings.emplace_back("patience", std::int64_t{m_settings.patience});
    for (const auto &[name, photos] : {std::pair("photos to train", &m_photos.train),
                                       std::pair("photos to validate", &m_photos.validation)})
        settings.emplace_back(
            name, fmt::format("{}, of digest {:016x}", photos->size(), digestOf(*photos)));
    return checkSameSettings(m_team, settings);
}

Expected<EpochResult> Training::trainAll(const PhotoDecoder &decode)
{
    try {
        return trainEpochs(decode);
    } catch (const std::bad_alloc &) {
        return failure("training " + m_settings.network + " needs more memory than there is");
    }
}

Expected<EpochResult> Training::trainEpochs(const PhotoDecoder &decode)
{
    auto data = prepare();
    if (!data)
        return tl::unexpected(data.error());
    const auto ready =
        load(std::move(*data), decode).and_then([this] { return m_run->start(describeRun()); });
    if (!ready)
        return tl::unexpected(ready.error());
    EpochResult last;
    const int first = m_run->position().epoch + 1;
    for (int epoch = first; epoch <= m_settings.epochs && !isEnough(); ++epoch) {
        const auto result = runEpoch(epoch);
        if (!result)
            return result;
        last = *result;
    }
    tellEnd();
    if (const auto written = writeModel(); !written)
        return m_run->withKept(written.error());
    return last;
}

/// The same on every rank of a team: the best epoch and the errors are.
bool Training::isEnough() const
{
    const RunPosition &position = m_run->position();
    return EarlyStop(m_settings.patience, position.best, position.epoch).isDue();
}

/// Without patience there is no best: errors on the validation photos that chose an epoch would be
/// too low to tell of other photos.
void Training::noteBest(const EpochResult &result)
{
    if (m_settings.patience == 0)
        return;
    RunPosition &position = m_run->position();
    EarlyStop stop(m_settings.patience, position.best, position.epoch);
    if (stop.add(result.epoch, result.top1Error))
        m_state->keepBest();
    position.best = stop.best();
}

/// Once: it stays so.
void Training::tellDeath(const EpochResult &result)
{
    if (m_isDead || result.health.zerosBeforePool < 1.0)
        return;
    m_isDead = true;
    m_observer.message(fmt::format("after epoch {} there is nothing but zeros before the average "
                                   "pooling: the network has died; try a smaller residual scale or "
                                   "learning rate",
                                   result.epoch));
}

void Training::tellEnd() const
{
    const BestEpoch &best = m_run->position().best;
    if (isEnough())
        m_observer.message(fmt::format("no epoch had a lower top-1 error than epoch {} for {} "
                                       "epochs: the run ends early",
                                       best.epoch, m_settings.patience));
    if (best.epoch > 0)
        m_observer.message(fmt::format("the model is that of epoch {}, whose top-1 error of "
                                       "{:.1f} % was the lowest",
                                       best.epoch, 100 * best.top1Error));
}

/// For who looks on while the network grows.
Expected<void> Training::writeModelSoFar() const
{
    if (!m_run->folder())
        return {};
    return saveModel(m_run->folder()->modelSoFar(), m_plan->description, m_state->averagedWeights(),
                     DType::Float16);
}

/// Half precision halves the file and changes no answer worth mentioning; what is shipped is what
/// the model card's accuracy is measured on.
Expected<void> Training::writeModel() const
{
    if (!m_run->folder())
        return {};
    const RunFolder &folder = *m_run->folder();
    const bool isBest = m_run->position().best.epoch > 0;
    const auto saved =
        saveModel(folder.model(), m_plan->description,
                  isBest ? m_state->bestWeights() : m_state->averagedWeights(), DType::Float16);
    if (saved)
        folder.joinModels();
    return saved;
}

/// A checkpoint is overwritten only by one that is worth going on from.
Expected<EpochResult> Training::runEpoch(int epoch)
{
    EpochResult result;
    result.epoch = epoch;
    if (const auto shared = m_state->share(m_team); !shared)
        return m_run->cutOff(shared.error());
    EpochSteps steps(m_settings, *m_plan, *m_state, *m_run, m_observer, m_team);
    if (const auto taken = steps.take(m_photos.train, result); !taken)
        return tl::unexpected(taken.error());
    if (!std::isfinite(m_run->position().sums.loss))
        return m_run->diverged("the loss", epoch);
    if (!std::isfinite(m_run->position().sums.gradientNorm))
        return m_run->diverged("the norm of the gradients", epoch);
    if (m_team.stop().stop_requested())
        return m_run->interrupted();
    if (const auto evaluated = evaluateEpoch(result); !evaluated)
        return tl::unexpected(evaluated.error());
    if (m_team.stop().stop_requested())
        return m_run->interrupted();
    if (!std::isfinite(result.validationLoss))
        return m_run->diverged("the loss on the validation photos", epoch);
    noteBest(result);
    m_run->lap();
    result.wallSeconds = m_run->position().wallSeconds;
    // Before the epoch's line: who reads that finds the network as it was then.
    if (const auto written = writeModelSoFar(); !written)
        return m_run->withKept(written.error());
    const auto finished = m_run->finishEpoch(epoch, logLineOf(result, m_state->steps()));
    if (!finished)
        return tl::unexpected(finished.error());
    m_observer.epochDone(result);
    tellDeath(result);
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
    const auto own =
        evaluate(**engine, m_team.shareOf(std::span<const TrainingPhoto>(m_photos.validation)),
                 preprocessing(), m_team.ownStop());
    if (!own && !m_team.ownStop().stop_requested())
        return m_run->withKept(own.error());
    const auto evaluation = sumEvaluation(own.value_or(Evaluation{}));
    if (!evaluation)
        return m_run->cutOff(evaluation.error());
    if (m_run->folder()) { // whoever writes the log; no stop: the others wait meanwhile
        auto health = evaluateHealth(**engine, m_photos.validation, preprocessing(), {});
        if (!health)
            return m_run->withKept(health.error());
        result.health = std::move(*health);
    }
    result.validationLoss = evaluation->loss;
    result.top1Error = evaluation->top1Error;
    result.top5Error = evaluation->top5Error;
    return {};
}

/// Over the photos of all ranks; one that is to stop has seen only some of its own.
Expected<Evaluation> Training::sumEvaluation(const Evaluation &own)
{
    if (m_team.isAlone())
        return own;
    const double photos = own.photos;
    std::array sums{own.loss * photos, own.top1Error * photos, own.top5Error * photos, photos};
    if (const auto summed = m_team.sum(sums); !summed)
        return tl::unexpected(summed.error());
    return Evaluation{sums[0] / sums[3], sums[1] / sums[3], sums[2] / sums[3],
                      static_cast<int>(sums[3])};
}

} // namespace

Expected<EpochResult> train(const TrainingSettings &settings, const PhotoDecoder &decode,
                            TrainingObserver &observer, std::stop_token stop)
{
    return Training(settings, observer, std::move(stop)).run(decode);
}

} // namespace inceptoscope
