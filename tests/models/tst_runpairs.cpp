#include "curves/runpairs.h"

#include <gtest/gtest.h>

using namespace inceptoscope;

namespace {

RunLog own(const std::string &network, const std::string &dataset, const std::string &seed)
{
    RunLog run;
    run.settings = {
        {"network", network}, {"title", network + seed}, {"dataset", dataset}, {"seed", seed}};
    run.residual = network.find("resnet") != std::string::npos;
    return run;
}

RunLog named(const std::string &name)
{
    RunLog run;
    run.name = name;
    return run;
}

using Pairs = std::vector<RunPair>;
using Groups = std::vector<std::vector<std::size_t>>;

} // namespace

TEST(RunPairs, RunsThatWereTrainedAlikeGoTogether)
{
    const std::vector<RunLog> runs{
        own("inception_v4", "a", "2"),        own("inception_v4", "a", "1"),
        own("inception_resnet_v2", "a", "1"), own("inception_resnet_v2", "a", "2"),
        own("inception_resnet_v1", "a", "1"), own("inception_v3", "b", "1")};
    EXPECT_EQ(recognisedPairs(runs), (Pairs{{2, 1}, {3, 0}})); // other data is no pair
}

TEST(RunPairs, LessLikeRunsArePairedWhereNoneIsMoreLike)
{
    const std::vector<RunLog> runs{own("inception_resnet_v2", "a", "1"),
                                   own("inception_v4", "a", "7"), own("inception_v4", "a", "8")};
    EXPECT_EQ(recognisedPairs(runs), (Pairs{{0, 1}}));
    RunLog longer = own("inception_v4", "a", "1");
    longer.settings["epochs"] = "90";
    EXPECT_EQ(recognisedPairs(std::vector{runs[0], longer}), (Pairs{{0, 1}}));
}

TEST(RunPairs, NamesTellWhereLogsDoNot)
{
    const std::vector<RunLog> runs{named("b/Inception-ResNet-v2"), named("a/inception_v4"),
                                   named("b/InceptionV4"), named("a/inception_resnet_v2"),
                                   named("resnet50")};
    EXPECT_EQ(recognisedPairs(runs), (Pairs{{0, 2}, {3, 1}}));
    EXPECT_TRUE(isResidual(runs[0]));
    EXPECT_FALSE(isResidual(runs[1]));
    EXPECT_TRUE(recognisedPairs({}).empty());
}

TEST(RunPairs, SeedsAreGrouped)
{
    const std::vector<RunLog> runs{
        own("inception_v4", "a", "1"), own("inception_resnet_v2", "a", "1"),
        own("inception_v4", "a", "2"), own("inception_v4", "b", "3"),
        named("x/seed_1/log"),         named("x/seed_2/log"),
        named("x/seedling"),           named("y/seed_3/log")};
    EXPECT_EQ(seedGroups(runs), (Groups{{0, 2}, {4, 5}}));
    const std::vector<RunLog> below{named("seeds/a-seed1"), named("seeds/a-seed2"),
                                    named("seed-runs/a"), named("seeds/b seed")};
    EXPECT_EQ(seedGroups(below), (Groups{{0, 1}}));
}
