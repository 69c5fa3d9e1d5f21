#include "checkpoint/sidecar.h"
#include "support/temporaryfolder.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <sstream>
#include <sys/stat.h>

using namespace inceptoscope;
using inceptoscope::test::readFile;
using inceptoscope::test::TemporaryFolder;
using inceptoscope::test::writeFile;

namespace {

/// One member a line, or the message without the folder's name.
std::string printed(const Expected<Sidecar> &sidecar, const TemporaryFolder &folder)
{
    if (!sidecar)
        return sidecar.error().message.substr(folder.path().string().size() + 1);
    std::ostringstream text;
    const auto member = [&](const char *name, const std::optional<std::string> &value) {
        if (value)
            text << name << "=" << *value << "\n";
    };
    member("id", sidecar->id);
    member("title", sidecar->title);
    member("source", sidecar->source);
    member("licence", sidecar->licence);
    if (const auto &p = sidecar->preprocessing)
        text << "preprocessing=" << p->shorterSide << " " << p->inputSize
             << (p->interpolation == Interpolation::Bicubic ? " bicubic " : " bilinear ")
             << p->pixelDivisor << " " << p->mean[0] << "," << p->mean[1] << "," << p->mean[2]
             << " " << p->std[0] << "," << p->std[1] << "," << p->std[2]
             << (p->bgr ? " bgr " : " rgb ") << p->cropShare << "\n";
    if (sidecar->imagenetLabels)
        text << "labels=imagenet\n";
    if (sidecar->labels) {
        text << (sidecar->labelsOfFolder ? "folder's labels=" : "labels=");
        for (const std::string &label : *sidecar->labels)
            text << label << ";";
        text << "\n";
    }
    if (!sidecar->architecture.empty())
        text << "architecture=" << sidecar->architecture << "\n";
    return text.str();
}

struct Row
{
    const char *name;
    std::vector<std::pair<const char *, std::string>> files;
    const char *weights;
    std::string expected;
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

class Sidecars : public testing::TestWithParam<Row>
{
};

const char *const hubConfig = R"({
  "architecture": "inception_v3", "num_classes": 1000, "num_features": 2048,
  "pretrained_cfg": {"tag": "gluon_in1k", "custom_load": false, "input_size": [3, 299, 299],
    "fixed_input_size": false, "interpolation": "bicubic", "crop_pct": 0.875, "crop_mode": "center",
    "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225], "num_classes": 1000,
    "pool_size": [8, 8], "first_conv": "Conv2d_1a_3x3.conv", "classifier": "fc",
    "license": "apache-2.0"}})";

std::string config(const std::string &settings)
{
    return R"({"architecture":"inception_v4","pretrained_cfg":{)" + settings + "}}";
}

