#include "engine/engine.h"
#include "graph/graphbuilder.h"
#include "support/randomweights.h"
#include "support/roomforonethread.h"
#include "support/temporaryfolder.h"
#include "zoo/zoo.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <map>

using namespace inceptoscope;
using inceptoscope::test::randomInput;
using inceptoscope::test::randomWeights;

namespace {

/// A network of one stage; the first block's layer is what is looked at.
Expected<NetworkGraph> networkOf(const std::vector<Step> &steps, Extent input)
{
    GraphBuilder builder("test", "Test");
    builder.stage("stage", "Stage");
    for (std::size_t i = 0; i < steps.size(); ++i)
        builder.single(std::to_string(i), steps[i]);
    builder.classifier(3, 1.0);
    return builder.build(input);
}

/// Sliding windows written out as loops, in double: the independent computation.
class Plain
{
public:
    Plain(const NetworkGraph &graph, const Weights &weights, std::vector<float> input)
        : m_graph(graph)
        , m_values(input.begin(), input.end())
        , m_shape(graph.input())
    {
        for (const Weights::Entry &entry : weights.entries())
            m_parameters[{entry.spec.layer, entry.spec.role}] = toFloat(entry.tensor);
    }

    std::vector<double> run(int layers)
    {
        for (int i = 0; i < layers; ++i)
            apply(i);
        return m_values;
    }

private:
    double at(int channel, int y, int x) const
    {
        return m_values[static_cast<std::size_t>((channel * m_shape.height + y) * m_shape.width
                                                 + x)];
    }
    bool inside(int y, int x) const
    {
        return y >= 0 && y < m_shape.height && x >= 0 && x < m_shape.width;
    }
    const std::vector<float> *parameter(int layer, ParameterRole role) const
    {
        const auto found = m_parameters.find({layer, role});
        return found == m_parameters.end() ? nullptr : &found->second;
    }

    void apply(int index)
    {
        const Layer &layer = m_graph.layer(index);
        std::vector<double> out;
        for (int c = 0; c < layer.out.channels; ++c) {
            for (int y = 0; y < layer.out.height; ++y) {
                for (int x = 0; x < layer.out.width; ++x)
                    out.push_back(layer.kind == LayerKind::Convolution
                                      ? convolution(layer, index, c, y, x)
                                      : pooled(layer, c, y, x));
            }
        }
        m_values = std::move(out);
        m_shape = layer.out;
    }

    template<typename Visit> void window(const Layer &layer, int y, int x, Visit visit) const
    {
        const Extent padding = layer.paddingCells();
        for (int ky = 0; ky < layer.kernel.height; ++ky) {
            for (int kx = 0; kx < layer.kernel.width; ++kx)
                visit(ky, kx, y * layer.stride + ky - padding.height,
                      x * layer.stride + kx - padding.width);
        }
    }

    double convolution(const Layer &layer, int index, int filter, int y, int x) const
    {
        const auto &weight = *parameter(index, ParameterRole::Weight);
        double sum = 0.0;
        for (int c = 0; c < layer.in.channels; ++c) {
            window(layer, y, x, [&](int ky, int kx, int iy, int ix) {
                const int flat = ((filter * layer.in.channels + c) * layer.kernel.height + ky)
                        * layer.kernel.width
                    + kx;
                if (inside(iy, ix))
                    sum += at(c, iy, ix) * weight[static_cast<std::size_t>(flat)];
            });
        }
        const auto f = static_cast<std::size_t>(filter);
        if (const auto *bias = parameter(index, ParameterRole::Bias))
            sum += (*bias)[f];
        if (layer.batchNormEpsilon) {
            const double mean = (*parameter(index, ParameterRole::RunningMean))[f];
            const double variance = (*parameter(index, ParameterRole::RunningVariance))[f];
            sum = (sum - mean) / std::sqrt(variance + *layer.batchNormEpsilon)
                    * (*parameter(index, ParameterRole::BatchNormScale))[f]
                + (*parameter(index, ParameterRole::BatchNormShift))[f];
        }
        return layer.relu ? std::max(0.0, sum) : sum;
    }

