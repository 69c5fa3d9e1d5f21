#include "curves/runnames.h"

#include <gtest/gtest.h>

using namespace inceptoscope;

namespace {

/// The names of runs with such sources, a part behind "#".
std::string names(const std::vector<std::string> &sources)
{
    std::vector<RunLog> runs;
    for (const std::string &source : sources) {
        RunLog run;
        const std::size_t mark = std::min(source.find('#'), source.size());
        run.id.source = source.substr(0, mark);
        run.id.part = source.substr(std::min(mark + 1, source.size()));
        run.format =
            source.find('.') == std::string::npos ? LogFormat::TensorBoard : LogFormat::Table;
        runs.push_back(run);
    }
    nameRuns(runs);
    std::string text;
    for (const RunLog &run : runs)
        text += (text.empty() ? "" : " ") + run.name;
    return text;
}

} // namespace

TEST(RunNames, OneRunIsCalledByItsOwnName)
{
    EXPECT_EQ(names({"/logs/plain"}), "plain");
    EXPECT_EQ(names({"/logs/plain/metrics.csv"}), "plain");
    EXPECT_EQ(names({"/logs/plain.csv"}), "plain");
    EXPECT_EQ(names({"/logs/v1.5.csv"}), "v1.5");
    EXPECT_EQ(names({"/logs/plain/events.out.tfevents.1.host"}), "plain");
    EXPECT_EQ(names({"/metrics.csv"}), "metrics");
    EXPECT_EQ(names({}), "");
}

TEST(RunNames, WhatAllHaveInCommonIsLeftOut)
{
    EXPECT_EQ(names({"/logs/plain", "/logs/residual"}), "plain residual");
    EXPECT_EQ(names({"/logs/plain/version_0/metrics.csv", "/logs/residual/version_0/metrics.csv"}),
              "plain residual");
    EXPECT_EQ(names({"/logs/a/1/run.jsonl", "/logs/a/2/run.jsonl", "/logs/b/1/run.jsonl"}),
              "a/1 a/2 b/1");
    EXPECT_EQ(names({"/one/a.csv", "/two/a.csv"}), "one two");
    EXPECT_EQ(names({"/logs", "/logs/train"}), "logs logs/train");
    EXPECT_EQ(names({"/a", "/b/c/a"}), "a b/c/a");
}

TEST(RunNames, FilesOfOneNameKeepTheirSuffix)
{
    EXPECT_EQ(names({"/logs/a.csv", "/logs/a.json", "/logs/b.csv"}), "a.csv a.json b");
    EXPECT_EQ(names({"/logs/a/run.jsonl", "/logs/a/metrics.csv"}), "run.jsonl metrics.csv");
}

TEST(RunNames, PartsAreNamedBehindTheirFile)
{
    EXPECT_EQ(names({"/logs/chart.csv#one", "/logs/chart.csv#two"}), "one two");
    EXPECT_EQ(names({"/logs/chart.csv#one", "/logs/chart.csv#two", "/logs/a.csv"}),
              "chart/one chart/two a");
}