const std::vector<Row> rows{
    {"nothing", {}, "a.pth", ""},
    {"ownEverything",
     {{"a.json",
       R"({"id":"v4","title":"My v4","source":"https://example.org","licence":"MIT","labels":"imagenet",
           "preprocessing":{"shorter_side":256,"input_size":224,"interpolation":"bilinear",
           "pixel_divisor":1,"mean":[104,117,128],"std":[1,1,1],"bgr":true,"crop_share":0.875}})"}},
     "a.pth",
     "id=v4\ntitle=My v4\nsource=https://example.org\nlicence=MIT\n"
     "preprocessing=256 224 bilinear 1 104,117,128 1,1,1 bgr 0.875\nlabels=imagenet\n"},
    {"ownLabels", {{"a.json", R"({"labels":["cat","dog"]})"}}, "a.pth", "labels=cat;dog;\n"},
    {"hubConfig",
     {{"config.json", hubConfig}},
     "model.safetensors",
     "id=inception_v3.gluon_in1k\nsource=timm\nlicence=apache-2.0\n"
     "preprocessing=341 299 bicubic 255 0.485,0.456,0.406 0.229,0.224,0.225 rgb 0.875\n"
     "architecture=inception_v3.gluon_in1k\n"},
    {"namedConfig",
     {{"gluon.config.json", hubConfig}},
     "gluon.safetensors",
     "source=timm\nlicence=apache-2.0\n"
     "preprocessing=341 299 bicubic 255 0.485,0.456,0.406 0.229,0.224,0.225 rgb 0.875\n"
     "architecture=inception_v3.gluon_in1k\n"},
    {"floorOfTheShorterSide",
     {{"config.json", config(R"("crop_pct":0.8975,"mean":[0.5,0.5,0.5],"std":[0.5,0.5,0.5])")}},
     "model.safetensors",
     "id=inception_v4\nsource=timm\npreprocessing=333 299 bicubic 255 0.5,0.5,0.5 0.5,0.5,0.5 rgb "
     "0.8975\narchitecture=inception_v4\n"},
    {"timmsDefaultsForWhatIsAbsent",
     {{"config.json", config(R"("input_size":[3,224,224],"crop_pct":0,"interpolation":null)")}},
     "model.safetensors",
     "id=inception_v4\nsource=timm\npreprocessing=256 224 bicubic 255 0.485,0.456,0.406 "
     "0.229,0.224,0.225 rgb 0.875\narchitecture=inception_v4\n"},
    {"flatConfig",
     {{"config.json", R"({"architecture":"inception_v4","mean":[0.5,0.5,0.5],"std":[0.5,0.5,0.5],
       "interpolation":"bilinear","crop_pct":1.0,"label_names":["cat","dog"]})"}},
     "pytorch_model.bin",
     "id=inception_v4\nsource=timm\npreprocessing=299 299 bilinear 255 0.5,0.5,0.5 0.5,0.5,0.5 rgb "
     "1\nlabels=cat;dog;\narchitecture=inception_v4\n"},
    {"labelsWithDescriptions",
     {{"config.json", R"({"architecture":"inception_v4","label_names":["n1","n2","n3"],
       "label_descriptions":{"n1":"tench, Tinca tinca","n3":"stingray"}})"}},
     "x.safetensors",
     "source=timm\nlabels=tench, Tinca tinca;n2;stingray;\narchitecture=inception_v4\n"},
    {"labelsWithGaps",
     {{"config.json", R"({"architecture":"inception_v4","label_names":{"0":"cat","2":"dog"}})"}},
     "x.safetensors",
     "source=timm\nlabels=cat;;dog;\narchitecture=inception_v4\n"},
    {"configOfAnotherNetwork",
     {{"config.json",
       R"({"architecture":"vit_base_patch16_224","pretrained_cfg":{"crop_mode":"border"}})"}},
     "x.safetensors",
     ""},
    {"configOfAnotherProgram",
     {{"config.json", R"({"architectures":["BertModel"],"mean":5})"}},
     "x.safetensors",
     ""},
    {"ownBeforeTimms",
     {{"config.json", hubConfig}, {"model.json", R"({"title":"Mine"})"}},
     "model.safetensors",
     "title=Mine\n"},
    {"labelText",
     {{"a.labels.txt",
       "\xef\xbb\xbf"
       "cat \r\n\r\n dog\r\n\n\n"},
      {"labels.txt", "no\n"}},
     "a.pth",
     "labels=cat;;dog;\n"},
    {"labelJson", {{"a.labels.json", R"(["cat","dog"])"}}, "a.pth", "labels=cat;dog;\n"},
    {"labelsOfTheFolder", {{"labels.txt", "cat\ndog"}}, "a.pth", "folder's labels=cat;dog;\n"},
    {"labelTable",
     {{"labels.json", R"({"1":["n02","dog"],"0":["n01","cat"]})"}},
     "a.pth",
     "folder's labels=cat;dog;\n"},
    {"labelsByName",
     {{"labels.json", R"({"dog":1,"cat":0})"}},
     "a.pth",
     "folder's labels=cat;dog;\n"},
    {"wordNetIds",
     {{"labels.txt", "n01440764 tench, Tinca tinca\nn01443537 goldfish\n"}},
     "a.pth",
     "folder's labels=tench, Tinca tinca;goldfish;\n"},
    {"settingsWithLabelsBeside",
     {{"a.json", R"({"title":"A"})"}, {"labels.txt", "cat\n"}},
     "a.pth",
     "title=A\nfolder's labels=cat;\n"},

    {"noObject", {{"a.json", "[1]"}}, "a.pth", "a.json cannot be used: it is no JSON object"},
    {"cutShort",
     {{"config.json", R"({"architecture":)"}},
     "a.pth",
     "config.json cannot be used: it is no JSON object"},
    {"tooDeep",
     {{"a.json", R"({"labels":)" + std::string(1'000'000, '[')}},
     "a.pth",
     "a.json cannot be used: it is no JSON object"},
    {"tooLong",
     {{"a.json", std::string(4'000'001, ' ')}},
     "a.pth",
     "a.json cannot be used: it has 4000001 bytes, more than 4000000"},
    {"unknownField",
     {{"a.json", R"({"titel":"A"})"}},
     "a.pth",
     "a.json cannot be used: the fields have an unknown field \"titel\""},
    {"badId",
     {{"a.json", R"({"id":"../x"})"}},
     "a.pth",
     "a.json cannot be used: the fields have an \"id\" that is not made of 1 to 100 letters, "
     "digits, "
     "_, - and ."},
    {"titleNoText",
     {{"a.json", R"({"title":1})"}},
     "a.pth",
     "a.json cannot be used: the fields have a field \"title\" that is not a text"},
    {"otherLabelSet",
     {{"a.json", R"({"labels":"coco"})"}},
     "a.pth",
     "a.json cannot be used: the labels are neither a list nor \"imagenet\""},
    {"badPreprocessing",
     {{"a.json", R"({"preprocessing":{"crop_share":0.001}})"}},
     "a.pth",
     "a.json cannot be used: the preprocessing settings have a crop that is not 0.05 to 1 of the "
     "shorter side"},
    {"preprocessingNoObject",
     {{"a.json", R"({"preprocessing":[]})"}},
     "a.pth",
     "a.json cannot be used: the preprocessing settings are no JSON object"},
    {"otherInterpolation",
     {{"config.json", config(R"("interpolation":"lanczos")")}},
     "a.pth",
     "config.json cannot be used: the settings have a field \"interpolation\" that is neither "
     "bilinear "
     "nor bicubic"},
    {"otherCropMode",
     {{"config.json", config(R"("crop_pct":1,"crop_mode":"squash")")}},
     "a.pth",
     "config.json cannot be used: the settings have a \"crop_mode\" that is not center"},
    {"oblongInput",
     {{"config.json", config(R"("input_size":[3,299,300])")}},
     "a.pth",
     "config.json cannot be used: the settings have an \"input_size\" that is not [3, N, N]"},
    {"cropOfNothing",
     {{"config.json", config(R"("crop_pct":-1)")}},
     "a.pth",
     "config.json cannot be used: the settings have a crop that is not 0.05 to 1 of the shorter "
     "side"},
    {"deviationZero",
     {{"config.json", config(R"("std":[0.5,0,0.5])")}},
     "a.pth",
     "config.json cannot be used: the settings divide by something that is zero or not finite"},
    {"labelsNotUtf8",
     {{"labels.txt", "caf\xe9\n"}},
     "a.pth",
     "labels.txt cannot be used as labels: the label \"caf\\xe9\" is not UTF-8"},
    {"labelTooLong",
     {{"labels.json", "[\"" + std::string(1001, 'x') + "\"]"}},
     "a.pth",
     "labels.json cannot be used as labels: the label \"" + std::string(200, 'x')
         + "…\" is too long"},
    {"noLabels",
     {{"labels.txt", "\n\n"}},
     "a.pth",
     "labels.txt cannot be used as labels: it has no labels"},
    {"labelsNoText",
     {{"labels.json", "[1]"}},
     "a.pth",
     "labels.json cannot be used as labels: the labels hold something that is no text"},
    {"labelsOfAHugeClass",
     {{"labels.json", R"({"4000000000":"x"})"}},
     "a.pth",
     "labels.json cannot be used as labels: the labels have an entry \"4000000000\" that does not "
     "give "
     "a class a name"},
    {"labelsBrokenJson",
     {{"labels.json", R"(["cat)"}},
     "a.pth",
     "labels.json cannot be used as labels: it begins like JSON and is none"},
};

} // namespace

