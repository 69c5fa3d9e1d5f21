#include "checkpoint/modelfile.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"

#include <gtest/gtest.h>
#include <limits>
#include <ostream>

using namespace inceptoscope;
using inceptoscope::test::randomWeights;
using inceptoscope::test::saveTinyModel;
using inceptoscope::test::TemporaryFolder;
using inceptoscope::test::tinyDescription;

namespace {

TensorFile described(const ModelDescription &description)
{
    TensorFile file;
    file.path = "model.safetensors";
    writeModelDescription(description, file);
    return file;
}

ModelDescription everythingSet()
{
    ModelDescription description;
    description.id = "irv2.small-1";
    description.title = "Inception-ResNet-v2 · 한글 \"quoted\"";
    description.network = "inception_resnet_v2";
    description.options.input = {96, 96};
    description.options.classes = 2;
    description.options.width = 0.1;
    description.options.repeats = {1, 2, 3};
    description.options.residualScales = {0.17, 0.1, 1.0 / 3.0};
    description.options.keepProbability = 0.8;
    description.preprocessing.shorterSide = 109;
    description.preprocessing.inputSize = 96;
    description.preprocessing.interpolation = Interpolation::Bilinear;
    description.preprocessing.pixelDivisor = 1.0;
    description.preprocessing.mean = {104.0, 117.0, 128.0};
    description.preprocessing.std = {0.229, 0.224, 0.225};
    description.preprocessing.bgr = true;
    description.labels = {"a \"b\"", "\n"};
    description.card = "small-1.md";
    description.training = R"({"epochs":20})";
    return description;
}

/// One piece of metadata changed, and what is said then.
struct BadDescription
{
    const char *name;
    const char *key;
    std::string value;
    std::string reason;
};

void PrintTo(const BadDescription &row, std::ostream *out)
{
    *out << row.name;
}

const std::string noDescription =
    " cannot be used: it does not say which network it is for (its metadata has no "
    "\"inceptoscope\")";
const std::string badId = " is not made of 1 to 100 letters, digits, _, - and .";

const std::vector<BadDescription> badDescriptions{
    {"noId", "id", "", "its id \"\"" + badId},
    {"idWithSlash", "id", "../x", "its id \"../x\"" + badId},
    {"noTitle", "title", "", "it has no title"},
    {"unknownNetwork", "network", "vgg\n16",
     "it is for the network \"vgg\\n16\", which is unknown here"},
    {"cardElsewhere", "card", "../../etc/passwd",
     "its model card \"../../etc/passwd\" is not the name of a file beside it"},
    {"optionsAbsent", "options", "", "the options are no JSON object"},
    {"optionsList", "options", "[]", "the options are no JSON object"},
    {"optionsBroken", "options", "{", "the options are no JSON object"},
    {"optionsDeep", "options", std::string(1'000'000, '['), "the options are no JSON object"},
    {"optionsLong", "options", "{}" + std::string(5'000'000, ' '),
     "the options are no JSON object"},
    {"optionUnknown", "options", R"({"depth":3})", "the options have an unknown field \"depth\""},
    {"inputOfOne", "options", R"({"input":[75]})",
     "the options have a field \"input\" that is not a height and a width"},
    {"inputFraction", "options", R"({"input":[75,75.5]})",
     "the options have a field \"input\" that is not a list of whole numbers"},
    {"classesText", "options", R"({"classes":"4"})",
     "the options have a field \"classes\" that is not a whole number"},
    {"classesHuge", "options", R"({"classes":4294967297})",
     "the options have a field \"classes\" that is not a whole number"},
    {"classesBeyond64Bits", "options", R"({"classes":18446744073709551615})",
     "the options have a field \"classes\" that is not a whole number"},
    {"widthNull", "options", R"({"width":null})",
     "the options have a field \"width\" that is not a number"},
    {"repeatsNested", "options", R"({"repeats":[[1],1,1]})",
     "the options have a field \"repeats\" that is not a list of whole numbers"},
    {"auxiliaryNumber", "options", R"({"auxiliary_head":1})",
     "the options have a field \"auxiliary_head\" that is not true or false"},
    {"preprocessingAbsent", "preprocessing", "", "the preprocessing settings are no JSON object"},
    {"interpolation", "preprocessing", R"({"interpolation":"nearest"})",
     "the preprocessing settings have a field \"interpolation\" that is neither bilinear nor "
     "bicubic"},
    {"meanOfTwo", "preprocessing", R"({"mean":[0.5,0.5]})",
     "the preprocessing settings have a field \"mean\" that is not three numbers"},
    {"meanHuge", "preprocessing", R"({"mean":[0.5,0.5,1e999]})",
     "the preprocessing settings are no JSON object"},
    {"stdZero", "preprocessing", R"({"std":[0.5,0,0.5]})",
     "the preprocessing settings divide by something that is zero or not finite"},
    {"divisorZero", "preprocessing", R"({"pixel_divisor":0})",
     "the preprocessing settings divide by something that is zero or not finite"},
    {"cropLargerThanSide", "preprocessing", R"({"shorter_side":74,"input_size":75})",
     "the preprocessing settings have sizes that are not 1 ≤ input_size ≤ shorter_side ≤ 8192"},
    {"sideHuge", "preprocessing", R"({"shorter_side":2000000000,"input_size":75})",
     "the preprocessing settings have sizes that are not 1 ≤ input_size ≤ shorter_side ≤ 8192"},
    {"labelsObject", "labels", "{}", "the labels are no JSON list"},
    {"labelsNumbers", "labels", "[1,2]", "the labels hold something that is no text"},
};

class BadDescriptions : public testing::TestWithParam<BadDescription>
{
};

/// The message of loading a tiny model whose description `change` has altered after the weights
/// were made.
template<typename Change> std::string loadingAfter(Change change)
{
    const TemporaryFolder folder;
    ModelDescription description = tinyDescription();
    const auto graph = buildDescribed(description);
    if (!graph)
        return graph.error().message;
    change(description);
    const auto path = folder / "model.safetensors";
    const auto saved = saveModel(path, description, randomWeights(*graph));
    if (!saved)
        return saved.error().message;
    const auto loaded = loadModel(path);
    return loaded ? "loaded" : loaded.error().message.substr(folder.path().string().size() + 1);
}

} // namespace

