#include "engine/engine.h"
#include "export/onnxfile.h"
#include "support/onnxevaluation.h"
#include "support/onnxreader.h"
#include "support/randomweights.h"
#include "support/temporaryfolder.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <stop_token>

using namespace inceptoscope;
using inceptoscope::test::evaluated;
using inceptoscope::test::OnnxFile;
using inceptoscope::test::onnxText;
using inceptoscope::test::randomInput;
using inceptoscope::test::randomWeights;
using inceptoscope::test::readOnnx;
using inceptoscope::test::TemporaryFolder;

namespace {

Layer layerOf(std::string id, LayerKind kind, std::vector<int> inputs)
{
    Layer layer;
    layer.id = std::move(id);
    layer.kind = kind;
    layer.inputs = std::move(inputs);
    return layer;
}

Layer convolution(std::string id, std::vector<int> inputs, int filters, Extent kernel)
{
    Layer layer = layerOf(std::move(id), LayerKind::Convolution, std::move(inputs));
    layer.filters = filters;
    layer.kernel = kernel;
    layer.batchNormEpsilon = 1e-3;
    layer.relu = true;
    return layer;
}

Layer linear(std::string id, int input, int filters)
{
    Layer layer = layerOf(std::move(id), LayerKind::Linear, {input});
    layer.filters = filters;
    return layer;
}

/// A block for each of the layers.
Stage stageOf(std::string id, const std::vector<int> &layers, bool auxiliary = false)
{
    Stage stage;
    stage.id = std::move(id);
    stage.auxiliary = auxiliary;
    for (const int layer : layers) {
        Block block;
        block.id = stage.id + "." + std::to_string(layer);
        block.layers = {layer};
        block.output = layer;
        stage.blocks.push_back(std::move(block));
    }
    return stage;
}

/// Every kind of layer there is, with what may be odd about it.
NetworkGraph oneOfEach()
{
    Layer first = convolution("first", {}, 4, {3, 3});
    first.stride = 2;
    first.padding = Padding::Valid;
    Layer pool = layerOf("pool", LayerKind::MaxPool, {0});
    pool.kernel = {3, 3};
    pool.stride = 2;
    pool.padding = Padding::Valid;
    pool.roundUp = true;
    Layer average = layerOf("mixed.average", LayerKind::AveragePool, {1});
    average.kernel = {3, 3};
    average.countPadding = true;
    Layer wide = convolution("mixed.wide", {1}, 2, {1, 3});
    wide.bias = true;
    wide.batchNormEpsilon.reset();
    wide.relu = false;
    Layer expansion = convolution("residual.expansion", {4}, 6, {1, 1});
    expansion.relu = false;
    Layer sum = layerOf("residual.add", LayerKind::ResidualAdd, {4, 5});
    sum.residualScale = 0.125;
    sum.relu = true;
    Layer embedding = linear("embedding", 9, 3);
    embedding.batchNormEpsilon = 1e-5;
    Layer classifier = linear("classifier", 11, 2);
    classifier.bias = true;
    const std::vector<Layer> layers{
        first,
        pool,
        average,
        wide,
        layerOf("mixed.concat", LayerKind::Concatenation, {2, 3}),
        expansion,
        sum,
        layerOf("plain.add", LayerKind::ResidualAdd, {6, 4}),
        linear("head", 7, 2),
        layerOf("mean", LayerKind::GlobalAveragePool, {7}),
        embedding,
        layerOf("dropout", LayerKind::Dropout, {10}),
        classifier,
        layerOf("softmax", LayerKind::Softmax, {12}),
    };
    return NetworkGraph::create("one_of_each", "One of each", {13, 15}, layers,
                                {stageOf("trunk", {0, 1, 2, 3, 4, 5, 6, 7}),
                                 stageOf("head", {8}, true),
                                 stageOf("classifier", {9, 10, 11, 12, 13})})
        .value();
}

OnnxFile written(const NetworkGraph &graph, const Weights &weights, const OnnxOptions &options = {})
{
    const TemporaryFolder folder;
    const auto done = writeOnnx(folder / "x.onnx", graph, weights, options);
    if (!done) {
        ADD_FAILURE() << done.error().message;
        return {};
    }
    EXPECT_EQ(done->bytes, std::filesystem::file_size(folder / "x.onnx"));
    OnnxFile file = readOnnx(folder / "x.onnx");
    EXPECT_EQ(done->nodes, file.nodes.size());
    return file;
}

/// Every layer's output as a runtime computes it from the file, against the engine's.
void expectSameValues(const NetworkGraph &graph, const Weights &weights)
{
    const auto engine = makeEngine(graph, weights, {.backend = Backend::Torch});
    ASSERT_TRUE(engine) << engine.error().message;
    CaptureSet layers;
    const OnnxFile file = written(graph, weights);
    const std::vector<std::vector<float>> inputs{randomInput(graph)};
    const GridShape in = graph.input();
    const auto values = evaluated(file, {"input", {1, 3, in.height, in.width}, inputs[0]});
    for (std::size_t i = 0; i < graph.layers().size(); ++i) {
        if (values.contains(graph.layers()[i].id))
            layers.push_back(static_cast<int>(i));
    }
    EXPECT_EQ(layers.size(), file.values.size());
    const auto answers = (*engine)->run(inputs, layers);
    ASSERT_TRUE(answers) << answers.error().message;
    const Activations &answer = answers->front();
    const auto expectNear = [](const std::string &name, std::span<const float> found,
                               std::span<const float> expected) {
        ASSERT_EQ(found.size(), expected.size()) << name;
        float largest = 1e-3F;
        for (const float value : expected)
            largest = std::max(largest, std::abs(value));
        for (std::size_t i = 0; i < found.size(); ++i)
            ASSERT_NEAR(found[i], expected[i], 2e-5F * largest) << name << " at " << i;
    };
    for (const int layer : layers) {
        const std::string &id = graph.layer(layer).id;
        expectNear(id, values.at(id).values, answer.captured.at(layer).all());
    }
    expectNear("logits", values.at("logits").values, answer.logits);
    expectNear("probabilities", values.at("probabilities").values, answer.probabilities);
}

} // namespace

