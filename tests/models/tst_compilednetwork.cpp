#include "engine/onednn/compilednetwork.h"
#include "support/randomweights.h"
#include "zoo/zoo.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

using namespace inceptoscope;
using inceptoscope::test::randomInput;
using inceptoscope::test::randomWeights;

// Channels last, which the engine chooses where a processor has matrix units, gives what groups of
// channels give: in float, on any processor.

namespace {

CaptureSet allLayers(const NetworkGraph &graph)
{
    CaptureSet layers(graph.layers().size());
    std::iota(layers.begin(), layers.end(), 0);
    std::erase_if(layers, [&](int index) { // made from the logits by the engine
        return graph.layer(index).kind == LayerKind::Softmax;
    });
    return layers;
}

struct Compiled
{
    NetworkGraph graph;
    Weights weights = randomWeights(graph);
    dnnl::engine engine{dnnl::engine::kind::cpu, 0};
    WeightPacker packer{engine, LayerFolder(graph, weights)};
    BufferPool pool{};

    /// The values of all that is captured, and the logits.
    std::vector<std::vector<float>> answer(const CaptureSet &capture, ChannelLayout::Order order)
    {
        const CompileOptions options{.capture = capture, .layout = {16, order}, .threads = 2};
        CompiledNetwork network(graph, options, engine, packer, {});
        network.run(randomInput(graph).data(), pool, {});
        std::vector<std::vector<float>> values;
        for (int layer : capture) {
            const Activation captured = network.captured(layer);
            values.emplace_back(captured.all().begin(), captured.all().end());
        }
        values.push_back(network.logits());
        return values;
    }
};

double difference(const std::vector<float> &values, const std::vector<float> &others)
{
    double largest = 1e-30;
    double apart = 0.0;
    for (std::size_t i = 0; i < others.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(others[i])));
        apart = std::max(apart, std::abs(static_cast<double>(values[i]) - others[i]));
    }
    return std::ranges::all_of(values, [](float each) { return std::isfinite(each); })
        ? apart / largest
        : INFINITY;
}

} // namespace

class Layouts : public testing::TestWithParam<std::string>
{
};

/// At a width that leaves gaps; every layer, and nothing, where expansions add over the trunk.
TEST_P(Layouts, Agree)
{
    NetworkOptions options;
    options.width = 0.3;
    options.classes = 70;
    if (GetParam() != "bn_inception")
        options.repeats = {1, 1, 1};
    const NetworkGraph graph = buildNetwork(GetParam(), options).value();
    Compiled compiled{graph.withInput(graph.smallestInput()).value()};
    for (const CaptureSet &capture : {allLayers(compiled.graph), CaptureSet{}}) {
        const auto grouped = compiled.answer(capture, ChannelLayout::Order::Grouped);
        const auto last = compiled.answer(capture, ChannelLayout::Order::Last);
        ASSERT_EQ(grouped.size(), last.size());
        for (std::size_t i = 0; i < grouped.size(); ++i) {
            ASSERT_EQ(grouped[i].size(), last[i].size());
            EXPECT_LE(difference(last[i], grouped[i]), 2e-4)
                << (i < capture.size() ? compiled.graph.layer(capture[i]).id : "logits");
        }
    }
}

static std::vector<std::string> everyNetwork()
{
    std::vector<std::string> ids;
    for (const NetworkFamily &family : networkFamilies())
        ids.emplace_back(family.id);
    return ids;
}

INSTANTIATE_TEST_SUITE_P(Zoo, Layouts, testing::ValuesIn(everyNetwork()),
                         [](const auto &network) { return network.param; });
