#include "explain/saliencymap.h"

#include "explain/trunkblocks.h"

#include <utility>

namespace inceptoscope {

SaliencyMap emptyMap(const NetworkGraph &graph, int layer, int classIndex, SaliencyMethod method)
{
    const Extent grid = graph.layer(layer).out.grid();
    return {method,
            classIndex,
            graph.layer(layer).id,
            grid,
            static_cast<double>(graph.input().height) / grid.height,
            static_cast<double>(graph.input().width) / grid.width,
            std::vector<float>(static_cast<std::size_t>(grid.height)
                               * static_cast<std::size_t>(grid.width))};
}

Expected<void> checkExplainable(const NetworkGraph &graph, int layer, int classIndex)
{
    if (classIndex < 0 || classIndex >= graph.classes())
        return failure(graph.title() + " has no class " + std::to_string(classIndex)
                       + ", only 0 to " + std::to_string(graph.classes() - 1));
    if (!std::cmp_less(layer, graph.layers().size()) || layer < 0)
        return failure(graph.title() + " has no layer " + std::to_string(layer));
    if (!leadsToLogits(graph, layer))
        return failure(graph.layer(layer).id + " does not lead to the classes");
    if (graph.layer(layer).out.grid() == Extent{1, 1})
        return failure(
            graph.layer(layer).id
            + " has a single cell, and so no places; take an earlier block, or a larger input");
    return {};
}

} // namespace inceptoscope
