#include "checkpoint/tensorfile.h"
#include "support/tinytraining.h"
#include "training/folderlock.h"
#include "training/runfolder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <gtest/gtest.h>
#include <sys/resource.h>

using namespace inceptoscope;
using namespace inceptoscope::test;
namespace fs = std::filesystem;

namespace {

constexpr int stepsInAll = 12; // of tinySettings()

/// Copies the run's folder before each step's checkpoint: what a kill at that moment leaves behind.
class Photographer : public TrainingRecorder
{
public:
    Photographer(fs::path out, fs::path copies)
        : m_out(std::move(out))
        , m_copies(std::move(copies))
    {
        fs::create_directories(m_copies);
    }

    void progress(int epoch, int batch, int batches, double loss) override
    {
        TrainingRecorder::progress(epoch, batch, batches, loss);
        fs::copy(m_out, m_copies / std::to_string(steps), fs::copy_options::recursive);
    }

private:
    fs::path m_out;
    fs::path m_copies;
};

/// The lines but for what depends on the clock.
std::vector<std::string> timelessLog(const fs::path &out)
{
    std::vector<std::string> lines;
    std::ifstream file(out / "run.jsonl");
    for (std::string line; std::getline(file, line);) {
        auto entry = nlohmann::ordered_json::parse(line);
        entry.erase("wall");
        entry.erase("photos_per_second");
        lines.push_back(entry.dump());
    }
    return lines;
}

/// Every number of the last checkpoint, bit by bit.
std::map<std::string, std::string> tensorsOf(const fs::path &out)
{
    std::map<std::string, std::string> all;
    const TensorFile file = readSafetensors(out / "checkpoint.safetensors").value();
    for (const auto &[name, tensor] : file.tensors)
        all[name].assign(reinterpret_cast<const char *>(tensor.bytes.data()), tensor.bytes.size());
    return all;
}

void expectSameEnd(const fs::path &out, const fs::path &expected)
{
    EXPECT_EQ(timelessLog(out), timelessLog(expected));
    EXPECT_TRUE(tensorsOf(out) == tensorsOf(expected));
    EXPECT_TRUE(readFile(out / "model.safetensors") == readFile(expected / "model.safetensors"));
    EXPECT_FALSE(fs::exists(out / "checkpoint-within-epoch.safetensors"));
}

/// A run that nobody stopped, with a copy of its folder at each step.
class Resuming : public testing::Test
{
protected:
    Resuming()
    {
        writeTinyData(folder / "data");
        settings.checkpointMinutes = 0;
    }

    void trainWhole()
    {
        Photographer observer(settings.out, folder / "at");
        const auto result = train(settings, decodeTinyPhoto, observer, {});
        ASSERT_TRUE(result) << result.error().message;
        ASSERT_EQ(observer.steps, stepsInAll);
    }

    /// What a run that goes on in `out` says: nothing where it comes to its end.
    std::string said(const fs::path &out, TrainingRecorder &recorder)
    {
        TrainingSettings other = settings;
        other.out = out;
        other.resume = true;
        const auto result = train(other, decodeTinyPhoto, recorder, {});
        return result ? "" : result.error().message;
    }
    std::string said(const fs::path &out)
    {
        TrainingRecorder recorder;
        return said(out, recorder);
    }

    /// A run of one epoch in `settings.out`, of which the last checkpoint is returned.
    std::string trainOneEpoch()
    {
        TrainingSettings first = settings;
        first.epochs = 1;
        TrainingRecorder recorder;
        EXPECT_TRUE(train(first, decodeTinyPhoto, recorder, {}));
        return readFile(checkpoint());
    }

    fs::path checkpoint() const { return settings.out / "checkpoint.safetensors"; }
    fs::path within() const { return settings.out / "checkpoint-within-epoch.safetensors"; }

