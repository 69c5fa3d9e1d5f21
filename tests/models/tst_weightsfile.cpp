#include "checkpoint/weightsfile.h"
#include "support/publickeys.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"
#include "support/torchfiles.h"

#include <gtest/gtest.h>
#include <sstream>

using namespace inceptoscope;
using inceptoscope::test::publicFile;
using inceptoscope::test::randomWeights;
using inceptoscope::test::saveTinyModel;
using inceptoscope::test::TemporaryFolder;
using inceptoscope::test::tinyDescription;
using inceptoscope::test::writeFile;
using inceptoscope::test::writeTorchZip;

namespace {

/// Title, network, classes, parameters and preprocessing, in one line.
std::string told(const Expected<RecognisedWeights> &recognised)
{
    if (!recognised)
        return recognised.error().message;
    const ModelDescription &description = recognised->description;
    const Preprocessing &p = description.preprocessing;
    std::ostringstream text;
    text << description.title << " | " << description.network << " " << recognised->graph.classes()
         << " | " << recognised->graph.parameters() << " | " << p.shorterSide << " " << p.inputSize
         << (p.interpolation == Interpolation::Bicubic ? " bicubic " : " bilinear ")
         << p.pixelDivisor << " " << p.mean[0] << "," << p.mean[1] << "," << p.mean[2] << " "
         << p.std[0] << "," << p.std[1] << "," << p.std[2] << (p.bgr ? " bgr" : " rgb");
    return text.str();
}

struct Row
{
    const char *name;
    const char *file; ///< in tests/data/keys
    const char *told;
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

class PublicFiles : public testing::TestWithParam<Row>
{
};

} // namespace

TEST_P(PublicFiles, AreToldByTheirNames)
{
    const Row &row = GetParam();
    EXPECT_EQ(told(recogniseWeights(publicFile(row.file))), row.told);
}

TEST_P(PublicFiles, MayHavePrefixes)
{
    const Row &row = GetParam();
    EXPECT_EQ(told(recogniseWeights(publicFile(row.file, "module.model."))), row.told);
}

INSTANTIATE_TEST_SUITE_P(
    Publishers, PublicFiles,
    testing::Values(
        Row{"timmV3", "timm-inception_v3.tsv",
            "Inception-v3 · timm | inception_v3 1000 | 23834568 | 341 299 bicubic 255 0.5,0.5,0.5 "
            "0.5,0.5,0.5 rgb"},
        Row{"torchvisionV3", "torchvision-inception_v3.tsv",
            "Inception-v3 · torchvision | inception_v3 1000 | 23834568 | 342 299 bilinear 255 "
            "0.5,0.5,0.5 0.5,0.5,0.5 rgb"},
        Row{"timmV4", "timm-inception_v4.tsv",
            "Inception-v4 · timm | inception_v4 1000 | 42679816 | 341 299 bicubic 255 0.5,0.5,0.5 "
            "0.5,0.5,0.5 rgb"},
        Row{"cadeneV4", "cadene-inceptionv4.tsv",
            "Inception-v4 · Cadene | inception_v4 1001 | 42681353 | 341 299 bilinear 255 "
            "0.5,0.5,0.5 0.5,0.5,0.5 rgb"},
        Row{"facenet", "facenet-inception_resnet_v1.tsv",
            "Inception-ResNet-v1 (facenet) · facenet-pytorch | inception_resnet_v1_facenet 8631 | "
            "27910327 | 160 160 bilinear 1 127.5,127.5,127.5 128,128,128 rgb"},
        Row{"timmResNetV2", "timm-inception_resnet_v2.tsv",
            "Inception-ResNet-v2 (TF-slim) · timm | inception_resnet_v2_tfslim 1000 | 55843464 | "
            "333 299 bicubic 255 0.5,0.5,0.5 0.5,0.5,0.5 rgb"},
        Row{"cadeneResNetV2", "cadene-inceptionresnetv2.tsv",
            "Inception-ResNet-v2 (TF-slim) · Cadene | inception_resnet_v2_tfslim 1001 | 55845001 | "
            "341 299 bilinear 255 0.5,0.5,0.5 0.5,0.5,0.5 rgb"},
        Row{"cadeneBnInception", "cadene-bninception.tsv",
            "BN-Inception · Cadene | bn_inception 1000 | 11295240 | 256 224 bilinear 1 104,117,128 "
            "1,1,1 bgr"}),
    [](const auto &row) { return std::string(row.param.name); });

TEST(WeightsFile, OwnNamesTellThePapersNetworks)
{
    for (const NetworkFamily &family : networkFamilies()) {
        const auto graph = family.build({});
        ASSERT_TRUE(graph) << graph.error().message;
        TensorFile file;
        file.path = "own.safetensors";
        for (const ParameterSpec &spec : graph->parameterSpecs())
            file.tensors.emplace(spec.name, StoredTensor{DType::Float32, spec.shape, {}, nullptr});
        const auto recognised = recogniseWeights(file);
        ASSERT_TRUE(recognised) << recognised.error().message;
        EXPECT_EQ(recognised->description.network, family.id);
        EXPECT_EQ(recognised->graph, *graph);
    }
}

TEST(WeightsFile, TellsHowFarTheClosestNetworkIs)
{
    TensorFile file = publicFile("timm-inception_v4.tsv");
    std::erase_if(file.tensors,
                  [](const auto &tensor) { return tensor.first.starts_with("features.2"); });
    EXPECT_EQ(told(recogniseWeights(file)),
              "weights.safetensors fits no known network: closest is Inception-v4 with 105 of 747 "
              "tensors missing (first features.2.conv.weight)");
    EXPECT_EQ(told(recogniseWeights(file, "inception_v4")),
              "weights.safetensors does not fit Inception-v4: it has 105 of 747 tensors missing "
              "(first features.2.conv.weight)");
}

TEST(WeightsFile, TellsWhereNothingFits)
{
    TensorFile file;
    file.path = "other.safetensors";
    file.tensors.emplace("layer1.weight", StoredTensor{});
    EXPECT_EQ(
        told(recogniseWeights(file)),
        "other.safetensors fits no known network: none of its 1 tensors has a name of theirs");
    file.tensors.clear();
    EXPECT_EQ(
        told(recogniseWeights(file)),
        "other.safetensors fits no known network: none of its 0 tensors has a name of theirs");
    EXPECT_EQ(told(recogniseWeights(file, "vgg")), buildNetwork("vgg").error().message);
}

TEST(WeightsFile, RefusesAClassifierThatIsNoMatrix)
{
    for (const std::vector<std::int64_t> &shape :
         {std::vector<std::int64_t>{}, {1000}, {0, 1536}, {std::int64_t{1} << 40, 1}}) {
        TensorFile file = publicFile("timm-inception_v4.tsv");
        file.tensors["last_linear.weight"].shape = shape;
        EXPECT_EQ(told(recogniseWeights(file)),
                  "weights.safetensors cannot be used: the classifier's weight "
                  "\"last_linear.weight\" is no matrix");
    }
}

TEST(WeightsFile, LoadsAPublicFileAndItsValues)
{
    const auto graph = buildNetwork("bn_inception", {.classes = 5});
    ASSERT_TRUE(graph);
    const Weights weights = randomWeights(*graph);
    TensorFile file;
    for (const Weights::Entry &entry : weights.entries())
        file.tensors.emplace("module." + sourceNames(WeightSource::Cadene)(*graph, entry.spec),
                             makeTensor(*entry.values, entry.spec.shape, DType::Float32));
    const TemporaryFolder folder;
    const auto path = folder / "bn 5.safetensors";
    ASSERT_TRUE(writeSafetensors(path, file));

    const auto loaded = loadWeightsFile(path);
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(loaded->description.id, "bn_5");
    EXPECT_EQ(loaded->description.options, NetworkOptions{.classes = 5});
    EXPECT_EQ(loaded->graph, *graph);
    ASSERT_EQ(loaded->weights.entries().size(), weights.entries().size());
    for (std::size_t i = 0; i < weights.entries().size(); ++i)
        ASSERT_EQ(*loaded->weights.entries()[i].values, *weights.entries()[i].values);

    EXPECT_EQ(loadWeightsFile(path, "inception_v3").error().message.substr(path.string().size()),
              " does not fit Inception-v3: it has 472 of 472 tensors missing (first "
              "stem.conv1.weight)");
}

TEST(WeightsFile, LoadsADescribedFileForItsNetworkOnly)
{
    const TemporaryFolder folder;
    const auto path = folder / "tiny.safetensors";
    ASSERT_TRUE(saveTinyModel(path, tinyDescription()));
    const auto loaded = loadWeightsFile(path, "inception_v4");
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(loaded->description, tinyDescription());
    EXPECT_EQ(loadWeightsFile(path, "inception_v3").error().message,
              path.string() + " cannot be used: it is for inception_v4, not for inception_v3");
}

TEST(WeightsFile, ReadsTheSameFromSafetensorsAndFromPyTorch)
{
    const TemporaryFolder folder;
    const auto graph = buildNetwork("bn_inception");
    ASSERT_TRUE(graph);
    TensorFile file;
    float next = 0;
    for (const ParameterSpec &spec : graph->parameterSpecs()) {
        const std::vector<float> values(static_cast<std::size_t>(spec.elements()), ++next);
        file.tensors.emplace("module." + sourceNames(WeightSource::Cadene)(*graph, spec),
                             makeTensor(values, spec.shape, DType::Float16));
    }
    ASSERT_TRUE(writeSafetensors(folder / "a.safetensors", file));
    writeTorchZip(folder / "a.pth", file);
    const auto expected = loadWeightsFile(folder / "a.safetensors");
    const auto loaded = loadWeightsFile(folder / "a.pth");
    ASSERT_TRUE(expected) << expected.error().message;
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(loaded->description, expected->description);
    EXPECT_EQ(loaded->description.title, "BN-Inception · Cadene");
    ASSERT_EQ(loaded->weights.entries().size(), expected->weights.entries().size());
    for (std::size_t i = 0; i < loaded->weights.entries().size(); ++i)
        EXPECT_EQ(*loaded->weights.entries()[i].values, *expected->weights.entries()[i].values);
}

TEST(WeightsFile, RefusesWhatIsNoFileOfWeights)
{
    const TemporaryFolder folder;
    writeFile(folder / "broken.safetensors", "no");
    EXPECT_EQ(loadWeightsFile(folder / "broken.safetensors").error().message,
              (folder / "broken.safetensors").string()
                  + " cannot be read: it is neither a safetensors file nor one of PyTorch's");
}