TEST_P(Sidecars, AreReadAsPrinted)
{
    const Row &row = GetParam();
    const TemporaryFolder folder;
    for (const auto &[name, text] : row.files)
        writeFile(folder / name, text);
    EXPECT_EQ(printed(readSidecar(folder / row.weights), folder), row.expected);
}

INSTANTIATE_TEST_SUITE_P(Rows, Sidecars, testing::ValuesIn(rows),
                         [](const auto &row) { return std::string(row.param.name); });

TEST(Sidecar, ComesBackAsWritten)
{
    const TemporaryFolder folder;
    Sidecar sidecar{"v4",  "Inception-v4 · \"mine\"", "https://example.org", "MIT", Preprocessing(),
                    false, Labels{"cat", "dog"}};
    sidecar.preprocessing->cropShare = 0.8975;
    ASSERT_TRUE(writeSidecar(folder / "v4.safetensors", sidecar));
    EXPECT_EQ(readSidecar(folder / "v4.safetensors"), sidecar);
    sidecar.labels.reset();
    sidecar.imagenetLabels = true;
    ASSERT_TRUE(writeSidecar(folder / "v4.safetensors", sidecar));
    EXPECT_EQ(readSidecar(folder / "v4.safetensors"), sidecar);
}

TEST(Sidecar, IsWrittenAsDocumented)
{
    const TemporaryFolder folder;
    ASSERT_TRUE(writeSidecar(folder / "a.b.pth", {.title = "A", .imagenetLabels = true}));
    EXPECT_EQ(readFile(folder / "a.b.json"),
              "{\n  \"title\": \"A\",\n  \"labels\": \"imagenet\"\n}\n");
    EXPECT_EQ(sidecarPath("x/a.b.pth"), std::filesystem::path("x/a.b.json"));
    EXPECT_FALSE(writeSidecar(folder / "missing/a.pth", {}));
}

