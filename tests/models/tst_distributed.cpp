#include "engine/onednnruntime.h"
#include "engine/torchruntime.h"
#include "support/rankthreads.h"
#include "support/temporaryfolder.h"
#include "training/batchloader.h"
#include "training/distributed/gradientbuckets.h"
#include "training/distributed/samesettings.h"
#include "training/parametertable.h"
#include "training/trainingstate.h"
#include "zoo/zoo.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <numeric>
#include <random>

using namespace inceptoscope;
using namespace inceptoscope::test;

// Ranks that share a batch come to the numbers of one rank with the whole batch. The sums of
// BatchNorms and of gradients are added in another order: what is left is rounding.

namespace {

NetworkGraph smallGraph(const std::string &network)
{
    NetworkOptions options;
    options.width = 0.1;
    options.classes = 5;
    options.repeats = {1, 1, 1};
    const NetworkGraph graph = buildNetwork(network, options).value();
    const int side = graph.smallestInput().height + 64;
    return graph.withInput({side, side}).value();
}

Batch randomBatch(const NetworkGraph &graph, std::size_t size)
{
    std::mt19937 random(3);
    std::normal_distribution<float> value;
    Batch batch{std::vector<float>(size * static_cast<std::size_t>(graph.input().elements())), {}};
    for (float &each : batch.pictures)
        each = value(random);
    for (std::size_t i = 0; i < size; ++i)
        batch.labels.push_back(static_cast<std::int64_t>(random() % 5));
    return batch;
}

/// From picture `first` to before `end`.
Batch shareOf(const Batch &whole, std::size_t first, std::size_t end)
{
    const auto each = static_cast<std::ptrdiff_t>(whole.pictures.size() / whole.size());
    const auto begin = static_cast<std::ptrdiff_t>(first);
    const auto last = static_cast<std::ptrdiff_t>(end);
    return {{whole.pictures.begin() + begin * each, whole.pictures.begin() + last * each},
            {whole.labels.begin() + begin, whole.labels.begin() + last},
            first,
            whole.size()};
}

struct Passed
{
    double loss = 0.0;
    int correct = 0;
    std::vector<float> values;
    std::vector<float> gradients;
};

std::unique_ptr<TrainingEngine> makeTrainingEngine(const NetworkGraph &graph,
                                                   const TogetherOptions &together)
{
    return (*onednnRuntime())
        ->makeTrainingEngine(graph, {.threads = 1, .together = together})
        .value();
}

Passed pass(const NetworkGraph &graph, TrainingEngine &engine, const Batch &batch,
            std::uint64_t seed = 1)
{
    const ParameterTable table(graph);
    Passed passed{0.0, 0, initialValues(table, graph, seed), std::vector<float>(table.elements())};
    const PassSettings settings{0.1, 0.2, 11};
    const auto result = engine.pass(batch, settings, passed.values, passed.gradients);
    EXPECT_TRUE(result) << result.error().message;
    passed.loss = result->loss;
    passed.correct = result->correct;
    return passed;
}

/// Where the shares of ranks begin, and the end of the last.
using Bounds = std::vector<std::size_t>;

std::vector<Passed> passTogether(const NetworkGraph &graph, const Batch &whole,
                                 const Bounds &bounds, bool batchNorm, std::uint64_t seed)
{
    return RankThreads::run(
        static_cast<int>(bounds.size()) - 1, [&](const std::shared_ptr<Collective> &ranks) {
            const auto rank = static_cast<std::size_t>(ranks->rank());
            const auto engine = makeTrainingEngine(graph, {ranks, batchNorm, 2000});
            return pass(graph, *engine, shareOf(whole, bounds[rank], bounds[rank + 1]), seed);
        });
}

double normOf(std::span<const float> numbers)
{
    return std::sqrt(std::transform_reduce(numbers.begin(), numbers.end(), 0.0, std::plus(),
                                           [](float each) { return double{each} * each; }));
}

/// Of the difference, relative to the reference.
double apart(std::span<const float> numbers, std::span<const float> reference)
{
    std::vector<float> difference(numbers.size());
    std::ranges::transform(numbers, reference, difference.begin(), std::minus());
    return normOf(difference) / normOf(reference);
}

/// How far two passes are from each other: the worst of loss, gradients and values.
double apart(const Passed &passed, const Passed &reference)
{
    return std::max({std::abs(passed.loss / reference.loss - 1.0),
                     passed.correct == reference.correct ? 0.0 : 1.0,
                     apart(passed.gradients, reference.gradients),
                     apart(passed.values, reference.values)});
}

/// What the ranks came to, where they agree.
Passed agreed(const std::vector<Passed> &ranks)
{
    Passed all = ranks.front();
    all.loss = 0.0;
    all.correct = 0;
    for (const Passed &rank : ranks) {
        all.loss += rank.loss;
        all.correct += rank.correct;
        EXPECT_EQ(rank.gradients, all.gradients);
        EXPECT_EQ(rank.values, all.values);
    }
    return all;
}

/// Looks at the gradients while they are sent.
class Onlooker : public Collective
{
public:
    Onlooker(std::shared_ptr<Collective> ranks, std::function<void(std::span<const float>)> look)
        : m_ranks(std::move(ranks))
        , m_look(std::move(look))
    {
    }

