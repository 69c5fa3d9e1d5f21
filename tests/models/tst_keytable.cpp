#include "checkpoint/keytable.h"
#include "support/publickeys.h"
#include "support/tinymodel.h"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sstream>

using namespace inceptoscope;
using inceptoscope::test::publicFile;
using inceptoscope::test::randomWeights;
using inceptoscope::test::tinyDescription;

namespace {

std::string line(const KeyRow &row)
{
    return fmt::format("{} | {} | {} | {} | {} | {} | {}", statusName(row.status), row.name,
                       row.dtype ? dtypeName(*row.dtype) : "-", dimensionsText(row.shape),
                       row.layer, row.role, row.note);
}

std::string head(const KeyTable &table)
{
    return fmt::format("{} | {} | {} {} {} {} {} | {}", table.network, table.source,
                       table.count(KeyStatus::Missing), table.count(KeyStatus::Misshapen),
                       table.count(KeyStatus::Unexpected), table.count(KeyStatus::Explained),
                       table.count(KeyStatus::Matched), table.problem);
}

/// The first `count` rows, a line each.
std::string lines(const KeyTable &table, std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(count, table.rows.size()); ++i)
        text += line(table.rows[i]) + "\n";
    return text;
}

/// The row of a tensor.
std::string rowOf(const KeyTable &table, std::string_view name)
{
    const auto found = std::ranges::find(table.rows, name, &KeyRow::name);
    return found == table.rows.end() ? "none" : line(*found);
}

struct Row
{
    const char *name;
    const char *file;
    const char *head;
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

class PublicTables : public testing::TestWithParam<Row>
{
};

} // namespace

TEST_P(PublicTables, LeaveNothingUnexplained)
{
    const Row &row = GetParam();
    EXPECT_EQ(head(keyTable(publicFile(row.file))), row.head);
    EXPECT_EQ(head(keyTable(publicFile(row.file, "module."))), row.head);
}

INSTANTIATE_TEST_SUITE_P(
    KeyTable, PublicTables,
    testing::Values(
        Row{"timmV3", "timm-inception_v3.tsv", "Inception-v3 | timm | 0 0 0 94 472 | "},
        Row{"torchvisionV3", "torchvision-inception_v3.tsv",
            "Inception-v3 | torchvision | 0 0 0 108 472 | "},
        Row{"timmV4", "timm-inception_v4.tsv", "Inception-v4 | timm | 0 0 0 149 747 | "},
        Row{"cadeneV4", "cadene-inceptionv4.tsv", "Inception-v4 | Cadene | 0 0 0 149 747 | "},
        Row{"facenet", "facenet-inception_resnet_v1.tsv",
            "Inception-ResNet-v1 (facenet) | facenet-pytorch | 0 0 0 112 604 | "},
        Row{"timmResNetV2", "timm-inception_resnet_v2.tsv",
            "Inception-ResNet-v2 (TF-slim) | timm | 0 0 0 204 1102 | "},
        Row{"cadeneResNetV2", "cadene-inceptionresnetv2.tsv",
            "Inception-ResNet-v2 (TF-slim) | Cadene | 0 0 0 204 1102 | "},
        Row{"cadeneBnInception", "cadene-bninception.tsv",
            "BN-Inception | Cadene | 0 0 0 69 416 | "}),
    [](const auto &row) { return std::string(row.param.name); });

TEST(KeyTable, SaysWhereEachTensorBelongs)
{
    const KeyTable table = keyTable(publicFile("torchvision-inception_v3.tsv"));
    EXPECT_EQ(rowOf(table, "Mixed_5b.branch5x5_2.conv.weight"),
              "matched | Mixed_5b.branch5x5_2.conv.weight | F32 | 64×48×5×5 | "
              "inception_a.0.branch1.1 | weight | ");
    EXPECT_EQ(rowOf(table, "Mixed_5b.branch5x5_2.bn.bias"),
              "matched | Mixed_5b.branch5x5_2.bn.bias | F32 | 64 | inception_a.0.branch1.1 | "
              "batch-norm shift | ");
    EXPECT_EQ(rowOf(table, "Mixed_5b.branch5x5_2.bn.num_batches_tracked"),
              "not needed | Mixed_5b.branch5x5_2.bn.num_batches_tracked | I64 | scalar | "
              "inception_a.0.branch1.1 | batch counter | for training only");
    EXPECT_EQ(rowOf(table, "AuxLogits.conv0.conv.weight"),
              "not needed | AuxLogits.conv0.conv.weight | F32 | 128×768×1×1 | "
              "auxiliary_head.conv0 | weight | auxiliary head, for training only");
    EXPECT_EQ(rowOf(table, "AuxLogits.conv1.bn.num_batches_tracked"),
              "not needed | AuxLogits.conv1.bn.num_batches_tracked | I64 | scalar | "
              "auxiliary_head.conv1 | batch counter | for training only");
}

TEST(KeyTable, TakesVectorsOfOneRowAsTheLoaderDoes)
{
    TensorFile file = publicFile("cadene-bninception.tsv");
    for (auto &[name, tensor] : file.tensors) {
        if (tensor.shape.size() == 1)
            tensor.shape.insert(tensor.shape.begin(), 1);
    }
    EXPECT_EQ(head(keyTable(file)), "BN-Inception | Cadene | 0 0 0 69 416 | ");
}

