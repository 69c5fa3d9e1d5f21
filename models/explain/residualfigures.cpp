#include "explain/residualfigures.h"

#include "explain/trunkblocks.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace inceptoscope {

namespace {

/// Sums of captured layers, each made once: what a block puts out is the trunk of the next.
class LayerSums
{
public:
    explicit LayerSums(const Activations &answer)
        : m_answer(answer)
    {
    }

    bool has(int layer) const { return m_answer.captured.contains(layer); }
    bool haveAll(const CaptureSet &layers) const
    {
        return std::ranges::all_of(layers, [this](int layer) { return has(layer); });
    }

    const ValueSums &of(int layer)
    {
        const auto known = m_sums.find(layer);
        if (known != m_sums.end())
            return known->second;
        return m_sums.emplace(layer, m_answer.captured.at(layer).values->sums()).first->second;
    }

    double rms(int layer) { return rootMeanSquare(of(layer)); }
    bool isAllZero(int layer)
    {
        return of(layer).zeros == m_answer.captured.at(layer).shape.elements();
    }

private:
    const Activations &m_answer;
    std::map<int, ValueSums> m_sums;
};

ResidualFigures figuresOf(const NetworkGraph &graph, std::string block, int addition,
                          LayerSums &sums)
{
    const Layer &layer = graph.layer(addition);
    const double scale = layer.residualScale;
    return {std::move(block), scale, sums.rms(layer.inputs.front()),
            std::abs(scale) * sums.rms(layer.inputs.back()), sums.rms(addition)};
}

} // namespace

CaptureSet residualLayers(const NetworkGraph &graph, int addition)
{
    CaptureSet layers = graph.layer(addition).inputs;
    layers.push_back(addition);
    return layers;
}

CaptureSet residualLayers(const NetworkGraph &graph)
{
    CaptureSet all;
    for (const Block *block : blocksBeforePooling(graph)) {
        if (!block->isResidual())
            continue;
        const CaptureSet layers = residualLayers(graph, block->residualAdd);
        all.insert(all.end(), layers.begin(), layers.end());
    }
    return all;
}

ResidualFigures residualFigures(const NetworkGraph &graph, std::string block, int addition,
                                const Activations &answer)
{
    LayerSums sums(answer);
    return figuresOf(graph, std::move(block), addition, sums);
}

NetworkFigures networkFigures(const NetworkGraph &graph, const Activations &answer,
                              const std::stop_token &stop)
{
    NetworkFigures figures;
    LayerSums sums(answer);
    bool reachesPooling = true; // nothing but zeros between here and there
    const std::vector<const Block *> blocks = blocksBeforePooling(graph);
    for (auto block = blocks.rbegin(); block != blocks.rend() && !stop.stop_requested(); ++block) {
        const std::string &id = (*block)->id;
        const bool isDead = sums.has((*block)->output) && sums.isAllZero((*block)->output);
        reachesPooling = reachesPooling && isDead;
        if (isDead)
            figures.deadBlocks.push_back(id);
        if (reachesPooling)
            figures.death = DeadNetwork{id};
        const int addition = (*block)->residualAdd;
        if (addition >= 0 && sums.haveAll(residualLayers(graph, addition)))
            figures.residuals.push_back(figuresOf(graph, id, addition, sums));
    }
    std::ranges::reverse(figures.deadBlocks);
    std::ranges::reverse(figures.residuals);
    return figures;
}

} // namespace inceptoscope