    double pooled(const Layer &layer, int channel, int y, int x) const
    {
        double largest = -1e30;
        double sum = 0.0;
        int count = 0;
        window(layer, y, x, [&](int, int, int iy, int ix) {
            if (!inside(iy, ix))
                return;
            largest = std::max(largest, at(channel, iy, ix));
            sum += at(channel, iy, ix);
            ++count;
        });
        if (layer.kind == LayerKind::MaxPool)
            return largest;
        return sum / (layer.countPadding ? layer.kernel.height * layer.kernel.width : count);
    }

    const NetworkGraph &m_graph;
    std::map<std::pair<int, ParameterRole>, std::vector<float>> m_parameters;
    std::vector<double> m_values;
    GridShape m_shape;
};

struct LayerCase
{
    const char *name;
    Step step;
};

const auto backends = testing::Values(Backend::Onednn, Backend::Torch);

std::string nameOf(Backend backend)
{
    return backend == Backend::Torch ? "OnTorch" : "OnOnednn";
}

class EachLayer : public testing::TestWithParam<std::tuple<LayerCase, Backend>>
{
};

TEST_P(EachLayer, EqualsItsDefinition)
{
    const auto &[layer, backend] = GetParam();
    const auto graph = networkOf({layer.step}, {11, 9});
    ASSERT_TRUE(graph) << graph.error().message;
    const Weights weights = randomWeights(*graph);
    const auto engine = makeEngine(*graph, weights, {.backend = backend});
    ASSERT_TRUE(engine) << engine.error().message;
    const std::vector<std::vector<float>> inputs{randomInput(*graph)};
    const auto answers = (*engine)->run(inputs, {0});
    ASSERT_TRUE(answers) << answers.error().message;

    const Activation &activation = answers->front().captured.at(0);
    const std::vector<double> expected = Plain(*graph, weights, inputs[0]).run(1);
    EXPECT_EQ(activation.shape, graph->layer(0).out);
    ASSERT_EQ(activation.all().size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        ASSERT_NEAR(activation.all()[i], expected[i], 2e-5) << "at " << i;
}

Step with(Step step, const std::function<void(Layer &)> &change)
{
    change(step.layer);
    return step;
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, EachLayer,
    testing::Combine(
        testing::Values(LayerCase{"ConvolutionSame", conv({3, 3}, 4)},
                        LayerCase{"ConvolutionOneBySeven", conv({1, 7}, 4)},
                        LayerCase{"ConvolutionSevenByOne", conv({7, 1}, 4)},
                        LayerCase{"ConvolutionValidStrideTwo", convValid({3, 3}, 4, 2)},
                        LayerCase{"ConvolutionLinearWithBias",
                                  with(conv({1, 1}, 4),
                                       [](Layer &layer) {
                                           layer.bias = true;
                                           layer.relu = false;
                                           layer.batchNormEpsilon.reset();
                                       })},
                        LayerCase{"ConvolutionBiasAndBatchNorm",
                                  with(conv({3, 3}, 4),
                                       [](Layer &layer) {
                                           layer.bias = true;
                                           layer.batchNormEpsilon = 1e-5;
                                       })},
                        LayerCase{"MaxPoolValid", maxPool()},
                        LayerCase{"MaxPoolRoundedUp",
                                  with(maxPool(), [](Layer &layer) { layer.roundUp = true; })},
                        LayerCase{"AveragePoolOfRealInputs", averagePool(false)},
                        LayerCase{"AveragePoolCountingPadding", averagePool(true)}),
        backends),
    [](const auto &row) {
        return std::get<LayerCase>(row.param).name + nameOf(std::get<Backend>(row.param));
    });

NetworkGraph smallResidualNetwork()
{
    NetworkOptions options;
    options.width = 0.1;
    options.repeats = {1, 1, 1};
    options.input = {80, 80};
    options.classes = 5;
    return *buildNetwork("inception_resnet_v2", options);
}

class OfBackend : public testing::TestWithParam<Backend>
{
protected:
    static Expected<std::unique_ptr<Engine>> engineFor(const NetworkGraph &graph,
                                                       const Weights &weights)
    {
        return makeEngine(graph, weights, {.backend = GetParam()});
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, OfBackend, backends,
                         [](const auto &row) { return nameOf(row.param); });

} // namespace

TEST_P(OfBackend, ResidualAdditionScalesAndConcatenationKeepsOrder)
{
    const NetworkGraph graph = smallResidualNetwork();
    const auto engine = engineFor(graph, randomWeights(graph));
    ASSERT_TRUE(engine);
    const Block &block = graph.stages()[1].blocks[0];
    const int first = block.branches[0].layers.back();
    const int concatenation = graph.layer(block.expansion).inputs[0];
    const std::vector<std::vector<float>> inputs{randomInput(graph)};
    const auto answers = (*engine)->run(
        inputs, {block.trunk, first, concatenation, block.expansion, block.residualAdd});
    ASSERT_TRUE(answers);
    const auto &captured = answers->front().captured;

    const auto trunk = captured.at(block.trunk).all();
    const auto residual = captured.at(block.expansion).all();
    const auto sum = captured.at(block.residualAdd).all();
    for (std::size_t i = 0; i < sum.size(); ++i)
        ASSERT_NEAR(sum[i], std::max(0.0F, trunk[i] + 0.17F * residual[i]), 1e-5F);
    const auto branch = captured.at(first).all();
    EXPECT_TRUE(std::equal(branch.begin(), branch.end(), captured.at(concatenation).all().begin()));
}

TEST_P(OfBackend, ABatchGivesWhatItsPicturesGiveAlone)
{
    const NetworkGraph graph = smallResidualNetwork();
    const auto engine = engineFor(graph, randomWeights(graph));
    const std::vector<std::vector<float>> inputs{randomInput(graph, 1), randomInput(graph, 2)};
    const auto together = (*engine)->run(inputs, {});
    const auto alone = (*engine)->run(std::span(inputs).subspan(1), {});
    ASSERT_TRUE(together && alone);
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_NEAR((*together)[1].logits[i], (*alone)[0].logits[i], 1e-4F);
        EXPECT_NEAR((*together)[1].probabilities[i], (*alone)[0].probabilities[i], 1e-5F);
    }
}

TEST_P(OfBackend, RunsAnAuxiliaryHeadOnlyForWhoeverCapturesALayerOfIt)
{
    NetworkOptions options;
    options.width = 0.1;
    options.repeats = {1, 1, 1};
    options.classes = 5;
    options.auxiliaryHead = true;
    const NetworkGraph graph = buildNetwork("inception_v3", options).value();
    const auto engine = engineFor(graph, randomWeights(graph));
    ASSERT_TRUE(engine) << engine.error().message;
    const std::vector<std::vector<float>> inputs{randomInput(graph)};
    const int head = graph.outputOf("auxiliary_head");
    std::vector<int> without;
    std::vector<int> with;
    const auto listed = [](std::vector<int> &done) {
        return [&done](int layers, int) { done.push_back(layers - 1); };
    };
    const auto plain = (*engine)->run(inputs, {}, {}, listed(without));
    const auto captured = (*engine)->run(inputs, {head}, {}, listed(with));
    ASSERT_TRUE(plain && captured);
    EXPECT_EQ(captured->front().captured.at(head).shape, (GridShape{5, 1, 1}));
    EXPECT_EQ(plain->front().logits, captured->front().logits);
    EXPECT_EQ(std::ranges::count(without, head), 0);
    EXPECT_EQ(std::ranges::count(with, head), 1);
}

TEST_P(OfBackend, TakesAnotherInputSizeWithTheSameWeights)
{
    const NetworkGraph graph = smallResidualNetwork();
    const Weights weights = randomWeights(graph);
    const auto engine = engineFor(graph, weights);
    const NetworkGraph larger = *graph.withInput({96, 112});
    ASSERT_TRUE((*engine)->setGraph(larger));
    const std::vector<std::vector<float>> inputs{randomInput(larger)};
    const auto resized = (*engine)->run(inputs, {});
    const auto fresh = (*engineFor(larger, weights))->run(inputs, {});
    ASSERT_TRUE(resized && fresh);
    EXPECT_EQ((*resized)[0].logits, (*fresh)[0].logits);
    EXPECT_EQ((*engine)->setGraph(*buildNetwork("inception_v4")).error().message,
              "Inception-v4 needs other weights than those loaded for " + larger.title());
}

TEST_P(OfBackend, RefusesWhatDoesNotFit)
{
    const NetworkGraph graph = smallResidualNetwork();
    EXPECT_EQ(engineFor(*buildNetwork("inception_v4"), randomWeights(graph)).error().message,
              "the weights do not belong to Inception-v4");
    const auto engine = engineFor(graph, randomWeights(graph));
    const std::vector<std::vector<float>> inputs{{1.0F, 2.0F}};
    EXPECT_EQ((*engine)->run(inputs, {}).error().message,
              graph.title() + " was given 2 values for an input of 80×80×3");
}

namespace {

/// A value of a tensor of the first layer that has such a one, in place of its own.
struct Damage
{
    ParameterRole role;
    float value;
};

Weights damaged(const Weights &sound, Damage damage)
{
    std::vector<Weights::Entry> entries(sound.entries().begin(), sound.entries().end());
    const auto entry = std::ranges::find(entries, damage.role,
                                         [](const Weights::Entry &each) { return each.spec.role; });
    std::vector<float> values = toFloat(entry->tensor);
    values.front() = damage.value;
    entry->tensor = makeTensor(values, entry->spec.shape);
    return Weights(std::move(entries));
}

} // namespace

/// A negative variance has a root that is no number; large values make sums that are none. A ReLU
/// may turn both into zero, and an infinite variance does so by itself.
TEST(OnednnEngine, RefusesDamagedWeights)
{
    const NetworkGraph graph = smallResidualNetwork();
    const std::vector<std::vector<float>> inputs{randomInput(graph)};
    const float infinity = std::numeric_limits<float>::infinity();
    for (const Damage damage :
         {Damage{ParameterRole::RunningVariance, -1.0F},
          Damage{ParameterRole::RunningVariance, infinity},
          Damage{ParameterRole::RunningMean, infinity},
          Damage{ParameterRole::BatchNormShift, 3e38F},
          Damage{ParameterRole::BatchNormScale, 1e38F}, Damage{ParameterRole::Weight, 1e16F},
          Damage{ParameterRole::Weight, std::numeric_limits<float>::quiet_NaN()}}) {
        const auto engine = makeOnednnEngine(graph, damaged(randomWeights(graph), damage));
        ASSERT_TRUE(engine) << engine.error().message;
        const auto answer = (*engine)->run(inputs, {});
        ASSERT_FALSE(answer) << damage.value;
        EXPECT_EQ(answer.error().message,
                  graph.title() + ": the weights of " + graph.layers().front().id
                      + " have values that are no numbers, or far beyond those of any network; the "
                        "file is damaged, get it again");
    }
}

TEST_P(OfBackend, RefusesWeightsThatAreNoNumbers)
{
    const NetworkGraph graph = smallResidualNetwork();
    const auto engine =
        engineFor(graph, damaged(randomWeights(graph), {ParameterRole::RunningVariance, -1.0F}));
    ASSERT_TRUE(engine) << engine.error().message;
    const std::vector<std::vector<float>> inputs{randomInput(graph)};
    const auto answer = (*engine)->run(inputs, {});
    ASSERT_FALSE(answer);
    EXPECT_NE(answer.error().message.find("damaged"), std::string::npos) << answer.error().message;
}

TEST_P(OfBackend, StopsBetweenLayersAndReportsThem)
{
    const NetworkGraph graph = smallResidualNetwork();
    const auto engine = engineFor(graph, randomWeights(graph));
    const std::vector<std::vector<float>> inputs{randomInput(graph)};
    std::stop_source stop;
    int last = 0;
    const auto answers = (*engine)->run(inputs, {}, stop.get_token(), [&](int done, int total) {
        EXPECT_EQ(total, static_cast<int>(graph.layers().size()));
        EXPECT_GE(done, last);
        last = done;
        if (done >= 5)
            stop.request_stop();
    });
    EXPECT_EQ(answers.error().message, "cancelled");
    EXPECT_GE(last, 5);
    EXPECT_LT(last, static_cast<int>(graph.layers().size()));
}

namespace {

/// Weights that lie in a file of the test's.
class WeightsInFile
{
public:
    explicit WeightsInFile(const NetworkGraph &graph)
        : m_path(m_folder / "weights.safetensors")
    {
        const Weights weights = randomWeights(graph);
        TensorFile file;
        for (const Weights::Entry &entry : weights.entries())
            file.tensors.emplace(entry.spec.name, entry.tensor);
        if (writeSafetensors(m_path, file))
            m_weights = bindWeights(graph, readSafetensors(m_path).value(), ownNames()).weights;
    }

