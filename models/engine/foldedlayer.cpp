#include "engine/foldedlayer.h"

#include "checkpoint/tensorvalues.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace inceptoscope {

namespace {

using Values = std::vector<float>;

/// One layer's tensors, by role; empty where it has none.
using LayerValues = std::array<Values, 6>;

const Values &of(const LayerValues &values, ParameterRole role)
{
    return values[static_cast<std::size_t>(role)];
}

/// What a filter's weights are multiplied by, and its bias.
struct FilterFactors
{
    double factor;
    double bias;
};

FilterFactors factorsOf(const Layer &layer, const LayerValues &values, std::size_t filter)
{
    const Values &bias = of(values, ParameterRole::Bias);
    const double own = bias.empty() ? 0.0 : bias[filter];
    if (!layer.batchNormEpsilon)
        return {1.0, own};
    const double variance = of(values, ParameterRole::RunningVariance)[filter];
    const double factor = of(values, ParameterRole::BatchNormScale)[filter]
        / std::sqrt(variance + *layer.batchNormEpsilon);
    const double mean = of(values, ParameterRole::RunningMean)[filter];
    return {factor, (own - mean) * factor + of(values, ParameterRole::BatchNormShift)[filter]};
}

/// Beyond any trained network's, and small enough that no sum of a layer overflows where one value
/// alone is damaged. What overflows becomes infinite and then no number, which a ReLU hides.
constexpr float largestSound = 1e15F;

/// By the bits, so that it takes no time beside the folding: without the sign they are in the order
/// of magnitudes, infinity and what is no number last.
bool areSound(const Values &values)
{
    constexpr std::uint32_t sign = 0x8000'0000;
    std::uint32_t largest = 0;
    for (float value : values)
        largest = std::max(largest, std::bit_cast<std::uint32_t>(value) & ~sign);
    return largest <= std::bit_cast<std::uint32_t>(largestSound);
}

/// An infinite variance would make a filter zero, and nobody would see it.
bool areSound(const LayerValues &values)
{
    return std::ranges::all_of(values, [](const Values &each) { return areSound(each); });
}

} // namespace

LayerFolder::LayerFolder(NetworkGraph graph, Weights weights)
    : m_graph(std::move(graph))
    , m_weights(std::move(weights))
    , m_entries(m_graph.layers().size())
{
    for (std::size_t i = 0; i < m_weights.entries().size(); ++i)
        m_entries[static_cast<std::size_t>(m_weights.entries()[i].spec.layer)].push_back(i);
}

Expected<FoldedLayer> LayerFolder::fold(int layer, double scale) const
{
    LayerValues values;
    for (std::size_t index : m_entries[static_cast<std::size_t>(layer)]) {
        const Weights::Entry &entry = m_weights.entries()[index];
        Values &own = values[static_cast<std::size_t>(entry.spec.role)];
        own.resize(static_cast<std::size_t>(entry.spec.elements()));
        if (const auto copied = copyFloats(entry.tensor, own); !copied)
            return tl::unexpected(copied.error());
    }
    const auto damaged = [&] {
        return failure(m_graph.title() + ": the weights of " + m_graph.layer(layer).id
                       + " have values that are no numbers, or far beyond those of any network; "
                         "the file is damaged, get it again");
    };
    if (!areSound(values))
        return damaged();
    const auto filters = static_cast<std::size_t>(m_graph.layer(layer).filters);
    FoldedLayer folded{std::move(values[static_cast<std::size_t>(ParameterRole::Weight)]),
                       std::vector<float>(filters)};
    const std::size_t perFilter = folded.weight.size() / filters;
    for (std::size_t filter = 0; filter < filters; ++filter) {
        const auto [factor, bias] = factorsOf(m_graph.layer(layer), values, filter);
        folded.bias[filter] = static_cast<float>(bias * scale);
        const double product = factor * scale;
        for (std::size_t i = filter * perFilter; i < (filter + 1) * perFilter; ++i)
            folded.weight[i] = static_cast<float>(folded.weight[i] * product);
    }
    if (!areSound(folded.weight) || !areSound(folded.bias))
        return damaged();
    return folded;
}

} // namespace inceptoscope
