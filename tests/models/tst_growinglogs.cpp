#include "curves/readers/runreader.h"
#include "support/eventfiles.h"
#include "support/printedlogs.h"
#include "support/temporaryfolder.h"

#include <chrono>
#include <gtest/gtest.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace fs = std::filesystem;

namespace {

/// A run that is followed while its files are written.
class GrowingLogTest : public testing::Test
{
protected:
    RunReader follow(LogFormat format, const std::vector<std::string> &names) const
    {
        RunFiles files{format, folder / names.front(), {}};
        for (const std::string &name : names)
            files.files.push_back(folder / name);
        return RunReader(files, {Tail::Wait, false});
    }
    void append(const std::string &name, const std::string &bytes) const
    {
        std::ofstream(folder / name, std::ios::binary | std::ios::app) << bytes;
    }

    /// What is known after reading on.
    std::string next(RunReader &reader) const
    {
        EXPECT_FALSE(reader.readOn());
        std::string text;
        for (const auto &[part, run] : reader.runs()) {
            for (const auto &[tag, series] : run.series)
                text += tag + ": " + printed(series) + '\n';
        }
        for (const LogProblem &problem : reader.problems())
            text += "! " + problem.source.filename().string() + ": " + problem.reason + '\n';
        return text;
    }

    TemporaryFolder folder;
};

} // namespace

TEST_F(GrowingLogTest, OnlyWholeLinesAreTaken)
{
    append("log.csv", "step,lo");
    RunReader reader = follow(LogFormat::Table, {"log.csv"});
    EXPECT_EQ(next(reader), "");
    append("log.csv", "ss\n1,0.5\n2,0.2");
    EXPECT_EQ(next(reader), "loss: 1:0.5\n");
    append("log.csv", "5\n");
    EXPECT_EQ(next(reader), "loss: 1:0.5 2:0.25\n");
    EXPECT_EQ(next(reader), "loss: 1:0.5 2:0.25\n");
    append("log.csv", "3,0.125\n");
    EXPECT_EQ(next(reader), "loss: 1:0.5 2:0.25 3:0.125\n");
    EXPECT_EQ(reader.restarts(), 0);
}

TEST_F(GrowingLogTest, WhatWasHandedOutStaysAsItWas)
{
    append("log.csv", "step,loss\n1,0.5\n");
    RunReader reader = follow(LogFormat::Table, {"log.csv"});
    next(reader);
    const RunsByPart before = reader.runs();
    append("log.csv", "2,0.25\n");
    next(reader);
    EXPECT_EQ(printed(before.at("").series.at("loss")), "1:0.5");
}

TEST_F(GrowingLogTest, EventFilesOfOneRunGrowInTurns)
{
    append("a.tfevents", scalarRecord(1, 1, "loss", 4));
    RunReader reader = follow(LogFormat::TensorBoard, {"a.tfevents", "b.tfevents"});
    EXPECT_EQ(next(reader),
              "loss: 1:4w1\n! b.tfevents: it cannot be read: No such file or "
              "directory\n");
    append("b.tfevents", scalarRecord(2, 2, "loss", 3) + "\x1a");
    EXPECT_EQ(next(reader), "loss: 1:4w1 2:3w2\n");
    append("a.tfevents", scalarRecord(3, 3, "loss", 2));
    EXPECT_EQ(next(reader), "loss: 1:4w1 2:3w2 3:2w3\n");
}

TEST_F(GrowingLogTest, AFileThatIsWrittenAnewIsReadAnew)
{
    append("metrics.csv", "epoch,step,loss\n0,1,0.5\n0,2,0.25\n");
    RunReader reader = follow(LogFormat::Lightning, {"metrics.csv"});
    EXPECT_EQ(next(reader), "loss: 1:0.5e0 2:0.25e0\n");
    writeFile(folder / "metrics.csv",
              "epoch,step,loss,val_loss\n0,1,0.5,\n0,2,0.25,\n0,2,,0.75\n"); // as Lightning does
    EXPECT_EQ(next(reader), "loss: 1:0.5e0 2:0.25e0\nval_loss: 2:0.75e0\n");
    EXPECT_EQ(reader.restarts(), 1);
    append("metrics.csv", "1,3,0.125,\n");
    EXPECT_EQ(next(reader), "loss: 1:0.5e0 2:0.25e0 3:0.125e1\nval_loss: 2:0.75e0\n");
    EXPECT_EQ(reader.restarts(), 1);
}