    int rank() const override { return m_ranks->rank(); }
    int ranks() const override { return m_ranks->ranks(); }
    Expected<std::unique_ptr<PendingSum>> startSum(std::span<float> numbers) override
    {
        m_look(numbers);
        return m_ranks->startSum(numbers);
    }
    Expected<void> sum(std::span<double> numbers) override { return m_ranks->sum(numbers); }
    Expected<void> broadcast(std::span<std::byte> bytes) override
    {
        return m_ranks->broadcast(bytes);
    }
    void leave(const Error &why) override { m_ranks->leave(why); }

private:
    std::shared_ptr<Collective> m_ranks;
    std::function<void(std::span<const float>)> m_look;
};

} // namespace

/// In shares of different sizes too. A number before a ReLU that is as near to 0 as rounding
/// reaches makes 1e-3 of it, so not every random start will do (tst_trainingengines has the same),
/// but one of a few must.
TEST(Distributed, RanksTogetherEqualOne)
{
    const NetworkGraph graph = smallGraph("inception_resnet_v2");
    const Batch whole = randomBatch(graph, 6);
    for (const Bounds &bounds : {Bounds{0, 3, 6}, Bounds{0, 1, 3, 6}}) {
        double best = 1.0;
        for (std::uint64_t seed = 1; seed <= 6 && best > 5e-6; ++seed) {
            const Passed one = pass(graph, *makeTrainingEngine(graph, {}), whole, seed);
            best =
                std::min(best, apart(agreed(passTogether(graph, whole, bounds, true, seed)), one));
        }
        EXPECT_LE(best, 5e-6);
    }
}

/// Then gradients are the sum of what each share alone has, and running statistics the mean.
TEST(Distributed, BatchNormsOfEachRank)
{
    const NetworkGraph graph = smallGraph("inception_v4");
    const Batch whole = randomBatch(graph, 4);
    const Bounds bounds{0, 1, 4};
    const Passed together = agreed(passTogether(graph, whole, bounds, false, 1));
    const auto engine = makeTrainingEngine(graph, {});
    const Passed small = pass(graph, *engine, shareOf(whole, 0, 1));
    const Passed large = pass(graph, *engine, shareOf(whole, 1, 4));
    std::vector<float> gradients(small.gradients.size());
    std::ranges::transform(small.gradients, large.gradients, gradients.begin(), std::plus());
    EXPECT_EQ(together.gradients, gradients);
    const ParameterTable table(graph);
    std::vector<float> values = initialValues(table, graph, 1);
    for (const ParameterTable::Row &row : table.rows()) {
        if (!row.spec.trainable())
            std::ranges::transform(row.of(std::span(small.values)), row.of(std::span(large.values)),
                                   row.of(std::span(values)).begin(), [](float one, float three) {
                                       return 0.25F * one + 0.75F * three;
                                   });
    }
    EXPECT_EQ(together.values, values);
}