TEST(OnnxFile, HasEveryKindOfLayer)
{
    const NetworkGraph graph = oneOfEach();
    EXPECT_EQ(onnxText(written(graph, randomWeights(graph))),
              R"(inceptoscope, version 7, graph one_of_each
operators 13
input: input batch×3×13×15
output: logits batch×2
output: probabilities batch×2
tensor: residual.add.scale scalar
tensor: first.weight 4×3×3×3
tensor: first.bias 4
tensor: mixed.wide.weight 2×4×1×3
tensor: mixed.wide.bias 2
tensor: residual.expansion.weight 6×6×1×1
tensor: residual.expansion.bias 6
tensor: embedding.weight 3×6
tensor: embedding.bias 3
tensor: classifier.weight 2×3
tensor: classifier.bias 2
Conv first(input, first.weight, first.bias) kernel_shape=3,3 pads=0,0,0,0 strides=2,2 -> first.linear
Relu first.relu(first.linear) -> first
MaxPool pool(first) kernel_shape=3,3 pads=0,0,1,0 strides=2,2 -> pool
AveragePool mixed.average(pool) count_include_pad=1 kernel_shape=3,3 pads=1,1,1,1 strides=1,1 -> mixed.average
Conv mixed.wide(pool, mixed.wide.weight, mixed.wide.bias) kernel_shape=1,3 pads=0,1,0,1 strides=1,1 -> mixed.wide
Concat mixed.concat(mixed.average, mixed.wide) axis=1 -> mixed.concat
Conv residual.expansion(mixed.concat, residual.expansion.weight, residual.expansion.bias) kernel_shape=1,1 pads=0,0,0,0 strides=1,1 -> residual.expansion
Mul residual.add.mul(residual.expansion, residual.add.scale) -> residual.add.scaled
Add residual.add(mixed.concat, residual.add.scaled) -> residual.add.linear
Relu residual.add.relu(residual.add.linear) -> residual.add
Add plain.add(residual.add, mixed.concat) -> plain.add
GlobalAveragePool mean(plain.add) -> mean.grid
Flatten mean.flatten(mean.grid) -> mean
Gemm embedding(mean, embedding.weight, embedding.bias) transB=1 -> embedding
Gemm classifier(embedding, classifier.weight, classifier.bias) transB=1 -> logits
Softmax softmax(logits) axis=1 -> probabilities
value: first batch×4×6×7
value: pool batch×4×3×3
value: mixed.average batch×4×3×3
value: mixed.wide batch×2×3×3
value: mixed.concat batch×6×3×3
value: residual.expansion batch×6×3×3
value: residual.add batch×6×3×3
value: plain.add batch×6×3×3
value: mean batch×6
value: embedding batch×3
)");
}

