#include "checkpoint/weights.h"

#include <gtest/gtest.h>

using namespace inceptoscope;

namespace {

/// A network of one convolution unit and a classifier: eight tensors.
NetworkGraph smallNetwork()
{
    Layer conv;
    conv.id = "stem";
    conv.filters = 2;
    conv.kernel = {3, 3};
    conv.batchNormEpsilon = 0.001;
    conv.relu = true;
    Layer linear;
    linear.id = "classifier";
    linear.kind = LayerKind::Linear;
    linear.inputs = {0};
    linear.filters = 5;
    linear.bias = true;
    Block first;
    first.id = conv.id;
    first.layers = {0};
    first.output = 0;
    Block last;
    last.id = linear.id;
    last.layers = {1};
    last.trunk = 0;
    last.output = 1;
    Stage stem;
    stem.id = conv.id;
    stem.blocks = {first};
    Stage classifier;
    classifier.id = linear.id;
    classifier.blocks = {last};
    return *NetworkGraph::create("small", "Small", {1, 1}, {conv, linear}, {stem, classifier});
}

TensorFile fileFor(const NetworkGraph &graph)
{
    TensorFile file;
    float next = 0.0F;
    for (const ParameterSpec &spec : graph.parameterSpecs()) {
        std::vector<float> values(static_cast<std::size_t>(spec.elements()));
        for (float &value : values)
            value = next++;
        file.tensors.emplace(spec.name, makeTensor(values, spec.shape));
    }
    return file;
}

} // namespace

TEST(Weights, AFileOfItsOwnFitsAndComesInTheOrderOfTheGraph)
{
    const NetworkGraph graph = smallNetwork();
    const auto bound = bindWeights(graph, fileFor(graph), ownNames());
    EXPECT_EQ(bound.report, BindReport{});
    EXPECT_EQ(bound.report.summary(), "every tensor fits");
    std::vector<std::string> names;
    float next = 0.0F;
    for (const Weights::Entry &entry : bound.weights.entries()) {
        names.push_back(entry.spec.name);
        for (float value : toFloat(entry.tensor))
            EXPECT_EQ(value, next++) << entry.spec.name;
    }
    EXPECT_EQ(names,
              (std::vector<std::string>{"stem.weight", "stem.bn.weight", "stem.bn.bias",
                                        "stem.bn.running_mean", "stem.bn.running_var",
                                        "classifier.weight", "classifier.bias"}));
}

TEST(Weights, HalvesAreWidened)
{
    const NetworkGraph graph = smallNetwork();
    TensorFile file = fileFor(graph);
    const std::vector<float> values{0.5F, -2.0F};
    file.tensors["stem.bn.bias"] = makeTensor(values, {2}, DType::Float16);
    const auto bound = bindWeights(graph, file, ownNames());
    ASSERT_TRUE(bound.report.complete());
    EXPECT_EQ(toFloat(bound.weights.entries()[2].tensor), values);
}

TEST(Weights, TheReportNamesWhatIsMissingMisshapenAndNotUsed)
{
    const NetworkGraph graph = smallNetwork();
    TensorFile file = fileFor(graph);
    file.tensors.erase("stem.bn.weight");
    file.tensors["classifier.bias"] = makeTensor(std::vector<float>(3), {3});
    file.tensors["stem.weight"] = makeTensor(std::vector<float>(54), {2, 27});
    file.tensors["head.weight"] = makeTensor(std::vector<float>(1), {});
    file.tensors["stem.bn.num_batches_tracked"] = makeTensor(std::vector<float>(1), {});
    const auto bound = bindWeights(graph, file, ownNames());
    const BindReport expected{
        {"stem.bn.weight"},
        {"head.weight"},
        {{"stem.weight", {2, 3, 3, 3}, {2, 27}}, {"classifier.bias", {5}, {3}}}};
    EXPECT_EQ(bound.report, expected);
    EXPECT_TRUE(bound.weights.empty());
    EXPECT_EQ(
        bound.report.summary(),
        "1 tensor is missing (stem.bn.weight); 2 tensors are of another shape (stem.weight is "
        "[2, 27] in the file, the network needs [2, 3, 3, 3], classifier.bias is [3] in the "
        "file, the network needs [5]); 1 tensor is not used (head.weight)");
}

TEST(Weights, VectorsMayBeRows)
{
    const NetworkGraph graph = smallNetwork();
    TensorFile file = fileFor(graph);
    for (const char *name : {"stem.bn.weight", "stem.bn.running_var"})
        file.tensors[name].shape = {1, 2};
    EXPECT_EQ(bindWeights(graph, file, ownNames()).report, BindReport{});
    file.tensors["stem.bn.weight"].shape = {2, 1};
    EXPECT_EQ(bindWeights(graph, file, ownNames()).report,
              (BindReport{{}, {}, {{"stem.bn.weight", {2}, {2, 1}}}}));
}

TEST(Weights, WhatIsNotUsedDoesNoHarm)
{
    const NetworkGraph graph = smallNetwork();
    TensorFile file = fileFor(graph);
    for (const char *name : {"v", "w", "x", "y", "z"})
        file.tensors.emplace(name, makeTensor(std::vector<float>(1), {1}));
    const auto bound = bindWeights(graph, file, ownNames());
    EXPECT_TRUE(bound.report.complete());
    EXPECT_EQ(bound.weights.entries().size(), 7U);
    EXPECT_EQ(bound.report.summary(), "5 tensors are not used (v, w, x, and 2 more)");
}

TEST(Weights, ANameMapSaysWhereAParameterLies)
{
    const NetworkGraph graph = smallNetwork();
    TensorFile file;
    for (const auto &[name, tensor] : fileFor(graph).tensors)
        file.tensors.emplace("module." + name, tensor);
    const NameMap prefixed = [](const NetworkGraph &, const ParameterSpec &spec) {
        return "module." + spec.name;
    };
    EXPECT_TRUE(bindWeights(graph, file, prefixed).report.complete());
    EXPECT_EQ(bindWeights(graph, file, ownNames()).report.missing.size(), 7U);
}
