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

namespace {

/// A file of a name, with so many classes, and what lies beside it.
struct Variant
{
    const char *name;
    const char *file; ///< in tests/data/keys
    const char *path; ///< in a temporary folder
    int classes;
    const char *told; ///< id, title, preprocessing, some labels
    std::vector<std::pair<const char *, std::string>> beside{};
};

void PrintTo(const Variant &variant, std::ostream *out)
{
    *out << variant.name;
}

class Variants : public testing::TestWithParam<Variant>
{
};

void setClasses(TensorFile &file, int classes)
{
    for (const char *layer : {"last_linear", "classif", "fc", "logits"}) {
        for (const char *tensor : {".weight", ".bias"}) {
            const auto found = file.tensors.find(std::string(layer) + tensor);
            if (found != file.tensors.end() && found->second.shape.size() > 0
                && found->second.shape[0] > 999)
                found->second.shape[0] = classes;
        }
    }
}

std::string variantTold(const Expected<RecognisedWeights> &recognised)
{
    if (!recognised)
        return recognised.error().message;
    const ModelDescription &description = recognised->description;
    const Preprocessing &p = description.preprocessing;
    std::ostringstream text;
    text << description.id << " | " << description.title << " | " << p.shorterSide << " "
         << p.inputSize << (p.interpolation == Interpolation::Bicubic ? " bicubic " : " bilinear ")
         << p.mean[0] << " | " << classLabel(description, 0) << ", " << classLabel(description, 1)
         << ", " << classLabel(description, recognised->graph.classes() - 1);
    return text.str();
}

const char *const tfConfig = R"({"architecture":"inception_v3","pretrained_cfg":{"tag":"tf_in1k",
    "mean":[0.5,0.5,0.5],"std":[0.5,0.5,0.5],"input_size":[3,299,299],"crop_pct":0.875}})";

