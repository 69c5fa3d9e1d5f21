#include "curves/readers/runfinder.h"
#include "support/eventfiles.h"
#include "support/printedlogs.h"
#include "support/temporaryfolder.h"

#include <gtest/gtest.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace fs = std::filesystem;

namespace {

const std::string table = "step,loss\n1,0.5\n";

class RunFinderTest : public testing::Test
{
protected:
    void write(const std::string &name, const std::string &bytes) const
    {
        fs::create_directories((folder / name).parent_path());
        writeFile(folder / name, bytes);
    }

    /// Of what is found there, a line a run with its files, and the problems.
    std::string found(const std::vector<std::string> &names = {""}) const
    {
        std::vector<fs::path> paths;
        paths.reserve(names.size());
        for (const std::string &name : names)
            paths.push_back(name.empty() ? folder.path() : folder / name);
        const FoundRuns found = findRuns(paths, {});
        std::string text;
        for (const RunFiles &run : found.runs) {
            text += std::string(formatName(run.format)) + ' ' + below(run.source) + ':';
            for (const fs::path &file : run.files)
                text += ' ' + file.lexically_relative(run.source).string();
            text += '\n';
        }
        for (const LogProblem &problem : found.problems)
            text += "! " + below(problem.source) + ": " + problem.reason + '\n';
        return text;
    }
    std::string below(const fs::path &path) const
    {
        return path.lexically_relative(folder.path()).string();
    }

    TemporaryFolder folder;
};

} // namespace

TEST_F(RunFinderTest, EventFilesInOneFolderAreOneRun)
{
    const std::string events = versionRecord();
    write("run/events.out.tfevents.2.host", events);
    write("run/events.out.tfevents.1.host", events);
    write("run/validation/events.out.tfevents.3.host", events);
    write("run/without-its-name.log", events);
    write("run/events.out.tfevents.0.host", "");
    EXPECT_EQ(found(),
              "tensorboard run: events.out.tfevents.1.host events.out.tfevents.2.host "
              "without-its-name.log\n"
              "tensorboard run/validation: events.out.tfevents.3.host\n");
    EXPECT_EQ(found({"run/events.out.tfevents.2.host"}),
              "tensorboard run/events.out.tfevents.2.host: .\n");
    EXPECT_EQ(found({"run/events.out.tfevents.0.host"}),
              "! run/events.out.tfevents.0.host: it is empty\n");
}

TEST_F(RunFinderTest, ADamagedEventFileIsOneByItsName)
{
    write("events.out.tfevents.1.host", "damaged from its first byte on");
    EXPECT_EQ(found(), "tensorboard .: events.out.tfevents.1.host\n");
}

TEST_F(RunFinderTest, FoldersAreSearchedInTheOrderOfTheirNames)
{
    write("b/metrics.csv", table);
    write("a.csv", table);
    write("b.csv", table);
    write("b/deep/er/x.tsv", table);
    write("b/weights.pt", table);
    write("b/readme.md", table);
    write("b/classes.txt", "cat\ndog\n");
    EXPECT_EQ(found(),
              "csv a.csv: .\ncsv b/deep/er/x.tsv: .\ncsv b/metrics.csv: .\n"
              "csv b.csv: .\n");
    EXPECT_EQ(found({"b.csv", "a.csv"}), "csv b.csv: .\ncsv a.csv: .\n");
    EXPECT_EQ(found({"b/weights.pt"}), "csv b/weights.pt: .\n"); // whoever names it means it
}

TEST_F(RunFinderTest, AFileIsTakenOnceWhateverItsNames)
{
    write("a.csv", table);
    fs::create_symlink(folder / "a.csv", folder / "b.csv");
    fs::create_hard_link(folder / "a.csv", folder / "c.csv");
    EXPECT_EQ(found({"c.csv", "a.csv", "b.csv"}), "csv c.csv: .\n");
    EXPECT_EQ(found({"", "a.csv", ""}), "csv a.csv: .\n");
}

TEST_F(RunFinderTest, LoopsOfFoldersEnd)
{
    write("a/b/x.csv", table);
    fs::create_directory_symlink(folder.path(), folder / "a/b/up");
    fs::create_directory_symlink(folder / "a", folder / "a/again");
    fs::create_symlink("round", folder / "round");
    EXPECT_EQ(found(), "csv a/b/x.csv: .\n");
}

TEST_F(RunFinderTest, VeryDeepFoldersAreTold)
{
    fs::path deep = folder.path();
    for (int i = 0; i < 70; ++i)
        deep /= "d";
    fs::create_directories(deep);
    writeFile(deep / "x.csv", table);
    write("y.csv", table);
    EXPECT_EQ(found(),
              "csv y.csv: .\n"
              "! .: folders more than 64 levels below it are not looked at\n");
}

TEST_F(RunFinderTest, PipesAndDevicesAreNotOpened)
{
    ASSERT_EQ(system(("mkfifo '" + (folder / "pipe.csv").string() + "'").c_str()), 0);
    write("y.csv", table);
    EXPECT_EQ(found(), "csv y.csv: .\n");
    EXPECT_EQ(found({"pipe.csv"}), "! pipe.csv: it cannot be read: it is not a regular file\n");
}

TEST_F(RunFinderTest, WhatIsNotThereIsTold)
{
    fs::create_directory(folder / "empty");
    EXPECT_EQ(found({"none", "empty"}),
              "! none: it cannot be read: No such file or directory\n"
              "! empty: there are no training logs in it\n");
}

TEST_F(RunFinderTest, PointersOfGitLfsAreTold)
{
    write("run/events.out.tfevents.1.host",
          "version https://git-lfs.github.com/spec/v1\noid sha256:12ab\nsize 1234\n");
    const std::string told = "! run/events.out.tfevents.1.host: it cannot be read: it is a pointer "
                             "of Git LFS, and \"git lfs pull\" brings the log itself\n";
    EXPECT_EQ(found(), told);
    EXPECT_EQ(found({"run/events.out.tfevents.1.host"}), told);
}

TEST_F(RunFinderTest, OfCheckpointsTheLastIsTaken)
{
    const std::string state = R"({"log_history": []})";
    write("out/checkpoint-500/trainer_state.json", state);
    write("out/checkpoint-1000/trainer_state.json", state);
    write("out/checkpoint-90/trainer_state.json", state);
    write("other/checkpoint-5/trainer_state.json", state);
    write("other/trainer_state.json", state);
    EXPECT_EQ(found(),
              "huggingface other/trainer_state.json: .\n"
              "huggingface out/checkpoint-1000/trainer_state.json: .\n");
    EXPECT_EQ(found({"out/checkpoint-90/trainer_state.json"}),
              "huggingface out/checkpoint-90/trainer_state.json: .\n");
}

TEST_F(RunFinderTest, StopsWhenAsked)
{
    write("y.csv", table);
    std::stop_source stop;
    stop.request_stop();
    const FoundRuns found = findRuns({folder.path()}, stop.get_token());
    EXPECT_TRUE(found.runs.empty());
    EXPECT_TRUE(found.problems.empty());
}
