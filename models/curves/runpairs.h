#pragma once

#include "curves/runlog.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace inceptoscope {

/// Two runs whose networks differ by residual connections, by their positions.
struct RunPair
{
    std::size_t residual = 0;
    std::size_t plain = 0;

    bool operator==(const RunPair &) const = default;
};

/// Whether it trained a network with residual connections, by what its log says or, where that
/// says nothing, its name: "inception-resnet-v2/seed1".
bool isResidual(const RunLog &run);

/// Which of the paper's pairs its network is of: 1, Inception-v3 and Inception-ResNet-v1; 2,
/// Inception-v4 and Inception-ResNet-v2; nothing: another, or not known.
std::optional<int> paperPairOf(const RunLog &run);

/// The paper's pairs among the runs: Inception-v4 and Inception-ResNet-v2, Inception-v3 and
/// Inception-ResNet-v1. Those that were trained alike go together, then those that differ in their
/// seeds, then any on the same data; each run is in one pair at most. In the order of the residual
/// runs.
std::vector<RunPair> recognisedPairs(std::span<const RunLog> runs);

/// Runs that differ in nothing but their seeds, by what their logs say, or their names ("…seed3").
/// Groups of two and more, in the order of their first runs.
std::vector<std::vector<std::size_t>> seedGroups(std::span<const RunLog> runs);

} // namespace inceptoscope
