#include "checkpoint/atomicfile.h"
#include "support/temporaryfolder.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <vector>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace fs = std::filesystem;

static Expected<void> save(const fs::path &path, std::string_view text)
{
    return AtomicFile::create(path).and_then(
        [&](AtomicFile file) { return file.write(text).and_then([&] { return file.commit(); }); });
}

static std::vector<std::string> namesIn(const fs::path &folder)
{
    std::vector<std::string> names;
    for (const auto &entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

TEST(AtomicFile, ReplacesAFileAsAWhole)
{
    const TemporaryFolder folder;
    writeFile(folder / "a", "old");
    ASSERT_TRUE(save(folder / "a", "new"));
    EXPECT_EQ(readFile(folder / "a"), "new");
    EXPECT_EQ(namesIn(folder.path()), std::vector<std::string>{"a"});
}

TEST(AtomicFile, LeavesNothingWithoutACommit)
{
    const TemporaryFolder folder;
    writeFile(folder / "a", "old");
    ASSERT_TRUE(AtomicFile::create(folder / "a").value().write("new"));
    EXPECT_EQ(readFile(folder / "a"), "old");
    EXPECT_EQ(namesIn(folder.path()), std::vector<std::string>{"a"});
}

TEST(AtomicFile, WritesWhatALinkPointsTo)
{
    const TemporaryFolder folder;
    writeFile(folder / "a", "old");
    fs::create_symlink(folder / "a", folder / "link");
    ASSERT_TRUE(save(folder / "link", "new"));
    EXPECT_EQ(readFile(folder / "a"), "new");
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
}

TEST(AtomicFile, WritesWhereALinkPointsToNothing)
{
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "below");
    fs::create_symlink("below/a", folder / "link");
    fs::create_symlink("link", folder / "far");
    ASSERT_TRUE(save(folder / "far", "new"));
    EXPECT_EQ(readFile(folder / "below/a"), "new");
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
}

TEST(AtomicFile, FollowsNoLoop)
{
    const TemporaryFolder folder;
    fs::create_symlink("b", folder / "a");
    fs::create_symlink("a", folder / "b");
    EXPECT_FALSE(save(folder / "a", "new"));
    EXPECT_TRUE(fs::is_symlink(folder / "a"));
}

TEST(AtomicFile, ReplacesNoPipe)
{
    const TemporaryFolder folder;
    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    fs::create_symlink(folder / "pipe", folder / "link");
    for (const std::string name : {"pipe", "link"}) {
        const auto saved = save(folder / name, "new");
        ASSERT_FALSE(saved);
        EXPECT_EQ(saved.error().message,
                  (folder / name).string()
                      + " is not a file but a device, a pipe or a socket, which is not replaced; "
                        "choose the name of a file");
    }
    EXPECT_TRUE(fs::is_fifo(folder / "pipe"));
    EXPECT_EQ(namesIn(folder.path()), (std::vector<std::string>{"link", "pipe"}));
}

TEST(AtomicFile, ReplacesNoFolder)
{
    const TemporaryFolder folder;
    const auto saved = save(folder.path(), "new");
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().message, folder.path().string() + " cannot be written: Is a directory");
}
