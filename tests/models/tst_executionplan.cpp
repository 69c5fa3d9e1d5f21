#include "engine/onednn/executionplan.h"
#include "zoo/zoo.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

using namespace inceptoscope;

// What runs in which order, where it lies, and what shares memory: printed and compared whole.

namespace {

NetworkGraph graphOf(std::string_view network, double width)
{
    NetworkOptions options;
    options.width = width;
    options.repeats = {1, 1, 1};
    options.classes = 7;
    return buildNetwork(network, options).value();
}

std::string nameOf(const NetworkGraph &graph, int layer)
{
    return layer < 0 ? "input" : graph.layer(layer).id;
}

std::string_view kindName(PlanStep::Kind kind)
{
    constexpr std::string_view names[] = {"convolution", "pool", "linear", "copy", "add"};
    return names[static_cast<std::size_t>(kind)];
}

/// "convolution a.branch1.0 a.branch2.0 of input -> 3 [0, 128) relu"
std::string printed(const NetworkGraph &graph, const PlanStep &step)
{
    std::vector<std::string> layers;
    for (int layer : step.layers)
        layers.push_back(nameOf(graph, layer));
    std::string line =
        fmt::format("{} {} of {} -> {} [{}, {})", kindName(step.kind), fmt::join(layers, " "),
                    nameOf(graph, step.input), step.target.buffer, step.target.channel,
                    step.target.channel + step.shape.channels);
    if (step.addend >= 0)
        line += fmt::format(" + {} x{}", nameOf(graph, step.addend), step.scale);
    return line + (step.relu ? " relu" : "");
}

/// The steps that compute layers of a stage.
std::string printed(const NetworkGraph &graph, const ExecutionPlan &plan, std::string_view stage)
{
    std::string text;
    for (const PlanStep &step : plan.steps) {
        if (nameOf(graph, step.layers.front()).starts_with(stage))
            text += printed(graph, step) + "\n";
    }
    return text;
}

bool overlap(std::int64_t a, std::int64_t aSize, std::int64_t b, std::int64_t bSize)
{
    return a < b + bSize && b < a + aSize;
}

/// In the narrowest type; what is wide takes two of them.
std::int64_t sizeOf(const PlannedBuffer &buffer, int lanes)
{
    return elementsOf(buffer, lanes) * (buffer.wide ? 2 : 1);
}

/// Pairs of buffers that are alive at once and share memory.
int collisions(const ExecutionPlan &plan, int lanes)
{
    int found = 0;
    for (std::size_t i = 0; i < plan.buffers.size(); ++i) {
        for (std::size_t j = i + 1; j < plan.buffers.size(); ++j) {
            const PlannedBuffer &a = plan.buffers[i];
            const PlannedBuffer &b = plan.buffers[j];
            const bool together = !a.kept && !b.kept && a.firstStep >= 0 && b.firstStep >= 0
                && a.firstStep <= b.lastStep && b.firstStep <= a.lastStep;
            if (together && overlap(a.offset, sizeOf(a, lanes), b.offset, sizeOf(b, lanes)))
                ++found;
        }
    }
    return found;
}

} // namespace

TEST(ExecutionPlan, BranchesWriteIntoTheirConcatenationAndSiblingsAreMerged)
{
    const NetworkGraph graph = graphOf("inception_v4", 1.0);
    const ExecutionPlan plan = planExecution(graph, {}, {});
    EXPECT_EQ(
        printed(graph, plan, "inception_a"),
        "convolution inception_a.0.branch0.0 of stem.mixed6.concat -> 3 [0, 96) relu\n"
        "convolution inception_a.0.branch1.0 inception_a.0.branch2.0 of stem.mixed6.concat "
        "-> 9 [0, 128) relu\n"
        "convolution inception_a.0.branch1.1 of inception_a.0.branch1.0 -> 3 [96, 192) relu\n"
        "convolution inception_a.0.branch2.1 of inception_a.0.branch2.0 -> 18 [0, 96) relu\n"
        "convolution inception_a.0.branch2.2 of inception_a.0.branch2.1 -> 3 [192, 288) relu\n"
        "pool inception_a.0.branch3.0 of stem.mixed6.concat -> 19 [0, 384)\n"
        "convolution inception_a.0.branch3.1 of inception_a.0.branch3.0 -> 3 [288, 384) "
        "relu\n");
}

TEST(ExecutionPlan, BranchesAreCopiedWhereChannelsAreLast)
{
    const NetworkGraph graph = graphOf("inception_v4", 1.0);
    const ExecutionPlan plan = planExecution(graph, {}, {16, ChannelLayout::Order::Last});
    EXPECT_EQ(printed(graph, plan, "reduction_b"),
              "convolution reduction_b.branch0.0 of inception_b.0.concat -> 45 [0, 192) relu\n"
              "convolution reduction_b.branch0.1 of reduction_b.branch0.0 -> 46 [0, 192) relu\n"
              "convolution reduction_b.branch1.0 of inception_b.0.concat -> 47 [0, 256) relu\n"
              "convolution reduction_b.branch1.1 of reduction_b.branch1.0 -> 48 [0, 256) relu\n"
              "convolution reduction_b.branch1.2 of reduction_b.branch1.1 -> 49 [0, 320) relu\n"
              "convolution reduction_b.branch1.3 of reduction_b.branch1.2 -> 50 [0, 320) relu\n"
              "pool reduction_b.branch2.0 of inception_b.0.concat -> 51 [0, 1024)\n"
              "copy reduction_b.concat of reduction_b.branch0.1 -> 6 [0, 192)\n"
              "copy reduction_b.concat of reduction_b.branch1.3 -> 6 [192, 512)\n"
              "copy reduction_b.concat of reduction_b.branch2.0 -> 6 [512, 1536)\n");
}

