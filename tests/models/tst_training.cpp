#include "checkpoint/modelfile.h"
#include "curves/runlogs.h"
#include "graph/residualscales.h"
#include "support/tinytraining.h"
#include "training/augmentation.h"
#include "training/batchloader.h"
#include "training/earlystop.h"
#include "training/evaluation.h"
#include "training/trainingplan.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>
#include <new>

using namespace inceptoscope;
using namespace inceptoscope::test;
namespace fs = std::filesystem;

TEST(Recipe, PaperFallsBySixPercentEveryTwoEpochs)
{
    const Recipe &paper = *findRecipe("paper");
    EXPECT_DOUBLE_EQ(paper.learningRateAt(0.0, 100), 0.045);
    EXPECT_DOUBLE_EQ(paper.learningRateAt(1.9, 100), 0.045);
    EXPECT_DOUBLE_EQ(paper.learningRateAt(4.0, 100), 0.045 * 0.94 * 0.94);
}

TEST(Recipe, CosineWarmsUpAndEndsAtNothing)
{
    const Recipe &recipe = *findRecipe("small-data");
    EXPECT_LT(recipe.learningRateAt(0.0, 10), recipe.learningRateAt(0.5, 10));
    EXPECT_DOUBLE_EQ(recipe.learningRateAt(1.0, 10), recipe.learningRate);
    EXPECT_NEAR(recipe.learningRateAt(5.5, 10), recipe.learningRate / 2, 1e-12);
    EXPECT_NEAR(recipe.learningRateAt(10.0, 10), 0.0, 1e-12);
}

TEST(Recipe, StepsFallToATenthAndAHundredth)
{
    Recipe recipe = *findRecipe("paper");
    recipe.schedule = Schedule::Step;
    recipe.learningRate = 1.0;
    EXPECT_DOUBLE_EQ(recipe.learningRateAt(4.99, 10), 1.0);
    EXPECT_DOUBLE_EQ(recipe.learningRateAt(5.0, 10), 0.1);
    EXPECT_DOUBLE_EQ(recipe.learningRateAt(7.49, 10), 0.1);
    EXPECT_DOUBLE_EQ(recipe.learningRateAt(7.5, 10), 0.01);
    EXPECT_DOUBLE_EQ(recipe.learningRateAt(9.9, 10), 0.01);
    recipe.warmUpEpochs = 2.0;
    EXPECT_LT(recipe.learningRateAt(1.0, 10), 1.0);
}

TEST(Recipe, NamesOfSchedulesAndOptimizersAreFoundAgain)
{
    for (const Schedule each : {Schedule::Cosine, Schedule::TwoEpochSteps, Schedule::Step})
        EXPECT_EQ(findSchedule(nameOf(each)), each);
    for (const Optimizer each : {Optimizer::Sgd, Optimizer::RmsProp, Optimizer::AdamW})
        EXPECT_EQ(findOptimizer(nameOf(each)), each);
    EXPECT_FALSE(findSchedule("paper"));
    EXPECT_FALSE(findOptimizer(""));
}

