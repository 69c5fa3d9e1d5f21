#include "explore/elementparts.h"

#include "graph/elementoutputs.h"

#include <QCoreApplication>

#include <algorithm>

namespace inceptoscope {

namespace {

using Parts = QList<LayerPanel::Part>;

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

QString titled(const NetworkGraph &graph, const std::string &id, const QString &title)
{
    return QStringLiteral("%1 · %2").arg(
        title, text(formatShape(joinedShape(graph, outputsOf(graph, id)))));
}

Parts partsOf(const NetworkGraph &graph, const Stage &stage)
{
    Parts parts{{text(stage.id), titled(graph, stage.id, text(stage.title)), 0}};
    for (const Block &block : stage.blocks)
        parts += {text(block.id), titled(graph, block.id, text(block.title)), 1};
    return parts;
}

void addLayer(Parts &parts, const NetworkGraph &graph, int index, int indent)
{
    const Layer &layer = graph.layer(index);
    parts += {text(layer.id), titled(graph, layer.id, text(layer.title())), indent};
}

Parts partsOf(const NetworkGraph &graph, const Block &block)
{
    Parts parts{{text(block.id), titled(graph, block.id, text(block.title)), 0}};
    std::vector<int> rest = block.layers;
    int number = 0;
    for (const Branch &branch : block.branches) {
        const QString title = QCoreApplication::translate("Diagram", "branch %1").arg(++number);
        parts += {text(branch.id), titled(graph, branch.id, title), 1};
        for (int layer : branch.layers) {
            addLayer(parts, graph, layer, 2);
            std::erase(rest, layer);
        }
    }
    for (int layer : rest) {
        if (graph.layer(layer).id != block.id)
            addLayer(parts, graph, layer, 1);
    }
    return parts;
}

bool contains(const Parts &parts, const QString &id)
{
    return std::ranges::find(parts, id, &LayerPanel::Part::id) != parts.end();
}

} // namespace

QList<LayerPanel::Part> partsAround(const NetworkGraph &graph, const QString &element)
{
    for (const Stage &stage : graph.stages()) {
        if (text(stage.id) == element && stage.blocks.size() > 1)
            return partsOf(graph, stage);
        for (const Block &block : stage.blocks) {
            Parts parts = partsOf(graph, block);
            if (text(stage.id) == element) // its only block goes by the stage's name
                parts.front().id = element;
            if (contains(parts, element))
                return parts;
        }
    }
    return {};
}

} // namespace inceptoscope