TEST(ModelDescription, EverythingComesBack)
{
    const auto read = readModelDescription(described(everythingSet()));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, everythingSet());
}

TEST(ModelDescription, IsWrittenAsDocumented)
{
    const TensorFile file = described(everythingSet());
    const std::map<std::string, std::string, std::less<>> expected{
        {"inceptoscope", "1"},
        {"format", "pt"},
        {"id", "irv2.small-1"},
        {"title", "Inception-ResNet-v2 · 한글 \"quoted\""},
        {"network", "inception_resnet_v2"},
        {"options",
         R"({"input":[96,96],"classes":2,"width":0.1,"repeats":[1,2,3],)"
         R"("residual_scales":[0.17,0.1,0.3333333333333333],"keep_probability":0.8})"},
        {"preprocessing",
         R"({"shorter_side":109,"input_size":96,"interpolation":"bilinear","pixel_divisor":1.0,)"
         R"("mean":[104.0,117.0,128.0],"std":[0.229,0.224,0.225],"bgr":true})"},
        {"labels", R"(["a \"b\"","\n"])"},
        {"card", "small-1.md"},
        {"training", R"({"epochs":20})"},
    };
    EXPECT_EQ(file.metadata, expected);
}

/// As files said it before other programs were thought of.
TEST(ModelDescription, IsFoundInOlderFilesToo)
{
    TensorFile file = described(everythingSet());
    file.metadata.erase("inceptoscope");
    EXPECT_FALSE(describesItself(file));
    EXPECT_EQ(readModelDescription(file).error().message, file.path.string() + noDescription);
    file.metadata["format"] = "inceptoscope";
    EXPECT_TRUE(describesItself(file));
    EXPECT_EQ(readModelDescription(file), everythingSet());
}

TEST(ModelDescription, WhatIsUnsetIsLeftOutAndTakenOffAgain)
{
    TensorFile file = described(everythingSet());
    ModelDescription plain;
    plain.id = "plain";
    plain.title = "Plain";
    plain.network = "inception_v4";
    writeModelDescription(plain, file);
    EXPECT_EQ(file.metadata.at("options"), R"({"width":1.0})");
    EXPECT_FALSE(file.metadata.contains("labels"));
    const auto read = readModelDescription(file);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, plain);
}

TEST(ModelDescription, LabelsThatAreNotUtf8AreRepaired)
{
    ModelDescription description = tinyDescription();
    description.labels[0] = "caf\xe9";
    const auto read = readModelDescription(described(description));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->labels[0], "caf\xef\xbf\xbd");
}