TEST(EarlyStop, IsDueAfterEpochsWithoutABetterOne)
{
    EarlyStop stop(2);
    EXPECT_TRUE(stop.add(1, 0.9));
    EXPECT_TRUE(stop.add(2, 0.8));
    EXPECT_FALSE(stop.add(3, 0.8));
    EXPECT_FALSE(stop.isDue());
    EXPECT_FALSE(stop.add(4, 0.85));
    EXPECT_TRUE(stop.isDue());
    EXPECT_EQ(stop.best(), (BestEpoch{2, 0.8}));
    EXPECT_TRUE(EarlyStop(2, stop.best(), 4).isDue());
    EXPECT_FALSE(EarlyStop(3, stop.best(), 4).isDue());
    EXPECT_FALSE(EarlyStop(2, {}, 4).isDue()); // no epoch counted yet
    EXPECT_TRUE(stop.add(5, 0.7));
    EXPECT_FALSE(stop.isDue());
    EarlyStop never(0);
    never.add(1, 0.5);
    never.add(1'000, 0.5);
    EXPECT_FALSE(never.isDue());
}

TEST(Recipe, EarlyEpochsTakeSmallerPictures)
{
    const Recipe &recipe = *findRecipe("small-data");
    std::vector<int> sizes;
    for (int epoch = 1; epoch <= 6; ++epoch)
        sizes.push_back(recipe.inputSizeAt(epoch, 6, 128));
    EXPECT_EQ(sizes, (std::vector<int>{96, 96, 96, 96, 128, 128}));
}

TEST(Augmentation, SameStateSamePicture)
{
    RgbImage image{40, 30, {}};
    for (int i = 0; i < 40 * 30 * 3; ++i)
        image.pixels.push_back(static_cast<std::uint8_t>(i * 7));
    const Recipe &recipe = *findRecipe("small-data");
    std::mt19937_64 first(5);
    std::mt19937_64 second(5);
    const RgbImage crop = cropped(image, 24, drawCrop(image, recipe, first));
    EXPECT_EQ(crop, cropped(image, 24, drawCrop(image, recipe, second)));
    EXPECT_NE(crop, cropped(image, 24, drawCrop(image, recipe, second)));
    EXPECT_EQ(crop.width, 24);
    EXPECT_EQ(crop.pixels.size(), 24U * 24U * 3U);
}

namespace {

/// A pixel's red is its column, its green its row.
RgbImage grid(int width, int height)
{
    RgbImage image{width, height, {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (const int value : {x, y, 0})
                image.pixels.push_back(static_cast<std::uint8_t>(value));
        }
    }
    return image;
}

} // namespace

/// Of a picture three times as wide as high, the crops that fit have the aspect ratio and the area
/// that the recipe asks for, and those that do not are the middle one.
TEST(Augmentation, CropsKeepToTheRecipesAreaAndAspect)
{
    Recipe recipe = *findRecipe("small-data");
    recipe.smallestCrop = 0.25;
    recipe.flip = false;
    const RgbImage image = grid(240, 80);
    std::mt19937_64 random(1);
    int smallest = 240 * 80;
    int largest = 0;
    for (int i = 0; i < 500; ++i) {
        // Enlarged, a crop's corners keep the values of the picture's.
        const RgbImage crop = cropped(image, 256, drawCrop(image, recipe, random));
        const std::size_t last = crop.pixels.size() - 3;
        const int width = crop.pixels[last] - crop.pixels[0] + 1;
        const int height = crop.pixels[last + 1] - crop.pixels[1] + 1;
        const double aspect = static_cast<double>(width) / height;
        EXPECT_GT(aspect, 0.75 * 0.95);
        EXPECT_LT(aspect, 4.0 / 3.0 * 1.05);
        smallest = std::min(smallest, width * height);
        largest = std::max(largest, width * height);
    }
    EXPECT_NEAR(smallest, 240 * 80 / 4, 300);
    EXPECT_NEAR(largest, 80 * 80 * 4 / 3, 200);
}

TEST(Augmentation, SmallPicturesAreEnlargedAndNotMirroredWhereTheyShouldNotBe)
{
    Recipe recipe = *findRecipe("small-data");
    const RgbImage image = grid(32, 32);
    int mirrored = 0;
    std::mt19937_64 random(1);
    for (const bool flip : {false, true}) {
        recipe.flip = flip;
        for (int i = 0; i < 40; ++i) {
            const RgbImage crop = cropped(image, 75, drawCrop(image, recipe, random));
            EXPECT_EQ(crop.pixels.size(), 75U * 75U * 3U);
            mirrored += crop.pixels[0] > crop.pixels[74 * 3] ? 1 : 0;
        }
        EXPECT_EQ(mirrored > 0, flip);
    }
}

TEST(Augmentation, ColourChangesBrightnessContrastAndSaturation)
{
    Recipe recipe = *findRecipe("small-data");
    recipe.colour = 0.4;
    recipe.flip = false;
    const auto crop = [&](std::array<std::uint8_t, 3> pixel, std::uint64_t seed) {
        RgbImage image{4, 4, {}};
        for (int i = 0; i < 16; ++i)
            image.pixels.insert(image.pixels.end(), pixel.begin(), pixel.end());
        std::mt19937_64 random(seed);
        return cropped(image, 8, drawCrop(image, recipe, random));
    };
    double sum = 0.0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        // Grey stays grey, between the two factors of brightness.
        const RgbImage grey = crop({100, 100, 100}, seed);
        EXPECT_EQ(grey, crop({100, 100, 100}, seed));
        EXPECT_EQ(grey.pixels[0], grey.pixels[1]);
        EXPECT_EQ(grey.pixels[0], grey.pixels[2]);
        EXPECT_GE(grey.pixels[0], 60);
        EXPECT_LE(grey.pixels[0], 140);
        sum += grey.pixels[0];
        // What is saturated stays the same colour, and nothing wraps around.
        const RgbImage red = crop({255, 30, 30}, seed);
        EXPECT_GT(red.pixels[0], red.pixels[1]);
        EXPECT_EQ(red.pixels[1], red.pixels[2]);
        EXPECT_EQ(crop({0, 0, 0}, seed).pixels[0], 0);
    }
    EXPECT_NEAR(sum / 200, 100, 5);
    recipe.colour = 0.0;
    EXPECT_EQ(crop({255, 30, 30}, 1).pixels[1], 30);
}

