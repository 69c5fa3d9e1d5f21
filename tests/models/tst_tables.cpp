#include "curves/readers/runreader.h"
#include "support/printedlogs.h"
#include "support/temporaryfolder.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <tuple>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

/// A table, and all that is read from it.
std::string readTable(const std::string &bytes)
{
    const TemporaryFolder folder;
    writeFile(folder / "table.csv", bytes);
    return printed(readRunLogs({folder / "table.csv"}), folder.path());
}

std::string utf16(std::string_view ascii, bool bigEndian)
{
    std::string bytes = bigEndian ? "\xfe\xff" : "\xff\xfe";
    for (const char each : ascii)
        bytes += bigEndian ? std::string{'\0', each} : std::string{each, '\0'};
    return bytes;
}

/// All that a reader of a table makes of it, in so many bytes at a time of a file that grows by so
/// many.
std::string readGrowing(LogFormat format, const std::string &bytes, std::size_t step, bool ahead)
{
    const TemporaryFolder folder;
    const auto path = folder / "table.csv";
    writeFile(path, "");
    RunReader reader({format, path, {path}}, {Tail::Wait, ahead});
    std::ofstream file(path, std::ios::binary);
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        file << std::string_view(bytes).substr(at, step) << std::flush;
        while (reader.readOn(step)) { }
    }
    reader.takeTails();
    std::string text;
    for (const auto &[part, run] : reader.runs())
        text += part + ' ' + printed(run);
    for (const LogProblem &problem : reader.problems())
        text += "! " + problem.reason + '\n';
    return text;
}

