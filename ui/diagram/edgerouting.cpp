#include "diagram/edgerouting.h"

namespace inceptoscope {

namespace {

using namespace diagramroom;

/// Level, upright in the middle of the gap before `end`, level; one piece where heights agree.
QPolygonF step(const QPointF &start, const QPointF &end, double turn)
{
    if (start.y() == end.y())
        return {start, end};
    return {start, {turn, start.y()}, {turn, end.y()}, end};
}

/// From the end of a line to the start of the next, between the two.
QPolygonF carriageReturn(const PortedBox &from, const PortedBox &to)
{
    const double between = to.lineTop - lineGap / 2;
    const double right = from.lineRight + gap / 2;
    const double left = to.box.left() - gap / 2;
    return {{from.box.right(), from.out},
            {right, from.out},
            {right, between},
            {left, between},
            {left, to.in},
            {to.box.left(), to.in}};
}

QPolygonF along(const PortedBox &from, const PortedBox &to)
{
    const QPointF start(from.box.right(), from.out);
    const QPointF end(to.box.left(), to.anyHeight ? from.out : to.in);
    if (end.x() < start.x())
        return carriageReturn(from, to);
    return step(start, end, end.x() - gap / 2);
}

QPolygonF shortcut(const PortedBox &frame, const PortedBox &sum)
{
    const double turn = frame.box.left() + diagramroom::frame / 2;
    const double centre = sum.box.center().x();
    return {{frame.box.left(), frame.in},
            {turn, frame.in},
            {turn, frame.lane},
            {centre, frame.lane},
            {centre, sum.box.top()}};
}

} // namespace

QPolygonF routeEdge(DiagramEdge::Kind kind, const PortedBox &from, const PortedBox &to)
{
    const QPointF in(to.box.left(), to.in);
    switch (kind) {
    case DiagramEdge::Kind::Along:
        return along(from, to);
    case DiagramEdge::Kind::Enter:
        return step({from.box.left(), from.in}, in, from.box.left() + frame / 2);
    case DiagramEdge::Kind::Leave:
        return step({from.box.right(), from.out}, {to.box.right(), to.out},
                    from.box.right() + gap / 2);
    case DiagramEdge::Kind::Shortcut:
        return shortcut(from, to);
    case DiagramEdge::Kind::Aside:
        return step({from.box.right(), from.out}, in, from.box.right() + gap / 2);
    }
    return {};
}

} // namespace inceptoscope
