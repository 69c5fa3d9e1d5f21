#include "explain/trunkblocks.h"

#include <algorithm>

namespace inceptoscope {

std::vector<const Block *> blocksBeforePooling(const NetworkGraph &graph)
{
    std::vector<const Block *> blocks;
    for (const Stage &stage : graph.stages()) {
        if (stage.auxiliary)
            continue;
        for (const Block &block : stage.blocks) {
            const bool pools = std::ranges::any_of(block.layers, [&](int layer) {
                return graph.layer(layer).kind == LayerKind::GlobalAveragePool;
            });
            if (pools)
                return blocks;
            blocks.push_back(&block);
        }
    }
    return blocks;
}

std::vector<const Block *> blocksWithPlaces(const NetworkGraph &graph)
{
    std::vector<const Block *> blocks = blocksBeforePooling(graph);
    std::erase_if(blocks, [&](const Block *block) {
        return graph.layer(block->output).out.grid() == Extent{1, 1};
    });
    return blocks;
}

bool leadsToLogits(const NetworkGraph &graph, int layer)
{
    if (layer < 0 || layer > graph.logits())
        return false;
    std::vector<bool> reached(graph.layers().size(), false);
    reached[static_cast<std::size_t>(layer)] = true;
    for (int next = layer + 1; next <= graph.logits(); ++next) {
        reached[static_cast<std::size_t>(next)] =
            std::ranges::any_of(graph.layer(next).inputs, [&](int input) {
                return bool{reached[static_cast<std::size_t>(input)]};
            });
    }
    return reached[static_cast<std::size_t>(graph.logits())];
}

} // namespace inceptoscope
