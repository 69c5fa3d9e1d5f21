#include "engine/engine.h"
#include "measuring/anyweights.h"
#include "measuring/measurement.h"
#include "zoo/zoo.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace inceptoscope;

struct Figures
{
    double median;
    double minimum;
    double maximum;
    double spread;

    bool operator==(const Figures &) const = default;
};

static std::ostream &operator<<(std::ostream &out, const Figures &figures)
{
    return out << figures.median << " of " << figures.minimum << " to " << figures.maximum
               << ", spread " << figures.spread;
}

static Figures figuresOf(std::vector<double> values)
{
    const Measurement measurement{"pass", "ms", std::move(values)};
    return {measurement.median(), measurement.minimum(), measurement.maximum(),
            measurement.spread()};
}

TEST(Measurement, FiguresOfItsRuns)
{
    EXPECT_EQ(figuresOf({7.0}), (Figures{7.0, 7.0, 7.0, 0.0}));
    EXPECT_EQ(figuresOf({4.0, 1.0}), (Figures{2.5, 1.0, 4.0, 1.5}));
    EXPECT_EQ(figuresOf({5.0, 1.0, 100.0, 3.0, 2.0}), (Figures{3.0, 1.0, 100.0, 3.0}));
    EXPECT_EQ(figuresOf({4.0, 1.0, 2.0, 3.0}), (Figures{2.5, 1.0, 4.0, 1.5}));
}

/// Counts from 0 on, and its double.
static MeasuredRun counting(int &count)
{
    return [&count]() -> Expected<std::vector<double>> {
        const double value = count++;
        return std::vector{value, 2.0 * value};
    };
}

TEST(Measured, KeepsAllRunsButTheFirst)
{
    int count = 0;
    const auto done =
        measured({{"one", "ms", {}}, {"two", "photos/s", {}}}, counting(count), 3).value();
    ASSERT_EQ(done.size(), 2U);
    EXPECT_EQ(done[0].name, "one");
    EXPECT_EQ(done[0].unit, "ms");
    EXPECT_EQ(done[0].values, (std::vector{1.0, 2.0, 3.0}));
    EXPECT_EQ(done[1].name, "two");
    EXPECT_EQ(done[1].unit, "photos/s");
    EXPECT_EQ(done[1].values, (std::vector{2.0, 4.0, 6.0}));
}

TEST(Measured, TakesAsManyRunsAsTwoSecondsHold)
{
    using namespace std::chrono_literals;
    EXPECT_FALSE(isEnough(4, 0, 1h));
    EXPECT_TRUE(isEnough(5, 0, 2s));
    EXPECT_FALSE(isEnough(999, 0, 1999ms));
    EXPECT_TRUE(isEnough(1000, 0, 0s));
    EXPECT_FALSE(isEnough(2, 3, 1h));
    EXPECT_TRUE(isEnough(3, 3, 0s));
}

TEST(Measured, EndsWithTheErrorOfARun)
{
    int runs = 0;
    const auto done = measured(
        {{"one", "ms", {}}},
        [&]() -> Expected<std::vector<double>> {
            if (++runs == 3)
                return failure("the third run fails");
            return std::vector{1.0};
        },
        10);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().message, "the third run fails");
    EXPECT_EQ(runs, 3);
}

TEST(Measured, EndsWhenStopped)
{
    std::stop_source stop;
    int runs = 0;
    const auto done = measured(
        {{"one", "ms", {}}},
        [&]() -> Expected<std::vector<double>> {
            if (++runs == 3)
                stop.request_stop();
            return std::vector{1.0};
        },
        10, stop.get_token());
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().message, "cancelled");
    EXPECT_EQ(runs, 3);
}

static std::vector<float> logitsOf(const NetworkGraph &graph)
{
    const auto engine = makeOnednnEngine(graph, anyWeights(graph)).value();
    const std::vector<float> input(static_cast<std::size_t>(graph.input().elements()), 0.25F);
    return engine->run({&input, 1}, {}).value().front().logits;
}

TEST(AnyWeights, GiveOrdinaryNumbersAndTheSameOnes)
{
    const NetworkGraph graph = buildNetwork("inception_v3")->withInput({75, 75}).value();
    const std::vector<float> logits = logitsOf(graph);
    EXPECT_EQ(logits.size(), 1000U);
    for (const float logit : logits)
        EXPECT_LT(std::abs(logit), 1e4F);
    EXPECT_NE(logits.front(), logits.back());
    EXPECT_EQ(logits, logitsOf(graph));
}