TEST(Sidecar, IsNoFolderAndNoPipe)
{
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "a.json");
    EXPECT_EQ(printed(readSidecar(folder / "a.pth"), folder),
              "a.json cannot be used: it is a folder");
    ASSERT_EQ(mkfifo((folder / "b.json").c_str(), 0600), 0);
    EXPECT_EQ(printed(readSidecar(folder / "b.pth"), folder),
              "b.json cannot be used: it is not a regular file");
}

TEST(Labels, OfImagenetAreAThousandDifferentOnes)
{
    const Labels &labels = imagenetLabels();
    ASSERT_EQ(labels.size(), 1000U);
    EXPECT_EQ(labels.front(), "tench");
    EXPECT_EQ(labels[134], "crane bird");
    EXPECT_EQ(labels[207], "golden retriever");
    EXPECT_EQ(labels[517], "crane");
    EXPECT_EQ(labels.back(), "toilet tissue");
    Labels sorted = labels;
    std::ranges::sort(sorted);
    EXPECT_EQ(std::ranges::adjacent_find(sorted), sorted.end());
    EXPECT_TRUE(sorted.front().size() > 1);
}

TEST(Labels, FitAsManyClassesOrTheSameBehindBackground)
{
    EXPECT_EQ(fittingLabels({"cat", "dog"}, 2), Labels({"cat", "dog"}));
    EXPECT_EQ(fittingLabels({"cat", "dog"}, 3), Labels({"background", "cat", "dog"}));
    EXPECT_EQ(fittingLabels({"cat", "dog"}, 4).error().message, "there are 2 labels for 4 classes");
    EXPECT_EQ(fittingLabels({"cat", "dog"}, 1).error().message, "there are 2 labels for 1 classes");
}
