#include "checkpoint/labels.h"
#include "checkpoint/sidecar.h"
#include "checkpoint/weightsfile.h"
#include "support/countedmemory.h"
#include "support/hostilecheck.h"
#include "support/hostilefiles.h"
#include "support/temporaryfolder.h"
#include "support/ziparchive.h"

#include <gtest/gtest.h>
#include <set>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

/// Whole checks of one file: what is wrong, and nothing where all is well.
std::string problemOf(const HostileFile &hostile, const std::filesystem::path &path)
{
    const auto file = readTensorFile(path);
    if (const std::string problem = problemOfFile(file); !problem.empty())
        return problem;
    if (!file) {
        const std::string &message = file.error().message;
        const bool named = message.starts_with(path.string() + " cannot be read: ");
        const bool asMeant = message.find(hostile.reason) != std::string::npos;
        return named && asMeant ? std::string() : "another reason: " + message;
    }
    if (!hostile.reason.empty())
        return "it was read";
    const auto loaded = loadWeightsFile(path);
    return loaded ? "it was taken for a network" : problemOfMessage(loaded.error().message);
}

TEST(HostileFiles, AreReadWholeOrRefusedWithTheirReason)
{
    const TemporaryFolder folder;
    const auto files = hostileFiles();
    ASSERT_GE(files.size(), 200U);
    std::set<std::string> names;
    for (const HostileFile &hostile : files) {
        const auto path = folder / hostile.name;
        EXPECT_TRUE(names.insert(hostile.name).second) << hostile.name;
        writeFile(path, hostile.bytes);
        EXPECT_EQ(problemOf(hostile, path), "") << hostile.name;
        std::filesystem::remove(path);
    }
    RecordProperty("files", static_cast<int>(files.size()));
}

/// A file of a few bytes takes what may be unpacked and put in order, and no more; a larger one,
/// some hundred bytes for each of its own.
TEST(HostileFiles, TakeLittleMemory)
{
    const TemporaryFolder folder;
    for (const HostileFile &hostile : hostileFiles()) {
        writeFile(folder / "file", hostile.bytes);
        const std::size_t before = memory;
        mostMemory = before;
        static_cast<void>(readTensorFile(folder / "file"));
        EXPECT_LT(mostMemory - before, (std::size_t{40} << 20U) + 300 * hostile.bytes.size())
            << hostile.name;
    }
}

/// The count above counts what the library takes.
TEST(HostileFiles, AreCountedInMemory)
{
    const TemporaryFolder folder;
    const std::string elements = std::string(1'000'000, 'N') + std::string(999'999, '0') + ".";
    writeFile(folder / "file",
              zipArchive({zipPart("data.pkl", elements), zipPart("version", "3")}));
    const std::size_t before = memory;
    mostMemory = before;
    EXPECT_FALSE(readTensorFile(folder / "file"));
    EXPECT_GT(mostMemory - before, std::size_t{30} << 20U);
    EXPECT_LT(memory - before, std::size_t{1} << 20U);
}

// --- What lies beside weights

const std::vector<std::string> hostileJson{
    "",
    "{",
    "nul",
    std::string("\0\0\0\0", 4),
    "\xff\xfe{}",
    "{\"id\":\"\xff\"}",
    "{} {}",
    "[]",
    "1",
    std::string(100'000, '['),
    "{\"a\":" + std::string(100'000, '['),
    "{\"id\":3}",
    "{\"title\":[\"a\"]}",
    "{\"labels\":7}",
    "{\"labels\":[1,2]}",
    "{\"labels\":{\"-1\":\"a\"}}",
    "{\"labels\":{\"99999999999999999999\":\"a\"}}",
    "{\"labels\":{\"2000000000\":\"a\"}}",
    "{\"labels\":{\"a\":4000000000}}",
    "{\"preprocessing\":{\"mean\":[1e999,0,0]}}",
    "{\"preprocessing\":{\"mean\":[]}}",
    "{\"preprocessing\":{\"std\":[0,0,0]}}",
    "{\"preprocessing\":{\"inputSize\":-1}}",
    "{\"preprocessing\":{\"inputSize\":1e30}}",
    "{\"preprocessing\":5}",
    "{\"pretrained_cfg\":{\"input_size\":[3,-1,-1]}}",
    "{\"pretrained_cfg\":{\"input_size\":[3,1000000000,1000000000]}}",
    "{\"pretrained_cfg\":{\"crop_pct\":0,\"input_size\":[3,299,299]}}",
    "{\"label_names\":{\"0\":{\"a\":1}},\"pretrained_cfg\":{}}",
    "{\"num_classes\":1e18,\"pretrained_cfg\":{}}",
};

TEST(HostileSidecars, AreReadOrRefusedByName)
{
    const TemporaryFolder folder;
    for (const char *name : {"w.json", "w.config.json", "config.json", "w.labels.json",
                             "w.labels.txt", "labels.json", "labels.txt"}) {
        for (const std::string &json : hostileJson) {
            writeFile(folder / name, json);
            const std::string shown = std::string(name) + ": " + json.substr(0, 60);
            if (const auto sidecar = readSidecar(folder / "w.safetensors"); !sidecar) {
                EXPECT_EQ(problemOfMessage(sidecar.error().message), "") << shown;
                EXPECT_TRUE(sidecar.error().message.find(name) != std::string::npos) << shown;
            }
            if (const auto labels = readLabels(folder / name); !labels) {
                EXPECT_EQ(problemOfMessage(labels.error().message), "") << shown;
                EXPECT_TRUE(labels.error().message.find(name) != std::string::npos) << shown;
            } else {
                EXPECT_LE(labels->size(), 1'000'000U) << shown;
            }
        }
        std::filesystem::remove(folder / name);
    }
}

} // namespace
