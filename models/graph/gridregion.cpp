#include "graph/gridregion.h"

#include <vector>

namespace inceptoscope {

namespace {

/// Where the cells of a grid lie along one side of the input.
struct CellRow
{
    double first = 0.5; ///< middle of the first cell
    double step = 1.0; ///< from one cell's middle to the next one's
};

CellRow after(const CellRow &before, int kernel, int stride, int padding)
{
    return {before.first + ((kernel - 1) / 2.0 - padding) * before.step, before.step * stride};
}

bool slides(LayerKind kind)
{
    return kind == LayerKind::Convolution || kind == LayerKind::MaxPool
        || kind == LayerKind::AveragePool;
}

bool mixesAll(LayerKind kind)
{
    return kind == LayerKind::GlobalAveragePool || kind == LayerKind::Linear
        || kind == LayerKind::Softmax;
}

/// From the input to the layer. What a layer joins lies over the same pixels (in BN-Inception's
/// reductions, whose pooling rounds up, half a cell beside), so the first way stands for all.
std::vector<int> wayTo(const NetworkGraph &graph, int layer)
{
    std::vector<int> way;
    for (int at = layer; at >= 0;
         at = graph.layer(at).inputs.empty() ? -1 : graph.layer(at).inputs.front())
        way.insert(way.begin(), at);
    return way;
}

} // namespace

InputRegion coveredRegion(const NetworkGraph &graph, int layer)
{
    const GridShape input = graph.input();
    CellRow across;
    CellRow down;
    for (int index : wayTo(graph, layer)) {
        const Layer &each = graph.layer(index);
        if (mixesAll(each.kind))
            return {0.0, 0.0, 1.0 * input.width, 1.0 * input.height};
        if (!slides(each.kind))
            continue;
        const Extent padding = each.paddingCells();
        across = after(across, each.kernel.width, each.stride, padding.width);
        down = after(down, each.kernel.height, each.stride, padding.height);
    }
    const GridShape &grid = graph.layer(layer).out;
    return {across.first - across.step / 2.0, down.first - down.step / 2.0,
            across.step * grid.width, down.step * grid.height};
}

} // namespace inceptoscope