TEST(KeyTable, PutsWhatIsWrongFirst)
{
    TensorFile file = publicFile("timm-inception_v4.tsv", "module.");
    file.tensors.erase("module.features.3.conv.bn.weight");
    file.tensors.erase("module.features.0.conv.weight");
    file.tensors["module.features.1.conv.weight"].shape = {32, 32, 5, 5};
    file.tensors["module.head.weight"] = StoredTensor{DType::BFloat16, {3}, {}, nullptr};
    const KeyTable table = keyTable(file);
    EXPECT_EQ(head(table),
              "Inception-v4 | timm | 2 1 1 149 744 | weights.safetensors fits no known network: "
              "closest is Inception-v4 with 2 of 747 tensors missing (first "
              "features.0.conv.weight)");
    EXPECT_EQ(lines(table, 5),
              "missing | module.features.0.conv.weight | - | 32×3×3×3 | stem.conv1 | weight | \n"
              "missing | module.features.3.conv.bn.weight | - | 96 | stem.mixed4.branch1.0 | "
              "batch-norm scale | \n"
              "another shape | module.features.1.conv.weight | F32 | 32×32×5×5 | stem.conv2 | "
              "weight | the network needs 32×32×3×3\n"
              "unexpected | module.head.weight | BF16 | 3 |  |  | \n"
              "not needed | module.features.0.bn.num_batches_tracked | I64 | scalar | stem.conv1 | "
              "batch counter | for training only\n");
}

TEST(KeyTable, TellsShapesThatDoNotFitThoughEveryNameDoes)
{
    TensorFile file = publicFile("timm-inception_v4.tsv");
    file.tensors["features.0.bn.bias"].shape = {31};
    EXPECT_EQ(head(keyTable(file)),
              "Inception-v4 | timm | 0 1 0 149 746 | weights.safetensors cannot be used: its "
              "tensors do not fit Inception-v4: 1 tensor is of another shape (features.0.bn.bias "
              "is [31] in the file, the network needs [32])");
    file.tensors["features.0.bn.bias"].shape = {32};
    file.tensors["last_linear.weight"].shape = {7};
    EXPECT_EQ(head(keyTable(file)),
              "Inception-v4 | timm | 0 1 0 149 746 | weights.safetensors cannot be used: the "
              "classifier's weight \"last_linear.weight\" is no matrix");
}

TEST(KeyTable, HoldsAgainstTheNetworkThatIsNamed)
{
    const TensorFile file = publicFile("timm-inception_v4.tsv");
    const KeyTable table = keyTable(file, "bn_inception");
    EXPECT_EQ(table.network, "BN-Inception");
    EXPECT_EQ(table.count(KeyStatus::Unexpected),
              747U - table.count(KeyStatus::Misshapen) - table.count(KeyStatus::Matched));
    EXPECT_EQ(table.problem,
              "weights.safetensors does not fit BN-Inception: it has 414 of 416 tensors missing "
              "(first conv1_7x7_s2.weight)");
}

TEST(KeyTable, ListsWhatNobodyKnows)
{
    TensorFile file;
    file.path = "other.safetensors";
    file.tensors.emplace("b", StoredTensor{DType::Float16, {2, 3}, {}, nullptr});
    file.tensors.emplace("a.num_batches_tracked", StoredTensor{DType::Int64, {}, {}, nullptr});
    const KeyTable table = keyTable(file);
    EXPECT_EQ(head(table),
              " |  | 0 0 1 1 0 | other.safetensors fits no known network: none of its "
              "2 tensors has a name of theirs");
    EXPECT_EQ(lines(table, 2),
              "unexpected | b | F16 | 2×3 |  |  | \n"
              "not needed | a.num_batches_tracked | I64 | scalar |  | batch counter | for training "
              "only\n");
}

/// Also where the description itself is what is wrong.
TEST(KeyTable, IsThereForFilesOfTheProgramsOwn)
{
    const ModelDescription description = tinyDescription();
    const NetworkGraph graph = buildDescribed(description).value();
    TensorFile file;
    file.path = "tiny.safetensors";
    writeModelDescription(description, file);
    for (const ParameterSpec &spec : graph.parameterSpecs())
        file.tensors.emplace(spec.name, StoredTensor{DType::Float32, spec.shape, {}, nullptr});
    const auto all = std::to_string(graph.parameterSpecs().size());
    EXPECT_EQ(head(keyTable(file)), "Inception-v4 | own | 0 0 0 0 " + all + " | ");
    file.metadata["labels"] = "{}";
    const KeyTable broken = keyTable(file);
    EXPECT_EQ(broken.problem, "tiny.safetensors cannot be used: the labels are no JSON list");
    EXPECT_EQ(broken.network, "Inception-v4");
    EXPECT_EQ(rowOf(broken, "stem.conv1.weight"),
              "another shape | stem.conv1.weight | F32 | 8×3×3×3 | stem.conv1 | weight | the "
              "network needs 32×3×3×3");
}
