#include "diagram/diagramglyph.h"

#include <algorithm>

namespace inceptoscope {

namespace {

const Layer &layerAt(const NetworkGraph &graph, const std::vector<int> &layers, std::size_t i)
{
    return graph.layer(layers[i]);
}

bool sameOperation(const Layer &a, const Layer &b)
{
    return a.kind == b.kind && a.kernel == b.kernel && a.stride == b.stride;
}

bool sameBranches(const NetworkGraph &graph, const Block &a, const Block &b)
{
    return std::ranges::equal(a.layers, b.layers, [&](int x, int y) {
        return sameOperation(graph.layer(x), graph.layer(y));
    });
}

/// Adds the cells of a branch from `row` down and returns how many rows they take.
std::size_t addBranch(const NetworkGraph &graph, const Branch &branch, std::size_t row,
                      std::vector<GlyphCell> &cells)
{
    const std::size_t arms = forkArms(graph, branch);
    const std::size_t stem = branch.layers.size() - (arms > 1 ? arms : 0);
    const double middle = static_cast<double>(row) + static_cast<double>(arms - 1) / 2.0;
    for (std::size_t i = 0; i < branch.layers.size(); ++i) {
        const double y = i < stem ? middle : static_cast<double>(row + i - stem);
        cells.push_back(
            {static_cast<double>(std::min(i, stem)), y, layerAt(graph, branch.layers, i).kind});
    }
    return arms;
}

double widthOf(const std::vector<GlyphCell> &cells)
{
    double width = 0.0;
    for (const GlyphCell &cell : cells)
        width = std::max(width, cell.x + 1.0);
    return width;
}

double heightOf(const std::vector<GlyphCell> &cells)
{
    double height = 0.0;
    for (const GlyphCell &cell : cells)
        height = std::max(height, cell.y + 1.0);
    return height;
}

} // namespace

std::size_t forkArms(const NetworkGraph &graph, const Branch &branch)
{
    const std::vector<int> &inputs = graph.layer(branch.layers.back()).inputs;
    const auto arms = std::ranges::count_if(
        branch.layers, [&](int layer) { return graph.layer(layer).inputs == inputs; });
    return static_cast<std::size_t>(arms);
}

int repeatsOf(const NetworkGraph &graph, const Stage &stage)
{
    const Block &first = stage.blocks.front();
    const bool same =
        first.layers.size() > 1 && std::ranges::all_of(stage.blocks, [&](const Block &block) {
            return sameBranches(graph, first, block);
        });
    return same ? static_cast<int>(stage.blocks.size()) : 1;
}

std::vector<GlyphCell> glyphOf(const NetworkGraph &graph, const Block &block)
{
    std::vector<GlyphCell> cells;
    std::size_t rows = 0;
    std::size_t inBranches = 0;
    for (const Branch &branch : block.branches) {
        rows += addBranch(graph, branch, rows, cells);
        inBranches += branch.layers.size();
    }
    const double middle = rows == 0 ? 0.0 : static_cast<double>(rows - 1) / 2.0;
    for (std::size_t i = inBranches; i < block.layers.size(); ++i)
        cells.push_back({widthOf(cells), middle, layerAt(graph, block.layers, i).kind});
    return cells;
}

std::vector<GlyphCell> glyphOf(const NetworkGraph &graph, const Stage &stage)
{
    if (repeatsOf(graph, stage) > 1)
        return glyphOf(graph, stage.blocks.front());
    std::vector<std::vector<GlyphCell>> parts;
    double height = 0.0;
    for (const Block &block : stage.blocks) {
        parts.push_back(glyphOf(graph, block));
        height = std::max(height, heightOf(parts.back()));
    }
    std::vector<GlyphCell> cells;
    for (const std::vector<GlyphCell> &part : parts) {
        const double left = widthOf(cells);
        const double top = (height - heightOf(part)) / 2.0;
        for (const GlyphCell &cell : part)
            cells.push_back({left + cell.x, top + cell.y, cell.kind});
    }
    return cells;
}

} // namespace inceptoscope
