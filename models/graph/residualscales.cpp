#include "graph/residualscales.h"

#include <algorithm>

namespace inceptoscope {

std::vector<double> residualScales(const NetworkGraph &graph)
{
    std::vector<double> scales;
    for (const Stage &stage : graph.stages()) {
        const auto block = std::ranges::find_if(stage.blocks, &Block::isResidual);
        if (block != stage.blocks.end())
            scales.push_back(graph.layer(block->residualAdd).residualScale);
    }
    return scales;
}

} // namespace inceptoscope
