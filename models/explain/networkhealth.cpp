#include "explain/networkhealth.h"

#include "explain/residualfigures.h"
#include "explain/trunkblocks.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace inceptoscope {

namespace {

/// A channel that one photo showed to be alive is not looked at again.
void noteAlive(const Activation &activation, std::vector<bool> &alive)
{
    alive.resize(static_cast<std::size_t>(activation.shape.channels));
    for (int channel = 0; channel < activation.shape.channels; ++channel) {
        const auto index = static_cast<std::size_t>(channel);
        alive[index] = alive[index]
            || std::ranges::any_of(activation.channel(channel),
                                   [](float value) { return value != 0.0F; });
    }
}

double shareOf(std::int64_t count, std::int64_t all)
{
    return all > 0 ? static_cast<double>(count) / static_cast<double>(all) : 0.0;
}

} // namespace

HealthSums::HealthSums(const NetworkGraph &graph)
    : m_graph(graph)
{
    std::set<int> layers;
    for (const Block *block : blocksBeforePooling(m_graph)) {
        m_alive[block->output] = {};
        layers.insert(block->output);
    }
    for (int layer : residualLayers(m_graph))
        layers.insert(layer);
    m_layers.assign(layers.begin(), layers.end());
}

void HealthSums::add(const Activations &answer)
{
    ++m_photos;
    for (int layer : m_layers) {
        const Activation &activation = answer.captured.at(layer);
        const ValueSums own = activation.values->sums();
        ValueSums &sums = m_sums[layer];
        sums.squares += own.squares;
        sums.finite += own.finite;
        sums.zeros += own.zeros;
        if (const auto output = m_alive.find(layer); output != m_alive.end())
            noteAlive(activation, output->second);
    }
}

double HealthSums::residualRatio(const Block &block) const
{
    const Layer &addition = m_graph.layer(block.residualAdd);
    const double trunk = rootMeanSquare(m_sums.at(addition.inputs.front()));
    const double residual =
        std::abs(addition.residualScale) * rootMeanSquare(m_sums.at(addition.inputs.back()));
    return trunk > 0.0 ? residual / trunk : 0.0;
}

NetworkHealth HealthSums::result() const
{
    NetworkHealth health;
    if (m_photos == 0)
        return health;
    for (const Block *block : blocksBeforePooling(m_graph)) {
        const std::vector<bool> &alive = m_alive.at(block->output);
        BlockHealth own{block->id, std::nullopt,
                        shareOf(std::ranges::count(alive, false), std::ssize(alive))};
        if (block->isResidual())
            own.residualRatio = residualRatio(*block);
        health.blocks.push_back(std::move(own));
        health.zerosBeforePool = shareOf(m_sums.at(block->output).zeros,
                                         m_photos * m_graph.layer(block->output).out.elements());
    }
    return health;
}

} // namespace inceptoscope