const std::vector<Variant> variants{
    {"torchvisionByHead", "torchvision-inception_v3.tsv", "weights.pth", 1000,
     "weights | Inception-v3 · torchvision | 342 299 bilinear 0.5 | tench, goldfish, toilet "
     "tissue"},
    {"torchvisionByName", "timm-inception_v3.tsv", "inception_v3_google-0cc3c7bd.pth", 1000,
     "inception_v3_google-0cc3c7bd | Inception-v3 · torchvision | 342 299 bilinear 0.5 | tench, "
     "goldfish, toilet tissue"},
    {"hubCopyOfTorchvisions", "torchvision-inception_v3.tsv", "model.safetensors", 1000,
     "model | Inception-v3 · timm | 341 299 bicubic 0.5 | tench, goldfish, toilet tissue"},
    {"hubFolder", "torchvision-inception_v3.tsv", "inception_v3.tv_in1k/model.safetensors", 1000,
     "model | Inception-v3 · timm tv_in1k | 341 299 bicubic 0.5 | tench, goldfish, toilet tissue"},
    {"gluonByName", "timm-inception_v3.tsv", "gluon_inception_v3-9f746940.pth", 1000,
     "gluon_inception_v3-9f746940 | Inception-v3 · timm gluon_in1k | 341 299 bicubic 0.485 | "
     "tench, goldfish, toilet tissue"},
    {"tensorFlows", "timm-inception_v3.tsv", "tf_inception_v3-e0069de4.pth", 1001,
     "tf_inception_v3-e0069de4 | Inception-v3 · timm tf_in1k | 341 299 bicubic 0.5 | background, "
     "tench, toilet tissue"},
    {"adversarial", "timm-inception_v3.tsv", "adv_inception_v3-9e27bd63.pth", 1001,
     "adv_inception_v3-9e27bd63 | Inception-v3 · timm tf_adv_in1k | 341 299 bicubic 0.5 | "
     "background, tench, toilet tissue"},
    {"cadeneV4", "timm-inception_v4.tsv", "inceptionv4-8e4777a0.pth", 1001,
     "inceptionv4-8e4777a0 | Inception-v4 · Cadene | 341 299 bilinear 0.5 | background, tench, "
     "toilet tissue"},
    {"cadeneV4ByClasses", "timm-inception_v4.tsv", "weights.pth", 1001,
     "weights | Inception-v4 · Cadene | 341 299 bilinear 0.5 | background, tench, toilet tissue"},
    {"timmV4WithBackground", "timm-inception_v4.tsv", "timm-v4.pth", 1001,
     "timm-v4 | Inception-v4 · timm | 341 299 bicubic 0.5 | background, tench, toilet tissue"},
    {"cadeneV4WithoutBackground", "timm-inception_v4.tsv", "cadene/v4.pth", 1000,
     "v4 | Inception-v4 · Cadene | 341 299 bilinear 0.5 | tench, goldfish, toilet tissue"},
    {"timmResNetV2", "timm-inception_resnet_v2.tsv", "inception_resnet_v2-940b1cd6.pth", 1001,
     "inception_resnet_v2-940b1cd6 | Inception-ResNet-v2 (TF-slim) · timm tf_in1k | 333 299 "
     "bicubic 0.5 | background, tench, toilet tissue"},
    {"timmAdversarial", "timm-inception_resnet_v2.tsv", "ens_adv_inception_resnet_v2-2592a550.pth",
     1000,
     "ens_adv_inception_resnet_v2-2592a550 | Inception-ResNet-v2 (TF-slim) · timm tf_ens_adv_in1k "
     "| 333 299 bicubic 0.5 | tench, goldfish, toilet tissue"},
    {"cadeneResNetV2", "cadene-inceptionresnetv2.tsv", "inceptionresnetv2-520b38e4.pth", 1001,
     "inceptionresnetv2-520b38e4 | Inception-ResNet-v2 (TF-slim) · Cadene | 341 299 bilinear 0.5 | "
     "background, tench, toilet tissue"},
    {"bnInception", "cadene-bninception.tsv", "bn_inception-52deb4733.pth", 1000,
     "bn_inception-52deb4733 | BN-Inception · Cadene | 256 224 bilinear 104 | tench, goldfish, "
     "toilet tissue"},
    {"vggFaces", "facenet-inception_resnet_v1.tsv", "20180402-114759-vggface2.pt", 8631,
     "20180402-114759-vggface2 | Inception-ResNet-v1 (facenet) · facenet-pytorch vggface2 | 160 "
     "160 bilinear 127.5 | class 0, class 1, class 8630"},
    {"facesOfAThousand", "facenet-inception_resnet_v1.tsv", "faces.pt", 1000,
     "faces | Inception-ResNet-v1 (facenet) · facenet-pytorch | 160 160 bilinear 127.5 | class 0, "
     "class 1, class 999"},
    {"fineTuned", "timm-inception_v4.tsv", "mine.pth", 17,
     "mine | Inception-v4 · timm | 341 299 bicubic 0.5 | class 0, class 1, class 16"},
    {"labelsBeside",
     "timm-inception_v4.tsv",
     "mine.pth",
     3,
     "mine | Inception-v4 · timm | 341 299 bicubic 0.5 | cat, dog, cow",
     {{"labels.txt", "cat\ndog\ncow\n"}}},
    {"labelsOfOtherWeights",
     "timm-inception_v4.tsv",
     "mine.pth",
     1000,
     "mine | Inception-v4 · timm | 341 299 bicubic 0.5 | tench, goldfish, toilet tissue",
     {{"labels.txt", "cat\ndog\ncow\n"}}},
    {"tooFewLabels",
     "timm-inception_v4.tsv",
     "mine.pth",
     5,
     "mine.pth cannot be used: there are 3 labels for 5 classes",
     {{"mine.labels.txt", "cat\ndog\ncow\n"}}},
    {"hubConfig",
     "timm-inception_v3.tsv",
     "model.safetensors",
     1000,
     "inception_v3.tf_in1k | Inception-v3 · timm tf_in1k | 341 299 bicubic 0.5 | tench, goldfish, "
     "toilet tissue",
     {{"config.json", tfConfig}}},
    {"configOfAnotherNetwork",
     "timm-inception_v4.tsv",
     "model.safetensors",
     1000,
     "model | Inception-v4 · timm | 341 299 bicubic 0.5 | tench, goldfish, toilet tissue",
     {{"config.json", tfConfig}}},
    {"sidecarBeforeAll",
     "timm-inception_v4.tsv",
     "inceptionv4-8e4777a0.pth",
     3,
     "mine | My network | 256 224 bilinear 0.25 | cat, dog, cow",
     {{"inceptionv4-8e4777a0.json",
       R"({"id":"mine","title":"My network","labels":["cat","dog","cow"],"preprocessing":
          {"shorter_side":256,"input_size":224,"interpolation":"bilinear","mean":[0.25,0.5,0.5]}})"}}},
    {"sidecarOfFaces",
     "facenet-inception_resnet_v1.tsv",
     "x.pt",
     1001,
     "x | Inception-ResNet-v1 (facenet) · facenet-pytorch | 160 160 bilinear 127.5 | background, "
     "tench, toilet tissue",
     {{"x.json", R"({"labels":"imagenet"})"}}},
    {"brokenSidecar",
     "timm-inception_v4.tsv",
     "x.pth",
     1000,
     "x.json cannot be used: it is no JSON object",
     {{"x.json", ""}}},
    {"sizeNoNetworkTakes",
     "timm-inception_v4.tsv",
     "x.pth",
     1000,
     "x.pth cannot be used: Inception-v4 cannot take an input of 40×40: reduction_a.branch0.0: the "
     "grid vanishes, since 3×3/2 conv does not fit on a grid of 2×2; the smallest size that works "
     "is 75×75",
     {{"x.json", R"({"preprocessing":{"shorter_side":40,"input_size":40}})"}}},
};

} // namespace

