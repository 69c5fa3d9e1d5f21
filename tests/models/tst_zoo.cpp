#include "graph/residualscales.h"
#include "support/graphtext.h"
#include "support/testdata.h"
#include "zoo/zoo.h"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <limits>
#include <numeric>
#include <stdexcept>

using namespace inceptoscope;
using namespace inceptoscope::test;

// Parameters, multiply-adds and grid sizes were measured on the public implementations and on
// networks built from the papers' figures.

namespace {

NetworkGraph built(std::string_view id, const NetworkOptions &options)
{
    const auto graph = buildNetwork(id, options);
    if (!graph)
        throw std::runtime_error(graph.error().message);
    return *graph;
}

std::string dataFile(const std::string &name)
{
    std::ifstream file(testData("networks") / name);
    return {std::istreambuf_iterator<char>(file), {}};
}

struct CostsRow
{
    const char *name;
    const char *network;
    NetworkOptions options;
    std::int64_t parameters;
    std::int64_t multiplyAdds;
    int convolutions;
    int smallestInput;
};

struct TableRow
{
    const char *file; ///< in tests/data/networks
    const char *network;
    NetworkOptions options;
};

struct ErrorRow
{
    const char *name;
    const char *network;
    NetworkOptions options;
    const char *message;
};

void PrintTo(const CostsRow &row, std::ostream *out)
{
    *out << row.name;
}

void PrintTo(const TableRow &row, std::ostream *out)
{
    *out << row.file;
}

void PrintTo(const ErrorRow &row, std::ostream *out)
{
    *out << row.name;
}

std::string onlyLetters(std::string text)
{
    std::erase_if(text, [](unsigned char c) { return !std::isalnum(c); });
    return text;
}

const auto byName = [](const auto &info) { return std::string(info.param.name); };
const auto byFile = [](const auto &info) { return onlyLetters(info.param.file); };

} // namespace

class Costs : public testing::TestWithParam<CostsRow>
{
};

TEST_P(Costs, AreThePublishedOnes)
{
    const CostsRow &row = GetParam();
    const NetworkGraph graph = built(row.network, row.options);
    EXPECT_EQ(graph.parameters(), row.parameters);
    EXPECT_EQ(graph.multiplyAdds(), row.multiplyAdds);
    EXPECT_EQ(std::ranges::count(graph.layers(), LayerKind::Convolution, &Layer::kind),
              row.convolutions);
    EXPECT_EQ(graph.smallestInput(), (Extent{row.smallestInput, row.smallestInput}));
}

/// Diagram, description and costs walk stages and blocks, the engine walks layers: each layer
/// belongs to one block, and the blocks' sums are the whole.
TEST_P(Costs, AddUpOverTheStages)
{
    const NetworkGraph graph = built(GetParam().network, GetParam().options);
    std::vector<int> layers;
    std::int64_t parameters = 0;
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            for (int index : block.layers) {
                layers.push_back(index);
                parameters += graph.layer(index).parameters;
            }
        }
    }
    std::vector<int> expected(graph.layers().size());
    std::iota(expected.begin(), expected.end(), 0);
    EXPECT_EQ(layers, expected);
    EXPECT_EQ(parameters, graph.parameters());
}