    const TemporaryFolder folder;
    TrainingSettings settings = tinySettings(folder.path());
};

/// No file grows beyond `bytes` while this is there, as on a disk that is full.
class SmallDisk
{
public:
    explicit SmallDisk(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit small{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk() { setrlimit(RLIMIT_FSIZE, &m_before); }
    SmallDisk(const SmallDisk &) = delete;
    SmallDisk &operator=(const SmallDisk &) = delete;

private:
    rlimit m_before{};
};

} // namespace

TEST_F(Resuming, ComesToTheSameNumbersFromEveryBatch)
{
    trainWhole();
    for (const int step : {1, 2, 3, 4, 5, 8, 9, 12}) {
        SCOPED_TRACE(step);
        const fs::path out = folder / "at" / std::to_string(step);
        TrainingRecorder recorder;
        EXPECT_EQ(said(out, recorder), "");
        EXPECT_EQ(recorder.steps, stepsInAll - step + 1); // no batch is computed twice
        expectSameEnd(out, settings.out);
    }
}

TEST_F(Resuming, ComesToTheSameNumbersOnTwoThreads)
{
    settings.threads = 2;
    trainWhole();
    const fs::path out = folder / "at/7";
    EXPECT_EQ(said(out), "");
    expectSameEnd(out, settings.out);
}

TEST_F(Resuming, ComesToTheSameNumbersBetweenTheLastBatchAndTheEndOfTheEpoch)
{
    trainWhole();
    const fs::path out = folder / "stopped";
    std::stop_source stop;
    class StopAtTheLastBatch : public TrainingRecorder
    {
    public:
        explicit StopAtTheLastBatch(std::stop_source &stop)
            : m_stop(stop)
        {
        }
        void progress(int epoch, int batch, int batches, double) override
        {
            if (epoch == 2 && batch == batches)
                m_stop.request_stop();
        }

    private:
        std::stop_source &m_stop;
    } observer(stop);
    TrainingSettings stopped = settings;
    stopped.out = out;
    stopped.checkpointMinutes = 5;
    EXPECT_EQ(train(stopped, decodeTinyPhoto, observer, stop.get_token()).error().message,
              "interrupted; the checkpoint after batch 4 of epoch 2 is kept: go on with --resume");
    EXPECT_EQ(said(out), "");
    expectSameEnd(out, settings.out);
}

TEST_F(Resuming, TheLogHasEachLineOnceWhereverItWasCut)
{
    trainWhole();
    const fs::path copy = folder / "at/9"; // epoch 2 is finished
    const std::string log = readFile(copy / "run.jsonl");
    const std::size_t line = log.size() - (log.rfind('\n', log.size() - 2) + 1);
    for (const std::size_t missing : {std::size_t{1}, line / 2, line - 1, line}) {
        SCOPED_TRACE(missing);
        const fs::path out = folder / "cut";
        fs::copy(copy, out, fs::copy_options::recursive);
        fs::resize_file(out / "run.jsonl", log.size() - missing);
        EXPECT_EQ(said(out), "");
        EXPECT_TRUE(readFile(out / "run.jsonl").starts_with(log));
        expectSameEnd(out, settings.out);
        fs::remove_all(out);
    }
}

/// As a kill between the two leaves it.
TEST_F(Resuming, PassesOverWhatIsBehindTheCheckpointOfTheEpoch)
{
    trainWhole();
    const fs::path out = folder / "behind";
    fs::copy(settings.out, out, fs::copy_options::recursive);
    fs::copy(folder / "at/12/checkpoint-within-epoch.safetensors", out);
    EXPECT_EQ(said(out), "");
    expectSameEnd(out, settings.out);
}

TEST_F(Resuming, AVanishedPhotoIsNoMatterUntilTheRunIsStarted)
{
    class RemovesAPhoto : public Photographer
    {
    public:
        RemovesAPhoto(const TrainingSettings &settings, const fs::path &copies)
            : Photographer(settings.out, copies)
            , m_photo(settings.data / "train/left/3.jpg")
        {
        }
        void progress(int epoch, int batch, int batches, double loss) override
        {
            Photographer::progress(epoch, batch, batches, loss);
            fs::remove(m_photo);
        }

    private:
        fs::path m_photo;
    } observer(settings, folder / "at");
    ASSERT_TRUE(train(settings, decodeTinyPhoto, observer, {}));
    EXPECT_EQ(observer.steps, stepsInAll);

    TrainingRecorder recorder;
    EXPECT_EQ(said(folder / "at/7", recorder), "");
    EXPECT_EQ(recorder.messages.back(),
              "the photos are others than when epoch 2 began; it goes on with those that are there "
              "now");
    EXPECT_EQ(recorder.epochs.size(), 2U);
}

TEST_F(Resuming, ADamagedPhotoIsToldAndTheCheckpointGoesOn)
{
    trainOneEpoch();
    const fs::path photo = settings.data / "train/left/3.jpg";
    writeFile(photo, "");
    TrainingRecorder recorder;
    EXPECT_EQ(said(settings.out, recorder), "");
    EXPECT_EQ(recorder.messages.back(), "left out: " + photo.string() + " is empty");
}

TEST_F(Resuming, AFullDiskLeavesTheLastCheckpoint)
{
    const std::string kept = trainOneEpoch();
    {
        const SmallDisk disk(kept.size() / 2);
        EXPECT_EQ(said(settings.out),
                  within().string()
                      + " cannot be written: File too large; the checkpoint of epoch 1 is kept");
        settings.checkpointMinutes = 5;
        EXPECT_EQ(said(settings.out),
                  checkpoint().string()
                      + " cannot be written: File too large; the checkpoint of epoch 1 is kept");
    }
    EXPECT_TRUE(readFile(checkpoint()) == kept);
    for (const fs::directory_entry &entry : fs::directory_iterator(settings.out))
        EXPECT_NE(entry.path().extension(), ".part") << entry.path();
}

TEST_F(Resuming, ALogThatCannotBeWrittenIsTold)
{
    fs::create_directories(settings.out);
    fs::create_symlink("/dev/full", settings.out / "run.jsonl");
    EXPECT_EQ(said(settings.out),
              (settings.out / "run.jsonl").string()
                  + ": the run log cannot be written: No space left on device; make room or choose "
                    "another folder, then resume the run");
    EXPECT_FALSE(fs::exists(checkpoint()));
}

TEST_F(Resuming, ARunThatDivergesTakesBackWhatItKeptSinceTheLastEpoch)
{
    const std::string kept = trainOneEpoch();
    settings.recipe.learningRate = 1e30;
    const std::string sentence = said(settings.out);
    EXPECT_TRUE(sentence.ends_with("is no longer a number in epoch 2; the checkpoint of epoch 1 is "
                                   "kept; try a lower learning rate"))
        << sentence;
    EXPECT_TRUE(readFile(checkpoint()) == kept);
    EXPECT_FALSE(fs::exists(within()));
}

TEST_F(Resuming, KnowsTheBestEpochAgain)
{
    settings.recipe.learningRate = 1e-12; // no epoch is better than the first
    settings.epochs = 100;
    settings.patience = 2;
    trainWhole();
    for (const int step : {3, 6, 9, 12}) {
        SCOPED_TRACE(step);
        const fs::path out = folder / "at" / std::to_string(step);
        EXPECT_EQ(said(out), "");
        expectSameEnd(out, settings.out);
    }
}

TEST_F(Resuming, GoesOnOnAnotherNumberOfThreadsAndSaysSo)
{
    trainOneEpoch();
    settings.threads = 2;
    TrainingRecorder other;
    EXPECT_EQ(said(settings.out, other), "");
    EXPECT_EQ(other.messages.front(),
              "the run has come here with 1 thread and goes on with 2 threads: its numbers are no "
              "longer bit by bit those of one that nobody stopped");
    EXPECT_EQ(other.epochs.size(), 2U);
    TrainingRecorder same;
    EXPECT_EQ(said(settings.out, same), "");
    EXPECT_EQ(same.messages,
              std::vector<std::string>{"reading 16 photos to train and 16 to validate"});
}

/// As section 3.3 of the paper describes it.
TEST_F(Resuming, ADeadNetworkIsToldOnce)
{
    trainOneEpoch();
    TensorFile file = readSafetensors(checkpoint()).value();
    for (const std::string part : {"", "average."}) {
        StoredTensor &bias = file.tensors.at(part + "inception_resnet_c.0.expansion.bias");
        bias = makeTensor(std::vector<float>(static_cast<std::size_t>(bias.shape.at(0)), -1e6F),
                          bias.shape);
    }
    ASSERT_TRUE(writeSafetensors(checkpoint(), file));
    settings.recipe.learningRate = 1e-12;
    TrainingRecorder recorder;
    EXPECT_EQ(said(settings.out, recorder), "");
    EXPECT_EQ(recorder.messages,
              (std::vector<std::string>{
                  "reading 16 photos to train and 16 to validate",
                  "after epoch 2 there is nothing but zeros before the average pooling: the "
                  "network has died; try a smaller residual scale or learning rate"}));
    ASSERT_EQ(recorder.epochs.size(), 2U);
    EXPECT_EQ(recorder.epochs[1].health.zerosBeforePool, 1.0);
    EXPECT_EQ(recorder.epochs[1].health.blocks.back().deadShare, 1.0);
}

TEST_F(Resuming, RefusesAnotherSeed)
{
    trainOneEpoch();
    settings.seed = 2;
    EXPECT_EQ(said(settings.out),
              settings.out.string()
                  + " holds a run with batches of 4, the recipe small-data and the seed 1, which "
                    "cannot go on with batches of 4, the recipe small-data and the seed 2");
}

TEST_F(Resuming, RefusesOtherResidualScales)
{
    trainOneEpoch();
    settings.options.residualScales = {0.25};
    EXPECT_EQ(
        said(settings.out),
        checkpoint().string()
            + " is a checkpoint of Inception-ResNet-v2 (paper) with the residual scales 0.17, "
              "0.1, 0.2, which cannot go on with 0.25, 0.25, 0.25");
    settings.options.residualScales = {0.17, 0.1, 0.2}; // the network's own
    EXPECT_EQ(said(settings.out), "");
}

TEST_F(Resuming, GoesOnFromACheckpointOfAnEarlierVersion)
{
    trainOneEpoch();
    TensorFile file = readSafetensors(checkpoint()).value();
    ASSERT_EQ(file.metadata.erase("residual_scales"), 1U);
    ASSERT_EQ(file.metadata.erase("threads"), 1U);
    ASSERT_TRUE(writeSafetensors(checkpoint(), file));
    TrainingRecorder recorder;
    EXPECT_EQ(said(settings.out, recorder), "");
    EXPECT_EQ(recorder.messages.size(), 1U);
}

TEST_F(Resuming, RefusesALogWithoutItsCheckpoint)
{
    trainOneEpoch();
    fs::remove(checkpoint());
    const std::string log = readFile(settings.out / "run.jsonl");
    EXPECT_EQ(said(settings.out),
              (settings.out / "run.jsonl").string()
                  + " tells of a run whose checkpoint is gone; name another folder");
    EXPECT_EQ(readFile(settings.out / "run.jsonl"), log);
}

TEST_F(Resuming, RemovesWhatAKilledRunWasWriting)
{
    trainOneEpoch();
    for (const char *name : {"checkpoint.safetensors.7-0.part", "model.safetensors.7-1.part",
                             "checkpoint-within-epoch.safetensors.7-2.part",
                             "model-so-far.safetensors.7-3.part", "my.part"})
        writeFile(settings.out / name, "half");
    EXPECT_EQ(said(settings.out), "");
    std::vector<std::string> names;
    for (const fs::directory_entry &entry : fs::directory_iterator(settings.out))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    EXPECT_EQ(
        names,
        (std::vector<std::string>{".lock", "checkpoint.safetensors", "model-so-far.safetensors",
                                  "model.safetensors", "my.part", "run.jsonl"}));
}

/// Before it has read a photo, the first run keeps the second out.
TEST_F(Resuming, OneRunAtATime)
{
    class StartsAnother : public TrainingRecorder
    {
    public:
        explicit StartsAnother(TrainingSettings settings)
            : m_settings(std::move(settings))
        {
        }
        void message(const std::string &) override
        {
            for (const bool resume : {false, true}) {
                m_settings.resume = resume;
                TrainingRecorder recorder;
                messages.push_back(
                    train(m_settings, decodeTinyPhoto, recorder, {}).error().message);
            }
        }

    private:
        TrainingSettings m_settings;
    } observer(settings);
    ASSERT_TRUE(train(settings, decodeTinyPhoto, observer, {}));
    const std::string sentence = "another training run is writing to " + settings.out.string()
        + "; wait for its end or name another folder";
    EXPECT_EQ(observer.messages, (std::vector<std::string>{sentence, sentence}));
    EXPECT_EQ(said(settings.out), "");
}

TEST_F(Resuming, TheLockSaysWhoHasTheFolder)
{
    fs::create_directories(settings.out);
    EXPECT_EQ(FolderLock::holder(settings.out), std::nullopt);
    {
        const auto lock = FolderLock::take(settings.out);
        ASSERT_TRUE(lock);
        EXPECT_EQ(FolderLock::holder(settings.out), getpid());
        EXPECT_FALSE(FolderLock::take(settings.out));
        EXPECT_EQ(FolderLock::holder(settings.out), getpid());
        // Another machine's number, on a disk that both have, may be anybody's here.
        writeFile(settings.out / ".lock", std::to_string(getppid()));
        EXPECT_EQ(FolderLock::holder(settings.out), std::nullopt);
    }
    EXPECT_EQ(FolderLock::holder(settings.out), std::nullopt); // though its number stands there
    for (const char *text : {"", "no number", "-1", "0", "99999999999999999999"}) {
        writeFile(settings.out / ".lock", text);
        EXPECT_EQ(FolderLock::holder(settings.out), std::nullopt) << text;
    }
}

/// Who reads an epoch's line finds what the network is after it; at the end that is the model.
TEST_F(Resuming, EachEpochLeavesTheModelSoFar)
{
    class ReadsTheModel : public TrainingRecorder
    {
    public:
        explicit ReadsTheModel(fs::path out)
            : m_out(std::move(out))
        {
        }
        void epochDone(const EpochResult &) override
        {
            models.push_back(readFile(m_out / "model-so-far.safetensors"));
        }

        std::vector<std::string> models;

    private:
        fs::path m_out;
    } observer(settings.out);
    ASSERT_TRUE(train(settings, decodeTinyPhoto, observer, {}));
    ASSERT_EQ(observer.models.size(), 3U);
    EXPECT_FALSE(observer.models[0] == observer.models[1]);
    EXPECT_TRUE(observer.models[2] == readFile(settings.out / "model.safetensors"));
    EXPECT_TRUE(fs::equivalent(settings.out / "model.safetensors",
                               settings.out / "model-so-far.safetensors"));
}
