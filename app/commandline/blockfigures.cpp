#include "commandline/blockfigures.h"

namespace inceptoscope {

CaptureSet ObservedBlock::captures(const NetworkGraph &graph) const
{
    CaptureSet layers{output};
    if (residualAdd >= 0) {
        const CaptureSet added = residualLayers(graph, residualAdd);
        layers.insert(layers.end(), added.begin(), added.end());
    }
    return layers;
}

ObservedBlock observedBlock(const Block &block)
{
    return {block.id, block.output, block.residualAdd};
}

std::optional<ObservedBlock> findObservedBlock(const NetworkGraph &graph, std::string_view id)
{
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            const bool last = &block == &stage.blocks.back();
            if (block.id == id || (last && stage.id == id))
                return ObservedBlock{std::string(id), block.output, block.residualAdd};
        }
    }
    const int output = graph.outputOf(id);
    if (output < 0)
        return std::nullopt;
    return ObservedBlock{std::string(id), output, -1};
}

BlockFigures blockFigures(const NetworkGraph &graph, const ObservedBlock &block,
                          const Activations &answer)
{
    const Activation &output = answer.captured.at(block.output);
    BlockFigures figures{output.shape, statistics(output), std::nullopt};
    if (block.residualAdd >= 0)
        figures.residual = residualFigures(graph, block.id, block.residualAdd, answer);
    return figures;
}

} // namespace inceptoscope