TEST_P(BadDescriptions, IsRefusedInOneSentence)
{
    TensorFile file = described(tinyDescription());
    file.metadata[GetParam().key] = GetParam().value;
    const auto read = readModelDescription(file);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().message, "model.safetensors cannot be used: " + GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(Metadata, BadDescriptions, testing::ValuesIn(badDescriptions),
                         [](const auto &row) { return row.param.name; });

TEST(ModelDescription, LabelsHaveNamesOrNumbers)
{
    const ModelDescription named = tinyDescription();
    EXPECT_EQ(classLabel(named, 2), "golf ball");
    EXPECT_EQ(classLabel(named, 4), "class 4");
    EXPECT_EQ(classLabel(ModelDescription{}, 17), "class 17");
}

TEST(ModelFile, AModelComesBackWhole)
{
    const TemporaryFolder folder;
    const ModelDescription description = tinyDescription("inception_resnet_v2");
    const auto graph = buildDescribed(description);
    ASSERT_TRUE(graph) << graph.error().message;
    const Weights weights = randomWeights(*graph);
    ASSERT_TRUE(saveModel(folder / "model", description, weights));
    const auto loaded = loadModel(folder / "model");
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(loaded->description, description);
    EXPECT_EQ(loaded->graph, *graph);
    ASSERT_EQ(loaded->weights.entries().size(), weights.entries().size());
    for (std::size_t i = 0; i < weights.entries().size(); ++i) {
        EXPECT_EQ(loaded->weights.entries()[i].spec, weights.entries()[i].spec);
        EXPECT_EQ(toFloat(loaded->weights.entries()[i].tensor),
                  toFloat(weights.entries()[i].tensor));
    }
}

TEST(ModelFile, HalvesAreForWeightsOnly)
{
    const TemporaryFolder folder;
    const ModelDescription description = tinyDescription();
    const auto graph = buildDescribed(description);
    ASSERT_TRUE(graph) << graph.error().message;
    ASSERT_TRUE(saveModel(folder / "model", description, randomWeights(*graph), DType::Float16));
    const auto file = readSafetensors(folder / "model");
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_EQ(file->tensors.at("stem.conv1.weight").dtype, DType::Float16);
    EXPECT_EQ(file->tensors.at("stem.conv1.bn.running_var").dtype, DType::Float32);
    EXPECT_TRUE(loadModel(folder / "model"));
}

TEST(ModelFile, WhatContradictsItselfIsRefused)
{
    const std::string head = "model.safetensors cannot be used: ";
    EXPECT_EQ(loadingAfter([](ModelDescription &) { }), "loaded");
    EXPECT_EQ(loadingAfter([](ModelDescription &d) { d.labels.pop_back(); }),
              head + "it has 3 labels for 4 classes");
    EXPECT_EQ(loadingAfter([](ModelDescription &d) { d.preprocessing.inputSize = 80; }),
              head + "its preprocessing makes pictures of 80×80, its network takes 75×75");
    EXPECT_EQ(loadingAfter([](ModelDescription &d) { d.options.input = {75, 80}; }),
              head + "its preprocessing makes pictures of 75×75, its network takes 75×80");
    EXPECT_EQ(loadingAfter([](ModelDescription &d) { d.options.width = -1.0; }),
              head + "Inception-v4: the width multiplier must be above 0 and at most 8");
    EXPECT_EQ(
        loadingAfter([](ModelDescription &d) {
            d.options.classes = 3;
            d.labels.clear();
        }),
        head
            + "its tensors do not fit Inception-v4: 2 tensors are of another shape "
              "(classifier.linear.weight is [4, 192] in the file, the network needs [3, 192], "
              "classifier.linear.bias is [4] in the file, the network needs [3])");
}

TEST(ModelFile, WeightsOfAnotherNetworkAreRefusedByName)
{
    const std::string message =
        loadingAfter([](ModelDescription &d) { d.network = "inception_resnet_v2"; });
    EXPECT_EQ(
        message.substr(0, message.find(", ")),
        "model.safetensors cannot be used: its tensors do not fit Inception-ResNet-v2 (paper): "
        "101 tensors are missing (inception_resnet_a.0.branch0.0.weight");
}

TEST(ModelFile, AFileWithoutADescriptionIsRefused)
{
    const TemporaryFolder folder;
    TensorFile file;
    ASSERT_TRUE(writeSafetensors(folder / "bare", file));
    const auto loaded = loadModel(folder / "bare");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().message, (folder / "bare").string() + noDescription);
}