TEST(Evaluation, CountsErrorsAndCrossEntropy)
{
    EvaluationSum sum;
    const std::vector<float> logits{2, 0, 0, 0, 0, 0, /**/ 1, 2, 3, 4, 5, 0};
    const std::vector<std::int64_t> labels{0, 5};
    sum.add(logits, labels);
    const Evaluation evaluation = sum.result();
    EXPECT_DOUBLE_EQ(evaluation.top1Error, 0.5);
    EXPECT_DOUBLE_EQ(evaluation.top5Error, 0.5);
    EXPECT_EQ(evaluation.photos, 2);
    const double first = std::log(std::exp(2.0) + 5) - 2;
    const double second =
        std::log(1 + std::exp(1.0) + std::exp(2.0) + std::exp(3.0) + std::exp(4.0) + std::exp(5.0));
    EXPECT_NEAR(evaluation.loss, (first + second) / 2, 1e-6);
}

TEST(Evaluation, TiesGoToTheFirstAndNaNIsNeverRight)
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    struct Case
    {
        std::vector<float> logits;
        std::int64_t label;
        double top1Error;
        double top5Error;
    };
    for (const Case &each :
         {Case{{3, 3, 3, 3, 3, 3}, 0, 0, 0}, Case{{3, 3, 3, 3, 3, 3}, 1, 1, 0},
          Case{{3, 3, 3, 3, 3, 3}, 5, 1, 1}, Case{{nan, 1}, 0, 1, 1}, Case{{nan, 1}, 1, 1, 0},
          Case{{nan, nan}, 1, 1, 1}, Case{{0, 2, 2}, 1, 0, 0}, Case{{0, 2, 2}, 2, 1, 0}}) {
        EvaluationSum sum;
        sum.add(each.logits, {&each.label, 1});
        EXPECT_EQ(sum.result().top1Error, each.top1Error) << testing::PrintToString(each.logits);
        EXPECT_EQ(sum.result().top5Error, each.top5Error) << testing::PrintToString(each.logits);
    }
}

TEST(BatchLoader, BatchesDependOnSeedEpochAndNumberOnly)
{
    std::vector<TrainingPhoto> photos;
    for (int i = 0; i < 10; ++i)
        photos.push_back(
            {{8, 8, std::vector<std::uint8_t>(8 * 8 * 3, static_cast<std::uint8_t>(i))}, i});
    Recipe recipe = *findRecipe("small-data");
    recipe.batchSize = 3;
    Preprocessing preprocessing;
    preprocessing.inputSize = 6;
    using Batches = std::vector<std::pair<std::vector<std::int64_t>, std::vector<float>>>;
    const auto batches = [&](int epoch, int threads, int first) {
        BatchLoader loader(photos, recipe, preprocessing, 1, epoch, threads, first);
        EXPECT_EQ(loader.count(), 3);
        Batches all;
        for (int i = first; i < loader.count(); ++i) {
            const auto batch = loader.next();
            all.emplace_back(batch->labels, batch->pictures);
        }
        return all;
    };
    const Batches whole = batches(1, 1, 0);
    EXPECT_EQ(whole, batches(1, 3, 0));
    EXPECT_NE(whole, batches(2, 1, 0));
    for (int first = 1; first <= 3; ++first)
        EXPECT_EQ(batches(1, 2, first), Batches(whole.begin() + first, whole.end())) << first;
}

