#pragma once

#include "diagram/diagramspec.h"
#include "zoo/zoo.h"

namespace inceptoscope::test {

inline NetworkGraph network(const char *id, const NetworkOptions &options = {})
{
    return buildNetwork(id, options).value();
}

inline QString formName(DiagramNode::Form form)
{
    static const QStringList names{"input", "closed", "stage", "block",     "layer",
                                   "bar",   "scale",  "sum",   "activation"};
    return names[static_cast<int>(form)];
}

/// A node in words: what it is, its id, its place in the block, what it says and puts out.
inline QString nodeText(const DiagramSpec &spec, int index)
{
    const DiagramNode &node = spec.node(index);
    int depth = 0;
    for (int parent = node.parent; parent >= 0; parent = spec.node(parent).parent)
        ++depth;
    QStringList words{QString(2 * depth, ' ') + formName(node.form)};
    if (!node.id.isEmpty())
        words += node.id;
    if (node.parent >= 0 && spec.node(node.parent).form == DiagramNode::Form::BlockFrame)
        words += QStringLiteral("@%1+%2,%3").arg(node.row).arg(node.rowSpan).arg(node.column);
    words += '"' + node.lines.join(" | ") + '"';
    if (node.valid)
        words += "V";
    if (node.auxiliary)
        words += "auxiliary";
    words += node.grid;
    return words.join(' ').trimmed().prepend(QString(2 * depth, ' '));
}

inline QString edgeText(const DiagramSpec &spec, const DiagramEdge &edge)
{
    static const QStringList arrows{"->", "enters", "leaves", "shortcut", "aside"};
    const auto name = [&](int node) {
        const DiagramNode &end = spec.node(node);
        if (end.form == DiagramNode::Form::Input)
            return QStringLiteral("input");
        if (end.form == DiagramNode::Form::Scale || end.form == DiagramNode::Form::Activation)
            return end.id + ':' + formName(end.form);
        return end.id;
    };
    return QStringLiteral("%1 %2 %3 %4")
        .arg(name(edge.from), arrows[static_cast<int>(edge.kind)], name(edge.to), edge.grid);
}

inline QStringList nodeTexts(const DiagramSpec &spec)
{
    QStringList lines;
    for (int i = 0; i < spec.count(); ++i)
        lines += nodeText(spec, i);
    return lines;
}

inline QStringList edgeTexts(const DiagramSpec &spec)
{
    QStringList lines;
    for (const DiagramEdge &edge : spec.edges)
        lines += edgeText(spec, edge);
    return lines;
}

/// The lines of nodes and edges that belong to the block `id`.
inline QStringList blockTexts(const DiagramSpec &spec, const QString &id)
{
    QStringList lines;
    const auto belongs = [&](int node) {
        return spec.node(node).id == id || spec.node(node).id.startsWith(id + '.');
    };
    for (int i = 0; i < spec.count(); ++i) {
        if (belongs(i))
            lines += nodeText(spec, i).trimmed();
    }
    for (const DiagramEdge &edge : spec.edges) {
        if (belongs(edge.from) && belongs(edge.to))
            lines += edgeText(spec, edge);
    }
    return lines;
}

} // namespace inceptoscope::test
