#include "diagram/unfitshapes.h"

#include "graph/shapeinference.h"

#include <QCoreApplication>

#include <algorithm>

namespace inceptoscope {

namespace {

QString toText(const GridShape &shape)
{
    return QString::fromStdString(formatShape(shape));
}

/// The layer that gets what comes into a stage, block, branch or layer.
int firstLayerOf(const NetworkGraph &graph, const std::string &id)
{
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            if (stage.id == id || block.id == id)
                return block.layers.front();
            const auto branch = std::ranges::find(block.branches, id, &Branch::id);
            if (branch != block.branches.end())
                return branch->layers.front();
        }
    }
    return graph.outputOf(id);
}

} // namespace

bool UnfitShapes::endsAt(int layer) const
{
    const auto comes = [this](int before) { return hasGrid(out(before)); };
    return !hasGrid(out(layer))
        && std::ranges::all_of(layers[static_cast<std::size_t>(layer)].inputs, comes);
}

UnfitShapes unfitShapes(const NetworkGraph &graph, Extent input)
{
    return {{3, input.height, input.width}, inferShapesAsFarAsTheyGo(graph.layers(), input)};
}

QString unfitGridText(const NetworkGraph &graph, const UnfitShapes &shapes, const QString &id)
{
    const int output = graph.outputOf(id.toStdString());
    if (output < 0)
        return {};
    const auto first = static_cast<std::size_t>(firstLayerOf(graph, id.toStdString()));
    const GridShape &in = shapes.layers[first].in;
    if (!hasGrid(in))
        return QCoreApplication::translate("Diagram", "no grid comes here");
    if (!hasGrid(shapes.out(output)))
        return QCoreApplication::translate("Diagram", "%1 → the grid vanishes").arg(toText(in));
    return QStringLiteral("%1 → %2").arg(toText(in), toText(shapes.out(output)));
}

} // namespace inceptoscope
