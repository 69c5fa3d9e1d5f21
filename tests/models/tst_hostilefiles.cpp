#include "checkpoint/weightsfile.h"
#include "support/hostilefiles.h"
#include "support/temporaryfolder.h"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <sys/resource.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace fs = std::filesystem;

namespace {

std::string contents(const fs::path &path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// What torch.save wrote, small.
std::vector<std::string> goodFiles()
{
    std::vector<fs::path> paths;
    for (const auto &entry : fs::directory_iterator(fs::path(TEST_DATA) / "pytorch")) {
        if (entry.path().extension() == ".pth")
            paths.push_back(entry.path());
    }
    std::ranges::sort(paths);
    std::vector<std::string> files;
    std::ranges::transform(paths, std::back_inserter(files), contents);
    files.push_back(contents(fs::path(TEST_DATA) / "../fuzz/seeds/two.safetensors"));
    return files;
}

void expectOneSentence(const std::string &message, const fs::path &path)
{
    EXPECT_NE(message.find(path.filename().string()), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    EXPECT_LT(message.size(), 700U) << message;
}

/// Every value of what was read, and what the file would be as weights.
void use(const TensorFile &file, const fs::path &path)
{
    for (const auto &[name, tensor] : file.tensors)
        EXPECT_EQ(static_cast<std::int64_t>(toFloat(tensor).size()), tensor.elements()) << name;
    if (const auto model = loadWeightsFile(path); !model)
        expectOneSentence(model.error().message, path);
}

std::int64_t peakMegabytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

/// How many there were.
std::size_t readAll(const std::vector<HostileFile> &files)
{
    const TemporaryFolder folder;
    for (const HostileFile &hostile : files) {
        SCOPED_TRACE(hostile.name);
        const fs::path path = folder / hostile.name;
        writeFile(path, hostile.bytes);
        const auto read = readTensorFile(path);
        if (read) {
            EXPECT_FALSE(hostile.mustFail) << read->tensors.size() << " tensors were read";
            use(*read, path);
            continue;
        }
        expectOneSentence(read.error().message, path);
        EXPECT_NE(read.error().message.find(hostile.reason), std::string::npos)
            << read.error().message;
    }
    return files.size();
}

} // namespace

TEST(HostileFiles, WereGoodBeforeTheyWereForged)
{
    const TemporaryFolder folder;
    for (const HostileFile &honest : honestFiles()) {
        writeFile(folder / honest.name, honest.bytes);
        const auto read = readTensorFile(folder / honest.name);
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(read->tensors.at("a").shape, (std::vector<std::int64_t>{2, 3}));
    }
}

TEST(HostileFiles, WhatIsForgedIsRefusedInASentence)
{
    const std::int64_t before = peakMegabytes();
    EXPECT_GE(readAll(forgedFiles()), 120U);
    EXPECT_LT(peakMegabytes() - before, 512);
}

TEST(HostileFiles, WhatIsDamagedIsRefusedOrStillWhole)
{
    const std::int64_t before = peakMegabytes();
    EXPECT_EQ(readAll(damagedFiles(goodFiles(), 600, 20160223)), 600U);
    EXPECT_LT(peakMegabytes() - before, 512);
}