/// What is new about it is where nothing else would tell.
TEST_F(GrowingLogTest, AFileThatIsWrittenAnewWithTheSameSizeIsReadAnew)
{
    const auto table = [](int rows, const std::string &inTheMiddle) {
        std::string text = "step,loss\n";
        for (int row = 0; row < rows; ++row)
            text +=
                std::to_string(10'000 + row) + ',' + (row == rows / 2 ? inTheMiddle : "0.5") + '\n';
        return text;
    };
    const auto path = folder / "log.csv";
    // A long one has another time; a short one may have the same, where the clock stood still.
    for (const auto &[rows, isLater] : {std::pair(10'000, true), std::pair(200, false)}) {
        writeFile(path, table(rows, "0.5"));
        RunReader reader = follow(LogFormat::Table, {"log.csv"});
        const std::string before = next(reader);
        const auto time = fs::last_write_time(path);
        EXPECT_EQ(next(reader), before);
        writeFile(path, table(rows, "0.7"));
        fs::last_write_time(path, time + std::chrono::nanoseconds(isLater ? 1'000'000 : 0));
        EXPECT_NE(next(reader), before);
        EXPECT_EQ(reader.restarts(), 1);
        EXPECT_EQ(reader.runs().at("").series.at("loss").values()[rows / 2], 0.7);
        next(reader);
        EXPECT_EQ(reader.restarts(), 1);
    }
}

TEST_F(GrowingLogTest, ATruncatedFileIsReadAnew)
{
    append("log.csv", "step,loss\n1,0.5\n2,0.25\n");
    RunReader reader = follow(LogFormat::Table, {"log.csv"});
    next(reader);
    fs::resize_file(folder / "log.csv", 16);
    EXPECT_EQ(next(reader), "loss: 1:0.5\n");
    EXPECT_EQ(reader.restarts(), 1);
}

TEST_F(GrowingLogTest, ARotatedFileIsReadAnew)
{
    append("log.csv", "step,loss\n1,0.5\n2,0.25\n");
    RunReader reader = follow(LogFormat::Table, {"log.csv"});
    next(reader);
    fs::rename(folder / "log.csv", folder / "log.csv.1");
    EXPECT_EQ(next(reader),
              "loss: 1:0.5 2:0.25\n! log.csv: it cannot be read: No such file or "
              "directory\n");
    writeFile(folder / "log.csv", "step,loss\n1,0.5\n2,0.25\n3,0.125\n");
    EXPECT_EQ(next(reader), "loss: 1:0.5 2:0.25 3:0.125\n");
    EXPECT_EQ(reader.restarts(), 1);
}

TEST_F(GrowingLogTest, ADocumentIsReadAgainWhenItChanges)
{
    const auto state = [](const std::string &entries) {
        return R"({"log_history": [)" + entries + R"(], "max_steps": 9})";
    };
    writeFile(folder / "trainer_state.json", state(R"({"step": 1, "loss": 0.5})"));
    RunReader reader = follow(LogFormat::HuggingFace, {"trainer_state.json"});
    EXPECT_EQ(next(reader), "loss: 1:0.5\n");
    writeFile(folder / "trainer_state.json",
              state(R"({"step": 1, "loss": 0.5}, {"step": 2, "loss": NaN})"));
    EXPECT_EQ(next(reader), "loss: 1:0.5 2:nan\n");
    writeFile(folder / "trainer_state.json", R"({"log_history": [{"step": 1, "loss": 0.5}, {"st)");
    EXPECT_EQ(next(reader),
              "loss: 1:0.5\n"
              "! trainer_state.json: it is damaged or not finished; what comes before "
              "that is read\n");
}

TEST_F(GrowingLogTest, OtherLinesAreFollowedToo)
{
    append("run.jsonl",
           R"({"event":"run","network":"inception_v4"})"
           "\n"
           R"({"event":"epoch","epoch":1,"val_loss":0.5})"
           "\n"
           R"({"event":"epo)");
    RunReader own = follow(LogFormat::Own, {"run.jsonl"});
    EXPECT_EQ(next(own), "val_loss: 1:0.5e1\n");
    append("run.jsonl",
           R"(ch","epoch":2,"val_loss":0.25})"
           "\n");
    EXPECT_EQ(next(own), "val_loss: 1:0.5e1 2:0.25e2\n");

    append("log.jsonl",
           R"({"step":1,"loss":1})"
           "\n{");
    RunReader lines = follow(LogFormat::JsonLines, {"log.jsonl"});
    EXPECT_EQ(next(lines), "loss: 1:1\n");
    append("log.jsonl",
           R"("step":2,"loss":2})"
           "\n");
    EXPECT_EQ(next(lines), "loss: 1:1 2:2\n");
}
