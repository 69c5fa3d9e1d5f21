#include "explain/gradcam.h"
#include "support/randomweights.h"
#include "zoo/zoo.h"

#include <ATen/record_function.h>

#include <gtest/gtest.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

int stepsBack = 0;
std::stop_source wanted;
int lastStep = 0; ///< at which it is told to stop; 0: none

/// LibTorch tells of every step from the class back to the layer, on the thread that takes it.
std::unique_ptr<at::ObserverContext> countStep(const at::RecordFunction &)
{
    if (++stepsBack == lastStep)
        wanted.request_stop();
    return nullptr;
}

class StepsBack : public testing::Test
{
protected:
    StepsBack()
    {
        stepsBack = 0;
        lastStep = 0;
        wanted = {};
    }
    ~StepsBack() override { at::removeCallback(m_handle); }

private:
    at::CallbackHandle m_handle = at::addThreadLocalCallback(
        at::RecordFunctionCallback(countStep).scopes({at::RecordScope::BACKWARD_FUNCTION}));
};

} // namespace

TEST_F(StepsBack, AreNotTakenOnceItIsCancelled)
{
    const NetworkOptions options{.input = {107, 107}, .classes = 4, .width = 0.125};
    const NetworkGraph graph = buildNetwork("inception_v4", options).value();
    auto engine = makeGradientEngine(graph, randomWeights(graph), {.threads = 1}).value();
    const std::vector<float> input = randomInput(graph);
    ASSERT_TRUE(engine->classGradient(input, 0, 0, wanted.get_token()));
    const int all = stepsBack;
    ASSERT_GT(all, 100);

    stepsBack = 0;
    lastStep = 5;
    const auto gradient = engine->classGradient(input, 0, 0, wanted.get_token());
    ASSERT_FALSE(gradient);
    EXPECT_EQ(gradient.error().message, "cancelled");
    EXPECT_GE(stepsBack, lastStep); // so it was not before
    EXPECT_LT(stepsBack, lastStep + 10);
}
