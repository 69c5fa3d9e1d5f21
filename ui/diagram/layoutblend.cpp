#include "diagram/layoutblend.h"

#include <QHash>

namespace inceptoscope {

namespace {

/// The parts of an addition share an id, so the form belongs to the key.
using Key = std::pair<QString, bool>;

Key keyOf(const DiagramNode &node)
{
    const bool part =
        node.form == DiagramNode::Form::Scale || node.form == DiagramNode::Form::Activation;
    return {node.id + (part ? QString::number(static_cast<int>(node.form)) : QString()), part};
}

QRectF between(const QRectF &from, const QRectF &to, double share)
{
    const auto mix = [share](double a, double b) { return a + (b - a) * share; };
    return {mix(from.x(), to.x()), mix(from.y(), to.y()), mix(from.width(), to.width()),
            mix(from.height(), to.height())};
}

} // namespace

DiagramLayout blendLayouts(const DiagramLayout &from, const DiagramLayout &to, double share)
{
    QHash<Key, int> before;
    for (int i = 0; i < from.spec.count(); ++i)
        before.insert(keyOf(from.spec.node(i)), i);
    const auto startOf = [&](int node) {
        for (; node >= 0; node = to.spec.node(node).parent) {
            const auto found = before.constFind(keyOf(to.spec.node(node)));
            if (found != before.constEnd())
                return from.box(*found);
        }
        return QRectF();
    };
    DiagramLayout blend = to;
    for (int i = 0; i < to.spec.count(); ++i) {
        const QRectF start = startOf(i);
        if (start.isNull())
            continue;
        PlacedNode &node = blend.nodes[static_cast<std::size_t>(i)];
        const QPointF centre = node.box.center();
        node.box = between(start, node.box, share);
        node.caption.translate(node.box.center() - centre);
    }
    return blend;
}

} // namespace inceptoscope
