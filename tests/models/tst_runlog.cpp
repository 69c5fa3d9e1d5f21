#include "curves/curvepoints.h"
#include "curves/runlogs.h"
#include "curves/runlogwriter.h"
#include "support/printedlogs.h"
#include "support/temporaryfolder.h"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <unistd.h>

using namespace inceptoscope;
using inceptoscope::test::printed;
using inceptoscope::test::readFile;

namespace {

const std::string runLine =
    R"({"event":"run","network":"inception_v4","title":"Inception-v4","width":0.25,)"
    R"("repeats":[2,3,2],"dataset":"imagenette","residual":false,"seed":1})"
    "\n";

class RunLogTest : public testing::Test
{
protected:
    RunLogTest()
        : folder(std::filesystem::temp_directory_path()
                 / ("tst_runlog-" + std::to_string(::getpid())))
    {
        std::filesystem::create_directories(folder);
    }
    ~RunLogTest() override { std::filesystem::remove_all(folder); }

    std::filesystem::path write(const std::string &bytes) const
    {
        const auto path = folder / "run.jsonl";
        std::ofstream(path, std::ios::binary).write(bytes.data(), std::streamsize(bytes.size()));
        return path;
    }

    /// Of the run.
    std::string name() const { return folder.filename().string(); }

    std::filesystem::path folder;
};

std::string epochLine(int epoch, double error)
{
    return "{\"event\":\"epoch\",\"epoch\":" + std::to_string(epoch)
        + ",\"val_top1_error\":" + std::to_string(error) + "}\n";
}

struct BadFile
{
    std::string name;
    std::string bytes;
    std::string kept; ///< what is read all the same, behind the run's name and format
    std::string reason;
};

void PrintTo(const BadFile &file, std::ostream *stream)
{
    *stream << file.name;
}

class BadRunLogTest : public RunLogTest, public testing::WithParamInterface<BadFile>
{
};

const std::string notALog = "it is no training log of a kind that is known, such as an event file, "
                            "a CSV table with a header or JSON lines";

} // namespace

TEST_F(RunLogTest, IsReadWhole)
{
    const auto path =
        write(runLine
              + R"({"event":"epoch","epoch":1,"step":148,"wall":110.5,)"
                R"("train_loss":2.1,"val_top1_error":0.75,"note":"first"})"
                "\r\n\n"
                R"({"event":"checkpoint","file":"a.safetensors"})"
                "\n"
                R"({"event":"epoch","epoch":2,"step":296,"train_loss":1.5,"val_top1_error":0.5})");
    const auto log = readRunLog(path);
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_EQ(log->id, (RunId{path, {}}));
    EXPECT_EQ(log->settings,
              (std::map<std::string, std::string>{{"network", "inception_v4"},
                                                  {"title", "Inception-v4"},
                                                  {"width", "0.25"},
                                                  {"repeats", "[2,3,2]"},
                                                  {"dataset", "imagenette"},
                                                  {"residual", "false"},
                                                  {"seed", "1"}}));
    EXPECT_FALSE(log->residual);
    EXPECT_EQ(printed(*log),
              folder.filename().string()
                  + ", inceptoscope\n"
                    "  train_loss: 148:2.1e1w110.5 296:1.5e2\n"
                    "  val_top1_error: 148:0.75e1w110.5 296:0.5e2\n");
}

