#include "explain/residualfigures.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

/// Residual ones, along the depth.
std::vector<const Block *> residualBlocks(const NetworkGraph &graph)
{
    std::vector<const Block *> blocks;
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            if (block.isResidual())
                blocks.push_back(&block);
        }
    }
    return blocks;
}

bool isAllZero(const Activation &activation)
{
    return std::ranges::all_of(activation.all(), [](float value) { return value == 0.0F; });
}

/// Blocks on the way to the average pooling.
std::vector<const Block *> blocksBeforePooling(const NetworkGraph &graph)
{
    std::vector<const Block *> blocks;
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            const bool pools = std::ranges::any_of(block.layers, [&](int layer) {
                return graph.layer(layer).kind == LayerKind::GlobalAveragePool;
            });
            if (pools)
                return blocks;
            if (!stage.auxiliary)
                blocks.push_back(&block);
        }
    }
    return blocks;
}

} // namespace

CaptureSet residualInputs(const NetworkGraph &graph)
{
    CaptureSet layers;
    for (const Block *block : residualBlocks(graph)) {
        const std::vector<int> &inputs = graph.layer(block->residualAdd).inputs;
        layers.insert(layers.end(), inputs.begin(), inputs.end());
    }
    return layers;
}

std::vector<ResidualFigures> residualFigures(const NetworkGraph &graph, const Activations &answer)
{
    std::vector<ResidualFigures> figures;
    for (const Block *block : residualBlocks(graph)) {
        const Layer &addition = graph.layer(block->residualAdd);
        const auto trunk = answer.captured.find(addition.inputs.front());
        const auto residual = answer.captured.find(addition.inputs.back());
        if (trunk == answer.captured.end() || residual == answer.captured.end())
            continue;
        figures.push_back({block->id, addition.residualScale, rootMeanSquare(trunk->second),
                           std::abs(addition.residualScale) * rootMeanSquare(residual->second)});
    }
    return figures;
}

std::optional<DeadNetwork> findDeath(const NetworkGraph &graph, const Activations &answer)
{
    std::optional<DeadNetwork> death;
    const std::vector<const Block *> blocks = blocksBeforePooling(graph);
    for (auto block = blocks.rbegin(); block != blocks.rend(); ++block) {
        const auto output = answer.captured.find((*block)->output);
        if (output == answer.captured.end() || !isAllZero(output->second))
            break;
        death = DeadNetwork{(*block)->id};
    }
    return death;
}

} // namespace inceptoscope
