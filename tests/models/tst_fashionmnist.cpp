#include "curves/runlogs.h"
#include "support/picturefiles.h"
#include "support/tinytraining.h"
#include "training/trainingdata.h"

#include <gtest/gtest.h>

using namespace inceptoscope;
using namespace inceptoscope::test;
namespace fs = std::filesystem;

// Training on pictures somebody else made: Debian's package dataset-fashion-mnist.

namespace {

const fs::path fashion = "/usr/share/datasets/fashion-mnist";

/// The first of a part's pictures, as IDX files of their own.
void writeFirst(const std::vector<TrainingPhoto> &photos, std::uint32_t count,
                const fs::path &folder, const std::string &part)
{
    std::string pixels;
    std::string labels;
    for (std::uint32_t i = 0; i < count; ++i) {
        for (std::size_t at = 0; at < photos[i].image.pixels.size(); at += 3)
            pixels += static_cast<char>(photos[i].image.pixels[at]);
        labels += static_cast<char>(photos[i].label);
    }
    writeFile(folder / (part + "-images-idx3-ubyte"), idx({count, 28, 28}, pixels));
    writeFile(folder / (part + "-labels-idx1-ubyte"), idx({count}, labels));
}

Expected<RgbImage> noPhotos(const fs::path &path)
{
    return failure(path.string() + " was decoded");
}

} // namespace

TEST(FashionMnist, IsLearntWellAboveChanceByATinyNetwork)
{
    ASSERT_TRUE(fs::exists(fashion)) << "./dev installs it: dataset-fashion-mnist";
    const TemporaryFolder folder;
    const auto data = openTrainingData(fashion, {});
    ASSERT_TRUE(data) << data.error().message;
    const auto &whole = std::get<PictureSet>(*data);
    fs::create_directories(folder / "data");
    writeFirst(whole.train, 2'000, folder / "data", "train");
    writeFirst(whole.validation, 500, folder / "data", "t10k");

    TrainingSettings settings = tinySettings(folder.path());
    settings.options.input = {75, 75};
    settings.recipe = *findRecipe("small-data");
    settings.recipe.earlySize = 1.0;
    settings.recipe.batchSize = 20;
    settings.recipe.learningRate = 0.01;
    settings.recipe.warmUpEpochs = 0.3;
    settings.epochs = 2;
    TrainingRecorder observer;
    const auto result = train(settings, noPhotos, observer, {});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(observer.messages,
              (std::vector<std::string>{"2000 pictures of 28×28 to train and 500 to validate"}));
    EXPECT_LT(result->top1Error, 0.45); // chance: 0.9
    RecordProperty("top1Error", std::to_string(result->top1Error));
}