TEST_P(Variants, AreToldApart)
{
    const Variant &variant = GetParam();
    const TemporaryFolder folder;
    TensorFile file = publicFile(variant.file);
    setClasses(file, variant.classes);
    file.path = folder / variant.path;
    std::filesystem::create_directories(file.path.parent_path());
    for (const auto &[name, text] : variant.beside)
        writeFile(file.path.parent_path() / name, text);
    std::string told = variantTold(recogniseWeights(file));
    if (told.starts_with(folder.path().string()))
        told.erase(0, folder.path().string().size() + 1);
    EXPECT_EQ(told, variant.told);
}

INSTANTIATE_TEST_SUITE_P(Files, Variants, testing::ValuesIn(variants),
                         [](const auto &row) { return std::string(row.param.name); });

TEST_P(PublicFiles, MayLackCountersAndNestPrefixes)
{
    const Row &row = GetParam();
    TensorFile file = publicFile(row.file, "model.module.");
    std::erase_if(file.tensors,
                  [](const auto &tensor) { return tensor.first.ends_with("num_batches_tracked"); });
    EXPECT_EQ(told(recogniseWeights(file)), row.told);
}

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

TEST(WeightsFile, TellsWhereOnlyTheClassifierIsMissing)
{
    TensorFile file = publicFile("facenet-inception_resnet_v1.tsv");
    file.tensors.erase("logits.weight");
    file.tensors.erase("logits.bias");
    EXPECT_EQ(told(recogniseWeights(file)),
              "weights.safetensors cannot be used: it is Inception-ResNet-v1 (facenet) without its "
              "classifier (logits.weight), so there are no classes to answer with; choose weights "
              "that were saved whole");
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
                             makeTensor(toFloat(entry.tensor), entry.spec.shape, DType::Float32));
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
        ASSERT_EQ(toFloat(loaded->weights.entries()[i].tensor),
                  toFloat(weights.entries()[i].tensor));

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
        EXPECT_EQ(toFloat(loaded->weights.entries()[i].tensor),
                  toFloat(expected->weights.entries()[i].tensor));
}

TEST(WeightsFile, RefusesWhatIsNoFileOfWeights)
{
    const TemporaryFolder folder;
    writeFile(folder / "broken.safetensors", "no");
    EXPECT_EQ(loadWeightsFile(folder / "broken.safetensors").error().message,
              (folder / "broken.safetensors").string()
                  + " cannot be read: it is neither a safetensors file nor one of PyTorch's");
}
