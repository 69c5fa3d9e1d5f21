#include "checkpoint/mappedfile.h"
#include "checkpoint/tensorvalues.h"
#include "engine/engine.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"

#include <array>
#include <cstring>
#include <fstream>
#include <gtest/gtest.h>
#include <numeric>
#include <sstream>

using namespace inceptoscope;
using inceptoscope::test::randomWeights;
using inceptoscope::test::saveTinyModel;
using inceptoscope::test::TemporaryFolder;
using inceptoscope::test::tinyDescription;
using inceptoscope::test::writeFile;

namespace {

std::vector<float> copied(const StoredTensor &tensor)
{
    std::vector<float> values(static_cast<std::size_t>(tensor.elements()));
    const auto done = copyFloats(tensor, values);
    EXPECT_TRUE(done) << done.error().message;
    return values;
}

/// Pages of the mapping that `address` lies in which are this process's, in kB.
int residentPages(const void *address)
{
    std::ifstream maps("/proc/self/smaps");
    const auto wanted = reinterpret_cast<std::uintptr_t>(address);
    bool inside = false;
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t begin = 0;
        std::uintptr_t end = 0;
        char dash = 0;
        std::istringstream range(line);
        if (range >> std::hex >> begin >> dash >> end && dash == '-')
            inside = begin <= wanted && wanted < end;
        else if (inside && line.starts_with("Rss:"))
            return std::stoi(line.substr(4));
    }
    return -1;
}

class EveryDType : public testing::TestWithParam<DType>
{
};

} // namespace

/// More elements than are converted at a time, and not a multiple of that.
TEST_P(EveryDType, IsCopiedAsItIsConverted)
{
    const std::size_t count = 150'001;
    std::vector<std::byte> bytes(count * elementSize(GetParam()));
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::byte>((i * 7 + i / 256) % 120); // no NaN in any type
    const StoredTensor tensor{GetParam(), {static_cast<std::int64_t>(count)}, bytes, nullptr};
    EXPECT_EQ(copied(tensor), toFloat(tensor));
}

INSTANTIATE_TEST_SUITE_P(TensorValues, EveryDType,
                         testing::Values(DType::Float64, DType::Float32, DType::Float16,
                                         DType::BFloat16, DType::Int64, DType::Int32, DType::Int16,
                                         DType::Int8, DType::UInt8, DType::Bool),
                         [](const auto &row) { return std::string(dtypeName(row.param)); });

TEST(TensorValues, NeedNoAlignmentAndMayBeNone)
{
    const std::array<float, 2> values{1.5F, -2.25F};
    std::array<std::byte, 9> bytes{};
    std::memcpy(bytes.data() + 1, values.data(), sizeof values);
    EXPECT_EQ(copied({DType::Float32, {2}, std::span(bytes).subspan(1), nullptr}),
              std::vector<float>(values.begin(), values.end()));
    EXPECT_EQ(copied({DType::Float32, {0, 3}, {}, nullptr}), std::vector<float>());
    EXPECT_EQ(copied({DType::Float16, {0}, {}, nullptr}), std::vector<float>());
}

TEST(TensorValues, OfAMappedFileLeaveItsPagesToTheSystem)
{
    const TemporaryFolder folder;
    std::vector<float> values(1 << 20);
    std::iota(values.begin(), values.end(), 0.0F);
    TensorFile file;
    file.tensors.emplace("x", makeTensor(values, {1 << 20}));
    ASSERT_TRUE(writeSafetensors(folder / "x", file));

    const auto read = readSafetensors(folder / "x");
    ASSERT_TRUE(read) << read.error().message;
    const StoredTensor &tensor = read->tensors.at("x");
    EXPECT_EQ(copied(tensor), values);
    const int resident = residentPages(tensor.bytes.data());
    EXPECT_GE(resident, 0);
    EXPECT_LE(resident, 256); // the header's, and those the system reads around them
}

TEST(TensorValues, OfAFileThatWasCutShortAreAnError)
{
    const TemporaryFolder folder;
    TensorFile file;
    file.tensors.emplace("x", makeTensor(std::vector<float>(1 << 16), {1 << 16}));
    ASSERT_TRUE(writeSafetensors(folder / "x", file));
    const auto read = readSafetensors(folder / "x");
    ASSERT_TRUE(read) << read.error().message;
    std::filesystem::resize_file(folder / "x", 4096);

    std::vector<float> values(1 << 16);
    const auto done = copyFloats(read->tensors.at("x"), values);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().message,
              (folder / "x").string()
                  + " cannot be read: it was cut short after it had been "
                    "opened");
}

TEST(TensorValues, AnEngineOfAFileThatWasCutShortIsAnError)
{
    const TemporaryFolder folder;
    ASSERT_TRUE(saveTinyModel(folder / "tiny", tinyDescription()));
    const auto model = loadModel(folder / "tiny");
    ASSERT_TRUE(model) << model.error().message;
    std::filesystem::resize_file(folder / "tiny", std::filesystem::file_size(folder / "tiny") / 2);
    const auto engine = makeTorchEngine(model->graph, model->weights);
    ASSERT_FALSE(engine);
    EXPECT_EQ(engine.error().message,
              (folder / "tiny").string()
                  + " cannot be read: it was cut short after it had been "
                    "opened");
}

/// Bytes that share a mapping's owner without lying in it, as a reader may have made them.
TEST(TensorValues, BesideAMappingAreCopiedFromWhereTheyAre)
{
    const TemporaryFolder folder;
    writeFile(folder / "x", "0123");
    const auto mapped = mapFile(folder / "x");
    ASSERT_TRUE(mapped);
    const std::vector<float> values{3.0F};
    EXPECT_EQ(copied({DType::Float32, {1}, std::as_bytes(std::span(values)), mapped->owner}),
              values);
}
