#include "curves/runlog.h"
#include "curves/runlogwriter.h"
#include "support/temporaryfolder.h"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <unistd.h>

using namespace inceptoscope;
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
    std::string message; ///< "%" stands for the file's path
};

void PrintTo(const BadFile &file, std::ostream *stream)
{
    *stream << file.name;
}

class BadRunLogTest : public RunLogTest, public testing::WithParamInterface<BadFile>
{
};

const std::string notALog = "% is not a training run log: its first line is not a JSON object with "
                            "\"event\": \"run\"; choose a *.jsonl file that the trainer wrote";

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
                R"({"event":"epoch","epoch":2,"train_loss":1.5,"val_top1_error":0.5})");
    RunLog expected;
    expected.name = "inception_v4-imagenette";
    expected.source = path;
    expected.settings = {{"network", "inception_v4"},
                         {"title", "Inception-v4"},
                         {"width", "0.25"},
                         {"repeats", "[2,3,2]"},
                         {"dataset", "imagenette"},
                         {"residual", "false"},
                         {"seed", "1"}};
    expected.series = {{"step", {{1, 148}}},
                       {"train_loss", {{1, 2.1}, {2, 1.5}}},
                       {"val_top1_error", {{1, 0.75}, {2, 0.5}}},
                       {"wall", {{1, 110.5}}}};
    const auto log = readRunLog(path);
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_EQ(*log, expected);
}

TEST_F(RunLogTest, UnreadableLinesAreCountedAndTheOthersKept)
{
    const auto path = write(runLine + epochLine(1, 0.5) + "garbage\n" + std::string(2 << 20, ' ')
                            + "x\n" + std::string(100'000, '[') + "\n\xff\xfe\n[1]\n"
                            + R"({"event":"epoch","epoch":1e999})" + "\n" + epochLine(2, 0.25)
                            + R"({"event":"epoch","epoch":3,"val_t)");
    const auto log = readRunLog(path);
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_EQ(log->unreadableLines, 7);
    EXPECT_EQ(log->series.at("val_top1_error"), (std::vector<CurvePoint>{{1, 0.5}, {2, 0.25}}));
}

TEST_F(RunLogTest, WhatIsNotFiniteIsKept)
{
    const auto path = write(
        runLine
        + "{\"event\":\"epoch\",\"epoch\":1,\"train_loss\":NaN,\"val_loss\":-Infinity,"
          "\"learning_rate\":Infinity,\"val_top1_error\":null,\"note\":\"NaN \\\" Infinity\"}\n");
    const auto log = readRunLog(path);
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_EQ(log->unreadableLines, 0);
    EXPECT_TRUE(std::isnan(log->series.at("train_loss").front().y));
    EXPECT_TRUE(std::isnan(log->series.at("val_top1_error").front().y));
    const auto infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(log->series.at("learning_rate").front().y, infinity);
    EXPECT_EQ(log->series.at("val_loss").front().y, -infinity);
}

TEST_F(RunLogTest, AResumedRunReplacesTheEpochsItRepeats)
{
    const auto path = write(runLine + epochLine(1, 0.9) + epochLine(2, 0.8) + epochLine(3, 0.7)
                            + runLine + epochLine(2, 0.6) + epochLine(3, 0.5));
    const auto log = readRunLog(path);
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_EQ(log->series.at("val_top1_error"),
              (std::vector<CurvePoint>{{1, 0.9}, {2, 0.6}, {3, 0.5}}));
}

TEST_F(RunLogTest, AResumedRunThatIsNotYetAsFarEndsWhereItIs)
{
    const auto path = write(runLine + epochLine(1, 0.9) + epochLine(2, 0.8) + epochLine(3, 0.7)
                            + runLine + epochLine(2, 0.6));
    const auto log = readRunLog(path);
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_EQ(log->series.at("val_top1_error"), (std::vector<CurvePoint>{{1, 0.9}, {2, 0.6}}));
}

TEST_F(RunLogTest, ResidualFollowsTheNetworkWhereTheLogDoesNotSay)
{
    const auto log = readRunLog(write(R"({"event":"run","network":"inception_resnet_v2"})"));
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_TRUE(log->residual);
    EXPECT_EQ(log->name, "run");
}

TEST_F(RunLogTest, AFolderIsRefused)
{
    const auto log = readRunLog(folder);
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().message,
              folder.string() + " is a folder; choose a *.jsonl file that the trainer wrote");
}

TEST_F(RunLogTest, AMissingFileIsNamed)
{
    const auto log = readRunLog(folder / "none.jsonl");
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().message,
              (folder / "none.jsonl").string() + " cannot be read: No such file or directory");
}

