#include "curves/logfollower.h"
#include "support/eventfiles.h"
#include "support/printedlogs.h"
#include "support/temporaryfolder.h"

#include <gtest/gtest.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

class LogFollowerTest : public testing::Test
{
protected:
    void append(const std::string &name, const std::string &bytes) const
    {
        fs::create_directories((folder / name).parent_path());
        std::ofstream(folder / name, std::ios::binary | std::ios::app) << bytes;
    }
    /// What has changed, a series a line.
    std::string next(LogFollower &follower) const
    {
        follower.look({});
        follower.check();
        while (follower.readOn(LogFollower::Clock::now() + 1min, {})) { }
        std::string text;
        for (const auto &[request, run] : follower.takeChanged()) {
            text += std::to_string(request) + ' '
                + run.id.source.lexically_relative(folder.path()).string() + run.id.part;
            for (const auto &[tag, series] : run.series)
                text += ' ' + tag + ": " + printed(series);
            text += '\n';
        }
        return text;
    }

    TemporaryFolder folder;
};

} // namespace

TEST_F(LogFollowerTest, TellsWhatHasChanged)
{
    append("a.csv", "step,loss\n1,0.5\n");
    append("b.csv", "step,loss\n1,0.25\n");
    LogFollower follower;
    follower.add({folder.path()}, 7, {});
    EXPECT_TRUE(follower.problems(7).empty());
    EXPECT_FALSE(follower.isRead(7));
    EXPECT_EQ(next(follower), "7 a.csv loss: 1:0.5\n7 b.csv loss: 1:0.25\n");
    EXPECT_TRUE(follower.isRead(7));
    EXPECT_EQ(next(follower), "");
    append("b.csv", "2,0.125\n");
    EXPECT_EQ(next(follower), "7 b.csv loss: 1:0.25 2:0.125\n");
}

TEST_F(LogFollowerTest, NewFilesComeToTheirRuns)
{
    append("run/a.tfevents.1", scalarRecord(1, 1, "loss", 4));
    LogFollower follower;
    follower.add({folder.path()}, 1, {});
    EXPECT_EQ(next(follower), "1 run loss: 1:4w1\n");
    append("run/a.tfevents.2", scalarRecord(2, 2, "loss", 3));
    append("other/x.csv", "step,loss\n1,1\n");
    EXPECT_EQ(next(follower), "1 run loss: 1:4w1 2:3w2\n1 other/x.csv loss: 1:1\n");
}

TEST_F(LogFollowerTest, ALastLineWithoutAnEndIsTakenOnceNobodyWrites)
{
    append("a.csv", "step,loss\n1,0.5\n2,0.25");
    LogFollower patient(1h);
    patient.add({folder / "a.csv"}, 1, {});
    EXPECT_EQ(next(patient), "1 a.csv loss: 1:0.5\n");
    LogFollower hasty(0ms);
    hasty.add({folder / "a.csv"}, 1, {});
    EXPECT_EQ(next(hasty), "1 a.csv loss: 1:0.5 2:0.25\n");
    append("a.csv", "5\n3,0.125\n"); // somebody did
    EXPECT_EQ(next(patient), "1 a.csv loss: 1:0.5 2:0.255 3:0.125\n");
    EXPECT_EQ(next(hasty), "1 a.csv loss: 1:0.5 2:0.255 3:0.125\n");
}

TEST_F(LogFollowerTest, ALaterCheckpointReplacesTheEarlier)
{
    const auto state = [](int step) {
        return R"({"log_history": [{"step": )" + std::to_string(step)
            + R"(, "loss": 0.5}], "max_steps": 9})";
    };
    append("checkpoint-1/trainer_state.json", state(1));
    LogFollower follower;
    follower.add({folder.path()}, 1, {});
    EXPECT_EQ(next(follower), "1 checkpoint-1/trainer_state.json loss: 1:0.5\n");
    append("checkpoint-2/trainer_state.json", state(2));
    EXPECT_EQ(next(follower), "1 checkpoint-2/trainer_state.json loss: 2:0.5\n");
    const auto gone = follower.takeGone();
    ASSERT_EQ(gone.size(), 1U);
    EXPECT_EQ(gone.front().source, folder / "checkpoint-1/trainer_state.json");
}

