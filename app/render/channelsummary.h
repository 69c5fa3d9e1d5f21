#pragma once

#include "engine/activations.h"
#include "render/valuerange.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace inceptoscope {

/// One channel of an activation in numbers.
struct ChannelSummary
{
    Extremes extremes;
    double mean = 0.0; ///< of the finite values; 0 without any
    double zeroFraction = 0.0; ///< 0 to 1
    std::int64_t nonFinite = 0; ///< NaN and infinite values

    bool isDead() const { return zeroFraction == 1.0; }
    bool operator==(const ChannelSummary &) const = default;
};

/// What is shown beside the maps. Reads every value some times: for a worker, where there are
/// millions.
struct ActivationSummary
{
    ActivationStatistics statistics;
    std::vector<ChannelSummary> channels;

    bool operator==(const ActivationSummary &) const = default;
};
using ActivationSummaryPtr = std::shared_ptr<const ActivationSummary>;

ActivationSummary summarise(const Activation &activation);

/// Mean and Peak begin with the greatest; channels alike keep their order, those without a finite
/// value come last.
enum class ChannelOrder { ByIndex, ByMean, ByPeak };

/// Channels in the order they are shown.
std::vector<int> orderedChannels(const ActivationSummary &summary, ChannelOrder order);

std::vector<Extremes> extremesOf(const ActivationSummary &summary);

} // namespace inceptoscope