/// Folded by hand: 3 · 0.5 / sqrt(0.24 + 0.01) and (1 - 2) · that + 4.
TEST(OnnxFile, HasTheBatchNormInTheWeights)
{
    Layer layer = convolution("conv", {}, 1, {1, 1});
    layer.bias = true;
    layer.batchNormEpsilon = 0.01;
    const NetworkGraph graph =
        NetworkGraph::create("one", "One", {1, 1}, {layer}, {stageOf("trunk", {0})}).value();
    const float values[] = {3.0F, 1.0F, 0.5F, 4.0F, 2.0F, 0.24F};
    std::vector<Weights::Entry> entries;
    for (const ParameterSpec &spec : graph.parameterSpecs()) {
        const std::vector<float> same(static_cast<std::size_t>(spec.elements()),
                                      values[entries.size()]);
        entries.push_back({spec, makeTensor(same, spec.shape)});
    }
    const OnnxFile file = written(graph, Weights(std::move(entries)));
    EXPECT_EQ(file.initializers.at(0).values, std::vector<float>(3, 3.0F));
    EXPECT_EQ(file.initializers.at(1).values, std::vector<float>{3.0F});
}

TEST(OnnxFile, SaysHowManyPicturesAtATime)
{
    const NetworkGraph graph = oneOfEach();
    const OnnxFile file = written(graph, randomWeights(graph), {.batch = 8});
    EXPECT_EQ(file.inputs, std::vector<std::string>{"input 8×3×13×15"});
    EXPECT_EQ(file.outputs, (std::vector<std::string>{"logits 8×2", "probabilities 8×2"}));
    EXPECT_EQ(file.values.front(), "first 8×4×6×7");
}

TEST(OnnxFile, SaysWhatTheWeightsSayAboutThemselves)
{
    ModelDescription description;
    description.id = "mine";
    description.title = "My \"own\" · Inception";
    description.network = "inception_v3";
    description.options.classes = 2;
    description.labels = {"yes", "no"};
    description.card = "mine.md";
    description.training = R"({"data":"/home/me/photos"})";
    const std::map<std::string, std::string> expected{
        {"id", "mine"},
        {"title", "My \"own\" · Inception"},
        {"network", "inception_v3"},
        {"options", R"({"classes":2,"width":1.0})"},
        {"preprocessing",
         R"({"shorter_side":341,"input_size":299,"interpolation":"bicubic",)"
         R"("pixel_divisor":255.0,"mean":[0.5,0.5,0.5],"std":[0.5,0.5,0.5],)"
         R"("bgr":false})"},
        {"labels", R"(["yes","no"])"},
        {"source", "https://example.org"},
        {"licence", "MIT"}};
    Sidecar sidecar;
    sidecar.source = "https://example.org";
    sidecar.licence = "MIT";
    const NetworkGraph graph = oneOfEach();
    const OnnxOptions options{.metadata = onnxMetadata(description, sidecar)};
    EXPECT_EQ(written(graph, randomWeights(graph), options).metadata, expected);
    EXPECT_FALSE(onnxMetadata(description, {}).contains("source"));
}

TEST(OnnxFile, EveryKindOfLayerComputesTheSame)
{
    const NetworkGraph graph = oneOfEach();
    expectSameValues(graph, randomWeights(graph));
}

namespace {

struct Row
{
    std::string network;
    int larger; ///< than the smallest input, pixels
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.network << row.larger;
}

std::vector<Row> everyNetwork()
{
    std::vector<Row> rows;
    for (const NetworkFamily &family : networkFamilies()) {
        rows.push_back({std::string(family.id), 0});
        rows.push_back({std::string(family.id), 64});
    }
    return rows;
}

class OnnxNetworks : public testing::TestWithParam<Row>
{
};

} // namespace

TEST_P(OnnxNetworks, ComputeTheSame)
{
    const auto &[network, larger] = GetParam();
    NetworkOptions options{.classes = 5, .width = 0.0625};
    options.auxiliaryHead = findNetworkFamily(network)->hasAuxiliaryHead;
    if (network != "bn_inception")
        options.repeats = {1, 1, 1};
    const NetworkGraph graph = buildNetwork(network, options).value();
    const int side = graph.smallestInput().height + larger;
    const NetworkGraph sized = graph.withInput({side, side}).value();
    expectSameValues(sized, randomWeights(sized));
}