/// More than is read line by line, with something special now and then behind so many bytes.
std::string longTable(std::mt19937 &random, const std::string &header,
                      const std::vector<std::string> &specials, std::size_t quiet)
{
    std::string text = header;
    const auto columns = static_cast<std::size_t>(std::ranges::count(header, ','));
    for (int step = 0; text.size() < 3'200'000; ++step) {
        text += std::to_string(random() % 1000 == 0 ? step / 2 : step);
        for (std::size_t column = 0; column < columns; ++column) {
            text += ',';
            if (random() % 20 != 0)
                text += std::to_string(static_cast<double>(random() % 10'000) / 1000);
        }
        text += random() % 50 == 0 ? "\r\n" : "\n";
        if (!specials.empty() && text.size() >= quiet && random() % 1000 == 0)
            text += specials[random() % specials.size()];
    }
    return text;
}

const std::string twoPoints = "table, csv\n  loss: 1:0.5 2:0.25\n";

} // namespace

TEST(Tables, SeparatorsEndsAndEncodingsDoNotMatter)
{
    const std::string plain = "step,loss\n1,0.5\n2,0.25\n";
    EXPECT_EQ(readTable(plain), twoPoints);
    EXPECT_EQ(readTable("step\tloss\n1\t0.5\n2\t0.25\n"), twoPoints);
    EXPECT_EQ(readTable("step;loss\r\n1;0,5\r\n\r\n2;0.25\r\n"), twoPoints);
    EXPECT_EQ(readTable("step|loss\n1|0.5\n2|0.25"), twoPoints);
    EXPECT_EQ(readTable("step:loss\n1:0.5\n2:0.25"), twoPoints);
    EXPECT_EQ(readTable("step  loss\n   1   0.5\n   2  0.25 \n"), twoPoints);
    EXPECT_EQ(readTable("\xef\xbb\xbfstep,loss\n1,0.5\n2,0.25\n"), twoPoints);
    EXPECT_EQ(readTable("# step, loss\n1, 5e-1\n# a remark\n2, +.25\n"), twoPoints);
    EXPECT_EQ(readTable("\"step\",\"loss\"\n\"1\",\"0.5\"\n\"2\",\"0.25\"\n"), twoPoints);
    EXPECT_EQ(readTable(utf16(plain, false)), twoPoints);
    EXPECT_EQ(readTable(utf16(plain, true)), twoPoints);
}

TEST(Tables, NumbersInAnySpelling)
{
    EXPECT_EQ(readTable("step,a\n1,nan\n2,-Infinity\n3,INF\n4,1e999\n5,-1e999\n6,1e-999\n7,\n8,NA\n"
                        "9,None\n10,null\n11,-\n12,-NaN\n"),
              "table, csv\n  a: 1:nan 2:-inf 3:inf 4:inf 5:-inf 6:0 12:-nan\n");
}

TEST(Tables, TheColumnToCountByIsTold)
{
    EXPECT_EQ(readTable("loss,iteration\n0.5,1\n0.25,2\n"), twoPoints);
    EXPECT_EQ(readTable("loss,Global_Step,iter\n0.5,1,7\n0.25,2,8\n"),
              "table, csv\n  iter: 1:7 2:8\n  loss: 1:0.5 2:0.25\n");
    EXPECT_EQ(readTable("loss\n0.5\n0.25\n"), twoPoints); // by its rows
    EXPECT_EQ(readTable("time,loss\n10,0.5\n20.5,0.25\n"),
              "table, csv\n  loss: 1:0.5w10 2:0.25w20.5\n");
    EXPECT_EQ(readTable("timestamp,step,loss\n1700000000000,1,0.5\n1700000001000,2,0.25\n"),
              "table, csv, absolute time\n  loss: 1:0.5w1700000000 2:0.25w1700000001\n");
    EXPECT_EQ(readTable("step,loss\nnan,0.5\ninf,0.25\n"), twoPoints);
}

TEST(Tables, QuotesMayHoldSeparatorsAndLines)
{
    EXPECT_EQ(
        readTable("step,\"loss, \"\"all\"\"\",note\n1,0.5,\"two\nlines, and\nmore\"\n2,0.25,x\n"),
        "table, csv\n  loss, \"all\": 1:0.5 2:0.25\n");
    EXPECT_EQ(
        readTable("step,loss,note\n1,0.5,\"open\n2,0.25,x\n3,0.125,y\n"),
        "table, csv, 1 left out\n  loss: 2:0.25 3:0.125\n"
        "! table.csv: a quote is not closed in the row before line 3; that row is left out\n");
}

TEST(Tables, RaggedRowsAreReadAsFarAsTheyGo)
{
    EXPECT_EQ(readTable("step,a,b\n1,0.5,1\n2,0.25\n3,0.125,2,9,9\n4,0.5,3,9\n"),
              "table, csv, 2 left out\n"
              "  a: 1:0.5 2:0.25 3:0.125 4:0.5\n"
              "  b: 1:1 3:2 4:3\n"
              "! table.csv: line 4 has 5 values where the header names 3; what is beyond is left "
              "out; so are 1 more\n");
}

TEST(Tables, ASeparatorAtTheEndOfALineIsNoValue)
{
    EXPECT_EQ(readTable("step,loss\n1,0.5,\n2,0.25,NA,\n"), twoPoints);
    EXPECT_EQ(readTable("step,loss,\n1,0.5,\n2,0.25,\n"), twoPoints);
}

TEST(Tables, RowsMayBeNumberedOrNamed)
{
    EXPECT_EQ(readTable(",step,loss\n0,1,0.5\n1,2,0.25\n"), twoPoints);
    EXPECT_EQ(readTable("\"step\" \"loss\"\n\"a\" 1 0.5\n\"b\" 2 0.25\n"), twoPoints);
    EXPECT_EQ(readTable("\"step\",\"loss\"\n\"1\",1,0.5\n\"2\",2,0.25\n"), twoPoints);
    EXPECT_EQ(readTable("   step  loss\n0  1  0.5\n1  2  0.25\n"), twoPoints);
    // Names of rows come again with the header.
    EXPECT_EQ(readTable("   step  loss\n0  1  0.5\n   step  loss\n1  2  0.25\n"), twoPoints);
}

TEST(Tables, WhatIsNoNumberIsLeftOutAndTold)
{
    EXPECT_EQ(
        readTable("step,loss,phase\n1,0.5,train\n2,bad,train\n3,0.25,train\nx,y,z\n"),
        "table, csv, 3 left out\n"
        "  train/loss: 1:0.5 3:0.25\n"
        "! table.csv: line 3: \"bad\" of loss is not a number and is left out; so are 1 more\n"
        "! table.csv: line 5: there are no numbers in it; the line is left out\n");
}

TEST(Tables, ZerosLeftByACrashHarmOnlyTheirLine)
{
    const std::string zeros(100, '\0');
    EXPECT_EQ(readTable("step,loss\n1,0.5\n" + zeros + "2,0.25\n"), twoPoints);
    EXPECT_EQ(
        readTable("step,loss\n1,0.5\n2,0." + zeros + "\n3,0.25\n" + zeros),
        "table, csv, 2 left out\n  loss: 1:0.5 3:0.25\n"
        "! table.csv: line 3: it has zero bytes in it; the line is left out; so are 1 more\n");
}

TEST(Tables, AHeaderThatComesAgainIsNoRow)
{
    EXPECT_EQ(readTable("step,loss\n1,0.5\nstep,loss\n2,0.25\n"), twoPoints);
    EXPECT_EQ(readTable("step,loss\n1,0.5\nstep,error,loss\n2,0.75,0.25\n"),
              "table, csv\n  error: 2:0.75\n  loss: 1:0.5 2:0.25\n");
}

TEST(Tables, AResumedRunOverwrites)
{
    EXPECT_EQ(readTable("step,loss\n1,4\n2,3\n3,2\n2,1\n"),
              "table, csv\n  loss: 1:4 [2:3 3:2] 2:1\n");
    EXPECT_EQ(readTable("epoch,loss,val_loss\n0,4,1\n1,3,1\n1,2,1\n"),
              "table, keras\n  loss: 0:4e0 [1:3e1] 1:2e1\n  val_loss: 0:1e0 [1:1e1] 1:1e1\n");
}

TEST(Tables, AnUnfinishedLastRowIsLeftOut)
{
    EXPECT_EQ(readTable("step,a,loss\n1,1,0.5\n2,1"),
              "table, csv, 1 left out\n  a: 1:1\n  loss: 1:0.5\n"
              "! table.csv: line 3, the last one, is unfinished and left out\n");
}

TEST(Tables, AHeaderAloneIsALogThatBegins)
{
    EXPECT_EQ(readTable("epoch,loss\n"), "! table.csv: there are no values in it yet\n");
}

TEST(Tables, AVeryLongLineIsLeftOut)
{
    EXPECT_EQ(readTable("step,loss\n1,0.5\n" + std::string(3 << 20, '1') + "\n2,0.25\n"),
              "table, csv, 1 left out\n  loss: 1:0.5 2:0.25\n"
              "! table.csv: line 3: it is longer than 1 MiB; the line is left out\n");
}

TEST(Tables, ThousandsOfColumnsAreRead)
{
    std::string text = "step";
    std::string row = "\n1";
    for (int i = 0; i < 12'000; ++i) {
        text += ",some/longer/tag/" + std::to_string(i);
        row += "," + std::to_string(i);
    }
    const TemporaryFolder folder;
    writeFile(folder / "wide.csv", text + row + row + "\n");
    const RunLogs logs = readRunLogs({folder / "wide.csv"});
    EXPECT_TRUE(logs.problems.empty());
    ASSERT_EQ(logs.runs.size(), 1U);
    EXPECT_EQ(logs.runs[0].series.size(), 12'000U);
    EXPECT_EQ(printed(logs.runs[0].series.at("some/longer/tag/11999")), "1:11999 1:11999");
}

TEST(Tables, WhatIsNoTableIsRefused)
{
    const std::string refused =
        "! table.csv: it is no training log of a kind that is known, such as an event file, a CSV "
        "table with a header or JSON lines\n";
    EXPECT_EQ(readTable(std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16)), refused);
    EXPECT_EQ(readTable(std::string(4096, '\0')), refused);
    EXPECT_EQ(readTable("1,2\n3,4\n"), refused);
    EXPECT_EQ(readTable("a,b\nc,d\n"), refused);
    EXPECT_EQ(readTable("\n\n"), refused);
    EXPECT_EQ(readTable(""), "! table.csv: it is empty\n");
}

TEST(Tables, ManyRowsAtOnceAreTheSameAsOneByOne)
{
    const std::vector<std::string> specials{
        "# a remark\n",
        "\n",
        "7,\"0.5\",1,2\n",
        "8,bad,1,2\n",
        "9,1,2\n",
        "10,1,2,3,4,5\n",
        "x,y,z,w\n",
        "11,nan,-inf,1e999\n",
        "12, 1 ,+.5,\t2\n",
        "13,\"two\nlines\",1,2\n",
        "14,\"open,1,2\n",
        std::string(10, '\0') + "15,1,2,3\n",
        "16,NA,None,null\n",
        "step,a,b,c\n",
        ",,,\n",
        "17,[1, 2],1,2\n",
        "18,\"[1, 2]\",1,2\n",
        "nan,1,2,3\n",
        std::string(300'000, ' ') + "19,1,2,3\n",
        "20,1,2,3 # no\n",
    };
    std::mt19937 random(1);
    for (int round = 0; round < 3; ++round) {
        const std::string text =
            longTable(random, "step,a,b,c\n", specials, round * std::size_t{1'500'000});
        const std::string expected = readGrowing(LogFormat::Lightning, text, 200'000, false);
        ASSERT_EQ(readGrowing(LogFormat::Lightning, text, text.size(), false), expected);
        ASSERT_EQ(readGrowing(LogFormat::Lightning, text, text.size(), true), expected);
    }
}

TEST(Tables, ManyRowsOfAnyLayoutAreReadAtOnce)
{
    const std::vector<std::string> other{"epoch,train_loss,lr\n"};
    for (const auto &[format, header, specials] :
         {std::tuple(LogFormat::WeightsAndBiases, "Step,r - a,r - a__MIN,s - a,s - _step\n",
                     std::vector<std::string>()),
          std::tuple(LogFormat::Keras, "epoch,accuracy,loss\n", std::vector<std::string>()),
          std::tuple(LogFormat::Table, "a,b,epoch,iter,timestamp\n", std::vector<std::string>()),
          std::tuple(LogFormat::Timm, "epoch,train_loss,eval_loss,eval_top1,lr\n", other)}) {
        std::mt19937 random(2);
        const std::string text = longTable(random, header, specials, 2'800'000);
        const std::string expected = readGrowing(format, text, 200'000, false);
        ASSERT_EQ(readGrowing(format, text, text.size(), true), expected) << header;
        ASSERT_GT(expected.size(), 100'000U);
    }
}
