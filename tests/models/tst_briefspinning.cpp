#include "engine/briefspinning.h"

#include <cstdlib>
#include <gtest/gtest.h>

using namespace inceptoscope;

namespace {

const char *count()
{
    const char *value = std::getenv("GOMP_SPINCOUNT");
    return value ? value : "none";
}

class BriefSpinningTest : public testing::Test
{
protected:
    void SetUp() override
    {
        unsetenv("GOMP_SPINCOUNT");
        unsetenv("OMP_WAIT_POLICY");
    }
};

} // namespace

TEST_F(BriefSpinningTest, IsThereForAWhile)
{
    {
        const BriefSpinning spinning;
        EXPECT_TRUE(spinning.isSet());
        EXPECT_STREQ(count(), "5000");
    }
    EXPECT_STREQ(count(), "none");
}

TEST_F(BriefSpinningTest, EmptyIsNotChosen)
{
    setenv("GOMP_SPINCOUNT", "", 1);
    setenv("OMP_WAIT_POLICY", "", 1);
    {
        const BriefSpinning spinning;
        EXPECT_STREQ(count(), "5000");
    }
    EXPECT_STREQ(count(), "none");
}

TEST_F(BriefSpinningTest, LeavesACountThatAPersonChose)
{
    setenv("GOMP_SPINCOUNT", "7", 1);
    {
        const BriefSpinning spinning;
        EXPECT_FALSE(spinning.isSet());
        EXPECT_STREQ(count(), "7");
    }
    EXPECT_STREQ(count(), "7");
}

TEST_F(BriefSpinningTest, LeavesAPolicyThatAPersonChose)
{
    setenv("OMP_WAIT_POLICY", "active", 1);
    const BriefSpinning spinning;
    EXPECT_FALSE(spinning.isSet());
    EXPECT_STREQ(count(), "none");
}