TEST(Distributed, GradientsAreSentDuringTheBackwardPass)
{
    const NetworkGraph graph = smallGraph("inception_v4");
    const Batch whole = randomBatch(graph, 2);
    const ParameterTable table(graph);
    const auto told = RankThreads::run(2, [&](const std::shared_ptr<Collective> &ranks) {
        std::vector<float> values = initialValues(table, graph, 1);
        std::vector<float> gradients(table.elements(), 1.0F);
        std::vector<bool> firstLayerDone; // by bucket
        const auto look = [&](std::span<const float> numbers) {
            const auto first = table.rows().front().of(std::span(gradients));
            if (numbers.data() >= gradients.data()
                && numbers.data() < gradients.data() + gradients.size())
                firstLayerDone.push_back(
                    std::ranges::any_of(first, [](float x) { return x != 0; }));
        };
        const auto rank = static_cast<std::size_t>(ranks->rank());
        const auto engine =
            makeTrainingEngine(graph, {std::make_shared<Onlooker>(ranks, look), true, 20000});
        EXPECT_TRUE(engine->pass(shareOf(whole, rank, rank + 1), {}, values, gradients));
        return firstLayerDone;
    });
    for (const std::vector<bool> &firstLayerDone : told) {
        std::vector<bool> expected(firstLayerDone.size(), false);
        ASSERT_GT(expected.size(), 3U);
        expected.back() = true;
        EXPECT_EQ(firstLayerDone, expected);
    }
}

TEST(Distributed, BucketsHoldWhatIsComplete)
{
    const NetworkGraph graph = smallGraph("inception_v3"); // with an auxiliary head, not trained
    const ParameterTable table(graph);
    std::vector<int> layers;
    for (int index = static_cast<int>(graph.layers().size()) - 1; index >= 0; --index)
        layers.push_back(index);
    for (const std::size_t least : {std::size_t{1}, std::size_t{5000}, table.elements() * 2}) {
        const auto buckets = gradientBuckets(table, layers, least);
        std::size_t end = table.elements();
        for (const GradientBucket &bucket : buckets) {
            EXPECT_EQ(bucket.end, end);
            EXPECT_LT(bucket.begin, bucket.end);
            for (const ParameterTable::Row &row : table.rows()) {
                if (row.offset >= bucket.begin && row.offset < bucket.end) {
                    EXPECT_GE(row.spec.layer, bucket.afterLayer) << row.spec.name;
                }
            }
            if (&bucket != &buckets.back()) {
                EXPECT_GE(bucket.end - bucket.begin, least);
            }
            end = bucket.begin;
        }
        EXPECT_EQ(end, 0U);
    }
    EXPECT_EQ(gradientBuckets(table, layers, table.elements() * 2).size(), 1U);
}

/// Layers that are not trained are waited for by none, wherever they stand.
TEST(Distributed, BucketsWithoutLayersThatAreNotTrained)
{
    const NetworkGraph graph = smallGraph("inception_v4");
    const ParameterTable table(graph);
    const int first = table.rows().front().spec.layer;
    const auto buckets = gradientBuckets(table, std::vector{first}, 1);
    EXPECT_EQ(buckets, (std::vector<GradientBucket>{{first, 0, table.elements()}}));
}

TEST(Distributed, RankThatLeaves)
{
    const NetworkGraph graph = smallGraph("inception_v4");
    const Batch whole = randomBatch(graph, 2);
    for (const bool batchNorm : {false, true}) {
        const auto told = RankThreads::run(2, [&](const std::shared_ptr<Collective> &ranks) {
            if (ranks->rank() == 1) {
                ranks->leave({"its disk is full"});
                return std::string();
            }
            const ParameterTable table(graph);
            std::vector<float> values = initialValues(table, graph, 1);
            std::vector<float> gradients(table.elements());
            const auto engine = makeTrainingEngine(graph, {ranks, batchNorm});
            const auto result = engine->pass(shareOf(whole, 0, 1), {}, values, gradients);
            return result ? "it passed" : result.error().message;
        });
        EXPECT_EQ(told.front(), "rank 1 has ended: its disk is full");
    }
}

TEST(Distributed, SharesAreChecked)
{
    const NetworkGraph graph = smallGraph("inception_v4");
    Batch batch = randomBatch(graph, 2);
    batch.first = 3;
    batch.whole = 4;
    const auto checked = checkBatch(graph, batch);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().message,
              graph.title() + " was given the pictures from 3 on, 2 of a batch of 4");
}

TEST(Distributed, LibTorchTrainsAlone)
{
    const NetworkGraph graph = smallGraph("inception_v4");
    RankThreads group(2);
    const auto engine = (*torchRuntime())->makeTrainingEngine(graph, {.together = {group.rank(0)}});
    ASSERT_FALSE(engine);
    EXPECT_EQ(engine.error().message,
              "LibTorch's engine does not train together with other ranks; oneDNN's does");
}

