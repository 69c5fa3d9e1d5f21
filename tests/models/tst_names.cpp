#include "checkpoint/names.h"
#include "support/publickeys.h"
#include "zoo/zoo.h"

#include <gtest/gtest.h>

using namespace inceptoscope;
using inceptoscope::test::publicFile;

// Every key and shape of the public checkpoints, as their implementations register them.

namespace {

struct Row
{
    const char *name;
    const char *file; ///< in tests/data/keys
    WeightSource source;
    const char *network;
    NetworkOptions options;
    const char *unexpected; ///< what the file holds beyond the network
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

std::string joined(const std::vector<std::string> &lines)
{
    std::string text;
    for (const std::string &line : lines)
        text += line + "\n";
    return text;
}

/// What would be missing, unexpected and misshapen, one a line.
std::string differences(const NetworkGraph &graph, const TensorFile &file, const NameMap &names)
{
    std::map<std::string, std::vector<std::int64_t>> left;
    for (const auto &[key, tensor] : file.tensors) {
        if (!key.ends_with(".num_batches_tracked"))
            left.emplace(key, tensor.shape);
    }
    std::vector<std::string> lines;
    for (const ParameterSpec &spec : graph.parameterSpecs()) {
        const std::string name = names(graph, spec);
        const auto found = left.find(name);
        if (found == left.end())
            lines.push_back("missing " + name);
        else if (found->second != spec.shape)
            lines.push_back("misshapen " + name);
        left.erase(name);
    }
    for (const auto &[key, shape] : left)
        lines.push_back("unexpected " + key);
    return joined(lines);
}

const char *const auxiliaryKeys = "unexpected AuxLogits.conv0.bn.bias\n"
                                  "unexpected AuxLogits.conv0.bn.running_mean\n"
                                  "unexpected AuxLogits.conv0.bn.running_var\n"
                                  "unexpected AuxLogits.conv0.bn.weight\n"
                                  "unexpected AuxLogits.conv0.conv.weight\n"
                                  "unexpected AuxLogits.conv1.bn.bias\n"
                                  "unexpected AuxLogits.conv1.bn.running_mean\n"
                                  "unexpected AuxLogits.conv1.bn.running_var\n"
                                  "unexpected AuxLogits.conv1.bn.weight\n"
                                  "unexpected AuxLogits.conv1.conv.weight\n"
                                  "unexpected AuxLogits.fc.bias\n"
                                  "unexpected AuxLogits.fc.weight\n";

} // namespace

class PublicNames : public testing::TestWithParam<Row>
{
};

TEST_P(PublicNames, FindEveryKeyWithItsShape)
{
    const Row &row = GetParam();
    const auto graph = buildNetwork(row.network, row.options);
    ASSERT_TRUE(graph) << graph.error().message;
    const TensorFile file = publicFile(row.file);
    EXPECT_EQ(differences(*graph, file, sourceNames(row.source)), row.unexpected);
}

TEST_P(PublicNames, TellTheSource)
{
    const Row &row = GetParam();
    const auto graph = buildNetwork(row.network, row.options);
    ASSERT_TRUE(graph) << graph.error().message;
    const TensorFile file = publicFile(row.file);
    const NameMap detected = sourceNames(detectSource(*graph, file));
    EXPECT_EQ(differences(*graph, file, detected), row.unexpected);
}

INSTANTIATE_TEST_SUITE_P(
    Zoo, PublicNames,
    testing::Values(
        Row{"timmV3", "timm-inception_v3.tsv", WeightSource::Timm, "inception_v3", {}, ""},
        Row{"torchvisionV3",
            "torchvision-inception_v3.tsv",
            WeightSource::Torchvision,
            "inception_v3",
            {.auxiliaryHead = true},
            ""},
        Row{"torchvisionV3WithoutHead",
            "torchvision-inception_v3.tsv",
            WeightSource::Torchvision,
            "inception_v3",
            {},
            auxiliaryKeys},
        Row{"timmV4", "timm-inception_v4.tsv", WeightSource::Timm, "inception_v4", {}, ""},
        Row{"cadeneV4",
            "cadene-inceptionv4.tsv",
            WeightSource::Cadene,
            "inception_v4",
            {.classes = 1001},
            ""},
        Row{"facenet",
            "facenet-inception_resnet_v1.tsv",
            WeightSource::FacenetPyTorch,
            "inception_resnet_v1_facenet",
            {},
            ""},
        Row{"timmResNetV2",
            "timm-inception_resnet_v2.tsv",
            WeightSource::Timm,
            "inception_resnet_v2_tfslim",
            {},
            ""},
        Row{"cadeneResNetV2",
            "cadene-inceptionresnetv2.tsv",
            WeightSource::Cadene,
            "inception_resnet_v2_tfslim",
            {.classes = 1001},
            ""},
        Row{"cadeneBnInception",
            "cadene-bninception.tsv",
            WeightSource::Cadene,
            "bn_inception",
            {},
            ""}),
    [](const auto &row) { return std::string(row.param.name); });

TEST(Names, ThePapersNetworksHaveOnlyTheirOwn)
{
    const auto graph = buildNetwork("inception_resnet_v2");
    ASSERT_TRUE(graph);
    EXPECT_EQ(weightSources(*graph), std::vector<WeightSource>{WeightSource::Own});
    const ParameterSpec spec = graph->parameterSpecs().front();
    EXPECT_EQ(sourceNames(WeightSource::Timm)(*graph, spec), spec.name);
    EXPECT_EQ(moduleName(*graph, graph->stages()[1].blocks[2], WeightSource::Timm),
              "inception_resnet_a.2");
}

TEST(Names, AFileWithOwnNamesIsTheProjectsOwn)
{
    const auto graph = buildNetwork("inception_v3");
    ASSERT_TRUE(graph);
    TensorFile file;
    for (const ParameterSpec &spec : graph->parameterSpecs())
        file.tensors.emplace(spec.name, StoredTensor{});
    EXPECT_EQ(detectSource(*graph, file), WeightSource::Own);
}
