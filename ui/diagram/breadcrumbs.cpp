#include "diagram/breadcrumbs.h"

#include <QCoreApplication>

#include <algorithm>

namespace inceptoscope {

namespace {

QString toText(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

bool holds(const std::vector<int> &layers, int layer)
{
    return std::ranges::find(layers, layer) != layers.end();
}

void add(QList<Crumb> &crumbs, const std::string &id, const QString &title)
{
    if (crumbs.constLast().id != toText(id))
        crumbs.append({toText(id), title});
}

/// The way into a block, down to `layer`; -1: no further than the branch `id`, or the block.
void addInside(QList<Crumb> &crumbs, const NetworkGraph &graph, const Block &block,
               const std::string &id, int layer)
{
    for (std::size_t i = 0; i < block.branches.size(); ++i) {
        const Branch &branch = block.branches[i];
        if (branch.id == id || holds(branch.layers, layer))
            add(crumbs, branch.id,
                QCoreApplication::translate("Diagram", "branch %1 of %2")
                    .arg(i + 1)
                    .arg(block.branches.size()));
    }
    if (layer < 0)
        return;
    const Layer &description = graph.layer(layer);
    QString title = toText(description.title());
    if (description.filters > 0)
        title += QStringLiteral(" %1").arg(description.filters);
    add(crumbs, description.id, title);
}

bool isBranchOf(const Block &block, const std::string &id)
{
    return std::ranges::find(block.branches, id, &Branch::id) != block.branches.end();
}

} // namespace

QList<Crumb> crumbsOf(const NetworkGraph &graph, const QString &id)
{
    const std::string wanted = id.toStdString();
    QList<Crumb> crumbs{{{}, toText(graph.title())}};
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            const auto layer = std::ranges::find_if(
                block.layers, [&](int index) { return graph.layer(index).id == wanted; });
            const bool isInside = layer != block.layers.end() || isBranchOf(block, wanted);
            if (stage.id != wanted && block.id != wanted && !isInside)
                continue;
            add(crumbs, stage.id, toText(stage.title));
            if (stage.id == wanted)
                return crumbs;
            add(crumbs, block.id, toText(block.title));
            if (block.id != wanted)
                addInside(crumbs, graph, block, wanted, layer == block.layers.end() ? -1 : *layer);
            return crumbs;
        }
    }
    return crumbs;
}

QString withShownNames(const NetworkGraph &graph, const QString &sentence)
{
    const QString colon = QStringLiteral(": ");
    QStringList parts = sentence.split(colon);
    for (QString &part : parts) {
        QStringList names;
        for (const Crumb &crumb : crumbsOf(graph, part).mid(1))
            names << crumb.title;
        if (!names.isEmpty())
            part = names.join(QStringLiteral(" · "));
    }
    return parts.join(colon);
}

} // namespace inceptoscope