TEST_F(LogFollowerTest, ADroppedRunDoesNotComeAgainUnlessAskedFor)
{
    append("a.csv", "step,loss\n1,0.5\n");
    LogFollower follower;
    follower.add({folder.path()}, 1, {});
    next(follower);
    follower.drop({folder / "a.csv", {}});
    append("a.csv", "2,0.25\n");
    EXPECT_EQ(next(follower), "");
    follower.add({folder / "a.csv"}, 2, {});
    EXPECT_EQ(next(follower), "2 a.csv loss: 1:0.5 2:0.25\n");
}

TEST_F(LogFollowerTest, WhatWasForgottenIsNotSearchedAgain)
{
    append("a.csv", "step,loss\n1,0.5\n");
    LogFollower follower;
    follower.add({folder.path()}, 1, {});
    follower.forget(1);
    EXPECT_EQ(next(follower), "");
}

TEST_F(LogFollowerTest, AProblemIsNewOnce)
{
    append("a.csv", "step,loss\n1,0.5\n2,x\n");
    LogFollower follower;
    follower.add({folder.path()}, 1, {});
    next(follower);
    EXPECT_EQ(follower.problems(1).size(), 1U);
    EXPECT_EQ(follower.problems(2).size(), 0U);
    EXPECT_EQ(follower.takeProblemNews().problems.size(), 1U);
    append("a.csv", "3,y\n");
    next(follower);
    EXPECT_EQ(follower.takeProblemNews().problems.size(), 0U);
    fs::remove(folder / "a.csv");
    next(follower);
    EXPECT_EQ(follower.takeProblemNews().problems.size(), 1U);
}

TEST_F(LogFollowerTest, AProblemIsOverOnceItsCauseIs)
{
    append("none/empty.csv", "");
    append("a.csv", "step,loss\n1,0.5\n2,x\n");
    append("b.csv", "step,loss\n");
    LogFollower follower;
    follower.add({folder / "none/empty.csv", folder / "a.csv", folder / "b.csv"}, 1, {});
    const auto news = [&] {
        next(follower);
        const LogFollower::ProblemNews changes = follower.takeProblemNews();
        std::string text;
        for (const fs::path &source : changes.settled)
            text += "- " + source.lexically_relative(folder.path()).string() + '\n';
        for (const LogProblem &problem : changes.problems)
            text += problem.source.lexically_relative(folder.path()).string() + ": "
                + problem.reason + '\n';
        return text;
    };
    const std::string bad = "a.csv: line 3: \"x\" of loss is not a number and is left out\n";
    EXPECT_EQ(news(),
              "none/empty.csv: it is empty\n" + bad + "b.csv: there are no values in it yet\n");
    EXPECT_EQ(news(), "");
    append("none/empty.csv", "step,loss\n1,2\n");
    append("b.csv", "1,2\n");
    EXPECT_EQ(news(), "- b.csv\n- none/empty.csv\n");
    fs::rename(folder / "a.csv", folder / "away");
    EXPECT_EQ(news(), "a.csv: it cannot be read: No such file or directory\n");
    fs::rename(folder / "away", folder / "a.csv");
    EXPECT_EQ(news(), "- a.csv\n" + bad); // which is told again, for it is not over
}

TEST_F(LogFollowerTest, AFolderIsToldWhileThereAreNoLogsInIt)
{
    fs::create_directory(folder / "runs");
    LogFollower follower;
    follower.add({folder / "runs"}, 1, {});
    next(follower);
    ASSERT_EQ(follower.problems().size(), 1U);
    EXPECT_EQ(follower.problems().front().reason, "there are no training logs in it");
    append("runs/a.csv", "step,loss\n");
    next(follower);
    ASSERT_EQ(follower.problems().size(), 1U);
    EXPECT_EQ(follower.problems().front().reason, "there are no values in it yet");
    append("runs/a.csv", "1,0.5\n");
    next(follower);
    EXPECT_TRUE(follower.problems().empty());
}

TEST_F(LogFollowerTest, ReadingAnewKeepsWhatIsGone)
{
    append("a.csv", "step,loss\n1,0.5\n");
    append("b.csv", "step,loss\n1,0.5\n");
    LogFollower follower;
    follower.add({folder.path()}, 1, {});
    next(follower);
    fs::remove(folder / "a.csv");
    follower.readAnew();
    EXPECT_EQ(next(follower), "1 b.csv loss: 1:0.5\n");
    EXPECT_EQ(follower.problems().size(), 1U);
}
