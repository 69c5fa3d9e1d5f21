#pragma once

#include "engine/activations.h"
#include "engine/onednn/channellayout.h"
#include "graph/networkgraph.h"

#include <cstdint>
#include <vector>

namespace inceptoscope {

/// Where a layer's output lies: some channels of a buffer, from `channel` on.
struct Place
{
    int buffer = -1; ///< -1: nowhere, the layer is not run or another one computes it along
    int channel = 0;

    bool operator==(const Place &) const = default;
};

/// Where a layer's channels lie, counted from its place on. Layers are filled up with channels of
/// zeros to whole groups, so in what several of them make together there are gaps.
struct ChannelMap
{
    std::vector<int> at; ///< of each channel
    int width = 0; ///< channels with those that fill up

    bool operator==(const ChannelMap &) const = default;
};

/// Memory for the outputs of one or several layers, for one picture.
struct PlannedBuffer
{
    GridShape shape{}; ///< with the channels that fill up
    int firstStep = -1; ///< written first
    int lastStep = -1; ///< read last
    bool kept = false; ///< somebody looks at it after the pass
    bool wide = false; ///< floats, whatever the network is computed in: what linear layers put out
    std::int64_t offset = 0; ///< in the arena, elements; without meaning where it is kept

    bool operator==(const PlannedBuffer &) const = default;
};

/// What runs at once. An input of -1 is the network's.
struct PlanStep
{
    enum class Kind {
        Convolution, ///< `layers`: one, or 1×1 siblings that read the same input
        Pool,
        Linear,
        Copy, ///< of `input` to where a concatenation wants it
        Add, ///< `input` + residualScale · `addend`
    };

    Kind kind = Kind::Convolution;
    std::vector<int> layers{};
    int input = -1; ///< layer whose output is read
    int addend = -1; ///< convolution: the trunk that is added; addition: the residual; -1: none
    double scale = 1.0; ///< convolution: factor of everything it computes (section 3.3)
    bool relu = false;
    Place target{};
    GridShape shape{}; ///< of what is written at `target`, with the channels that fill up

    bool operator==(const PlanStep &) const = default;
};

/// In which order what is computed, and where it lies. A pure function of the graph and of what is
/// looked at, without a number of the weights:
/// - branches write straight into their concatenation, and sibling 1×1 convolutions with the same
///   input become one, where a layout has slices; elsewhere branches are copied;
/// - a residual's linear expansion adds the trunk and applies the ReLU by itself, over the trunk
///   where nobody needs that any more, unless somebody looks at the expansion;
/// - buffers share one arena as soon as nothing reads them, but for those that are kept.
struct ExecutionPlan
{
    std::vector<PlanStep> steps;
    std::vector<PlannedBuffer> buffers;
    std::vector<Place> places; ///< by layer
    std::vector<ChannelMap> channels; ///< by layer
    std::int64_t arena = 0; ///< elements for one picture
};

ExecutionPlan planExecution(const NetworkGraph &graph, const CaptureSet &capture,
                            const ChannelLayout &layout);

/// Elements of a buffer for one picture.
std::int64_t elementsOf(const PlannedBuffer &buffer, int lanes);

} // namespace inceptoscope
