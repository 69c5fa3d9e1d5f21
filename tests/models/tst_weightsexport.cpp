#include "checkpoint/mappedfile.h"
#include "checkpoint/weightsexport.h"
#include "support/publickeys.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"

#include <cstring>
#include <gtest/gtest.h>

using namespace inceptoscope;
using inceptoscope::test::publicFile;
using inceptoscope::test::saveTinyModel;
using inceptoscope::test::TemporaryFolder;
using inceptoscope::test::tinyDescription;

namespace {

/// The names alone.
std::string namesOf(const TensorFile &file)
{
    std::string names;
    for (const auto &[name, tensor] : file.tensors)
        names += name + "\n";
    return names;
}

TensorFile exported(const TensorFile &file)
{
    const auto recognised = recogniseWeights(file);
    if (!recognised) {
        ADD_FAILURE() << recognised.error().message;
        return {};
    }
    return exportedFile(file, *recognised);
}

/// With values; every dtype weights may have is there. The tensors share their bytes, from one
/// place each.
TensorFile filled(TensorFile file)
{
    constexpr DType dtypes[] = {DType::Float32, DType::Float16, DType::BFloat16, DType::Float64};
    const auto bytes = std::make_shared<std::vector<std::byte>>(1 << 25);
    for (std::size_t i = 0; i < bytes->size(); i += 13)
        (*bytes)[i] = static_cast<std::byte>(i / 7);
    std::size_t number = 0;
    for (auto &[name, tensor] : file.tensors) {
        if (tensor.dtype == DType::Float32)
            tensor.dtype = dtypes[number % 4];
        const auto size = static_cast<std::size_t>(tensor.elements()) * elementSize(tensor.dtype);
        tensor.bytes = std::span(*bytes).subspan(8 * number++, size);
        tensor.owner = bytes;
    }
    return file;
}

bool sameBytes(std::span<const std::byte> x, std::span<const std::byte> y)
{
    return x.size() == y.size() && std::memcmp(x.data(), y.data(), x.size()) == 0;
}

bool sameFiles(const std::filesystem::path &x, const std::filesystem::path &y)
{
    return sameBytes(mapFile(x).value().bytes, mapFile(y).value().bytes);
}

struct Row
{
    const char *name;
    const char *file; ///< in tests/data/keys
    const char *names; ///< file whose names the export has, or null: the project's own
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

class PublicExports : public testing::TestWithParam<Row>
{
};

} // namespace

TEST_P(PublicExports, HaveTheNamesOthersKnow)
{
    const Row &row = GetParam();
    const TensorFile file = exported(publicFile(row.file, "module."));
    if (row.names)
        EXPECT_EQ(namesOf(file), namesOf(publicFile(row.names)));
    else
        EXPECT_EQ(recogniseWeights(file).value().source, WeightSource::Own);
    EXPECT_EQ(file.metadata.at("format"), "pt");
    const auto recognised = recogniseWeights(publicFile(row.file));
    EXPECT_EQ(readModelDescription(file), recognised->description);
    EXPECT_EQ(recogniseWeights(file).value().graph, recognised->graph);
}

INSTANTIATE_TEST_SUITE_P(
    WeightsExport, PublicExports,
    testing::Values(
        Row{"timmV3", "timm-inception_v3.tsv", "timm-inception_v3.tsv"},
        Row{"torchvisionV3", "torchvision-inception_v3.tsv", "timm-inception_v3.tsv"},
        Row{"timmV4", "timm-inception_v4.tsv", "timm-inception_v4.tsv"},
        Row{"cadeneV4", "cadene-inceptionv4.tsv", "timm-inception_v4.tsv"},
        Row{"timmResNetV2", "timm-inception_resnet_v2.tsv", "timm-inception_resnet_v2.tsv"},
        Row{"cadeneResNetV2", "cadene-inceptionresnetv2.tsv", "timm-inception_resnet_v2.tsv"},
        Row{"facenet", "facenet-inception_resnet_v1.tsv", nullptr},
        Row{"bnInception", "cadene-bninception.tsv", nullptr}),
    [](const auto &row) { return std::string(row.param.name); });

TEST(WeightsExport, ARoundTripGivesTheSameBytes)
{
    const TemporaryFolder folder;
    ASSERT_TRUE(writeSafetensors(folder / "public.safetensors",
                                 filled(publicFile("cadene-bninception.tsv", "module."))));
    const auto once = exportWeights(folder / "public.safetensors", folder / "once.safetensors");
    ASSERT_TRUE(once) << once.error().message;
    const auto twice = exportWeights(folder / "once.safetensors", folder / "twice.safetensors");
    ASSERT_TRUE(twice) << twice.error().message;
    EXPECT_TRUE(sameFiles(folder / "once.safetensors", folder / "twice.safetensors"));
    EXPECT_EQ(once->bytes, std::filesystem::file_size(folder / "once.safetensors"));

    const auto before = loadWeightsFile(folder / "public.safetensors");
    const auto after = loadWeightsFile(folder / "twice.safetensors");
    ASSERT_TRUE(before && after);
    EXPECT_EQ(after->description, before->description);
    EXPECT_EQ(after->graph, before->graph);
    for (std::size_t i = 0; i < before->weights.entries().size(); ++i) {
        const StoredTensor &x = before->weights.entries()[i].tensor;
        const StoredTensor &y = after->weights.entries()[i].tensor;
        ASSERT_EQ(y.dtype, x.dtype);
        ASSERT_TRUE(sameBytes(y.bytes, x.bytes));
    }
}

/// timm's names for a network need no guessing once the description says what it is.
TEST(WeightsExport, ARoundTripUnderTimmsNamesToo)
{
    TensorFile file = publicFile("cadene-inceptionv4.tsv");
    const TensorFile once = exported(file);
    const TensorFile twice = exported(once);
    EXPECT_EQ(namesOf(twice), namesOf(once));
    EXPECT_EQ(twice.metadata, once.metadata);
    EXPECT_EQ(once.tensors.at("last_linear.bias").shape, std::vector<std::int64_t>{1001});
}

/// timm has no narrow Inception-v4.
TEST(WeightsExport, ATrainedNetworkOfAnotherWidthKeepsTheProjectsNames)
{
    const TemporaryFolder folder;
    ModelDescription description = tinyDescription();
    description.card = "tiny.md";
    description.training = R"({"epochs":3})";
    ASSERT_TRUE(saveTinyModel(folder / "tiny.safetensors", description));
    const auto done = exportWeights(folder / "tiny.safetensors", folder / "out.safetensors");
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->names, WeightSource::Own);
    EXPECT_TRUE(sameFiles(folder / "out.safetensors", folder / "tiny.safetensors"));
}