TEST(ExecutionPlan, ExpansionsAddTheTrunkOverItself)
{
    const NetworkGraph graph = graphOf("inception_resnet_v2", 1.0);
    const ExecutionPlan plan = planExecution(graph, {}, {});
    EXPECT_EQ(printed(graph, plan, "inception_resnet_a"),
              "convolution inception_resnet_a.0.branch0.0 of stem.mixed6.concat -> 3 [0, 32) relu\n"
              "convolution inception_resnet_a.0.branch1.0 inception_resnet_a.0.branch2.0 of "
              "stem.mixed6.concat -> 9 [0, 64) relu\n"
              "convolution inception_resnet_a.0.branch1.1 of inception_resnet_a.0.branch1.0 -> 3 "
              "[32, 64) relu\n"
              "convolution inception_resnet_a.0.branch2.1 of inception_resnet_a.0.branch2.0 -> 16 "
              "[0, 48) relu\n"
              "convolution inception_resnet_a.0.branch2.2 of inception_resnet_a.0.branch2.1 -> 3 "
              "[64, 128) relu\n"
              "convolution inception_resnet_a.0.expansion of inception_resnet_a.0.concat -> 2 "
              "[0, 384) + stem.mixed6.concat x0.17 relu\n");
    EXPECT_EQ(plan.places[static_cast<std::size_t>(graph.stages()[0].output())], (Place{2, 0}));
}

TEST(ExecutionPlan, WhatIsLookedAtIsKept)
{
    const NetworkGraph graph = graphOf("inception_resnet_v2", 1.0);
    const Block &block = graph.stages()[1].blocks[0];
    const ExecutionPlan plan = planExecution(graph, {block.trunk, block.expansion}, {});
    EXPECT_EQ(printed(graph, plan, "inception_resnet_a"),
              "convolution inception_resnet_a.0.branch0.0 of stem.mixed6.concat -> 3 [0, 32) relu\n"
              "convolution inception_resnet_a.0.branch1.0 inception_resnet_a.0.branch2.0 of "
              "stem.mixed6.concat -> 9 [0, 64) relu\n"
              "convolution inception_resnet_a.0.branch1.1 of inception_resnet_a.0.branch1.0 -> 3 "
              "[32, 64) relu\n"
              "convolution inception_resnet_a.0.branch2.1 of inception_resnet_a.0.branch2.0 -> 16 "
              "[0, 48) relu\n"
              "convolution inception_resnet_a.0.branch2.2 of inception_resnet_a.0.branch2.1 -> 3 "
              "[64, 128) relu\n"
              "convolution inception_resnet_a.0.expansion of inception_resnet_a.0.concat -> 17 "
              "[0, 384)\n"
              "add inception_resnet_a.0.add of stem.mixed6.concat -> 18 [0, 384) + "
              "inception_resnet_a.0.expansion x0.17 relu\n");
    EXPECT_TRUE(plan.buffers[2].kept);
    EXPECT_TRUE(plan.buffers[17].kept);
    EXPECT_FALSE(plan.buffers[18].kept);
}

TEST(ExecutionPlan, NothingAliveSharesMemory)
{
    for (const NetworkFamily &family : networkFamilies()) {
        for (const double width : {1.0, 0.3}) {
            NetworkOptions options;
            options.width = width;
            const NetworkGraph graph = family.build(options).value();
            for (const ChannelLayout layout : {ChannelLayout{8}, ChannelLayout{16},
                                               ChannelLayout{16, ChannelLayout::Order::Last}}) {
                const ExecutionPlan plan = planExecution(graph, {3, 9}, layout);
                EXPECT_EQ(collisions(plan, layout.lanes), 0) << family.id << " " << width;
                std::int64_t sum = 0;
                for (const PlannedBuffer &buffer : plan.buffers)
                    sum += elementsOf(buffer, layout.lanes);
                EXPECT_LT(plan.arena, sum / 2) << family.id << " " << width;
            }
        }
    }
}

TEST(ExecutionPlan, ChannelsFillWholeGroups)
{
    const NetworkGraph graph = graphOf("inception_v4", 0.25); // four branches of 24 filters
    const ExecutionPlan plan = planExecution(graph, {}, {});
    const int concatenation = graph.stages()[1].blocks[0].output;
    const ChannelMap &map = plan.channels[static_cast<std::size_t>(concatenation)];
    std::vector<int> expected;
    for (const int start : {0, 32, 64, 96}) {
        for (int channel = start; channel < start + 24; ++channel)
            expected.push_back(channel);
    }
    EXPECT_EQ(map, (ChannelMap{expected, 128}));
}
