#include "render/channelsummary.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace inceptoscope {

namespace {

ChannelSummary summaryOf(std::span<const float> values)
{
    ChannelSummary result;
    std::int64_t zeros = 0;
    double sum = 0.0;
    double squares = 0.0;
    for (const float value : values) {
        zeros += value == 0.0F ? 1 : 0;
        if (std::isfinite(value)) {
            sum += value;
            squares += static_cast<double>(value) * value;
        } else {
            ++result.nonFinite;
        }
    }
    result.extremes = extremesOf(values);
    const auto count = static_cast<std::int64_t>(values.size());
    if (count > 0)
        result.zeroFraction = static_cast<double>(zeros) / static_cast<double>(count);
    if (const auto finite = static_cast<double>(count - result.nonFinite); finite > 0.0) {
        result.mean = sum / finite;
        result.energy = std::sqrt(squares / finite);
    }
    return result;
}

double sortKey(const ChannelSummary &channel, ChannelOrder order)
{
    if (channel.extremes.isEmpty())
        return -std::numeric_limits<double>::infinity();
    switch (order) {
    case ChannelOrder::ByMean:
        return channel.mean;
    case ChannelOrder::ByPeak:
        return channel.extremes.max;
    case ChannelOrder::ByEnergy:
        return channel.energy;
    case ChannelOrder::ByIndex:
    case ChannelOrder::BySimilarity:
        break;
    }
    return 0.0;
}

double product(std::span<const float> a, std::span<const float> b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += static_cast<double>(a[i]) * b[i];
    return sum;
}

} // namespace

ActivationSummary summarise(const Activation &activation)
{
    ActivationSummary summary{statistics(activation), {}, {}};
    summary.channels.reserve(static_cast<std::size_t>(activation.shape.channels));
    for (int channel = 0; channel < activation.shape.channels; ++channel)
        summary.channels.push_back(summaryOf(activation.channel(channel)));
    Extremes all;
    for (const ChannelSummary &channel : summary.channels)
        all = united(all, channel.extremes);
    summary.histogram = histogramOf(activation.all(), all);
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

std::vector<double> similarities(const Activation &activation, int channel)
{
    const auto reference = activation.channel(channel);
    const double own = product(reference, reference);
    std::vector<double> cosines;
    for (int each = 0; each < activation.shape.channels; ++each) {
        const auto values = activation.channel(each);
        const double cosine = product(values, reference) / std::sqrt(own * product(values, values));
        cosines.push_back(std::isfinite(cosine) ? cosine : 0.0);
    }
    return cosines;
}

std::vector<int> orderedBySimilarity(const Activation &activation, int channel)
{
    std::vector<double> cosines = similarities(activation, channel);
    cosines[static_cast<std::size_t>(channel)] = std::numeric_limits<double>::infinity();
    std::vector<int> channels(cosines.size());
    std::iota(channels.begin(), channels.end(), 0);
    std::ranges::stable_sort(channels, std::greater(),
                             [&](int each) { return cosines[static_cast<std::size_t>(each)]; });
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