TEST(ImageFolders, NumbersClassesInNameOrder)
{
    const TemporaryFolder folder;
    writeTinyData(folder.path());
    const auto folders = scanImageFolders(folder.path());
    ASSERT_TRUE(folders) << folders.error().message;
    EXPECT_EQ(folders->classes, (std::vector<std::string>{"left", "right"}));
    EXPECT_EQ(folders->train.size(), 16U);
    EXPECT_EQ(folders->validation.back(), (LabelledPhoto{folder.path() / "val/right/7.jpg", 1}));
}

TEST(ImageFolders, SaysWhatIsWrong)
{
    const TemporaryFolder folder;
    const std::string root = folder.path().string();
    EXPECT_EQ(scanImageFolders(folder.path()).error().message,
              root + "/train cannot be read: No such file or directory");
    fs::create_directories(folder.path() / "train/left");
    EXPECT_EQ(scanImageFolders(folder.path()).error().message,
              root + "/train holds 1 class folder; at least two are needed");
    fs::create_directories(folder.path() / "train/right");
    fs::create_directories(folder.path() / "val/left");
    fs::create_directories(folder.path() / "val/wrong");
    EXPECT_EQ(scanImageFolders(folder.path()).error().message,
              root + ": train and val do not hold the same class folders");
    fs::rename(folder.path() / "val/wrong", folder.path() / "val/right");
    EXPECT_EQ(scanImageFolders(folder.path()).error().message,
              root + "/train/left holds no photos");
}

TEST(LoadPhotos, LeavesOutWhatNeedsTooMuchMemory)
{
    const auto greedy = [](const fs::path &path) -> Expected<RgbImage> {
        if (path == "large.jpg")
            throw std::bad_alloc();
        return RgbImage{1, 1, {1, 2, 3}};
    };
    const LoadedPhotos loaded = loadPhotos({{"small.jpg", 0}, {"large.jpg", 1}}, greedy,
                                           [](const RgbImage &image) { return image; }, 2, {});
    EXPECT_EQ(loaded.photos.size(), 1U);
    EXPECT_EQ(loaded.problems,
              (std::vector<std::string>{"large.jpg needs more memory than there is"}));
}

namespace {

/// The id, the title and the sizes, or what is wrong.
std::string planned(const TrainingSettings &settings, const std::vector<std::string> &classes)
{
    const auto plan = planTraining(settings, classes);
    if (!plan)
        return plan.error().message;
    std::string text = plan->description.id + " | " + plan->description.title + " |";
    for (const auto &[wanted, used] : plan->inputSizes)
        text += " " + std::to_string(wanted) + ":" + std::to_string(used);
    return text;
}

} // namespace

TEST(TrainingPlan, NamesTheModelAfterTheDataFolder)
{
    const std::vector<std::string> classes{"left", "right"};
    TrainingSettings settings = tinySettings("/root");
    const auto named = [&](const char *data) {
        settings.data = data;
        return planned(settings, classes);
    };
    const std::string title = "Inception-ResNet-v2 (paper) · ";
    EXPECT_EQ(named("/a/my photos/"),
              "inception_resnet_v2_my_photos | " + title + "my photos | 80:80");
    EXPECT_EQ(named("/a/b/.."), "inception_resnet_v2_a | " + title + "a | 80:80");
    EXPECT_EQ(named("/a/caf\xe9"), "inception_resnet_v2_caf_ | " + title + "caf\\xe9 | 80:80");
    EXPECT_TRUE(isModelId(modelIdFor("inception_v4_" + std::string(300, ' '))));
    settings.id = "my/id";
    EXPECT_EQ(named("/a"), "the id \"my/id\" is not made of 1 to 100 letters, digits, _, - and .");
}

TEST(TrainingPlan, CallsFoldersOfImageNetByTheirNames)
{
    const auto labels = [](const std::vector<std::string> &classes) {
        const auto plan = planTraining(tinySettings("/root"), classes);
        return plan ? plan->description.labels : std::vector<std::string>{plan.error().message};
    };
    EXPECT_EQ(labels({"n01440764", "n03445777"}), (std::vector<std::string>{"tench", "golf ball"}));
    EXPECT_EQ(labels({"n01440764", "other"}), (std::vector<std::string>{"n01440764", "other"}));
}

TEST(TrainingPlan, ShowsSmallPicturesWhole)
{
    const TrainingSettings settings = tinySettings("/root");
    const auto shorterSide = [&](bool small) {
        return planTraining(settings, {"0", "1"}, small)->preprocessing().shorterSide;
    };
    EXPECT_EQ(shorterSide(false), 91);
    EXPECT_EQ(shorterSide(true), 80);
}