TEST_F(RunLogTest, AHugeFileIsRefusedBeforeItIsRead)
{
    const auto path = write(runLine);
    std::filesystem::resize_file(path, std::uintmax_t{3} << 40);
    const auto log = readRunLog(path);
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().message,
              path.string()
                  + " is not a training run log: it has 3145728 MiB, and a log has at most 64; "
                    "choose a *.jsonl file that the trainer wrote");
}

TEST_P(BadRunLogTest, IsRefusedInOneSentence)
{
    const auto path = write(GetParam().bytes);
    auto expected = GetParam().message;
    expected.replace(expected.find('%'), 1, path.string());
    const auto log = readRunLog(path);
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().message, expected);
}

INSTANTIATE_TEST_SUITE_P(
    Files, BadRunLogTest,
    testing::Values(
        BadFile{"Empty", "", "% is empty; choose a *.jsonl file that the trainer wrote"},
        BadFile{"Blank", " \n\r\n", "% is empty; choose a *.jsonl file that the trainer wrote"},
        BadFile{"Text", "epoch,loss\n1,2\n", notALog},
        BadFile{"Binary", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16), notALog},
        BadFile{"Zeros", std::string(4096, '\0'), notALog},
        BadFile{"NoRunLine", epochLine(1, 0.5), notALog}, BadFile{"Array", "[1,2]\n", notALog},
        BadFile{"Deep", std::string(100'000, '{'), notALog},
        BadFile{"LongFirstLine",
                R"({"event":"run","network":")" + std::string(2 << 20, 'x') + "\"}", notALog},
        BadFile{"EventIsANumber", "{\"event\":1}\n", notALog},
        BadFile{"NoNetwork", "{\"event\":\"run\"}\n", "%: line 1: \"network\" is missing"},
        BadFile{"NetworkIsAnArray", "{\"event\":\"run\",\"network\":[]}\n",
                "%: line 1: \"network\" is an array, not a string"},
        BadFile{"ResidualIsAString", R"({"event":"run","network":"a","residual":"yes"})",
                "%: line 1: \"residual\" is a string, not a boolean"},
        BadFile{"NoEpoch", runLine + "{\"event\":\"epoch\",\"val_loss\":1}\n",
                "%: line 2: \"epoch\" is missing"},
        BadFile{"EpochIsAString", runLine + R"({"event":"epoch","epoch":"one"})",
                "%: line 2: \"epoch\" is a string, not a number"},
        BadFile{"NegativeEpoch", runLine + R"({"event":"epoch","epoch":-1})",
                "%: line 2: \"epoch\" is -1, but epochs count from 1"},
        BadFile{"ValueIsAString", runLine + R"({"event":"epoch","epoch":1,"val_loss":"low"})",
                "%: line 2: \"val_loss\" is a string, not a number"},
        BadFile{"ValueIsAnObject", runLine + "\n" + R"({"event":"epoch","epoch":1,"wall":{}})",
                "%: line 3: \"wall\" is an object, not a number"},
        BadFile{"ErrorInPercent", runLine + R"({"event":"epoch","epoch":1,"val_top1_error":30.5})",
                "%: line 2: \"val_top1_error\" is 30.5, but errors are fractions from 0 to 1"},
        BadFile{"TwoRuns", runLine + R"({"event":"run","network":"inception_v3"})",
                "%: line 2: another run starts, of inception_v3 after inception_v4; a log holds "
                "one run, so split the file here"}),
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
        const auto log = readRunLog(path);
        if (!log) {
            ++refused;
            EXPECT_EQ(log.error().message.find(path.string()), 0u) << bytes;
            continue;
        }
        for (const auto &[tag, points] : log->series) {
            for (std::size_t i = 1; i < points.size(); ++i)
                EXPECT_LT(points[i - 1].x, points[i].x) << bytes;
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
    RunLog expected;
    expected.name = "inception_resnet_v2-imagenette";
    expected.source = path;
    expected.residual = true;
    expected.settings = {{"network", "inception_resnet_v2"},
                         {"dataset", "imagenette"},
                         {"width", "0.25"},
                         {"repeats", "[2,3,2]"},
                         {"epochs", "20"},
                         {"residual", "true"}};
    expected.series = {{"train_loss", {{1, 0.1}, {2, std::numeric_limits<double>::infinity()}}},
                       {"val_top1_error", {{1, 1.0 / 3}}}};
    const auto log = readRunLog(path);
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_EQ(*log, expected);
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
    EXPECT_EQ(log->unreadableLines, 1);
    EXPECT_EQ(log->series.at("val_top1_error"), (std::vector<CurvePoint>{{1, 0.5}, {2, 0.25}}));
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
