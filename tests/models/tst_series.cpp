#include "curves/curvepoints.h"
#include "support/printedlogs.h"

#include <gtest/gtest.h>
#include <limits>
#include <numeric>
#include <thread>

using namespace inceptoscope;
using inceptoscope::test::printed;

namespace {

std::vector<double> counting(std::size_t count)
{
    std::vector<double> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0.0);
    return numbers;
}

Series seriesOf(const std::vector<double> &steps,
                Series::Repeated repeated = Series::Repeated::Kept)
{
    Series series;
    for (const double step : steps)
        series.append({step, 0.5}, repeated);
    return series;
}

std::string ofRanges(const Series &series)
{
    std::string text;
    for (const IndexRange &range : series.overwritten())
        text += std::to_string(range.begin) + '-' + std::to_string(range.end) + ' ';
    return text;
}

} // namespace

TEST(Column, KeepsWhatIsAppended)
{
    const std::vector<double> expected = counting(1000);
    Column one;
    for (const double number : expected)
        one.append(number);
    Column several;
    several.append(std::span(expected).first(10));
    several.append(std::span(expected).subspan(10, 500));
    several.append(std::span(expected).subspan(510));
    EXPECT_EQ(one.numbers(), expected);
    EXPECT_EQ(several, one);
    for (std::size_t i = 0; i < expected.size(); ++i)
        ASSERT_EQ(one[i], expected[i]);
    EXPECT_EQ(one.front(), 0);
    EXPECT_EQ(one.back(), 999);
}

TEST(Column, ACopySeesNoMoreThanItWasMadeOf)
{
    Column grown{1, 2, 3};
    const Column copy = grown;
    grown.append(4);
    EXPECT_EQ(copy, (Column{1, 2, 3}));
    EXPECT_EQ(grown, (Column{1, 2, 3, 4}));
    EXPECT_FALSE(copy == grown);
}

TEST(Column, CopiesThatAreAppendedToDiffer)
{
    Column first{1, 2, 3};
    Column second = first;
    Column third = second;
    second.append(20);
    first.append(10);
    third.append(30);
    EXPECT_EQ(first, (Column{1, 2, 3, 10}));
    EXPECT_EQ(second, (Column{1, 2, 3, 20}));
    EXPECT_EQ(third, (Column{1, 2, 3, 30}));
    second = first;
    EXPECT_EQ(second, first);
    const Column moved = std::move(first);
    EXPECT_EQ(moved, (Column{1, 2, 3, 10}));
}

