#include "engine/onednn/channelmaps.h"

#include <numeric>

namespace inceptoscope {

namespace {

ChannelMap inOrder(int channels, int width)
{
    ChannelMap map{std::vector<int>(static_cast<std::size_t>(channels)), width};
    std::iota(map.at.begin(), map.at.end(), 0);
    return map;
}

ChannelMap filledUp(int channels, int lanes)
{
    return inOrder(channels, (channels + lanes - 1) / lanes * lanes);
}

void append(ChannelMap &map, const ChannelMap &part)
{
    for (int channel : part.at)
        map.at.push_back(map.width + channel);
    map.width += part.width;
}

/// The trunk to which each layer is added as a residual; -1: it is none.
std::vector<int> trunksOfResiduals(const NetworkGraph &graph)
{
    std::vector<int> trunks(graph.layers().size(), -1);
    for (const Layer &layer : graph.layers()) {
        if (layer.kind == LayerKind::ResidualAdd)
            trunks[static_cast<std::size_t>(layer.inputs.back())] = layer.inputs.front();
    }
    return trunks;
}

} // namespace

std::vector<ChannelMap> channelMaps(const NetworkGraph &graph, int lanes)
{
    const std::vector<int> trunks = trunksOfResiduals(graph);
    std::vector<ChannelMap> maps;
    const auto mapOf = [&](int layer) { return maps[static_cast<std::size_t>(layer)]; };
    for (const Layer &layer : graph.layers()) {
        const int trunk = trunks[maps.size()];
        if (layer.kind == LayerKind::Concatenation) {
            ChannelMap whole;
            for (int part : layer.inputs)
                append(whole, mapOf(part));
            maps.push_back(std::move(whole));
        } else if (layer.kind == LayerKind::Convolution) {
            maps.push_back(trunk >= 0 ? mapOf(trunk) : filledUp(layer.filters, lanes));
        } else if (layer.kind == LayerKind::Linear || layer.inputs.empty()) {
            maps.push_back(inOrder(layer.out.channels, layer.out.channels));
        } else {
            maps.push_back(mapOf(layer.inputs.front()));
        }
    }
    return maps;
}

} // namespace inceptoscope