/// Of sizes that do not divide, too: crops, mirrors and colours are those of the whole batch.
TEST(Distributed, SharesOfBatchesAreThoseOfTheWhole)
{
    std::vector<TrainingPhoto> photos;
    for (int i = 0; i < 11; ++i) {
        RgbImage image{9 + i, 8, std::vector<std::uint8_t>(static_cast<std::size_t>(9 + i) * 24)};
        for (std::size_t at = 0; at < image.pixels.size(); ++at)
            image.pixels[at] = static_cast<std::uint8_t>(at * 7 + static_cast<std::size_t>(i));
        photos.push_back({std::move(image), i});
    }
    Recipe recipe = *findRecipe("small-data");
    recipe.batchSize = 5;
    recipe.colour = 0.3;
    const Preprocessing preprocessing = Preprocessing{}.withInputSize(6);
    BatchLoader whole(photos, recipe, preprocessing, 1, 2, 1);
    std::vector<std::unique_ptr<BatchLoader>> shares;
    for (int rank = 0; rank < 3; ++rank)
        shares.push_back(std::make_unique<BatchLoader>(photos, recipe, preprocessing, 1, 2, 1, 0,
                                                       BatchShare{rank, 3}));
    for (int number = 0; number < whole.count(); ++number) {
        const Batch expected = whole.next().value();
        Batch together;
        for (const auto &share : shares) {
            const Batch part = share->next().value();
            EXPECT_EQ(part.first, together.size());
            EXPECT_EQ(part.whole, 5U);
            together.pictures.insert(together.pictures.end(), part.pictures.begin(),
                                     part.pictures.end());
            together.labels.insert(together.labels.end(), part.labels.begin(), part.labels.end());
        }
        EXPECT_EQ(together.pictures, expected.pictures);
        EXPECT_EQ(together.labels, expected.labels);
    }
}

/// So that what is kept then is worth going on from.
TEST(Distributed, StepThatFailsChangesNothing)
{
    const NetworkGraph graph = smallGraph("inception_v4");
    const Batch whole = randomBatch(graph, 2);
    const TemporaryFolder folder;
    const auto told = RankThreads::run(2, [&](const std::shared_ptr<Collective> &ranks) {
        const auto rank = static_cast<std::size_t>(ranks->rank());
        TrainingState state(graph, {}, makeTrainingEngine(graph, {ranks}));
        Team team(ranks, {});
        EXPECT_TRUE(state.step(shareOf(whole, rank, rank + 1), 0.01, team));
        if (rank == 1) {
            team.leave({"its disk is full"});
            return std::string();
        }
        EXPECT_TRUE(state.save(folder / "before", {}));
        const auto step = state.step(shareOf(whole, 0, 1), 0.01, team);
        EXPECT_TRUE(state.save(folder / "after", {}));
        return step ? "it was taken" : step.error().message;
    });
    EXPECT_EQ(told.front(), "rank 1 has ended: its disk is full");
    EXPECT_EQ(readFile(folder / "before"), readFile(folder / "after"));
}

/// A team whose second rank is asked to.
TEST(Distributed, RanksAgreeToStop)
{
    std::stop_source asked;
    const auto stopped = RankThreads::run(2, [&](const std::shared_ptr<Collective> &ranks) {
        Team team(ranks, ranks->rank() == 1 ? asked.get_token() : std::stop_token());
        std::vector<bool> stops;
        for (int i = 0; i < 3; ++i) {
            if (i == 1 && ranks->rank() == 1)
                asked.request_stop();
            std::array sums{1.0, 2.0};
            EXPECT_TRUE(team.sum(sums));
            EXPECT_EQ(sums, (std::array{2.0, 4.0}));
            stops.push_back(team.stop().stop_requested());
        }
        return stops;
    });
    const std::vector<bool> expected{false, true, true};
    EXPECT_EQ(stopped, (std::vector{expected, expected}));
}

TEST(Distributed, SettingsAreCompared)
{
    const RunSettings settings{{"batch", std::int64_t{64}}, {"title", "a\nb"}, {"width", 0.5}};
    const auto told = RankThreads::run(3, [&](const std::shared_ptr<Collective> &ranks) {
        RunSettings own = settings;
        if (ranks->rank() == 1)
            own[2].second = 0.25;
        const auto same = checkSameSettings(Team(ranks, {}), own);
        return same ? "" : same.error().message;
    });
    EXPECT_EQ(told,
              (std::vector<std::string>{"",
                                        "rank 1 has width 0.25 where rank 0 has width 0.5; "
                                        "all ranks need the same options and the same photos",
                                        ""}));
}
