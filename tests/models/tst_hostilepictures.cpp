#include "support/countedmemory.h"
#include "support/mutation.h"
#include "support/picturecheck.h"
#include "support/picturefiles.h"

#include <functional>
#include <gtest/gtest.h>
#include <vector>

using namespace inceptoscope;
using namespace inceptoscope::test;
namespace fs = std::filesystem;

namespace {

/// What reading takes, next to what the reader leaves behind.
void expectHarmless(const fs::path &folder, const std::string &name, std::size_t size)
{
    const std::size_t before = memory;
    mostMemory = before;
    EXPECT_EQ(problemOfPictures(openTrainingData(folder, {}), folder), "") << name;
    EXPECT_LT(mostMemory - before, (std::size_t{2} << 20U) + 300 * size) << name;
}

using Writer = void (*)(const fs::path &);

/// Every file of the folder in turn: cut at every so many bytes, and with bytes changed at random.
void expectMutationsHarmless(Writer write, int mutations)
{
    const TemporaryFolder folder;
    write(folder.path());
    std::vector<fs::path> paths;
    for (const auto &entry : fs::directory_iterator(folder.path()))
        paths.push_back(entry.path());
    std::ranges::sort(paths);
    std::mt19937 random(20'161); // any number, but always the same
    for (const fs::path &path : paths) {
        const std::string whole = readFile(path);
        constexpr std::size_t cuts = 20;
        for (std::size_t i = 0; i < cuts; ++i) {
            const std::size_t length = whole.size() * i / cuts;
            writeFile(path, whole.substr(0, length));
            expectHarmless(folder.path(), path.string() + " cut at " + std::to_string(length),
                           whole.size());
        }
        for (int i = 0; i < mutations; ++i) {
            const std::string bytes = mutated(whole, random);
            writeFile(path, bytes);
            expectHarmless(folder.path(), path.string() + " mutation " + std::to_string(i),
                           bytes.size());
        }
        writeFile(path, whole);
    }
}

void writePackedIdxFiles(const fs::path &folder)
{
    writeIdxFiles(folder);
    for (const auto &entry : fs::directory_iterator(folder))
        writeFile(entry.path(), gzipped(readFile(entry.path())));
}

} // namespace

TEST(HostilePictures, IdxFilesAreReadWholeOrRefused)
{
    expectMutationsHarmless(writeIdxFiles, 60);
}

TEST(HostilePictures, PackedIdxFilesAreReadWholeOrRefused)
{
    expectMutationsHarmless(writePackedIdxFiles, 60);
}

TEST(HostilePictures, CifarFilesAreReadWholeOrRefused)
{
    expectMutationsHarmless(writeCifar10Files, 30);
    expectMutationsHarmless(writeCifar100Files, 30);
}

/// Every number of a header, at every size.
TEST(HostilePictures, HeadersThatLieTakeNoMemory)
{
    const TemporaryFolder folder;
    writeIdxFiles(folder.path());
    const std::vector<std::uint32_t> lies{0, 1, 6, 4'096, 0x80000000, 0xffffffff};
    for (const std::uint32_t count : lies) {
        for (const std::uint32_t rows : lies) {
            for (const std::uint32_t columns : lies) {
                const std::string plain = idx({count, rows, columns}, pattern(120));
                for (const std::string &bytes : {plain, gzipped(plain)}) {
                    writeFile(folder / "train-images-idx3-ubyte", bytes);
                    expectHarmless(folder.path(),
                                   std::to_string(count) + "×" + std::to_string(rows) + "×"
                                       + std::to_string(columns),
                                   bytes.size());
                }
            }
        }
    }
}

/// Some megabytes that unpack to gigabytes: what the header claims is all that is unpacked, and it
/// may claim no more than photos could come to.
TEST(HostilePictures, BombsAreNotUnpacked)
{
    const TemporaryFolder folder;
    writeIdxFiles(folder.path());
    std::string zeros;
    zeros.resize(std::size_t{50} << 20U);
    const fs::path path = folder / "train-images-idx3-ubyte";
    std::string bomb = gzipped(idx({6, 4, 5}, zeros));
    writeFile(path, bomb);
    expectHarmless(folder.path(), "more than it claims", bomb.size());
    bomb = gzipped(idx({50, 1'024, 1'024}, zeros));
    writeFile(path, bomb);
    expectHarmless(folder.path(), "as much as it claims", bomb.size());
    EXPECT_TRUE(openTrainingData(folder.path(), {})
                    .error()
                    .message.ends_with("more than is read from a file of its size"));
}