TEST_F(RunLogTest, UnreadableLinesAreCountedAndTheOthersKept)
{
    const auto path = write(runLine + epochLine(1, 0.5) + "garbage\n" + std::string(2 << 20, ' ')
                            + "x\n" + std::string(100'000, '[') + "\n\xff\xfe\n[1]\n"
                            + R"({"event":"epoch","epoch":1e999})" + "\n" + epochLine(2, 0.25)
                            + R"({"event":"epoch","epoch":3,"val_t)");
    EXPECT_EQ(printed(readRunLogs({path}), folder),
              name()
                  + ", inceptoscope, 7 left out\n"
                    "  val_top1_error: 1:0.5e1 2:0.25e2\n"
                    "! run.jsonl: line 3: it is not a JSON object; the line is left out; so are 4 "
                    "more\n"
                    "! run.jsonl: line 4: it is longer than 1 MiB; the line is left out\n"
                    "! run.jsonl: line 10, the last one, is unfinished and left out\n");
}

TEST_F(RunLogTest, WhatIsNotFiniteIsKept)
{
    const auto path = write(
        runLine
        + "{\"event\":\"epoch\",\"epoch\":1,\"train_loss\":NaN,\"val_loss\":-Infinity,"
          "\"learning_rate\":Infinity,\"val_top1_error\":null,\"note\":\"NaN \\\" Infinity\"}\n");
    EXPECT_EQ(printed(readRunLogs({path}), folder),
              name()
                  + ", inceptoscope\n"
                    "  learning_rate: 1:infe1\n"
                    "  train_loss: 1:nane1\n"
                    "  val_loss: 1:-infe1\n"
                    "  val_top1_error: 1:nane1\n");
}

TEST_F(RunLogTest, AResumedRunReplacesTheEpochsItRepeats)
{
    const auto path = write(runLine + epochLine(1, 0.9) + epochLine(2, 0.8) + epochLine(3, 0.7)
                            + runLine + epochLine(2, 0.6) + epochLine(3, 0.5));
    const auto log = readRunLog(path);
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_EQ(printed(log->series.at("val_top1_error")),
              "1:0.9e1 [2:0.8e2 3:0.7e3] 2:0.6e2 3:0.5e3");
    EXPECT_EQ(curvePoints(log->series.at("val_top1_error"), CurveAxis::Epoch),
              (std::vector<CurvePoint>{{1, 0.9}, {2, 0.6}, {3, 0.5}}));
}

TEST_F(RunLogTest, AResumedRunThatIsNotYetAsFarEndsWhereItIs)
{
    const auto path = write(runLine + epochLine(1, 0.9) + epochLine(2, 0.8) + epochLine(3, 0.7)
                            + runLine + epochLine(2, 0.6));
    const auto log = readRunLog(path);
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_EQ(printed(log->series.at("val_top1_error")), "1:0.9e1 [2:0.8e2 3:0.7e3] 2:0.6e2");
}

TEST_F(RunLogTest, AnEpochThatComesTwiceIsOverwritten)
{
    const auto log = readRunLog(write(runLine + epochLine(1, 0.9) + epochLine(1, 0.8)));
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_EQ(printed(log->series.at("val_top1_error")), "[1:0.9e1] 1:0.8e1");
}

TEST_F(RunLogTest, ResidualFollowsTheNetworkWhereTheLogDoesNotSay)
{
    const auto log = readRunLog(write(R"({"event":"run","network":"inception_resnet_v2"})"));
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_TRUE(log->residual);
}

TEST_F(RunLogTest, AFolderIsSearched)
{
    write(runLine + epochLine(1, 0.5));
    const auto log = readRunLog(folder);
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_EQ(log->id.source, folder / "run.jsonl");
}

TEST_F(RunLogTest, AMissingFileIsNamed)
{
    const auto log = readRunLog(folder / "none.jsonl");
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().message,
              (folder / "none.jsonl").string() + ": it cannot be read: No such file or directory");
}

TEST_F(RunLogTest, AHugeHoleIsReadInLittleMemory)
{
    const auto path = write(runLine + epochLine(1, 0.5));
    std::filesystem::resize_file(path, std::uintmax_t{64} << 20);
    EXPECT_EQ(printed(readRunLogs({path}), folder),
              name()
                  + ", inceptoscope, 1 left out\n"
                    "  val_top1_error: 1:0.5e1\n"
                    "! run.jsonl: line 3: it is longer than 1 MiB; the line is left out\n");
}

TEST_P(BadRunLogTest, IsToldInOneSentence)
{
    const auto path = write(GetParam().bytes);
    EXPECT_EQ(printed(readRunLogs({path}), folder),
              GetParam().kept.empty() ? "! run.jsonl: " + GetParam().reason + '\n'
                                      : name() + ", inceptoscope" + GetParam().kept
                      + "! run.jsonl: " + GetParam().reason + '\n');
}

const std::string oneLine = ", 1 left out\n";
const std::string oneLineOfTwo = ", 1 left out\n  val_top1_error: 1:0.5e1\n";

INSTANTIATE_TEST_SUITE_P(
    Files, BadRunLogTest,
    testing::Values(
        BadFile{"Empty", "", "", "it is empty"}, //
        BadFile{"Blank", " \n\r\n", "", notALog}, //
        BadFile{"Binary", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16), "", notALog},
        BadFile{"Zeros", std::string(4096, '\0'), "", notALog},
        BadFile{"Array", "[1,2]\n", "", notALog},
        BadFile{"Deep", std::string(100'000, '{'), "", notALog},
        BadFile{"CarriageReturns", "\r\r\n", "", notALog},
        BadFile{"EventIsAnObject", "{\"event\":{\"a\":\"b\"}}\n", "", notALog},
        BadFile{"NoNetwork", "{\"event\":\"run\"}\n", oneLine,
                "line 1: \"network\" is missing; the line is left out"},
        BadFile{"NetworkIsAnArray", "{\"event\":\"run\",\"network\":[]}\n", oneLine,
                "line 1: \"network\" is not a string; the line is left out"},
        BadFile{"ResidualIsAString", R"({"event":"run","network":"a","residual":"yes"})", "\n",
                "line 1: \"residual\" is a string, not a boolean"},
        BadFile{"NoEpoch", runLine + epochLine(1, 0.5) + "{\"event\":\"epoch\",\"val_loss\":1}\n",
                oneLineOfTwo, "line 3: \"epoch\" is missing; the line is left out"},
        BadFile{"EpochIsAString",
                runLine + epochLine(1, 0.5) + R"({"event":"epoch","epoch":"one"})", oneLineOfTwo,
                "line 3: \"epoch\" is not a number; the line is left out"},
        BadFile{"NegativeEpoch", runLine + epochLine(1, 0.5) + R"({"event":"epoch","epoch":-1})",
                oneLineOfTwo,
                "line 3: \"epoch\" is not one of those that count from 1; the line is left out"},
        BadFile{"ValueIsAString",
                runLine + epochLine(1, 0.5) + R"({"event":"epoch","epoch":2,"val_loss":"low"})",
                oneLineOfTwo,
                "line 3: \"val_loss\" is a string, not a number; the line is left out"},
        BadFile{"ValueIsAnObject",
                runLine + epochLine(1, 0.5) + "\n" + R"({"event":"epoch","epoch":2,"wall":{}})",
                oneLineOfTwo, "line 4: \"wall\" is an object, not a number; the line is left out"},
        BadFile{"ErrorInPercent",
                runLine + epochLine(1, 0.5)
                    + R"({"event":"epoch","epoch":2,"val_top1_error":30.5})",
                oneLineOfTwo,
                "line 3: \"val_top1_error\" is 30.5, but errors are fractions from 0 to 1; the "
                "line is left out"},
        BadFile{"TwoRuns",
                runLine + epochLine(1, 0.5) + R"({"event":"run","network":"inception_v3"})" + "\n"
                    + epochLine(2, 0.25),
                "\n  val_top1_error: 1:0.5e1\n",
                "line 3: another run starts, of inception_v3 after inception_v4; the first is "
                "read, so split the file here to read both"}),
    [](const auto &file) { return file.param.name; });

TEST_F(RunLogTest, AnyDamageGivesASentenceOrASoundRun)
{
    std::string whole = runLine;
    for (int epoch = 1; epoch <= 4; ++epoch)
        whole += epochLine(epoch, 1.0 / epoch);
    std::mt19937 random(1);
    int refused = 0;
    for (int round = 0; round < 1000; ++round) {
        auto bytes = whole.substr(0, round % 4 ? std::string::npos : random() % whole.size());
        for (int change = 0; change < 1 + round % 3 && !bytes.empty(); ++change)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        const auto path = write(bytes);
        const RunLogs logs = readRunLogs({path});
        refused += logs.runs.empty() ? 1 : 0;
        EXPECT_TRUE(!logs.runs.empty() || !logs.problems.empty()) << bytes;
        for (const RunLog &run : logs.runs) {
            for (const auto &[tag, series] : run.series) {
                const auto points = curvePoints(series, CurveAxis::Step);
                for (std::size_t i = 1; i < points.size(); ++i)
                    EXPECT_LE(points[i - 1].x, points[i].x) << bytes;
            }
        }
    }
    EXPECT_GT(refused, 25);
    EXPECT_LT(refused, 975);
}

TEST_F(RunLogTest, WhatIsWrittenIsReadBack)
{
    const auto path = folder / "run.jsonl";
    {
        auto writer = RunLogWriter::open(path);
        ASSERT_TRUE(writer) << writer.error().message;
        EXPECT_TRUE(writer->isNew());
        ASSERT_TRUE(writer->writeRun({{"network", "inception_resnet_v2"},
                                      {"dataset", "imagenette"},
                                      {"width", 0.25},
                                      {"repeats", std::vector<std::int64_t>{2, 3, 2}},
                                      {"epochs", std::int64_t{20}},
                                      {"residual", true}}));
        EXPECT_FALSE(writer->isNew());
        ASSERT_TRUE(writer->writeEpoch(1, {{"train_loss", 0.1}, {"val_top1_error", 1.0 / 3}}));
        ASSERT_TRUE(
            writer->writeEpoch(2, {{"train_loss", std::numeric_limits<double>::infinity()}}));
    }
    const auto log = readRunLog(path);
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_TRUE(log->residual);
    EXPECT_EQ(log->settings,
              (std::map<std::string, std::string>{{"network", "inception_resnet_v2"},
                                                  {"dataset", "imagenette"},
                                                  {"width", "0.25"},
                                                  {"repeats", "[2,3,2]"},
                                                  {"epochs", "20"},
                                                  {"residual", "true"}}));
    EXPECT_EQ(printed(*log),
              name()
                  + ", inceptoscope\n"
                    "  train_loss: 1:0.1e1 2:infe2\n"
                    "  val_top1_error: 1:0.33333333333333e1\n");
    EXPECT_EQ(log->series.at("val_top1_error")[0].value, 1.0 / 3);
}

TEST_F(RunLogTest, WritingGoesOnBehindAnUnfinishedLine)
{
    const auto path = write(runLine + epochLine(1, 0.5) + R"({"event":"epoch","epo)");
    auto writer = RunLogWriter::open(path);
    ASSERT_TRUE(writer) << writer.error().message;
    EXPECT_FALSE(writer->isNew());
    ASSERT_TRUE(writer->writeEpoch(2, {{"val_top1_error", 0.25}}));
    const auto log = readRunLog(path);
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_EQ(log->leftOut, 1U);
    EXPECT_EQ(printed(log->series.at("val_top1_error")), "1:0.5e1 2:0.25e2");
}

TEST_F(RunLogTest, ALineIsFinishedWhereverItWasCut)
{
    const std::string line = RunLogWriter::lineOfEpoch(2, {{"val_top1_error", 0.25}});
    const std::string before = runLine + epochLine(1, 0.5);
    for (std::size_t cut = 0; cut <= line.size() + 1; ++cut) {
        const auto path = write(before + (line + '\n').substr(0, cut));
        ASSERT_TRUE(RunLogWriter::open(path)->finishLine(line));
        EXPECT_EQ(readFile(path), before + line + '\n') << cut;
    }
    const auto path = write("");
    ASSERT_TRUE(RunLogWriter::open(path)->finishLine(line));
    ASSERT_TRUE(RunLogWriter::open(path)->finishLine(line));
    EXPECT_EQ(readFile(path), line + '\n');
}

TEST_F(RunLogTest, AnotherLineThatWasCutIsLeft)
{
    const std::string line = RunLogWriter::lineOfEpoch(2, {{"val_top1_error", 0.25}});
    const std::string longer = runLine + std::string(2 * line.size(), 'x');
    for (const std::string &before : {runLine + line.substr(1), longer}) {
        const auto path = write(before);
        ASSERT_TRUE(RunLogWriter::open(path)->finishLine(line));
        EXPECT_EQ(readFile(path), before + '\n' + line + '\n');
    }
}

TEST_F(RunLogTest, AFullDiskIsReported)
{
    auto writer = RunLogWriter::open("/dev/full");
    ASSERT_TRUE(writer) << writer.error().message;
    const auto done = writer->writeEpoch(1, {});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().message,
              "/dev/full: the run log cannot be written: No space left on device; make room or "
              "choose another folder, then resume the run");
}

TEST_F(RunLogTest, AFolderCannotBeWritten)
{
    const auto writer = RunLogWriter::open(folder);
    ASSERT_FALSE(writer);
    EXPECT_EQ(writer.error().message,
              folder.string() + ": the run log cannot be opened for writing: Is a directory");
}