TEST(WeightsExport, AnotherClassifierAndInputAreTimmsAllTheSame)
{
    ModelDescription description;
    description.network = "inception_v4";
    const auto namesFor = [&](const NetworkOptions &options) {
        description.options = options;
        return exportNames(description, buildNetwork("inception_v4", options).value());
    };
    EXPECT_EQ(namesFor({}), WeightSource::Timm);
    EXPECT_EQ(namesFor({.input = {160, 160}, .classes = 7}), WeightSource::Timm);
    EXPECT_EQ(namesFor({.width = 0.5}), WeightSource::Own);
    EXPECT_EQ(namesFor({.repeats = {4, 7, 2}}), WeightSource::Own);
}

TEST(WeightsExport, MayReplaceTheFileItComesFrom)
{
    const TemporaryFolder folder;
    const auto path = folder / "tiny.safetensors";
    ASSERT_TRUE(saveTinyModel(path, tinyDescription()));
    ASSERT_TRUE(exportWeights(path, folder / "other.safetensors"));
    const auto done = exportWeights(path, path);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_TRUE(sameFiles(path, folder / "other.safetensors"));
}

TEST(WeightsExport, FailsWithASentence)
{
    const TemporaryFolder folder;
    const std::string out = (folder / "out.safetensors").string();
    const auto problem = [&](const std::string &from, const std::string &to) {
        const auto done = exportWeights(folder / from, to);
        return done ? "none" : done.error().message;
    };
    EXPECT_EQ(problem("none", out),
              (folder / "none").string() + " cannot be read: No such file or directory");
    TensorFile other;
    other.tensors.emplace("x", makeTensor(std::vector<float>(1), {1}));
    ASSERT_TRUE(writeSafetensors(folder / "other", other));
    EXPECT_EQ(problem("other", out),
              (folder / "other").string()
                  + " fits no known network: none of its 1 tensors has a "
                    "name of theirs");
    ASSERT_TRUE(saveTinyModel(folder / "tiny", tinyDescription()));
    EXPECT_EQ(problem("tiny", (folder / "no folder/x").string()),
              (folder / "no folder/x").string() + " cannot be written: No such file or directory");
    EXPECT_FALSE(std::filesystem::exists(out));
}

TEST(WeightsExport, OfAFileThatIsCutShortMeanwhileFails)
{
    const TemporaryFolder folder;
    ASSERT_TRUE(saveTinyModel(folder / "tiny", tinyDescription()));
    const auto file = readSafetensors(folder / "tiny");
    ASSERT_TRUE(file);
    const TensorFile out = exported(*file);
    std::filesystem::resize_file(folder / "tiny", std::filesystem::file_size(folder / "tiny") / 2);
    const auto written = writeSafetensors(folder / "out", out);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().message,
              (folder / "out").string()
                  + " cannot be written: the file it is made from was cut "
                    "short meanwhile");
    EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}
