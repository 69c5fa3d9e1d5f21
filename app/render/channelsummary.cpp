#include "render/channelsummary.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace inceptoscope {

namespace {

ChannelSummary summaryOf(std::span<const float> values)
{
    ChannelSummary result;
    std::int64_t zeros = 0;
    double sum = 0.0;
    for (const float value : values) {
        zeros += value == 0.0F ? 1 : 0;
        if (std::isfinite(value))
            sum += value;
        else
            ++result.nonFinite;
    }
    result.extremes = extremesOf(values);
    const auto count = static_cast<std::int64_t>(values.size());
    if (count > 0)
        result.zeroFraction = static_cast<double>(zeros) / static_cast<double>(count);
    if (count > result.nonFinite)
        result.mean = sum / static_cast<double>(count - result.nonFinite);
    return result;
}

double sortKey(const ChannelSummary &channel, ChannelOrder order)
{
    if (channel.extremes.isEmpty())
        return -std::numeric_limits<double>::infinity();
    return order == ChannelOrder::ByMean ? channel.mean : channel.extremes.max;
}

} // namespace

ActivationSummary summarise(const Activation &activation)
{
    ActivationSummary summary{statistics(activation), {}};
    summary.channels.reserve(static_cast<std::size_t>(activation.shape.channels));
    for (int channel = 0; channel < activation.shape.channels; ++channel)
        summary.channels.push_back(summaryOf(activation.channel(channel)));
    return summary;
}

std::vector<int> orderedChannels(const ActivationSummary &summary, ChannelOrder order)
{
    std::vector<int> channels(summary.channels.size());
    std::iota(channels.begin(), channels.end(), 0);
    if (order != ChannelOrder::ByIndex)
        std::ranges::stable_sort(channels, std::greater(), [&](int channel) {
            return sortKey(summary.channels[static_cast<std::size_t>(channel)], order);
        });
    return channels;
}

std::vector<Extremes> extremesOf(const ActivationSummary &summary)
{
    std::vector<Extremes> extremes;
    extremes.reserve(summary.channels.size());
    for (const ChannelSummary &channel : summary.channels)
        extremes.push_back(channel.extremes);
    return extremes;
}

} // namespace inceptoscope