TEST(TrainingPlan, RefusesWhatIsNotUtf8)
{
    TrainingSettings settings = tinySettings("/root");
    EXPECT_EQ(planned(settings, {"left", "\xff"}),
              "the label \"\\xff\" is not UTF-8; give the classes other names with --labels");
    settings.title = "\xff";
    EXPECT_EQ(planned(settings, {"left", "right"}), "the title \"\\xff\" is not UTF-8");
    settings.labels = {"left"};
    EXPECT_EQ(planned(settings, {"left", "right"}),
              "there are 1 labels for 2 classes in /root/data");
}

TEST(TrainingPlan, RefusesAnInputThatCouldNotBeReadBack)
{
    TrainingSettings settings = tinySettings("/root");
    settings.options.input = {8192, 8192};
    EXPECT_EQ(planned(settings, {"left", "right"}),
              "for an input of 8192×8192, photos would be resized to 9362 pixels, and 8192 are the "
              "most; choose a smaller input size");
}

TEST(TrainingPlan, TakesTheNextSizeTheNetworkWorksAt)
{
    TrainingSettings settings = tinySettings("/root");
    settings.network = "bn_inception";
    settings.options = {.input = {224, 224}, .width = 0.1};
    settings.recipe = *findRecipe("small-data");
    const auto plan = planTraining(settings, {"left", "right"});
    ASSERT_TRUE(plan) << plan.error().message;
    EXPECT_FALSE(plan->graph.withInput({168, 168}));
    const int used = plan->inputSizes.at(168);
    EXPECT_TRUE(plan->graph.withInput({used, used}));
    EXPECT_FALSE(plan->graph.withInput({used - 1, used - 1}));
    EXPECT_EQ(plan->inputSizes.at(224), 224);
}

TEST(Trainer, LearnsLogsAndLeavesAModelThatLoads)
{
    const TemporaryFolder folder;
    writeTinyData(folder.path() / "data");
    std::ofstream(folder.path() / "data/train/left/broken.jpg").flush();
    const TrainingSettings settings = tinySettings(folder.path());
    TrainingRecorder recorder;
    const auto result = train(settings, decodeTinyPhoto, recorder, {});
    ASSERT_TRUE(result) << result.error().message;
    ASSERT_EQ(recorder.epochs.size(), 3U);
    EXPECT_LT(recorder.epochs[2].trainLoss, recorder.epochs[0].trainLoss);
    EXPECT_EQ(recorder.messages.back(),
              "left out: " + (settings.data / "train/left/broken.jpg").string() + " is empty");

    const auto log = readRunLog(settings.out / "run.jsonl");
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_TRUE(log->residual);
    EXPECT_EQ(log->series.at("val_top1_error").size(), 3U);
    EXPECT_EQ(log->series.at("train_loss")[2].value, recorder.epochs[2].trainLoss);
    std::vector<std::string> residuals;
    for (const auto &[tag, points] : log->series) {
        EXPECT_EQ(points.size(), 3U) << tag;
        if (tag.starts_with("residual_ratio/"))
            residuals.push_back(tag);
    }
    EXPECT_EQ(residuals,
              (std::vector<std::string>{"residual_ratio/inception_resnet_a.0",
                                        "residual_ratio/inception_resnet_b.0",
                                        "residual_ratio/inception_resnet_c.0"}));
    EXPECT_GT(log->series.at(residuals[0])[0].value, 0.0);
    EXPECT_TRUE(log->series.contains("dead_share/inception_resnet_c.0"));
    EXPECT_LT(log->series.at("zeros_before_pool")[2].value, 1.0);

    const auto model = loadModel(settings.out / "model.safetensors");
    ASSERT_TRUE(model) << model.error().message;
    EXPECT_EQ(model->description.labels, (std::vector<std::string>{"left", "right"}));
}