    const Weights &weights() const { return m_weights; }
    /// What is read of these values from here on is all zero.
    void forget(const std::vector<float> &values) const
    {
        std::fstream file(m_path, std::ios::in | std::ios::out | std::ios::binary);
        std::string bytes(std::filesystem::file_size(m_path), ' ');
        file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        const std::string known(reinterpret_cast<const char *>(values.data()),
                                values.size() * sizeof(float));
        file.seekp(static_cast<std::streamoff>(bytes.find(known)));
        file << std::string(known.size(), '\0');
    }
    /// From here on nothing can be read again.
    void empty() const { std::filesystem::resize_file(m_path, 0); }

private:
    test::TemporaryFolder m_folder;
    std::filesystem::path m_path;
    Weights m_weights;
};

} // namespace

/// What was prepared for a pass outlives it: a person who goes through photos cancels most of them.
TEST_P(OfBackend, KeepsWhatItPreparedWhenAPassIsCancelled)
{
    const NetworkGraph graph = smallResidualNetwork();
    const WeightsInFile file(graph);
    const auto engine = engineFor(graph, file.weights());
    ASSERT_TRUE(engine) << engine.error().message;
    const std::vector<std::vector<float>> inputs{randomInput(graph)};
    std::stop_source stop;
    const auto cancelled =
        (*engine)->run(inputs, {}, stop.get_token(), [&](int, int) { stop.request_stop(); });
    EXPECT_EQ(cancelled.error().message, "cancelled");

    file.empty();
    const auto answers = (*engine)->run(inputs, {});
    ASSERT_TRUE(answers) << answers.error().message;
    const auto fresh = (*engineFor(graph, randomWeights(graph)))->run(inputs, {});
    EXPECT_EQ(answers->front().logits, fresh->front().logits);
}

TEST_P(OfBackend, ReadsEverythingWhereItIsPrepared)
{
    const NetworkGraph graph = smallResidualNetwork();
    const WeightsInFile file(graph);
    const auto engine = engineFor(graph, file.weights());
    ASSERT_TRUE(engine) << engine.error().message;
    EXPECT_TRUE((*engine)->prepare({graph.logits()}));
    file.empty();
    const std::vector<std::vector<float>> inputs{randomInput(graph)};
    EXPECT_TRUE((*engine)->run(inputs, {graph.logits()}));
}

TEST(OnednnEngine, EndsPreparingBetweenLayers)
{
    const NetworkGraph graph = smallResidualNetwork();
    const WeightsInFile file(graph);
    const auto engine = makeOnednnEngine(graph, file.weights());
    ASSERT_TRUE(engine) << engine.error().message;
    std::stop_source stop;
    int last = 0;
    const auto prepared = (*engine)->prepare({}, stop.get_token(), [&](int done, int total) {
        EXPECT_EQ(total, static_cast<int>(graph.layers().size()));
        EXPECT_GT(done, 0);
        last = done;
        stop.request_stop();
    });
    EXPECT_EQ(prepared.error().message, "cancelled");
    EXPECT_LT(last, static_cast<int>(graph.layers().size()) / 2);
    const std::vector<std::vector<float>> inputs{randomInput(graph)};
    EXPECT_EQ((*engine)->run(inputs, {}, stop.get_token()).error().message, "cancelled");

    file.empty(); // which was not read to its end
    EXPECT_FALSE((*engine)->run(inputs, {}));
}

/// Little is lost where a person looks at one block after another while a network is compiled.
TEST(OnednnEngine, GoesOnWithWhatItPackedBeforeItWasStopped)
{
    const NetworkGraph graph = smallResidualNetwork();
    const WeightsInFile file(graph);
    const auto engine = makeOnednnEngine(graph, file.weights());
    ASSERT_TRUE(engine) << engine.error().message;
    std::stop_source stop;
    const auto stopped =
        (*engine)->prepare({}, stop.get_token(), [&](int, int) { stop.request_stop(); });
    EXPECT_EQ(stopped.error().message, "cancelled");

    const Weights same = randomWeights(graph);
    file.forget(toFloat(same.entries().front().tensor));
    const std::vector<std::vector<float>> inputs{randomInput(graph)};
    const auto answers = (*engine)->run(inputs, {});
    ASSERT_TRUE(answers) << answers.error().message;
    const auto fresh = (*makeOnednnEngine(graph, same))->run(inputs, {});
    EXPECT_EQ(answers->front().logits, fresh->front().logits);
}

TEST(TorchEngine, IsNotMadeWhereItIsStopped)
{
    const NetworkGraph graph = smallResidualNetwork();
    std::stop_source stop;
    stop.request_stop();
    const auto engine = makeTorchEngine(graph, randomWeights(graph), {}, stop.get_token());
    EXPECT_EQ(engine.error().message, "cancelled");
}

/// What else is read anew would be zero.
TEST_P(OfBackend, FoldsOnlyTheLayersThatAnotherScaleTouches)
{
    const NetworkGraph graph = smallResidualNetwork();
    const Block &block = graph.stages()[1].blocks[0];
    const NetworkGraph scaled = graph.withResidualScale(block.id, 0.05);
    const WeightsInFile file(graph);
    const auto engine = engineFor(graph, file.weights());
    const std::vector<std::vector<float>> inputs{randomInput(graph)};
    const auto published = (*engine)->run(inputs, {});
    ASSERT_TRUE(published) << published.error().message;

    const Weights weights = randomWeights(graph);
    for (const Weights::Entry &entry : weights.entries()) {
        if (entry.spec.layer != block.expansion && entry.spec.role == ParameterRole::Weight)
            file.forget(toFloat(entry.tensor));
    }
    ASSERT_TRUE((*engine)->setGraph(scaled));
    const auto answer = (*engine)->run(inputs, {});
    ASSERT_TRUE(answer) << answer.error().message;
    const auto fresh = (*engineFor(scaled, weights))->run(inputs, {});
    EXPECT_EQ(answer->front().logits, fresh->front().logits);
    EXPECT_NE(answer->front().logits, published->front().logits);
}

TEST(OnednnEngine, AnswersABatchWithAsManyThreadsAsThereAre)
{
    const NetworkGraph graph = smallResidualNetwork();
    const Weights weights = randomWeights(graph);
    std::vector<std::vector<float>> inputs;
    for (unsigned seed = 1; seed <= 8; ++seed)
        inputs.push_back(randomInput(graph, seed));
    const auto alone = (*makeOnednnEngine(graph, weights, {.threads = 1}))->run(inputs, {});
    ASSERT_TRUE(alone) << alone.error().message;
    const auto engine = makeOnednnEngine(graph, weights, {.threads = 8});
    ASSERT_TRUE(engine) << engine.error().message;

    const test::RoomForOneThread room;
    const auto answers = (*engine)->run(inputs, {});
    ASSERT_TRUE(answers) << answers.error().message;
    for (std::size_t i = 0; i < inputs.size(); ++i)
        EXPECT_EQ((*answers)[i].logits, (*alone)[i].logits);
}
