#include "support/temporaryfolder.h"
#include "training/progressfile.h"

#include <gtest/gtest.h>
#include <unistd.h>

using namespace inceptoscope;
using namespace inceptoscope::test;
namespace fs = std::filesystem;

TEST(ProgressFile, TellsWhereARunIs)
{
    const TemporaryFolder folder;
    ProgressFile file(folder.path(), 20, 32);
    file.tell(3, 17, 148);
    EXPECT_EQ(readProgress(folder.path()), (TrainingProgress{getpid(), 3, 20, 17, 148, 0.0}));
}

/// However soon it comes after the one before.
TEST(ProgressFile, TellsTheLastBatchOfAnEpoch)
{
    const TemporaryFolder folder;
    ProgressFile file(folder.path(), 2, 8);
    file.tell(1, 1, 3);
    file.tell(1, 2, 3);
    EXPECT_EQ(readProgress(folder.path())->batch, 1);
    file.tell(1, 3, 3);
    const auto progress = readProgress(folder.path());
    ASSERT_TRUE(progress);
    EXPECT_GT(progress->photosPerSecond, 0.0);
    EXPECT_EQ(*progress, (TrainingProgress{getpid(), 1, 2, 3, 3, progress->photosPerSecond}));
    EXPECT_FALSE(fs::exists(folder / "progress.json.part"));
}

TEST(ProgressFile, WhatCannotBeWrittenIsLeftOut)
{
    const TemporaryFolder folder;
    ProgressFile file(folder / "gone", 2, 8);
    file.tell(1, 1, 3);
    EXPECT_FALSE(fs::exists(folder / "gone"));
    EXPECT_FALSE(readProgress(folder / "gone"));
}

TEST(ProgressFile, AnythingElseIsNoProgress)
{
    const TemporaryFolder folder;
    const std::string good =
        R"({"process":7,"epoch":1,"epochs":2,"batch":3,"batches":4,"photos_per_second":5.5})";
    const auto read = [&](const std::string &text) {
        writeFile(folder / "progress.json", text);
        return readProgress(folder.path());
    };
    EXPECT_EQ(read(good), (TrainingProgress{7, 1, 2, 3, 4, 5.5}));
    for (const char *bad :
         {"", "{", "[]", "7", R"({"process":7,"epoch":1,"epochs":2,"batch":5,"batches":4})",
          R"({"process":0,"epoch":1,"epochs":2,"batch":3,"batches":4})",
          R"({"process":7,"epoch":3,"epochs":2,"batch":3,"batches":4})",
          R"({"process":7,"epoch":1,"epochs":2,"batch":-1,"batches":4})",
          R"({"process":7,"epoch":"1","epochs":2,"batch":3,"batches":4})",
          R"({"process":7,"epoch":1e99,"epochs":2,"batch":3,"batches":4})",
          R"({"process":7,"epoch":1,"epochs":2,"batch":3,"batches":4,"photos_per_second":-1})"})
        EXPECT_FALSE(read(bad)) << bad;
    EXPECT_FALSE(read(good + std::string(5000, ' ')));
}