TEST(Trainer, TheModelAndTheLogKnowTheResidualScale)
{
    const TemporaryFolder folder;
    writeTinyData(folder.path() / "data");
    TrainingSettings settings = tinySettings(folder.path());
    settings.options.residualScales = {0.25};
    settings.epochs = 1;
    TrainingRecorder recorder;
    ASSERT_TRUE(train(settings, decodeTinyPhoto, recorder, {}));
    EXPECT_EQ(readRunLog(settings.out / "run.jsonl")->settings.at("residual_scales"),
              "[0.25,0.25,0.25]");
    const auto model = loadModel(settings.out / "model.safetensors");
    ASSERT_TRUE(model) << model.error().message;
    EXPECT_EQ(model->description.options.residualScales, std::vector<double>{0.25});
    EXPECT_EQ(residualScales(model->graph), (std::vector<double>{0.25, 0.25, 0.25}));
}

static std::vector<std::string> lastOf(const std::vector<std::string> &all, std::ptrdiff_t count)
{
    return {all.end() - count, all.end()};
}

TEST(Trainer, EndsEarlyWhereNothingGetsBetterAndKnowsItAgain)
{
    const TemporaryFolder folder;
    writeTinyData(folder.path() / "data");
    TrainingSettings settings = tinySettings(folder.path());
    settings.recipe.learningRate = 1e-12;
    settings.epochs = 100;
    settings.patience = 2;
    TrainingRecorder recorder;
    const auto result = train(settings, decodeTinyPhoto, recorder, {});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(recorder.epochs.size(), 3U);
    const std::vector<std::string> sentences{
        "no epoch had a lower top-1 error than epoch 1 for 2 epochs: the run ends early",
        "the model is that of epoch 1, whose top-1 error of 50.0 % was the lowest"};
    EXPECT_EQ(lastOf(recorder.messages, 2), sentences);
    EXPECT_TRUE(fs::exists(settings.out / "model.safetensors"));

    settings.resume = true;
    TrainingRecorder again;
    ASSERT_TRUE(train(settings, decodeTinyPhoto, again, {}));
    EXPECT_TRUE(again.epochs.empty());
    EXPECT_EQ(lastOf(again.messages, 2), sentences);
    settings.patience = 3;
    TrainingRecorder further;
    ASSERT_TRUE(train(settings, decodeTinyPhoto, further, {}));
    EXPECT_EQ(further.epochs.size(), 1U);
}

/// The weights of no later epoch, though they are there.
TEST(Trainer, PatienceLeavesTheModelOfTheBestEpoch)
{
    const TemporaryFolder folder;
    writeTinyData(folder.path() / "data");
    TrainingSettings settings = tinySettings(folder.path());
    settings.recipe.schedule = Schedule::TwoEpochSteps; // the same however many epochs there are
    settings.recipe.learningRate = 1e-12;
    const auto modelOf = [&](const char *out, int epochs, int patience) {
        settings.out = folder.path() / out;
        settings.epochs = epochs;
        settings.patience = patience;
        TrainingRecorder recorder;
        EXPECT_TRUE(train(settings, decodeTinyPhoto, recorder, {}));
        return readFile(settings.out / "model.safetensors");
    };
    const std::string best = modelOf("patient", 3, 1);
    EXPECT_TRUE(best == modelOf("first", 1, 0));
    EXPECT_FALSE(best == modelOf("second", 2, 0));
    settings.resume = true;
    EXPECT_TRUE(modelOf("patient", 2, 0) == modelOf("second", 2, 0));
}

TEST(Trainer, SplitsClassFoldersAndSaysSo)
{
    const TemporaryFolder folder;
    writeTinyData(folder.path() / "data");
    TrainingSettings settings = tinySettings(folder.path());
    settings.data = folder.path() / "data/train";
    settings.validationShare = 0.25;
    settings.epochs = 1;
    TrainingRecorder recorder;
    ASSERT_TRUE(train(settings, decodeTinyPhoto, recorder, {}));
    EXPECT_EQ(
        recorder.messages,
        (std::vector<std::string>{"of each class, 25 % of the photos validate, drawn with seed 1",
                                  "reading 12 photos to train and 4 to validate"}));
}

TEST(Trainer, LeavesNothingWhereTheDataIsWrong)
{
    const TemporaryFolder folder;
    fs::create_directories(folder.path() / "data");
    std::ofstream(folder.path() / "data/test_batch.bin") << "cut short";
    const TrainingSettings settings = tinySettings(folder.path());
    TrainingRecorder recorder;
    EXPECT_FALSE(train(settings, decodeTinyPhoto, recorder, {}));
    EXPECT_TRUE(recorder.messages.empty());
    EXPECT_FALSE(fs::exists(settings.out));
}

