#pragma once

#include "engine/activations.h"
#include "render/histogram.h"
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
    double energy = 0.0; ///< root mean square of the finite values

    bool isDead() const { return zeroFraction == 1.0; }
    bool operator==(const ChannelSummary &) const = default;
};

/// What is shown beside the maps. Reads every value some times: for a worker, where there are
/// millions.
struct ActivationSummary
{
    ActivationStatistics statistics;
    std::vector<ChannelSummary> channels;
    Histogram histogram; ///< of all values

    bool operator==(const ActivationSummary &) const = default;
};
using ActivationSummaryPtr = std::shared_ptr<const ActivationSummary>;

ActivationSummary summarise(const Activation &activation);

/// All but the first begin with the greatest; channels alike keep their order, those without a
/// finite value come last.
enum class ChannelOrder { ByIndex, ByMean, ByPeak, ByEnergy, BySimilarity };

/// Channels in the order they are shown, any but by similarity.
std::vector<int> orderedChannels(const ActivationSummary &summary, ChannelOrder order);

/// The cosine of the angle between each channel's values and those of `channel`: 1 for its like, 0
/// for what has nothing to do with it. 0 for channels with nothing but zeros, and for those with a
/// value that is not finite.
std::vector<double> similarities(const Activation &activation, int channel);

/// Those most like `channel` first, itself before all.
std::vector<int> orderedBySimilarity(const Activation &activation, int channel);

std::vector<Extremes> extremesOf(const ActivationSummary &summary);

} // namespace inceptoscope
