#include "checkpoint/tensorfile.h"
#include "engine/onednnruntime.h"
#include "support/temporaryfolder.h"
#include "training/trainingstate.h"
#include "zoo/zoo.h"

#include <functional>
#include <gtest/gtest.h>

using namespace inceptoscope;
using inceptoscope::test::TemporaryFolder;

namespace {

constexpr int side = 75;

NetworkGraph tinyGraph(const char *network = "inception_v4")
{
    return buildNetwork(network,
                        {.input = {side, side}, .classes = 2, .width = 0.05, .repeats = {1, 1, 1}})
        .value();
}

TrainingState makeState(const NetworkGraph &graph = tinyGraph())
{
    return {graph, {}, (*onednnRuntime())->makeTrainingEngine(graph, {.threads = 1}).value()};
}

Batch twoPictures()
{
    Batch batch{std::vector<float>(std::size_t{2} * 3 * side * side, 0.5F), {0, 1}};
    for (std::size_t i = 0; i < batch.pictures.size(); i += 7)
        batch.pictures[i] = -0.5F;
    return batch;
}

std::vector<float> numbersOf(const Weights &weights)
{
    std::vector<float> all;
    for (const Weights::Entry &entry : weights.entries()) {
        const std::vector<float> own = toFloat(entry.tensor);
        all.insert(all.end(), own.begin(), own.end());
    }
    return all;
}

/// All that is evaluated.
std::vector<float> numbersOf(const TrainingState &state)
{
    return numbersOf(state.averagedWeights());
}

const RunPosition position{3,
                           "small-data",
                           2,
                           18'000'000'000'000'000'000U,
                           4,
                           17'000'000'000'000'000'000U,
                           1732.1 / 3,
                           R"({"event":"epoch","epoch":3})",
                           {2, 1.0 / 7},
                           {5, 1.0 / 3, 2.0 / 7, 9, 0.1}};

/// A checkpoint after one step, which tests damage.
class Checkpoint : public testing::Test
{
protected:
    Checkpoint()
    {
        TrainingState state = makeState();
        state.keepBest();
        EXPECT_TRUE(state.step(twoPictures(), 0.01));
        const auto saved = state.save(path, position);
        EXPECT_TRUE(saved) << saved.error().message;
    }

    /// What loading says of the file once `damage` is done, and whether that changed anything.
    std::string saidOf(const std::function<void(TensorFile &)> &damage) const
    {
        TensorFile file = readSafetensors(path).value();
        damage(file);
        EXPECT_TRUE(writeSafetensors(folder / "damaged", file));
        TrainingState state = makeState();
        const auto before = numbersOf(state);
        const auto loaded = state.load(folder / "damaged");
        EXPECT_EQ(numbersOf(state), before);
        EXPECT_EQ(state.steps(), 0);
        return loaded ? "loaded" : loaded.error().message;
    }

    std::string notOne(const std::string &what) const
    {
        return (folder / "damaged").string() + " is no checkpoint to go on from: \"" + what
            + "\" is missing or damaged";
    }

    const TemporaryFolder folder;
    const std::filesystem::path path = folder / "checkpoint.safetensors";
};

} // namespace

TEST_F(Checkpoint, TellsWhichRunItIsOf)
{
    TrainingState state = makeState();
    EXPECT_EQ(state.load(path), position);
    EXPECT_EQ(state.steps(), 1);
}

TEST_F(Checkpoint, HasTheBestWeightsWhereThereAreAny)
{
    TrainingState state = makeState();
    const std::vector<float> start = numbersOf(state);
    ASSERT_TRUE(state.load(path));
    EXPECT_EQ(numbersOf(state.bestWeights()), start);
    EXPECT_NE(numbersOf(state), start);
    RunPosition without = position;
    without.best = {};
    ASSERT_TRUE(state.save(path, without));
    const TensorFile file = readSafetensors(path).value();
    for (const auto &[name, tensor] : file.tensors)
        EXPECT_FALSE(name.starts_with("best.")) << name;
    EXPECT_EQ(state.load(path), without);
}

TEST_F(Checkpoint, IsRefusedWithABadNote)
{
    const auto withNote = [this](const char *key, const char *value) {
        return saidOf([&](TensorFile &file) { file.metadata[key] = value; });
    };
    for (const char *value : {"", "-1", "1e3", " 1", "1 ", "1000000000001", "99999999999999999999"})
        EXPECT_EQ(withNote("steps", value), notOne("steps")) << value;
    EXPECT_EQ(withNote("epoch", "2147483648"), notOne("epoch"));
    EXPECT_EQ(withNote("batch", "many"), notOne("batch"));
    for (const char *value : {"nan", "inf", "-1", "1e999", ""})
        EXPECT_EQ(withNote("epoch.loss", value), notOne("epoch.loss")) << value;
    EXPECT_EQ(withNote("log", "two\nlines"), notOne("log"));
    EXPECT_EQ(saidOf([](TensorFile &file) { file.metadata.erase("photos"); }), notOne("photos"));
    EXPECT_EQ(saidOf([](TensorFile &file) { file.metadata.erase("recipe"); }), notOne("recipe"));
    EXPECT_EQ(withNote("network", "inception_v3"),
              (folder / "damaged").string()
                  + " is a checkpoint of the network inception_v3, not of inception_v4");
}

TEST_F(Checkpoint, IsRefusedWithABadTensor)
{
    const std::string name = tinyGraph().parameterSpecs().front().name;
    const std::string refused = (folder / "damaged").string()
        + " is not a checkpoint of this run of Inception-v4: \"" + name
        + "\" is missing or has another shape or type";
    EXPECT_EQ(saidOf([&](TensorFile &file) { file.tensors.erase(name); }), refused);
    EXPECT_EQ(saidOf([&](TensorFile &file) {
                  StoredTensor &tensor = file.tensors.at(name);
                  tensor = makeTensor(toFloat(tensor), tensor.shape, DType::Float16);
              }),
              refused);
}

TEST(TrainingState, RefusesBatchesThatDoNotFit)
{
    TrainingState state = makeState();
    Batch batch = twoPictures();
    batch.labels[1] = 7;
    EXPECT_EQ(state.step(batch, 0.01).error().message,
              "Inception-v4 was given a picture of class 7 of its 2");
    batch.pictures.pop_back();
    EXPECT_EQ(state.step(batch, 0.01).error().message,
              "Inception-v4 was given 33749 values for 2 pictures of 75×75×3");
    EXPECT_EQ(state.steps(), 0);
}