INSTANTIATE_TEST_SUITE_P(
    Zoo, Costs,
    testing::Values(
        CostsRow{"v3", "inception_v3", {}, 23'834'568, 5'713'216'096, 94, 75},
        CostsRow{"v3WithHead",
                 "inception_v3",
                 {.auxiliaryHead = true},
                 27'161'264,
                 5'713'216'096,
                 96,
                 299},
        CostsRow{"v4", "inception_v4", {}, 42'679'816, 12'253'974'624, 149, 75},
        CostsRow{
            "v4For1001", "inception_v4", {.classes = 1001}, 42'681'353, 12'253'976'160, 149, 75},
        CostsRow{"resNetV1", "inception_resnet_v1", {}, 22'756'328, 6'206'361'696, 127, 75},
        CostsRow{"facenet", "inception_resnet_v1_facenet", {}, 27'910'327, 1'422'081'376, 132, 75},
        CostsRow{"facenetAt299",
                 "inception_resnet_v1_facenet",
                 {.input = {299, 299}},
                 27'910'327,
                 6'312'142'432,
                 132,
                 75},
        CostsRow{"resNetV2", "inception_resnet_v2", {}, 32'433'928, 9'257'953'632, 132, 75},
        CostsRow{"tfSlim", "inception_resnet_v2_tfslim", {}, 55'843'464, 13'155'794'016, 244, 75},
        CostsRow{"tfSlimFor1001",
                 "inception_resnet_v2_tfslim",
                 {.classes = 1001},
                 55'845'001,
                 13'155'795'552,
                 244,
                 75},
        CostsRow{"bnInception", "bn_inception", {}, 11'295'240, 2'032'600'064, 69, 31}),
    byName);

class Table : public testing::TestWithParam<TableRow>
{
};

TEST_P(Table, IsThatOfTheNetwork)
{
    const TableRow &row = GetParam();
    EXPECT_EQ(test::graphText(built(row.network, row.options)), dataFile(row.file));
}

INSTANTIATE_TEST_SUITE_P(
    Zoo, Table,
    testing::Values(
        TableRow{"inception_v3.txt", "inception_v3", {.auxiliaryHead = true}},
        TableRow{"inception_v4.txt", "inception_v4", {}},
        TableRow{"inception_resnet_v1.txt", "inception_resnet_v1", {}},
        TableRow{"inception_resnet_v1_facenet.txt", "inception_resnet_v1_facenet", {}},
        TableRow{"inception_resnet_v2.txt", "inception_resnet_v2", {}},
        TableRow{"inception_resnet_v2_tfslim.txt", "inception_resnet_v2_tfslim", {}},
        TableRow{"bn_inception.txt", "bn_inception", {}},
        TableRow{"inception_v3_longer.txt", "inception_v3", {.repeats = {4, 5, 1}}},
        TableRow{"inception_resnet_v1_at_160.txt", "inception_resnet_v1", {.input = {160, 160}}},
        TableRow{
            "inception_resnet_v1_facenet_narrow.txt",
            "inception_resnet_v1_facenet",
            {.classes = 40, .width = 0.5, .repeats = {1, 1, 1}, .residualScales = {0.3, 0.2, 0.1}}},
        TableRow{"inception_resnet_v2_narrow.txt",
                 "inception_resnet_v2",
                 {.input = {128, 160},
                  .classes = 10,
                  .width = 0.25,
                  .repeats = {1, 2, 1},
                  .keepProbability = 1.0}},
        TableRow{"bn_inception_narrow.txt",
                 "bn_inception",
                 {.input = {102, 127},
                  .classes = 10,
                  .width = 0.25,
                  .repeats = {1, 5, 2},
                  .keepProbability = 0.5}}),
    byFile);

/// Also of the last block, which has none as published.
TEST(ResidualScale, OneAloneIsThatOfEveryBlock)
{
    NetworkOptions options{.input = {75, 75}, .width = 0.1, .repeats = {1, 2, 1}};
    const auto scales = [&options] {
        return residualScales(buildNetwork("inception_resnet_v2_tfslim", options).value());
    };
    EXPECT_EQ(scales(), (std::vector<double>{0.17, 0.10, 0.20, 1.0}));
    options.residualScales = {0.3};
    EXPECT_EQ(scales(), (std::vector<double>{0.3, 0.3, 0.3, 0.3}));
}

class InvalidOptions : public testing::TestWithParam<ErrorRow>
{
};

TEST_P(InvalidOptions, SayWhatIsWrong)
{
    const ErrorRow &row = GetParam();
    const auto graph = buildNetwork(row.network, row.options);
    ASSERT_FALSE(graph);
    EXPECT_EQ(graph.error().message, row.message);
}

INSTANTIATE_TEST_SUITE_P(
    Zoo, InvalidOptions,
    testing::Values(
        ErrorRow{"unknownNetwork",
                 "resnet50",
                 {},
                 "there is no network \"resnet50\"; the known ones are inception_v3, inception_v4, "
                 "inception_resnet_v1, "
                 "inception_resnet_v1_facenet, inception_resnet_v2, inception_resnet_v2_tfslim, "
                 "bn_inception"},
        ErrorRow{"oneTooSmall",
                 "inception_resnet_v2_tfslim",
                 {.input = {74, 74}},
                 "Inception-ResNet-v2 (TF-slim) cannot take an input of 74×74: "
                 "reduction_b.branch0.1: the grid vanishes, since 3×3/2 conv does not fit on a "
                 "grid of 2×2; the smallest size that works is 75×75"},
        ErrorRow{"narrow",
                 "inception_v4",
                 {.input = {299, 60}},
                 "Inception-v4 cannot take an input of 299×60: reduction_b.branch0.1: the grid "
                 "vanishes, since 3×3/2 conv does not fit on a grid of 17×2; the smallest size "
                 "that works is 75×75"},
        ErrorRow{"headAt298",
                 "inception_v3",
                 {.input = {298, 298}, .auxiliaryHead = true},
                 "Inception-v3 cannot take an input of 298×298: auxiliary_head.conv1: the grid "
                 "vanishes, since 5×5 conv does not fit on a grid of 4×4; the smallest size that "
                 "works is 299×299"},
        ErrorRow{"bnInceptionAt299",
                 "bn_inception",
                 {.input = {299, 299}},
                 "BN-Inception cannot take an input of 299×299: reduction_3.concat: its inputs are "
                 "19×19×160 and 18×18×320, which cannot be concatenated; the nearest sizes that "
                 "work are 294×294 and 319×319"},
        ErrorRow{"bnInceptionTall",
                 "bn_inception",
                 {.input = {300, 224}},
                 "BN-Inception cannot take an input of 300×224: reduction_3.concat: its inputs are "
                 "19×14×160 and 18×14×320, which cannot be concatenated; the nearest sizes that "
                 "work are 294×224 and 319×224"},
        ErrorRow{"bnInceptionAt30",
                 "bn_inception",
                 {.input = {30, 30}},
                 "BN-Inception cannot take an input of 30×30: reduction_3.concat: its inputs are "
                 "2×2×160 and 1×1×320, which cannot be concatenated; the smallest size that works "
                 "is 31×31"},
        ErrorRow{
            "negativeInput",
            "inception_v3",
            {.input = {-299, 299}},
            "Inception-v3 cannot take an input of -299×299: the sides must be between 1 and 8192"},
        ErrorRow{
            "hugeInput",
            "inception_v3",
            {.input = {299, 8193}},
            "Inception-v3 cannot take an input of 299×8193: the sides must be between 1 and 8192"},
        ErrorRow{"negativeClasses",
                 "inception_v4",
                 {.classes = -1},
                 "Inception-v4: the number of classes must be between 1 and 1000000"},
        ErrorRow{"tooManyClasses",
                 "inception_v4",
                 {.classes = 1'000'001},
                 "Inception-v4: the number of classes must be between 1 and 1000000"},
        ErrorRow{"noWidth",
                 "inception_v3",
                 {.width = 0.0},
                 "Inception-v3: the width multiplier must be above 0 and at most 8"},
        ErrorRow{"notANumberWidth",
                 "inception_v3",
                 {.width = std::numeric_limits<double>::quiet_NaN()},
                 "Inception-v3: the width multiplier must be above 0 and at most 8"},
        ErrorRow{"wide",
                 "bn_inception",
                 {.width = 8.5},
                 "BN-Inception: the width multiplier must be above 0 and at most 8"},
        ErrorRow{"tooFewRepeats",
                 "inception_resnet_v1",
                 {.repeats = {5, 10}},
                 "Inception-ResNet-v1 (paper) takes 3 numbers of repeats, not 2"},
        ErrorRow{"noBlock",
                 "inception_resnet_v1",
                 {.repeats = {5, 0, 5}},
                 "Inception-ResNet-v1 (paper): every number of repeats must be between 1 and 1000"},
        ErrorRow{"tooManyBlocks",
                 "inception_resnet_v1",
                 {.repeats = {5, 10, 1001}},
                 "Inception-ResNet-v1 (paper): every number of repeats must be between 1 and 1000"},
        ErrorRow{"tooManyScales",
                 "inception_resnet_v2",
                 {.residualScales = {0.1, 0.1, 0.1, 1.0}},
                 "Inception-ResNet-v2 (paper) takes 3 residual scales, not 4"},
        ErrorRow{"scalesWithoutResiduals",
                 "inception_v4",
                 {.residualScales = {0.1, 0.1, 0.1}},
                 "Inception-v4 takes 0 residual scales, not 3"},
        ErrorRow{"oneScaleWithoutResiduals",
                 "inception_v4",
                 {.residualScales = {0.1}},
                 "Inception-v4 has no residual blocks to scale"},
        ErrorRow{"oneInfiniteScale",
                 "inception_resnet_v2",
                 {.residualScales = {-std::numeric_limits<double>::infinity()}},
                 "Inception-ResNet-v2 (paper): the residual scale must be a finite number"},
        ErrorRow{"infiniteScale",
                 "inception_resnet_v2",
                 {.residualScales = {0.1, std::numeric_limits<double>::infinity(), 0.1}},
                 "Inception-ResNet-v2 (paper): every residual scale must be a finite number"},
        ErrorRow{"keepNothing",
                 "inception_v4",
                 {.keepProbability = 0.0},
                 "Inception-v4: the keep probability of the dropout must be above 0 and at most 1"},
        ErrorRow{"headWhereThereIsNone",
                 "inception_v4",
                 {.auxiliaryHead = true},
                 "Inception-v4 has no auxiliary head"}),
    byName);