TEST(Trainer, GoesOnWhereItStopped)
{
    const TemporaryFolder folder;
    writeTinyData(folder.path() / "data");
    TrainingSettings settings = tinySettings(folder.path());
    TrainingRecorder whole;
    ASSERT_TRUE(train(settings, decodeTinyPhoto, whole, {}));

    settings.out = folder.path() / "stopped";
    std::stop_source stop;
    class StopAfterTwo : public TrainingRecorder
    {
    public:
        explicit StopAfterTwo(std::stop_source source)
            : m_stop(std::move(source))
        {
        }
        void progress(int epoch, int batch, int batches, double loss) override
        {
            TrainingRecorder::progress(epoch, batch, batches, loss);
            if (epoch == 3 && batch == 2)
                m_stop.request_stop();
        }

    private:
        std::stop_source m_stop;
    } first(stop);
    EXPECT_EQ(train(settings, decodeTinyPhoto, first, stop.get_token()).error().message,
              "interrupted; the checkpoint after batch 2 of epoch 3 is kept: go on with --resume");

    TrainingRecorder refused;
    EXPECT_EQ(train(settings, decodeTinyPhoto, refused, {}).error().message,
              settings.out.string()
                  + " already holds a training run; go on with --resume or name another folder");
    settings.resume = true;
    TrainingRecorder second;
    const auto result = train(settings, decodeTinyPhoto, second, {});
    ASSERT_TRUE(result) << result.error().message;
    ASSERT_EQ(second.epochs.size(), 1U);
    EXPECT_EQ(second.epochs[0].epoch, 3);
    EXPECT_EQ(second.steps, 2);
    EXPECT_EQ(second.epochs[0].trainLoss, whole.epochs[2].trainLoss);
    EXPECT_EQ(second.epochs[0].validationLoss, whole.epochs[2].validationLoss);
}

TEST(Trainer, KeepsTheCheckpointWhereTrainingDiverges)
{
    const TemporaryFolder folder;
    writeTinyData(folder.path() / "data");
    TrainingSettings settings = tinySettings(folder.path());
    settings.recipe.learningRate = 1e30;
    TrainingRecorder first;
    const auto diverged = train(settings, decodeTinyPhoto, first, {});
    ASSERT_FALSE(diverged);
    EXPECT_TRUE(diverged.error().message.ends_with(
        "is no longer a number in epoch 1; no epoch is finished, and nothing is kept; try a lower "
        "learning rate"))
        << diverged.error().message;
    EXPECT_FALSE(fs::exists(settings.out / "checkpoint.safetensors"));
}

TEST(Trainer, GoesOnWithTheNextEpochWhateverThePhotos)
{
    const TemporaryFolder folder;
    writeTinyData(folder.path() / "data");
    TrainingSettings settings = tinySettings(folder.path());
    settings.epochs = 1;
    TrainingRecorder first;
    ASSERT_TRUE(train(settings, decodeTinyPhoto, first, {}));
    for (int i = 0; i < 4; ++i)
        fs::remove(folder.path() / "data/train/left" / (std::to_string(i) + ".jpg"));
    settings.resume = true;
    settings.epochs = 3;
    TrainingRecorder second;
    ASSERT_TRUE(train(settings, decodeTinyPhoto, second, {}));
    ASSERT_EQ(second.epochs.size(), 2U);
    EXPECT_EQ(second.epochs[0].epoch, 2);

    settings.recipe = *findRecipe("paper");
    EXPECT_EQ(
        train(settings, decodeTinyPhoto, second, {}).error().message,
        settings.out.string()
            + " holds a run with batches of 4, the recipe small-data and the seed 1, which cannot "
              "go on with batches of 32, the recipe paper and the seed 1");
}

TEST(Trainer, LeavesNoLogWhereThePhotosAreTooFew)
{
    const TemporaryFolder folder;
    writeTinyData(folder.path() / "data");
    TrainingSettings settings = tinySettings(folder.path());
    settings.recipe.batchSize = 17;
    TrainingRecorder recorder;
    EXPECT_FALSE(train(settings, decodeTinyPhoto, recorder, {}));
    EXPECT_FALSE(fs::exists(settings.out / "run.jsonl"));
    settings.recipe.batchSize = 4;
    settings.epochs = 1;
    EXPECT_TRUE(train(settings, decodeTinyPhoto, recorder, {}));
}
