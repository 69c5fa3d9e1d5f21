#include "diagram/diagramnavigation.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inceptoscope {

namespace {

using Link = DiagramEdge::Kind;

/// Parts of one addition are one stop.
bool sameStop(const DiagramSpec &spec, int a, int b)
{
    return spec.node(a).id == spec.node(b).id;
}

/// Where the first edge out of `node` leads; that out of a frame leads into it.
int successor(const DiagramSpec &spec, int node, bool intoFrames)
{
    for (const DiagramEdge &edge : spec.edges) {
        const bool enters = edge.kind == Link::Enter;
        if (edge.from != node || enters != intoFrames || edge.kind == Link::Shortcut)
            continue;
        if (edge.kind == Link::Leave)
            return successor(spec, edge.to, false);
        if (edge.kind != Link::Aside)
            return edge.to;
    }
    return -1;
}

int forward(const DiagramSpec &spec, int node)
{
    int next = node;
    do {
        next = successor(spec, next, spec.node(next).isFrame());
    } while (next >= 0 && sameStop(spec, next, node));
    return next;
}

/// The last box in a frame, and in the frame that is, and so on.
int innermostLast(const DiagramSpec &spec, int node)
{
    for (const DiagramEdge &edge : spec.edges) {
        if (edge.kind == Link::Leave && edge.to == node)
            return innermostLast(spec, edge.from);
    }
    return node;
}

int predecessor(const DiagramSpec &spec, int node)
{
    for (const DiagramEdge &edge : spec.edges) {
        if (edge.to != node || edge.kind == Link::Leave || edge.kind == Link::Shortcut)
            continue;
        return edge.kind == Link::Enter ? edge.from : innermostLast(spec, edge.from);
    }
    return -1;
}

int backward(const DiagramSpec &spec, int node)
{
    int before = node;
    do {
        before = predecessor(spec, before);
    } while (before >= 0 && sameStop(spec, before, node));
    return before;
}

/// The neighbour in the same frame that stands nearest above (`sign` -1) or below (1); the frame
/// itself above its uppermost, the first inside below the title of a frame.
int across(const DiagramLayout &layout, int node, int sign)
{
    const DiagramSpec &spec = layout.spec;
    if (sign > 0 && spec.node(node).isFrame())
        return successor(spec, node, true);
    const QRectF &here = layout.box(node);
    int nearest = -1;
    double least = std::numeric_limits<double>::max();
    for (int other = 0; other < spec.count(); ++other) {
        if (spec.node(other).parent != spec.node(node).parent || spec.node(other).id.isEmpty())
            continue;
        const QRectF &there = layout.box(other);
        const double away = sign > 0 ? there.top() - here.bottom() : here.top() - there.bottom();
        if (away < 0.0)
            continue;
        const double distance = std::abs(there.center().x() - here.center().x()) + 2.0 * away;
        if (distance < least) {
            least = distance;
            nearest = other;
        }
    }
    return nearest < 0 && sign < 0 ? spec.node(node).parent : nearest;
}

int firstNode(const DiagramSpec &spec)
{
    for (int i = 0; i < spec.count(); ++i) {
        if (!spec.node(i).id.isEmpty())
            return i;
    }
    return -1;
}

int lastNode(const DiagramSpec &spec)
{
    for (int i = spec.count() - 1; i >= 0; --i) {
        if (spec.node(i).parent < 0 && !spec.node(i).auxiliary)
            return i;
    }
    return -1;
}

int target(const DiagramLayout &layout, int node, DiagramStep step)
{
    switch (step) {
    case DiagramStep::Forward:
        return forward(layout.spec, node);
    case DiagramStep::Backward:
        return backward(layout.spec, node);
    case DiagramStep::Up:
        return across(layout, node, -1);
    case DiagramStep::Down:
        return across(layout, node, 1);
    case DiagramStep::First:
        return firstNode(layout.spec);
    case DiagramStep::Last:
        return lastNode(layout.spec);
    }
    return -1;
}

/// Into a branch along the data, out of it to its block, up and down to the block's others.
QString stepFromBranch(const DiagramSpec &spec, const DiagramBranch &branch, DiagramStep step)
{
    const QString block = spec.node(branch.block).id;
    const auto at = static_cast<std::size_t>(&branch - spec.branches.data());
    switch (step) {
    case DiagramStep::Forward:
        return spec.node(branch.nodes.front()).id;
    case DiagramStep::Up:
        return at > 0 && spec.branches[at - 1].block == branch.block ? spec.branches[at - 1].id
                                                                     : block;
    case DiagramStep::Down:
        return at + 1 < spec.branches.size() && spec.branches[at + 1].block == branch.block
            ? spec.branches[at + 1].id
            : branch.id;
    default:
        return block;
    }
}

} // namespace

QString stepFrom(const DiagramLayout &layout, const QString &id, DiagramStep step)
{
    const bool isEnd = step == DiagramStep::First || step == DiagramStep::Last;
    if (const DiagramBranch *branch = layout.spec.findBranch(id); branch && !isEnd)
        return stepFromBranch(layout.spec, *branch, step);
    const int node = layout.spec.find(id);
    if (node < 0)
        step = step == DiagramStep::Last ? step : DiagramStep::First;
    const int found = target(layout, node, step);
    return found < 0 || layout.spec.node(found).id.isEmpty() ? id : layout.spec.node(found).id;
}

} // namespace inceptoscope