INSTANTIATE_TEST_SUITE_P(Zoo, OnnxNetworks, testing::ValuesIn(everyNetwork()), [](const auto &row) {
    return row.param.network + "_" + std::to_string(row.param.larger);
});

namespace {

std::string problemOf(const std::filesystem::path &path, const NetworkGraph &graph,
                      const std::stop_token &stop = {})
{
    const auto done = writeOnnx(path, graph, randomWeights(graph), {}, stop);
    return done ? "none" : done.error().message;
}

} // namespace

TEST(OnnxFile, FailsWithASentenceAndLeavesNothing)
{
    const TemporaryFolder folder;
    const std::string path = (folder / "x.onnx").string();
    Layer pool = layerOf("pool", LayerKind::AveragePool, {});
    pool.kernel = {3, 3};
    pool.stride = 2;
    pool.countPadding = true;
    pool.roundUp = true;
    const auto pooling =
        NetworkGraph::create("pools", "Pools", {8, 8}, {pool}, {stageOf("trunk", {0})}).value();
    EXPECT_EQ(problemOf(path, pooling),
              path
                  + " cannot be written: ONNX has no average pool that rounds up and counts its "
                    "padding, as pool does; choose an input size where nothing is rounded");
    EXPECT_EQ(problemOf(path, pooling.withInput({9, 9}).value()), "none");
    std::filesystem::remove(path);
    EXPECT_EQ(problemOf(folder / "none" / "x.onnx", oneOfEach()),
              (folder / "none" / "x.onnx").string()
                  + " cannot be written: No such file or directory");
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(problemOf(path, oneOfEach(), stop.get_token()),
              path + " cannot be written: interrupted");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

/// Told by the sizes alone: no weights are read.
TEST(OnnxFile, RefusesWhatNoSuchFileCanHold)
{
    const TemporaryFolder folder;
    const std::string path = (folder / "x.onnx").string();
    const auto problem = [&](int filters) {
        Layer wide = convolution("wide", {}, filters, {1, 1});
        const auto graph =
            NetworkGraph::create("wide", "Wide", {1, 1}, {wide}, {stageOf("trunk", {0})}).value();
        return writeOnnx(path, graph, Weights(), {}).error().message;
    };
    EXPECT_EQ(problem(1 << 27),
              path
                  + " cannot be written: it would have 2147483984 bytes, and ONNX files end at "
                    "2147483647");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(OnnxFile, OfWeightsThatAreCutShortMeanwhileFails)
{
    const TemporaryFolder folder;
    const NetworkGraph graph = oneOfEach();
    TensorFile file;
    const Weights weights = randomWeights(graph);
    for (const Weights::Entry &entry : weights.entries())
        file.tensors.emplace(entry.spec.name, entry.tensor);
    ASSERT_TRUE(writeSafetensors(folder / "weights", file));
    const auto read = readSafetensors(folder / "weights");
    ASSERT_TRUE(read);
    const BoundWeights bound = bindWeights(graph, *read, ownNames());
    std::filesystem::resize_file(folder / "weights", 64);
    const auto done = writeOnnx(folder / "x.onnx", graph, bound.weights);
    ASSERT_FALSE(done);
    EXPECT_TRUE(done.error().message.starts_with((folder / "weights").string()))
        << done.error().message;
    EXPECT_FALSE(std::filesystem::exists(folder / "x.onnx"));
}

TEST(OnnxFile, OfWeightsThatAreNoNumbersFails)
{
    const TemporaryFolder folder;
    const NetworkGraph graph = oneOfEach();
    const Weights sound = randomWeights(graph);
    std::vector<Weights::Entry> entries(sound.entries().begin(), sound.entries().end());
    std::vector<float> values = toFloat(entries.front().tensor);
    values.front() = std::numeric_limits<float>::quiet_NaN();
    entries.front().tensor = makeTensor(values, entries.front().spec.shape);
    const std::string layer = graph.layer(entries.front().spec.layer).id;
    const auto done = writeOnnx(folder / "x.onnx", graph, Weights(std::move(entries)));
    ASSERT_FALSE(done);
    EXPECT_EQ(
        done.error().message,
        graph.title() + ": the weights of " + layer
            + " have values that are no numbers, or far beyond those of any network; the file "
              "is damaged, get it again");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}