TEST(Column, ACopyIsReadWhileTheColumnGrows)
{
    Column grown;
    grown.append(counting(1000));
    double sum = 0;
    const Column copy = grown;
    std::jthread reader([&] {
        for (int round = 0; round < 100; ++round) {
            const std::vector<double> numbers = copy.numbers();
            sum += std::accumulate(numbers.begin(), numbers.end(), 0.0);
        }
    });
    for (int i = 0; i < 10'000; ++i)
        grown.append(1);
    reader.join();
    EXPECT_EQ(sum, 100 * 999 * 500);
}

TEST(Series, PlacesMayBecomeKnownLate)
{
    Series series;
    series.append({1, 0.5});
    series.append({2, 0.25, 1.5});
    series.append({3, unknownNumber, unknownNumber, 100});
    EXPECT_EQ(printed(series), "1:0.5 2:0.25e1.5 3:nanw100");
    EXPECT_EQ(series.nonFinite(), 1U);
    EXPECT_EQ(series.epochs().size(), 3U);
    EXPECT_EQ(series.walls().size(), 3U);
}

TEST(Series, StepsThatRunBackwardsOverwrite)
{
    EXPECT_EQ(ofRanges(seriesOf({1, 2, 3})), "");
    EXPECT_EQ(ofRanges(seriesOf({1, 2, 3, 2, 3, 4})), "1-3 ");
    EXPECT_EQ(ofRanges(seriesOf({1, 2, 3, 2, 3, 1, 5})), "0-5 ");
    EXPECT_EQ(ofRanges(seriesOf({1, 2, 3, 2, 3, 4, 5, 4})), "1-3 5-7 ");
    EXPECT_EQ(ofRanges(seriesOf({1, 2, 3, 2.5, 2.25})), "2-4 ");
    EXPECT_EQ(seriesOf({1, 2, 3, 2, 3, 4, 5, 4}).overwrittenCount(), 4U);
}

TEST(Series, AStepThatComesTwiceMayOverwrite)
{
    using enum Series::Repeated;
    EXPECT_EQ(ofRanges(seriesOf({0, 0, 0}, Kept)), "");
    EXPECT_EQ(ofRanges(seriesOf({1, 2, 2, 3}, Overwritten)), "1-2 ");
    EXPECT_EQ(ofRanges(seriesOf({1, 2, 2, 1, 2}, Kept)), "0-3 ");
}

TEST(CurvePoints, LieOnTheirAxis)
{
    Series series;
    series.append({10, 1, 0.5, 1000});
    series.append({20, 2, 1.0, 1005});
    series.append({30, 3, unknownNumber, 1010});
    series.append({20, 4, 1.0, 1020});
    using Points = std::vector<CurvePoint>;
    EXPECT_EQ(curvePoints(series, CurveAxis::Step), (Points{{10, 1}, {20, 4}}));
    EXPECT_EQ(curvePoints(series, CurveAxis::Epoch), (Points{{0.5, 1}, {1, 4}}));
    EXPECT_EQ(curvePoints(series, CurveAxis::Relative), (Points{{0, 1}, {20, 4}}));
    EXPECT_EQ(curvePoints(series, CurveAxis::Wall), (Points{{1000, 1}, {1020, 4}}));
}

TEST(CurvePoints, StepsStandForEpochsThatAreNotKnown)
{
    Series series;
    series.append({10, 1});
    series.append({20, 2});
    EXPECT_EQ(curvePoints(series, CurveAxis::Epoch), (std::vector<CurvePoint>{{10, 1}, {20, 2}}));
    EXPECT_EQ(curvePoints(series, CurveAxis::Wall), std::vector<CurvePoint>());
    EXPECT_EQ(curvePoints({}, CurveAxis::Step), std::vector<CurvePoint>());
}

TEST(Series, SeveralAtOnceAreTheSameAsOneByOne)
{
    const double unknown = unknownNumber;
    const double infinity = std::numeric_limits<double>::infinity();
    struct Several
    {
        std::vector<double> steps;
        std::vector<double> values;
        std::vector<double> walls;
    };
    const std::vector<std::vector<Several>> all{
        {{{1, 2, 3}, {0.5, infinity, unknown}, {10, 11, 12}}, {{3, 4}, {1, 2}, {13, unknown}}},
        {{{1, 2}, {1, 2}, {unknown, 11}}, {{3, 4}, {3, 4}, {12, 13}}},
        {{{1, 2}, {1, 2}, {unknown, unknown}}, {{3, 4}, {3, 4}, {unknown, 13}}, {{5}, {5}, {14}}},
        {{{1, 2, 3}, {1, 2, 3}, {1, 2, 3}}, {{2, 3, 4}, {4, 5, 6}, {4, 5, 6}}},
        {{{1, 5, 2, 3}, {1, 2, 3, 4}, {1, 2, 3, 4}}, {}, {{3}, {5}, {5}}},
    };
    for (const auto &parts : all) {
        Series together;
        Series single;
        for (const auto &[steps, values, walls] : parts) {
            together.append({steps, values, {}, walls});
            for (std::size_t i = 0; i < steps.size(); ++i)
                single.append({steps[i], values[i], unknown, walls[i]});
        }
        EXPECT_EQ(together, single);
        EXPECT_EQ(together.nonFinite(), single.nonFinite());
    }
    Series withEpochs;
    withEpochs.append({1, 1, 0.5, 10});
    const std::vector<double> more{2, 3};
    withEpochs.append({more, more, {}, more});
    EXPECT_EQ(printed(withEpochs), "1:1e0.5w10 2:2w2 3:3w3");
    withEpochs.append({more, more, more, {}}, Series::Repeated::Overwritten);
    EXPECT_EQ(printed(withEpochs), "1:1e0.5w10 [2:2w2 3:3w3] 2:2e2 3:3e3");
    const std::vector<double> twice{4, 4};
    withEpochs.append({twice, more, {}, {}}, Series::Repeated::Overwritten);
    EXPECT_EQ(printed(withEpochs), "1:1e0.5w10 [2:2w2 3:3w3] 2:2e2 3:3e3 [4:2] 4:3");
}
