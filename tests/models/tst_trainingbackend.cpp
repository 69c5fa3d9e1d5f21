#include "checkpoint/tensorfile.h"
#include "engine/torchruntime.h"
#include "support/temporaryfolder.h"
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

std::unique_ptr<TrainingBackend> makeBackend(const NetworkGraph &graph = tinyGraph())
{
    OptimizerSettings settings;
    settings.threads = 1;
    return (*torchRuntime())->makeTrainingBackend(graph, settings).value();
}

Batch twoPictures()
{
    Batch batch{std::vector<float>(std::size_t{2} * 3 * side * side, 0.5F), {0, 1}};
    for (std::size_t i = 0; i < batch.pictures.size(); i += 7)
        batch.pictures[i] = -0.5F;
    return batch;
}

const RunPosition position{3, "small-data", 2, 18'000'000'000'000'000'000U, 40};

/// A checkpoint after one step, which tests damage.
class Checkpoint : public testing::Test
{
protected:
    Checkpoint()
    {
        const auto backend = makeBackend();
        EXPECT_TRUE(backend->step(twoPictures(), 0.01));
        const auto saved = backend->save(path, position);
        EXPECT_TRUE(saved) << saved.error().message;
    }

    /// What loading says of the file once `damage` is done, and whether that changed anything.
    std::string saidOf(const std::function<void(TensorFile &)> &damage) const
    {
        TensorFile file = readSafetensors(path).value();
        damage(file);
        EXPECT_TRUE(writeSafetensors(folder / "damaged", file));
        const auto backend = makeBackend();
        const auto before = backend->evaluate(twoPictures());
        const auto loaded = backend->load(folder / "damaged");
        EXPECT_EQ(backend->evaluate(twoPictures()), before);
        EXPECT_EQ(backend->steps(), 0);
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
    const auto backend = makeBackend();
    EXPECT_EQ(backend->load(path), position);
    EXPECT_EQ(backend->steps(), 1);
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
    EXPECT_EQ(saidOf([](TensorFile &file) { file.metadata.erase("recipe"); }), notOne("recipe"));
    EXPECT_EQ(withNote("network", "inception_v3"),
              (folder / "damaged").string()
                  + " is a checkpoint of the network inception_v3, not of inception_v4");
}

TEST_F(Checkpoint, IsRefusedWithABadRandomState)
{
    const auto withBytes = [this](std::size_t count, DType dtype) {
        return saidOf([&](TensorFile &file) {
            auto bytes = std::make_shared<std::vector<std::byte>>(count, std::byte{0xff});
            const auto elements = static_cast<std::int64_t>(count / elementSize(dtype));
            file.tensors["random_state"] = {dtype, {elements}, *bytes, bytes};
        });
    };
    const std::size_t size = readSafetensors(path)->tensors.at("random_state").bytes.size();
    EXPECT_EQ(withBytes(size, DType::UInt8), notOne("random_state"));
    EXPECT_EQ(withBytes(size, DType::Int64), notOne("random_state"));
    EXPECT_EQ(withBytes(size - 8, DType::UInt8), notOne("random_state"));
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

TEST(TrainingBackend, EndsTorchsExceptionsAsErrors)
{
    const auto backend = makeBackend();
    Batch batch = twoPictures();
    batch.labels[1] = 7;
    const auto step = backend->step(batch, 0.01);
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().message, "LibTorch cannot go on: Target 7 is out of bounds.");
    batch.pictures.pop_back();
    EXPECT_EQ(backend->evaluate(batch).error().message,
              "Inception-v4 was given 33749 values for 2 pictures of 75×75×3");
    EXPECT_FALSE(backend->step(batch, 0.01));
}
